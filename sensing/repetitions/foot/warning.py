"""Will this lowering be too fast? Said while the heel is still going down."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from math import hypot

import numpy as np

from sensing.prescription import Prescription
from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.repetitions.fits.edges import PhaseFitter
from sensing.repetitions.fits.phases import middle_of_top
from sensing.settings import RepSettings, WarningSettings
from sensing.types import FloatArray

_BOTTOM = Stage.BOTTOM
"""Asked for at every sample: by this name it is found in half the time."""

_SPEED_SPAN = 3
"""Speed is the slope over this many samples: short enough to lag by 60 ms, long enough to calm tremor."""

_FEWEST = 6
"""Fewer samples do not show where a lowering began."""

_STARTED = (0.1, 0.2, 0.3, 0.4)
"""Shares of the way that say by when a lowering has begun at the latest."""

_TWO_SAMPLES_S = 0.08
"""What tremor may do to that."""

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


def latest_begin_s(t_s: FloatArray, done: FloatArray) -> float:
    """Return a time before which a movement has begun, s, without a fit.

    It speeds up at first, so that its first fifth took no less time than the quicker one of the two tenths
    after it. Of 7599 begins that were fitted, in walking and after holds that sag too, none was later.

    Parameters
    ----------
    t_s, done : ndarray of shape (n,)
        Times, s, and the share of the travel that was done.
    """
    after, last = done[::-1], len(done) - 1
    tenth_s, fifth_s, third_s, fourth_s = (
        float(t_s[last - int((after < share).argmax())]) for share in _STARTED
    )
    pace_s = min(third_s - fifth_s, fourth_s - third_s)
    return max(tenth_s, fifth_s - pace_s) + _TWO_SAMPLES_S


@dataclass(slots=True)
class _Lowering:
    """The running one, as it was when this share of it was done.

    Parameters
    ----------
    peak : int
        Number of its peak.
    seen_at : float
        Share of the travel that was done.
    t_s, height : ndarray of shape (n,)
        Its course until then, from the middle of the top on.
    latest_s : float
        It began before this, s.
    fastest : float
        Its top speed up to now.
    begin : tuple of float or None
        Where it began and the standard error, s; fitted when asked for.
    """

    peak: int
    seen_at: float
    t_s: FloatArray
    height: FloatArray
    latest_s: float
    fastest: float
    begin: tuple[float, float] | None = None


class EarlyWarning:
    """Forecasts the time of the running lowering, and how far the forecast can be off.

    Where the lowering began is fitted, as for the finished repetition. What is still to come is the
    longer of two: what a smooth movement needs for the rest of the way to the bottom, and what a foot needs
    to stop from its present speed. The first would be wrong alone when the heel goes deeper than it came
    from. In a set the bottom is where the usual lift began; where the first lowering of a set ends nobody
    knows, so that at last only its speed tells. Both the begin and the rest have a known spread; the warning
    waits until the forecast stays under the limit in spite of it, and so comes early for haste and late near
    the limit.

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
        self._earliest_share = self._settings.earliest_share
        self._forget = 1.0 / (sampling_rate_hz * self._settings.calm_s)
        self._shake2 = 0.0
        samples = round(_REMEMBERED_S * sampling_rate_hz)
        self._times_s: deque[float] = deque(maxlen=samples)
        self._heights: deque[float] = deque(maxlen=samples)
        self._lowering: _Lowering | None = None
        self._speed = 0.0
        self.has_gyr = True
        self._usual = 0.0
        self._bottom_until_s = float("-inf")

    def learn(self, usual: float, end_s: float) -> None:
        """Keep how far the person's lifts usually go, and when the last repetition ended, s."""
        self._usual = usual
        self._bottom_until_s = end_s + self._settings.bottom_known_s

    def retell(self, t_s: FloatArray, heights: list[float]) -> None:
        """Take the running lift's course as it is known now, up to the newest sample but one: times, s."""
        self._times_s.clear()
        self._times_s.extend(t_s.tolist())
        self._heights.clear()
        self._heights.extend(heights)
        self._lowering = None

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
        if finder.stage is _BOTTOM:
            self._times_s.clear()
            self._heights.clear()
            self._lowering = None
            return False
        self._times_s.append(t_s)
        self._heights.append(height)
        fallen, travel = finder.peak_height - height, finder.travel
        if fallen < self._earliest_share * travel or not self._is_open(finder):
            return False
        self._speed = -speed
        done = fallen / travel
        lowering = self._begun(number, finder, done)
        return lowering is not None and self._is_hasty(lowering, fallen / self._way(travel))

    def _way(self, travel: float) -> float:
        """How far it goes down; less far up than usual, the lift may have begun above the bottom."""
        settings = self._settings
        return max(travel, min(settings.usual_share * self._usual, settings.longer_way * travel))

    def _is_open(self, finder: CycleFinder) -> bool:
        settings = self._settings
        return (
            finder.warned is None
            and finder.travel >= settings.least_travel
            and self._shake2 <= settings.violent_mps2**2
            and len(self._heights) > _FEWEST
        )

    def _begun(self, number: int, finder: CycleFinder, done: float) -> _Lowering | None:
        """Return the running lowering; it is looked at when first asked for, and now and then."""
        known = self._lowering
        if known is None or known.peak != finder.peak:
            self._lowering = self._look(number, finder, done)
        elif done >= known.seen_at + self._settings.again_after_share:
            self._lowering = self._look(number, finder, done) or known
        else:
            known.fastest = max(known.fastest, self._speed)
        return self._lowering

    def _look(self, number: int, finder: CycleFinder, done: float) -> _Lowering | None:
        count = len(self._heights)
        t_s, height = np.fromiter(self._times_s, float, count), np.fromiter(self._heights, float, count)
        peak = min(max(finder.peak - number + len(height) - 1, 0), len(height) - 1)
        since = min(middle_of_top(height, peak, finder.travel), peak, len(height) - _FEWEST)
        t_s, height = t_s[since:], height[since:]
        speeds = (height[:-_SPEED_SPAN] - height[_SPEED_SPAN:]) / (t_s[_SPEED_SPAN:] - t_s[:-_SPEED_SPAN])
        fastest = float(speeds.max())
        if fastest <= 0.0:
            return None
        latest_s = latest_begin_s(t_s, (finder.peak_height - height) / finder.travel)
        return _Lowering(finder.peak, done, t_s, height, latest_s, fastest)

    def _is_hasty(self, lowering: _Lowering, done: float) -> bool:
        """Whether the forecast stays under the limit; most stay over it wherever the lowering began."""
        settings, rest = self._settings, self._rest(lowering, done)
        if self._speed < settings.over_share * lowering.fastest:
            return False
        if self._at_most_s(lowering.latest_s, settings.begin_floor_s, rest) >= self._limit_s:
            return False
        if lowering.begin is None:
            lowering.begin = self._fit(lowering)
        return self._at_most_s(*lowering.begin, rest) < self._limit_s

    def _rest(self, lowering: _Lowering, done: float) -> float:
        """Time that is still needed, as a share of the time gone."""
        settings, stopping = self._settings, self._speed / lowering.fastest
        gone = max(time_share(min(done, 1.0)), 0.05)
        if self._bottom_is_known:
            return max((1.0 - gone) / gone, settings.stopping_share * stopping)
        way = (1.0 - gone) / gone if done < settings.first_known_share else 0.0
        return max(way, settings.first_stopping_share * stopping)

    @property
    def _bottom_is_known(self) -> bool:
        """Whether a repetition has shown, not long ago, where the heel comes down to."""
        return self._times_s[-1] <= self._bottom_until_s

    def _fit(self, lowering: _Lowering) -> tuple[float, float]:
        begin = self._fitter.lowering_begin(
            lowering.t_s, lowering.height, lowering.seen_at, has_gyr=self.has_gyr
        )
        return begin.edge_s, hypot(self._settings.begin_floor_s, begin.sd_s)

    def _at_most_s(self, begin_s: float, begin_sd_s: float, rest: float) -> float:
        """Longest time that the lowering will take in all with the certainty asked for, s."""
        settings = self._settings
        elapsed_s = max(self._times_s[-1] - begin_s, 0.0)
        spread = settings.rest_spread if self._bottom_is_known else settings.first_rest_spread
        sd_s = hypot(begin_sd_s, spread * rest * elapsed_s)
        return elapsed_s * (1.0 + rest) + (settings.certainty + settings.doubt * rest * rest) * sd_s


def warning_for(
    prescription: Prescription | None, settings: RepSettings, rate_hz: float
) -> EarlyWarning | None:
    """Return what warns of lowerings that are faster than prescribed; none where none is prescribed.

    Parameters
    ----------
    prescription : Prescription or None
        What was asked for.
    settings : RepSettings
        Thresholds.
    rate_hz : float
        Rate of the motion samples, Hz.
    """
    if prescription is None or prescription.eccentric_s is None:
        return None
    limit_s = settings.too_fast_share * prescription.eccentric_s
    return EarlyWarning(limit_s, rate_hz, settings.warning, PhaseFitter(settings.edges, settings.phases))
