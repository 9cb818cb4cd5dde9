"""Named features of a repetition. Their order is frozen: weights are stored against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log, nan
from statistics import median

import numpy as np

from models import smoothness
from models.measures import Measures, late_speed_share, part, speed
from models.rules import phase_sds_s, tempo_probabilities
from models.settings import ShapeSettings, TempoSettings
from models.sight import Sight, once
from models.verdict import Flag
from sensing.motion.middle import middle
from sensing.motion.slope import slope
from sensing.types import FloatArray, Placement

_TEMPO = TempoSettings()
_SHAPE = ShapeSettings()
_LONGEST_DWELL_S = 5.0
_CORE = (0.1, 0.9)
_LEAST = 1e-3
_SHORTEST_S = 0.05
_DOWN, _UP, _HOLD = Flag.ECCENTRIC_TOO_FAST, Flag.CONCENTRIC_TOO_FAST, Flag.NO_HOLD


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a repetition: name, unit, meaning, and how to get it (NaN where it cannot be seen)."""

    name: str
    unit: str
    meaning: str
    of: Callable[[Sight], float]


def features(sight: Sight) -> FloatArray:
    """Return all features in their order, ``(len(FEATURES),)``; NaN for what cannot be seen."""
    with np.errstate(all="ignore"):
        return np.array([feature.of(sight) for feature in FEATURES])


def _log_ratio(value: float, limit: float) -> float:
    return log(max(value, _LEAST) / limit) if isfinite(value) else nan


def _limit(s: Sight, flag: Flag) -> float:
    return _TEMPO.limits_s(s.prescription).get(flag, nan)


def _errors_from(value_s: float, sight: Sight, flag: Flag) -> float:
    lift_sd_s, sd_s = phase_sds_s(sight.measures, sight.rep.placement, _TEMPO)
    return (value_s - _limit(sight, flag)) / (lift_sd_s if flag is _UP else sd_s)


@once
def _rules(s: Sight) -> dict[Flag, float]:
    return tempo_probabilities(s.measures, s.rep.placement, s.prescription, _TEMPO)


def _by_rule(flag: Flag) -> Callable[[Sight], float]:
    """Return what the rule says of a tempo flag: near its limit nothing else is as sharp."""
    return lambda s: _rules(s).get(flag, nan)


def _lift_over_lowering(s: Sight) -> float:
    return log(max(s.measures.concentric_s, _SHORTEST_S) / max(s.measures.eccentric_s, _SHORTEST_S))


def _late_speed_share_before(s: Sight) -> float:
    """Who springs up has first fallen into the turn; after a rest there was none."""
    if s.before is None or s.rep.start_s - s.before.end_s > _SHAPE.bounce_within_s:
        return 1.0
    return late_speed_share(s.before, _SHAPE.late_part)


def _turn_speed_share(s: Sight) -> float:
    """Take the larger of the two repetitions at the turn for the range, so that no reference is needed.

    The first of a set comes out of no turn.
    """
    if not s.earlier:
        return nan
    before = s.before.range if s.before is not None and s.before.course.unit == s.measures.unit else 0.0
    return s.measures.turn_speed / max(s.measures.size, before)


@once
def _phase(s: Sight, *, lowering: bool) -> tuple[FloatArray, FloatArray]:
    """Return times and heights of a phase, turned so that it goes up."""
    rep, course = s.rep, s.rep.course
    edges = (rep.eccentric_start_s, rep.end_s) if lowering else (rep.start_s, rep.top_s)
    inside = part(course, *edges)
    height = course.height[inside]
    return course.t_s[inside], -height if lowering else height


@once
def _speeds(s: Sight, *, lowering: bool) -> FloatArray:
    """Return the speeds of a phase, turned so that it goes up."""
    t_s, height = _phase(s, lowering=lowering)
    return slope(height, t_s)


def core_time_s(t_s: FloatArray, height: FloatArray) -> float:
    """Time between 10 % and 90 % of a rise, s: drift and sway around its edges hardly matter to it."""
    if len(t_s) < 3:
        return nan
    travel = np.maximum.accumulate(height) - height[0]
    if travel[-1] <= 0:
        return nan
    low_s, high_s = np.interp(np.array(_CORE) * travel[-1], travel, t_s)
    return float(high_s - low_s)


def _core_log_ratio(s: Sight, *, lowering: bool) -> float:
    return _log_ratio(core_time_s(*_phase(s, lowering=lowering)), _limit(s, _DOWN if lowering else _UP))


