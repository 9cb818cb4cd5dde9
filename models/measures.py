"""What the course of a repetition shows beyond its four edges: numbers that rules and features share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from models.settings import ShapeSettings
from sensing.motion.middle import middle
from sensing.motion.slope import slope
from sensing.types import Course, FloatArray, Rep

_FEWEST_SAMPLES = 5
_EDGE_AT_HOLE_S = 0.1
_HOLE_STEPS = 1.5
_EDGE_AT_BORDER_STEPS = 0.5


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers of one repetition; NaN where its course does not show them.

    Parameters
    ----------
    unit : str
        ``deg`` or ``cm``: the unit of `size` and `raised_bottom`, and per s of the speeds.
    concentric_s, hold_s, eccentric_s : float
        Phase times, s.
    size : float
        Range.
    raised_bottom : float
        Height at the end of the lowering above that at the start of the lift.
    end_deg : float
        Angle at the end against the level stand, degrees.
    late_speed_share : float
        Fastest speed in the last part of the lowering over its mean speed.
    thud_mps2 : float
        Shake around the landing above the median of the repetition, m/s².
    turn_speed : float
        The lower one of the speeds down into the turn before the lift and up out of it; 0 after a rest.
    roll_deg : float
        Rolling that does not go with the lift, degrees RMS.
    lift_hidden_s, lowering_hidden_s : float
        By how much the phase may have been longer because an edge lies in a hole of the samples, s; infinite
        at the border of the course.
    lift_directness, lowering_directness : float
        Way gained over way travelled, up and down: 1 where it never turned back.
    hold_span : float
        Range of the height within the hold.
    shake_mps2 : float
        Median of what is neither gravity nor slow movement, m/s².
    fit_sd_s : float
        Standard error of the lowering's time by its own fit, s; 0 where it is not known.
    lifted_cm : float
        How high a limb was lifted, cm.
    """

    unit: str
    concentric_s: float
    hold_s: float
    eccentric_s: float
    size: float
    raised_bottom: float
    end_deg: float
    late_speed_share: float
    thud_mps2: float
    turn_speed: float
    roll_deg: float
    lift_hidden_s: float
    lowering_hidden_s: float
    lift_directness: float
    lowering_directness: float
    hold_span: float
    shake_mps2: float
    fit_sd_s: float
    lifted_cm: float


def measure(rep: Rep, before: Rep | None, settings: ShapeSettings) -> Measures:
    """Take the numbers of one repetition.

    Parameters
    ----------
    rep : Rep
        The repetition.
    before : Rep or None
        The one before it, for the turn at the bottom.
    settings : ShapeSettings
        Which part is the end of a lowering, and what is near a turn.
    """
    course = rep.course
    size = rep.rom_deg if course.unit == "deg" else rep.rise_cm
    whole = part(course, rep.start_s, rep.end_s)
    raised = level(course, rep.end_s) - level(course, rep.start_s)
    return Measures(
        unit=course.unit,
        concentric_s=rep.concentric_s,
        hold_s=rep.hold_s,
        eccentric_s=rep.eccentric_s,
        size=size if size is not None and size > 0 else nan,
        raised_bottom=raised,
        end_deg=_end_deg(rep),
        late_speed_share=late_speed_share(rep, settings.late_part),
        thud_mps2=_thud_mps2(rep, settings.near_turn_s),
        turn_speed=_turn_speed(rep, before, settings),
        roll_deg=_free_roll_deg(course.height[whole], course.roll_deg[whole]),
        lift_hidden_s=_hidden_s(rep, rep.start_s, rep.top_s),
        lowering_hidden_s=_hidden_s(rep, rep.eccentric_start_s, rep.end_s),
        lift_directness=_directness(course, rep.start_s, rep.top_s),
        lowering_directness=-_directness(course, rep.eccentric_start_s, rep.end_s),
        hold_span=_span(course, rep.top_s, rep.eccentric_start_s),
        shake_mps2=middle(course.shake_mps2[whole]) if whole.any() else nan,
        fit_sd_s=rep.eccentric_sd_s or 0.0,
        lifted_cm=nan if rep.lifted_cm is None else rep.lifted_cm,
    )


def in_two_ways(measures: Measures) -> Measures:
    """Return the numbers with half of the hold counted to the way up, half to the way down, none held."""
    half_s = 0.5 * measures.hold_s
    return replace(
        measures,
        concentric_s=measures.concentric_s + half_s,
        hold_s=0.0,
        eccentric_s=measures.eccentric_s + half_s,
    )


def part(course: Course, start_s: float, end_s: float) -> NDArray[np.bool_]:
    """Say which samples of a course lie between two times."""
    out: NDArray[np.bool_] = (course.t_s >= start_s) & (course.t_s <= end_s)
    return out


