"""Will this lowering be too fast? Said of a leg, of which only the vertical speed shows it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.fits.rise import RiseFitter
from sensing.repetitions.fits.rise_evidence import Halves, RiseEvidence
from sensing.repetitions.fits.shapes import table_number
from sensing.repetitions.leg.drop import Drop
from sensing.repetitions.leg.forecast import Forecast
from sensing.repetitions.track import Stretch, Track
from sensing.settings import RiseWarningSettings
from sensing.types import FloatArray

_NEAR_S = np.array([[begin_s, top_s] for begin_s in (-0.3, 0.0, 0.3) for top_s in (-0.3, 0.0, 0.3)])
_TOPS_S = 0.3
"""Begins and tops of the lift that are tried about the reading, and step of the tops anywhere, s."""

_STILL_UP_S = 1.5
"""The lift may not be over yet, but will be in this time, s."""

_BEGINS_S, _FAR_BEGINS_S = 0.16, 0.6
"""Step of the lowering's begins, s; those longer ago than the limit need not be told apart so well."""

_RATIO, _SHORTER, _LONGER = 1.25, 6, 5
"""Times that a lowering may take: each so much longer than the last, so many under and over the limit."""

_OVER_S = 0.3
"""A lowering that was over for longer is told as a repetition, not warned of."""

_SHORTEST_S = 0.25
"""Shortest time up, and shortest time of a lowering that can be seen at all, s."""

_TURN_S = 0.1
"""From the lift's top to the lowering's begin at least, s: the edges are where 5 % of the speed is left."""

_LEAST_LIFT_S = 0.4
"""A top that is looked for anywhere lies this long after the lift's begin, s."""

_CM = 100.0

_BEFORE_TOP_S = 0.2
"""The lift's top may have been read so much too late, s."""

_LASTS = 3
"""So many times in a row (0.3 s) the lift ends at the same sample: it is over."""

_FEWEST = 20
"""Fewer samples (0.8 s) are no lift and begin of a lowering."""

_ROUNDS, _UPS, _DOWNS = 2, 5, 50
"""How often the search turns from the lift to the lowering, and how many of each are weighed together."""

_MIDWAY_S = np.array([-0.8, 1.2])
"""A lowering to begin the search with, s from now."""

_NONE_YET = np.array([[5.0, 7.0]])
"""A lowering that has not begun, s from now."""


_ROUNDING = 1e-6
"""Share by which two ways of adding up the same do not differ."""