@once
def _peak(s: Sight, *, lowering: bool) -> tuple[float, float]:
    """Peak speed over mean speed, and its place in the phase (0 to 1)."""
    t_s, height = _phase(s, lowering=lowering)
    if len(t_s) < 3 or height[-1] <= height[0]:
        return nan, nan
    speeds = _speeds(s, lowering=lowering)
    where = int(np.argmax(speeds))
    length_s = t_s[-1] - t_s[0]
    return float(speeds[where] * length_s / (height[-1] - height[0])), float((t_s[where] - t_s[0]) / length_s)


def _peak_log_ratio(s: Sight, *, lowering: bool) -> float:
    """Peak speed that the range done within the limit would have, over the one seen."""
    if len(_phase(s, lowering=lowering)[0]) < 3:
        return nan
    size_s = s.measures.size / max(float(_speeds(s, lowering=lowering).max()), _LEAST)
    return _log_ratio(size_s, _limit(s, _DOWN if lowering else _UP))


def _hold_drift(s: Sight) -> float:
    inside = part(s.rep.course, s.rep.top_s, s.rep.eccentric_start_s)
    height = s.rep.course.height[inside]
    if not inside.any():
        return 0.0
    return float(height[0] - height[-1]) / s.measures.size


def _of_reference(value: float, s: Sight) -> float:
    return nan if s.reference is None else value / s.reference.size


def _low_log_ratio(s: Sight) -> float:
    """Range over what is low, or over what is more than fading: whichever is the better for the person."""
    if s.reference is None or s.measures.unit != "deg":
        return nan
    low = _SHAPE.low_share * s.reference.size
    faded = low if s.usual is None else _SHAPE.fade_share * s.usual.size
    return _log_ratio(s.measures.size, min(low, faded) if isfinite(faded) else low)


def _dwell_s(s: Sight) -> float:
    if s.before is None:
        return _LONGEST_DWELL_S
    return min(s.rep.start_s - s.before.end_s, _LONGEST_DWELL_S)


def _tremor(s: Sight) -> float:
    inside = part(s.rep.course, s.rep.start_s, s.rep.end_s)
    if not inside.any():
        return nan
    return log(max(middle(s.rep.course.shake_mps2[inside]), _LEAST))


def _roll_at_top(s: Sight) -> float:
    course = s.rep.course
    middle_s = 0.5 * (s.rep.top_s + s.rep.eccentric_start_s)
    if not len(course.t_s):
        return nan
    top, bottom = np.interp([middle_s, s.rep.start_s], course.t_s, course.roll_deg)
    return float(abs(top - bottom))


def _late_speed(s: Sight) -> float:
    """Fastest lowering in the last 0.3 s, ranges per s."""
    late = part(s.rep.course, s.rep.end_s - 0.3, s.rep.end_s)
    if not late.any():
        return nan
    return float(-speed(s.rep.course)[late].min()) / s.measures.size


def _log_ratio_before(s: Sight, of: Callable[[Measures], float], flag: Flag) -> float:
    """Who hurries does so again: the ones before, whose errors are their own, say what to expect."""
    ratios = [_log_ratio(of(m), _limit(s, flag)) for m in s.earlier or (s.measures,)]
    return median(ratios)


def _sits(*where: Placement) -> Callable[[Sight], float]:
    return lambda s: float(s.rep.placement in where)


