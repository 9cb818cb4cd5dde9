"""Will this lowering be too fast? Said while the heel is still going down."""

from __future__ import annotations

from bisect import bisect_left

from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.settings import WarningSettings


def _minimum_jerk(share: float) -> float:
    return share**3 * (10.0 - 15.0 * share + 6.0 * share**2)


_EDGE = 0.0594
"""Share of a minimum-jerk movement before its speed reaches 5 % of the peak."""

_TIMES = [k / 100.0 for k in range(101)]
_TRAVEL = [_minimum_jerk(_EDGE + time * (1.0 - 2.0 * _EDGE)) for time in _TIMES]


def time_share(travel_share: float) -> float:
    """Share of a phase's time that has gone when this share of its travel has, for a smooth movement."""
    return _TIMES[min(bisect_left(_TRAVEL, travel_share), 100)]


class EarlyWarning:
    """Forecasts the time of the running lowering from how far it has got.

    The movement is taken to go on as a smooth one does; as it may yet slow down, a margin is kept that
    shrinks as the heel comes down.

    Parameters
    ----------
    limit_s : float
        Lowering in less than this is too fast, s.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    settings : WarningSettings, optional
        Margins.
    """

    def __init__(
        self, limit_s: float, sampling_rate_hz: float, settings: WarningSettings | None = None
    ) -> None:
        self._limit_s = limit_s
        self._period_s = 1.0 / sampling_rate_hz
        self._settings = settings or WarningSettings()
        self._forget = self._period_s / self._settings.calm_s
        self._shake2 = 0.0

    def step(
        self, number: int, height: float, shake_mps2: float, finder: CycleFinder, *, expected: bool = True
    ) -> bool:
        """Return True once for a lowering, when it is certain enough that it will be too fast.

        Parameters
        ----------
        number : int
            Number of the sample.
        height : float
            Height now, in the unit of the signal.
        shake_mps2 : float
            Acceleration without gravity, m/s².
        finder : CycleFinder
            The running cycle.
        expected : bool
            Whether a repetition may be going on: within a set, or out of a still stand. Nobody is warned of
            walking.
        """
        self._shake2 += self._forget * (shake_mps2 * shake_mps2 - self._shake2)
        if not expected or finder.warned is not None or finder.stage is Stage.BOTTOM or finder.travel <= 0:
            return False
        settings = self._settings
        if self._shake2 > settings.violent_mps2**2 or finder.travel < settings.least_travel:
            return False
        done = (finder.peak_height - height) / finder.travel
        if done < settings.earliest_share:
            return False
        elapsed_s = (number - finder.onset) * self._period_s
        forecast_s = elapsed_s / max(time_share(min(done, 1.0)), 0.05)
        margin = (
            settings.margin * (1.0 - min(done, 1.0)) / (1.0 - settings.earliest_share) + settings.last_margin
        )
        if forecast_s * (1.0 + margin) >= self._limit_s:
            return False
        finder.warned = number
        return True