class RiseWarning:
    """Weighs every begin and length that the running lowering may have, and says what they have in common.

    Each pair of edges of the lift and each begin and length of the lowering is as likely as the vertical
    speed up to now makes it, drift, lean, height and course integrated out as for the finished repetition;
    besides, the heel may still be up, or on its way up. The person's own height and what is known of the
    sensor must have been learned: before, a warning would be a guess.

    Parameters
    ----------
    prescribed_s, limit_s : float
        Prescribed time of the lowering; less than the second is too fast, s.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    fitter : RiseFitter
        Knows person and sensor.
    settings : RiseWarningSettings, optional
        When to be silent.
    """

    def __init__(
        self,
        prescribed_s: float,
        limit_s: float,
        sampling_rate_hz: float,
        fitter: RiseFitter,
        settings: RiseWarningSettings | None = None,
    ) -> None:
        self._prescribed_s, self._limit_s, self._fitter = prescribed_s, limit_s, fitter
        self._settings = settings or RiseWarningSettings()
        self._rate_hz = sampling_rate_hz
        steps = np.arange(-_SHORTER, _LONGER) + 0.5
        lengths_s = limit_s * _RATIO**steps
        self._lengths_s = lengths_s[lengths_s > _SHORTEST_S]
        self._next = 0
        self._warned = -1
        # End of the lift as read last, how often so, as read when that lasted, and which of these holds, s.
        self._read_s, self._times_read, self._held_s, self._top_s = 0.0, 0, 0.0, 0.0
        self._drop = Drop()

    def is_due(self, lift_s: tuple[float, float], number: int) -> bool:
        """Take the lift's begin and end, s, as read at a sample; say whether it is time to look again."""
        self._times_read = self._times_read + 1 if lift_s[1] == self._read_s else 0
        self._read_s = lift_s[1]
        if self._times_read >= _LASTS:
            self._held_s = lift_s[1]
        # It stays in the hold, and may be read later as the heel goes down.
        self._top_s = min(self._held_s, lift_s[1]) if self._held_s > lift_s[0] else lift_s[1]
        return number >= self._next

    def may_sink(self, track: Track, number: int) -> bool:
        """Whether the speed may have dropped by enough up to a sample, by what takes no window to tell."""
        own_cm, known = self._fitter.own_height_cm, self._fitter.known
        if own_cm is None or known is None:
            return False
        dropped_mps2 = self._drop.up_to(track, number, self._top_s - _BEFORE_TOP_S, *known)
        return dropped_mps2 * (_CM / self._rate_hz) * (1.0 + _ROUNDING) >= self._least_drop_cmps(own_cm)

    def _least_drop_cmps(self, own_cm: float) -> float:
        return self._settings.speed_share * own_cm / self._limit_s

    def step(self, window: Stretch, lift_s: tuple[float, float], number: int) -> int | None:
        """Return where the lowering began if it is certain enough that it will be too fast.

        Parameters
        ----------
        window : Stretch
            From the rest before the lift, or the end of the repetition before, up to now.
        lift_s : tuple of float
            Begin and end of the lift as they were read, s.
        number : int
            Number of the newest sample.
        """
        own_cm = self._fitter.own_height_cm
        if own_cm is None or len(window) < _FEWEST:
            return None
        if not (self._sinks(window, own_cm) and np.isfinite(window.vertical_mps2).all()):
            return None
        forecast = self._forecast(window, lift_s, own_cm)
        if forecast is None:
            self._wait(number, self._settings.seldom_s)
            return None
        began = number + round(forecast.began_s * self._rate_hz)
        overlap_s = lift_s[1] - float(window.t_s[-1]) - forecast.began_s
        is_new = began > self._warned
        if is_new and self._is_certain(forecast, overlap_s, own_cm):
            self._warned = number
            self._wait(number, forecast.left_s)
            return began
        self._wait(
            number, self._wait_s(forecast) if is_new else max(self._settings.seldom_s, forecast.left_s)
        )
        return None

    def _wait(self, number: int, time_s: float) -> None:
        """Do not look again before this time, s, has passed since a sample."""
        self._next = number + round(time_s * self._rate_hz)

    def _wait_s(self, forecast: Forecast) -> float:
        """Time until it is worth looking again, s."""
        settings = self._settings
        if forecast.too_fast >= settings.unlikely:
            return settings.often_s
        surely_slow = forecast.too_fast <= settings.hopeless and forecast.gain >= settings.gain
        return max(settings.seldom_s, 0.5 * forecast.left_s if surely_slow else 0.0)

    def _is_certain(self, forecast: Forecast, overlap_s: float, own_cm: float) -> bool:
        settings = self._settings
        return (
            forecast.too_fast >= settings.certainty
            and forecast.gain >= settings.gain
            and overlap_s <= settings.overlap_s
            and forecast.done >= settings.least_done
            and forecast.left_s >= settings.least_left_s
            and settings.lowest_share * own_cm <= forecast.rise_cm <= settings.highest_share * own_cm
        )

    def _forecast(self, window: Stretch, lift_s: tuple[float, float], own_cm: float) -> Forecast | None:
        fitter, settings, origin_s = self._fitter, self._settings, float(window.t_s[0])
        start_s, top_s = lift_s[0] - origin_s, lift_s[1] - origin_s
        try:
            evidence = fitter.running(
                window.t_s - origin_s, window.vertical_mps2, window.up, own_cm, settings, start_s - 0.1
            )
            return self._weigh(evidence, (start_s, top_s), float(window.t_s[-1]) - origin_s)
        except np.linalg.LinAlgError:
            return None

    def _sinks(self, window: Stretch, own_cm: float) -> bool:
        """Whether the speed has dropped since the top by as much as a fast lowering makes it drop."""
        number = window.first + int(np.searchsorted(window.t_s, self._top_s - _BEFORE_TOP_S))
        since = window.part(min(number - window.first, len(window) - 3), len(window))
        speed = np.cumsum(self._fitter.known_mps2(since.vertical_mps2, since.up)) * (_CM / self._rate_hz)
        return float(speed.max() - speed[-1]) >= self._least_drop_cmps(own_cm)

    def _weigh(self, evidence: RiseEvidence, read_s: tuple[float, float], now_s: float) -> Forecast | None:
        """Weigh the likelier ones of all lifts with the likelier ones of all lowerings."""
        ups, downs = _lifts(*read_s, now_s), self._lowerings(read_s[0], now_s)
        if not len(ups) or not len(downs):
            return None
        pairs, count = np.concatenate([ups, downs, now_s + _NONE_YET]), len(ups)
        halves = evidence.halves(pairs, table_number(pairs[:, 1] - pairs[:, 0], count), count, roughly=True)
        likely = _likely(evidence, halves, pairs, count, now_s)
        if likely is None:
            return None
        some_ups, some_downs = likely
        none_yet = len(pairs) - 1
        some_downs = np.append(some_downs, none_yet)
        one, other = (pairs[some_ups, 1:] <= pairs[some_downs, 0] - _TURN_S).nonzero()
        still_up = (ups[:, 1] >= now_s - _SHORTEST_S).nonzero()[0]
        of_up = np.concatenate([some_ups[one], still_up])
        of_down = np.concatenate([some_downs[other], np.full_like(still_up, none_yet)])
        cost = evidence.cost(halves, of_up, of_down)
        cost += 0.5 * ((pairs[of_up, 0] - read_s[0]) / self._settings.stray_s) ** 2
        rise_cm = evidence.unknowns(halves, int(some_ups[0]), int(some_downs[0])).rise_cm
        return self._summed(cost, pairs[of_down] - now_s, rise_cm)

    def _summed(self, cost: FloatArray, edges_s: FloatArray, rise_cm: float) -> Forecast:
        begun = edges_s[:, 0] < 0.0
        length_s = edges_s[:, 1] - edges_s[:, 0]
        away = np.log(length_s / self._prescribed_s) / self._settings.length_spread
        logs = -cost - np.where(begun, 0.5 * away**2, 0.0)
        gain = float(logs[begun].max() - logs[~begun].max())
        chance = np.exp(logs - logs.max())
        chance /= chance.sum()
        done = np.clip(-edges_s[:, 0] / length_s, 0.0, 1.0)
        going = chance * begun
        whole = float(going.sum())
        return Forecast(
            too_fast=float(going[length_s < self._limit_s].sum()),
            gain=gain,
            done=float(going @ done),
            left_s=float(going @ edges_s[:, 1]) / max(whole, 1e-9),
            began_s=float(going @ edges_s[:, 0]) / max(whole, 1e-9),
            rise_cm=rise_cm,
        )

    def _lowerings(self, start_s: float, now_s: float) -> FloatArray:
        """Begins and ends of lowerings that run now, s."""
        first_s, long_ago_s = start_s + _LEAST_LIFT_S, now_s - self._limit_s - _BEGINS_S
        far = np.arange(long_ago_s - 0.5 * _FAR_BEGINS_S, first_s, -_FAR_BEGINS_S)
        near = np.arange(max(first_s, long_ago_s), now_s - 0.2, _BEGINS_S)
        begins = np.concatenate([far, near])
        ends = begins[:, None] + self._lengths_s
        of_begin, of_length = (ends > now_s - _OVER_S).nonzero()
        return np.stack([begins[of_begin], ends[of_begin, of_length]], axis=1)