FEATURES: tuple[Feature, ...] = (
    Feature("eccentric_log_ratio", "-", "log of lowering time over the limit of too fast",
            lambda s: _log_ratio(s.measures.eccentric_s, _limit(s, _DOWN))),
    Feature("eccentric_errors", "-", "lowering time less the limit, in its standard errors",
            lambda s: _errors_from(s.measures.eccentric_s, s, _DOWN)),
    Feature("eccentric_core_log_ratio", "-", "log of the time from 10 to 90 % of the lowering over the limit",
            lambda s: _core_log_ratio(s, lowering=True)),
    Feature("eccentric_speed_log_ratio", "-", "log of range over peak speed of lowering over the limit",
            lambda s: _peak_log_ratio(s, lowering=True)),
    Feature("concentric_log_ratio", "-", "log of lifting time over the limit of too fast",
            lambda s: _log_ratio(s.measures.concentric_s, _limit(s, _UP))),
    Feature("concentric_errors", "-", "lifting time less the limit, in its standard errors",
            lambda s: _errors_from(s.measures.concentric_s, s, _UP)),
    Feature("concentric_core_log_ratio", "-", "log of the time from 10 to 90 % of the lift over the limit",
            lambda s: _core_log_ratio(s, lowering=False)),
    Feature("concentric_speed_log_ratio", "-", "log of range over peak speed of the lift over the limit",
            lambda s: _peak_log_ratio(s, lowering=False)),
    Feature("hold_errors", "-", "hold less half of the prescribed one, in its standard errors",
            lambda s: _errors_from(s.measures.hold_s, s, _HOLD)),
    Feature("hold_log_s", "-", "log of the hold, s",
            lambda s: log(max(s.measures.hold_s, 0.05))),
    Feature("hold_drift", "-", "height lost while holding, share of the range", _hold_drift),
    Feature("eccentric_peak_share", "-", "peak speed of lowering over its mean",
            lambda s: _peak(s, lowering=True)[0]),
    Feature("eccentric_peak_place", "-", "place of that peak in the lowering, 0 to 1",
            lambda s: _peak(s, lowering=True)[1]),
    Feature("concentric_peak_share", "-", "peak speed of the lift over its mean",
            lambda s: _peak(s, lowering=False)[0]),
    Feature("concentric_peak_place", "-", "place of that peak in the lift, 0 to 1",
            lambda s: _peak(s, lowering=False)[1]),
    Feature("late_speed_share", "-", "fastest speed in the last quarter of lowering over its mean",
            lambda s: s.measures.late_speed_share),
    Feature("late_speed", "1/s", "fastest lowering in its last 0.3 s, ranges per s", _late_speed),
    Feature("thud", "m/s2", "shake at the landing above that of the repetition",
            lambda s: s.measures.thud_mps2),
    Feature("eccentric_sparc", "-", "smoothness of lowering: spectral arc length",
            lambda s: smoothness.sparc(*_phase(s, lowering=True))),
    Feature("eccentric_log_jerk", "-", "smoothness of lowering: log dimensionless jerk",
            lambda s: smoothness.log_dimensionless_jerk(*_phase(s, lowering=True))),
    Feature("size_share", "-", "range over the person's own", lambda s: _of_reference(s.measures.size, s)),
    Feature("raised_bottom_share", "-", "end above start, share of the person's own range",
            lambda s: _of_reference(s.measures.raised_bottom, s)),
    Feature("turn_speed_share", "1/s", "speed next to the turn, ranges per s; not of the first of a set",
            _turn_speed_share),
    Feature("dwell_s", "s", "rest before the lift, 5 at most", _dwell_s),
    Feature("tremor", "-", "log of the median shake, m/s2", _tremor),
    Feature("roll_deg", "deg", "rolling that does not go with the lift, RMS", lambda s: s.measures.roll_deg),
    Feature("roll_at_top_deg", "deg", "roll in the middle of the hold against the start", _roll_at_top),
    Feature("confidence", "-", "confidence in the repetition and its edges", lambda s: s.rep.confidence),
    Feature("touches_gap", "-", "1 where a hole in the samples is touched",
            lambda s: float(s.rep.touches_gap)),
    Feature("by_rise", "-", "1 where the rise carries the measurement",
            lambda s: float(s.rep.course.unit == "cm")),
    Feature("at_ankle", "-", "1 at the ankle", _sits(Placement.ANKLE)),
    Feature("at_shank", "-", "1 at the shank", _sits(Placement.SHANK)),
    Feature("at_thigh", "-", "1 at the thigh or where it is not known",
            _sits(Placement.THIGH, Placement.AUTO)),
    Feature("eccentric_by_rule", "-", "probability of the rule that the lowering is too fast",
            _by_rule(_DOWN)),
    Feature("concentric_by_rule", "-", "probability of the rule that the lift is too fast",
            _by_rule(_UP)),
    Feature("no_hold_by_rule", "-", "probability of the rule that there is no hold",
            _by_rule(_HOLD)),
    Feature("late_speed_share_before", "-", "late_speed_share of the lowering before; 1 after a rest",
            _late_speed_share_before),
    Feature("low_log_ratio", "-", "log of the range over that of a low repetition, fading aside; by tilt",
            _low_log_ratio),
    Feature("lift_over_lowering", "-", "log of lifting time over lowering time", _lift_over_lowering),
    Feature("concentric_before", "-", "median concentric_log_ratio of four before in the set, or its own",
            lambda s: _log_ratio_before(s, lambda m: m.concentric_s, _UP)),
    Feature("hold_before", "-", "median of log hold over half of the prescribed one, likewise",
            lambda s: _log_ratio_before(s, lambda m: m.hold_s, _HOLD)),
    Feature("reps_before", "-", "how many of the set came before, up to 4", lambda s: float(len(s.earlier))),
)  # fmt: skip
"""All features. To add one, put it at the end and train anew; weights of another order are refused."""

NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)
