"""Will this lowering be too fast? Said of a leg, of which only the vertical speed shows it."""

from __future__ import annotations

import numpy as np

from sensing.repetitions.fits.rise import RiseFitter
from sensing.repetitions.track import Stretch
from sensing.settings import RiseWarningSettings

_CM = 100.0

_LASTS = 3
"""So many times in a row (0.3 s) the lift ends at the same sample: it is over."""


class RiseWarning:
    """Warns of a lowering that gets as fast, and so soon, as none does that takes its time.

    One that takes just as long as allowed goes, in the mean, at the person's height over that time, and at
    its fastest at 15/8 of it (minimum jerk). What gets faster is shorter, or else a lift that stops: so all
    of that speed must be downwards, and it must have been gained since the lift's top. It must also have been
    gained soon, for over a longer time the speed drifts by as much. When the lowering began, which on a leg
    is not known before it is over, is not asked for.

    Parameters
    ----------
    limit_s : float
        A lowering that takes less is too fast, s.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    fitter : RiseFitter
        Knows person and sensor.
    settings : RiseWarningSettings, optional
        When to be silent.
    """

    def __init__(
        self,
        limit_s: float,
        sampling_rate_hz: float,
        fitter: RiseFitter,
        settings: RiseWarningSettings | None = None,
    ) -> None:
        self._limit_s, self._fitter, self._rate_hz = limit_s, fitter, sampling_rate_hz
        self._settings = settings or RiseWarningSettings()
        # End of the lift as read last, how often so, and as read when that lasted, s.
        self._read_s, self._times_read, self._held_s = 0.0, 0, 0.0

    def warns(self, lift: Stretch, lift_s: tuple[float, float]) -> bool:
        """Say whether it is certain enough that the heel goes down too fast.

        Parameters
        ----------
        lift : Stretch
            From the lift's begin up to now.
        lift_s : tuple of float
            Begin and end of the lift as they are read now, s.
        """
        top_s, own_cm = self._top_s(*lift_s), self._fitter.own_height_cm
        now_s = float(lift.t_s[-1])
        if own_cm is None or not np.isfinite(lift.vertical_mps2).all():
            return False
        per_sample = _CM / self._rate_hz
        speed = np.cumsum(self._fitter.known_mps2(lift.vertical_mps2, lift.up)) * per_sample
        # The lift's own braking is none of the lowering's.
        since_s = max(now_s - self._settings.gained_share * self._limit_s, top_s)
        since = min(int(np.searchsorted(lift.t_s, since_s)), len(speed) - 1)
        gained_cmps, down_cmps = float(speed[since] - speed[-1]), float(-speed[-1])
        return min(gained_cmps, down_cmps) >= self._settings.speed_share * own_cm / self._limit_s

    def _top_s(self, start_s: float, end_s: float) -> float:
        """Return the lift's end, s: it stays in the hold, and may be read later as the heel goes down."""
        self._times_read = self._times_read + 1 if end_s == self._read_s else 0
        self._read_s = end_s
        if self._times_read >= _LASTS:
            self._held_s = end_s
        return min(self._held_s, end_s) if self._held_s > start_s else end_s