def _lifts(start_s: float, top_s: float, now_s: float) -> FloatArray:
    """Begins and ends that the lift may have, s."""
    tops_s = np.arange(start_s + _LEAST_LIFT_S, now_s + _STILL_UP_S, _TOPS_S)
    pairs, near = np.full((len(_NEAR_S) + len(tops_s), 2), start_s), len(_NEAR_S)
    pairs[:near, 1], pairs[near:, 1] = top_s, tops_s
    pairs[:near] += _NEAR_S
    possible: FloatArray = pairs[(pairs[:, 1] - pairs[:, 0] >= _SHORTEST_S) & (pairs[:, 0] > -_BEFORE_TOP_S)]
    return possible


def _likely(
    evidence: RiseEvidence, halves: Halves, pairs: FloatArray, count: int, now_s: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
    """Return the likeliest lifts and lowerings, best first, found by turning from one to the other."""
    downs = pairs[count:-1]
    of_down, before = count + int(np.argmin(np.abs(downs - (now_s + _MIDWAY_S)).sum(axis=1))), -1
    for _ in range(_ROUNDS):
        ups = np.flatnonzero(pairs[:count, 1] <= pairs[of_down, 0] - _TURN_S)
        if not len(ups):
            return None
        ups = ups[np.argsort(evidence.cost(halves, ups, np.full_like(ups, of_down)))]
        if ups[0] == before:
            break
        before = ups[0]
        lowerings = count + np.flatnonzero(downs[:, 0] >= pairs[ups[0], 1] + _TURN_S)
        if not len(lowerings):
            return None
        of_ups = np.full_like(lowerings, ups[0])
        lowerings = lowerings[np.argsort(evidence.cost(halves, of_ups, lowerings))]
        of_down = int(lowerings[0])
    return ups[:_UPS], lowerings[:_DOWNS]