def level(course: Course, t_s: float) -> float:
    """Height at a time, NaN outside of the course."""
    if not len(course.t_s):
        return nan
    return float(np.interp(t_s, course.t_s, course.height, left=nan, right=nan))


def speed(course: Course) -> FloatArray:
    """Speed of the height at each sample, unit per s; NaN where the course is too short."""
    if len(course.t_s) < _FEWEST_SAMPLES:
        return np.full(len(course.t_s), nan)
    return slope(course.height, course.t_s)


def hole_at_s(course: Course, t_s: float) -> float:
    """Return the length of the hole in the course that a time borders on, s: 0 for none.

    What lies before and after the course is a hole without end. A course often ends soon after its
    repetition, so that only an edge on its very border, where unseen ones are put, lies in that hole.
    """
    if len(course.t_s) < _FEWEST_SAMPLES:
        return inf
    steps_s = np.diff(course.t_s)
    step_s = middle(steps_s)
    border_s = _EDGE_AT_BORDER_STEPS * step_s
    if not course.t_s[0] + border_s < t_s < course.t_s[-1] - border_s:
        return inf
    holes = np.flatnonzero(steps_s > _HOLE_STEPS * step_s)
    near = [
        float(steps_s[hole])
        for hole in holes
        if course.t_s[hole] - _EDGE_AT_HOLE_S <= t_s <= course.t_s[hole + 1] + _EDGE_AT_HOLE_S
    ]
    return max(near, default=0.0)


def _hidden_s(rep: Rep, *edges_s: float) -> float:
    return sum(hole_at_s(rep.course, edge_s) for edge_s in edges_s) if rep.touches_gap else 0.0


def _directness(course: Course, start_s: float, end_s: float) -> float:
    """Height gained from start to end over all the way travelled, NaN where too little is seen."""
    height = course.height[part(course, start_s, end_s)]
    travelled = float(np.abs(np.diff(height)).sum()) if len(height) >= 2 else 0.0
    return float(height[-1] - height[0]) / travelled if travelled > 0 else nan


def _span(course: Course, start_s: float, end_s: float) -> float:
    height = course.height[part(course, start_s, end_s)]
    return float(np.ptp(height)) if len(height) else 0.0


def _end_deg(rep: Rep) -> float:
    if rep.top_deg is None or rep.course.unit != "deg":
        return nan
    inside = part(rep.course, rep.start_s, rep.end_s)
    if not inside.any():
        return nan
    return rep.top_deg - (float(rep.course.height[inside].max()) - level(rep.course, rep.end_s))


def late_speed_share(rep: Rep, late_part: float) -> float:
    """Return the fastest speed in the last part of the lowering over its mean speed."""
    late = part(rep.course, rep.end_s - late_part * rep.eccentric_s, rep.end_s)
    travel = level(rep.course, rep.eccentric_start_s) - level(rep.course, rep.end_s)
    if late.sum() < 2 or not travel > 0 or rep.eccentric_s <= 0:
        return nan
    return float(-speed(rep.course)[late].min()) * rep.eccentric_s / travel


def _thud_mps2(rep: Rep, near_s: float) -> float:
    inside = part(rep.course, rep.start_s, rep.end_s)
    landing = part(rep.course, rep.end_s - near_s, rep.end_s + near_s)
    if not inside.any() or not landing.any():
        return nan
    return float(rep.course.shake_mps2[landing].max()) - middle(rep.course.shake_mps2[inside])


def _turn_speed(rep: Rep, before: Rep | None, settings: ShapeSettings) -> float:
    """Both speeds next to the turn have to be high for a bounce, so the lower one tells."""
    if before is None or rep.start_s - before.end_s > settings.bounce_within_s:
        return 0.0
    down = part(before.course, before.end_s - settings.near_turn_s, before.end_s)
    up = part(rep.course, rep.start_s, rep.start_s + settings.near_turn_s)
    if not down.any() or not up.any() or before.course.unit != rep.course.unit:
        return nan
    into, out_of = -speed(before.course)[down].min(), speed(rep.course)[up].max()
    return max(float(min(into, out_of)), 0.0)


def _free_roll_deg(height: FloatArray, roll_deg: FloatArray) -> float:
    """RMS of the roll without the part that is proportional to the lift (an oblique axis of movement)."""
    if len(height) < _FEWEST_SAMPLES:
        return nan
    lift, roll = height - height.mean(), roll_deg - roll_deg.mean()
    power = float(lift @ lift)
    rest = roll - (float(lift @ roll) / power if power > 0 else 0.0) * lift
    return float(np.sqrt(np.mean(rest**2)))
