"""Will this lowering be too fast? Said while the heel is still going down."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from math import hypot

import numpy as np

from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.repetitions.edges import PhaseFitter
from sensing.repetitions.measure import middle_of_top
from sensing.settings import WarningSettings

_SPEED_SPAN = 3
"""Speed is the slope over this many samples: short enough to lag by 60 ms, long enough to calm tremor."""

_FEWEST = 6
"""Fewer samples do not show where a lowering began."""

_REMEMBERED_S = 10.0
"""Course that is kept: the second half of a hold of a dozen seconds, and the first of a slow lowering."""


def _minimum_jerk(share: float) -> float:
    return share**3 * (10.0 - 15.0 * share + 6.0 * share**2)


_EDGE = 0.0594
"""Share of a minimum-jerk movement before its speed reaches 5 % of the peak."""

_TIMES = [k / 100.0 for k in range(101)]
_TRAVEL = [_minimum_jerk(_EDGE + time * (1.0 - 2.0 * _EDGE)) for time in _TIMES]


def time_share(travel_share: float) -> float:
    """Share of a phase's time that has gone when this share of its travel has, for a smooth movement."""
    return _TIMES[min(bisect_left(_TRAVEL, travel_share), 100)]


@dataclass(slots=True)
class _Lowering:
    """The running one: its peak, the share done when it was fitted, begin and its error, s, and top speed."""

    peak: int
    fitted_at: float
    begin_s: float
    begin_sd_s: float
    fastest: float


class EarlyWarning:
    """Forecasts the time of the running lowering, and how far the forecast can be off.

    Where the lowering began is fitted, as for the finished repetition. What is still to come is the
    longer of two: what a smooth movement needs for the rest of the way to the old bottom, and what a foot
    needs to stop from its present speed. The first would be wrong alone when the heel goes deeper than it
    came from. Both the begin and the rest have a known spread; the warning waits until the forecast stays
    under the limit in spite of it, and so comes early for haste and late near the limit.

    Parameters
    ----------
    limit_s : float
        Lowering in less than this is too fast, s.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    settings : WarningSettings, optional
        Spreads and when to keep silent.
    fitter : PhaseFitter, optional
        Finds where the lowering began.
    """

    def __init__(
        self,
        limit_s: float,
        sampling_rate_hz: float,
        settings: WarningSettings | None = None,
        fitter: PhaseFitter | None = None,
    ) -> None:
        self._limit_s = limit_s
        self._settings = settings or WarningSettings()
        self._fitter = fitter or PhaseFitter()
        self._forget = 1.0 / (sampling_rate_hz * self._settings.calm_s)
        self._shake2 = 0.0
        self._course: deque[tuple[int, float, float]] = deque(maxlen=round(_REMEMBERED_S * sampling_rate_hz))
        self._lowering: _Lowering | None = None
        self._speed = 0.0

    def step(
        self,
        number: int,
        t_s: float,
        height: float,
        speed: float,
        shake_mps2: float,
        finder: CycleFinder,
    ) -> bool:
        """Return True when it is certain enough that the running lowering will be too fast.

        It goes on saying so until the caller marks the cycle as warned of.

        Parameters
        ----------
        number : int
            Number of the sample.
        t_s : float
            Its time, s.
        height, speed : float
            Height now, in the unit of the signal, and its speed, unit/s, up positive.
        shake_mps2 : float
            Acceleration without gravity, m/s².
        finder : CycleFinder
            The running cycle.
        """
        self._shake2 += self._forget * (shake_mps2 * shake_mps2 - self._shake2)
        if finder.stage is Stage.BOTTOM:
            self._course.clear()
            self._lowering = None
            return False
        self._course.append((number, t_s, height))
        fallen, travel = finder.peak_height - height, finder.travel
        if fallen < self._settings.earliest_share * travel or not self._is_open(finder):
            return False
        self._speed = -speed
        done = fallen / travel
        lowering = self._begun(finder, done)
        return lowering is not None and self._at_most_s(lowering, done) < self._limit_s

    def _is_open(self, finder: CycleFinder) -> bool:
        settings = self._settings
        return (
            finder.warned is None
            and finder.travel >= settings.least_travel
            and self._shake2 <= settings.violent_mps2**2
            and len(self._course) > _FEWEST
        )

    def _begun(self, finder: CycleFinder, done: float) -> _Lowering | None:
        """Return the running lowering; where it began is fitted when first asked for, and now and then."""
        known = self._lowering
        if known is None or known.peak != finder.peak:
            self._lowering = self._fit(finder, done)
        elif done >= known.fitted_at + self._settings.again_after_share:
            self._lowering = self._fit(finder, done) or known
        else:
            known.fastest = max(known.fastest, self._speed)
        return self._lowering

    def _fit(self, finder: CycleFinder, done: float) -> _Lowering | None:
        course = np.array(self._course)
        t_s, height = course[:, 1], course[:, 2]
        peak = min(max(finder.peak - int(course[0, 0]), 0), len(course) - 1)
        since = min(middle_of_top(height, peak, finder.travel), len(course) - _FEWEST)
        t_s, height = t_s[since:], height[since:]
        fastest = float(
            np.max((height[:-_SPEED_SPAN] - height[_SPEED_SPAN:]) / (t_s[_SPEED_SPAN:] - t_s[:-_SPEED_SPAN]))
        )
        if fastest <= 0.0:
            return None
        settings, begin = self._settings, self._fitter.begin(t_s, -height, done)
        sd_s = hypot(
            settings.begin_floor_s,
            settings.begin_sd_share * begin.sd_s,
            settings.begin_residual * begin.residual / fastest,
        )
        return _Lowering(finder.peak, done, begin.edge_s, sd_s, fastest)

    def _at_most_s(self, lowering: _Lowering, done: float) -> float:
        """Longest time that the lowering will take in all with the certainty asked for, s."""
        settings = self._settings
        elapsed_s = max(self._course[-1][1] - lowering.begin_s, 0.0)
        gone = max(time_share(min(done, 1.0)), 0.05)
        rest = max((1.0 - gone) / gone, settings.stopping_share * self._speed / lowering.fastest)
        sd_s = hypot(lowering.begin_sd_s, settings.rest_spread * rest * elapsed_s)
        return elapsed_s * (1.0 + rest) + (settings.certainty + settings.doubt * rest) * sd_s
