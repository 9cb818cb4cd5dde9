"""The courses of a body over time, as columns of one array, and the set of heel raises written into them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from sensing.simulator.person import Person
from sensing.simulator.plan import SetPlan, Start
from sensing.simulator.profiles import speed_profile, steady_drift
from sensing.simulator.tempo import Intended, Move, Role, moves_of
from sensing.types import FloatArray

RATE_HZ = 500.0
"""Rate of the simulator's own time, Hz: well above what a leg or a strap does."""


class Column(IntEnum):
    """Columns of a posture array: angles in degrees, positions of the ball of the foot in m."""

    FOOT = 0
    ROLL = 1
    TURN = 2
    SHANK = 3
    THIGH = 4
    X = 5
    Y = 6
    Z = 7
    LOADED = 8


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """Samples of one phase (first and last) within the whole, and the repetition that it belongs to."""

    role: Role
    first: int
    last: int
    rep: Intended | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time.

    Parameters
    ----------
    posture : ndarray of shape (n, 9)
        See `Column`; `LOADED` is 1 where the person stands on the toes of the leg.
    speed_degps : ndarray of shape (n,)
        Voluntary speed of the foot's pitch, without drift, degrees/s.
    phases : tuple of PlannedPhase
        The phases of heel raises in it.
    on_floor : bool
        Whether the heel can meet the floor.
    """

    posture: FloatArray
    speed_degps: FloatArray
    phases: tuple[PlannedPhase, ...] = ()
    on_floor: bool = False


def blank(duration_s: float) -> FloatArray:
    """Make the posture of someone who stands still."""
    return np.zeros((max(2, round(duration_s * RATE_HZ)), len(Column)))


def still(duration_s: float) -> Stretch:
    """Stand still."""
    posture = blank(duration_s)
    return Stretch(posture, np.zeros(len(posture)))


def set_of_raises(rng: np.random.Generator, plan: SetPlan, who: Person) -> Stretch:
    """Write a set of heel raises into a posture."""
    levels = [np.zeros(1)]
    speeds = [np.zeros(1)]
    phases: list[PlannedPhase] = []
    at, level_deg = 0, 0.0
    for move, rep in moves_of(rng, plan, who):
        course, speed = _course(rng, move, level_deg, who)
        if len(course):
            phases.append(PlannedPhase(move.role, at, at + len(course), rep))
            levels.append(course)
            speeds.append(speed)
            at += len(course)
            level_deg = float(course[-1])
    return _stretch(np.concatenate(levels), np.concatenate(speeds), tuple(phases), plan, who)


def _course(
    rng: np.random.Generator, move: Move, from_deg: float, who: Person
) -> tuple[FloatArray, FloatArray]:
    """Level and voluntary speed after each step of a movement."""
    count = round(move.duration_s * RATE_HZ)
    travel_deg = move.to_deg - from_deg
    if count < 1:
        return np.empty(0), np.empty(0)
    if move.role in (Role.HOLD, Role.REST):
        return from_deg + travel_deg * steady_drift(count), np.zeros(count)
    speed = speed_profile(rng, max(count, 3), move.duration_s, move.style, who)
    steps = (speed[1:] + speed[:-1]) / 2.0
    return from_deg + travel_deg * np.cumsum(steps), travel_deg * speed[1:] * RATE_HZ


def _stretch(
    foot: FloatArray, speed: FloatArray, phases: tuple[PlannedPhase, ...], plan: SetPlan, who: Person
) -> Stretch:
    posture = np.zeros((len(foot), len(Column)))
    share = foot / who.rise_deg
    posture[:, Column.FOOT] = foot
    posture[:, Column.ROLL] = who.roll_gain * foot
    posture[:, Column.SHANK] = who.shank_lean_deg * share
    posture[:, Column.THIGH] = who.thigh_lean_deg * share
    on_floor = plan.start is Start.FLOOR
    off = np.clip(foot / 1.5, 0.0, 1.0) if on_floor else np.minimum(1.0, np.arange(len(foot)) / RATE_HZ)
    posture[:, Column.LOADED] = off * (1.0 if plan.legs == 1 else 0.6)
    return Stretch(posture, speed, phases, on_floor)


def joined(stretches: list[Stretch], who: Person) -> FloatArray:
    """Join the postures; where a person has walked to or turned to, the next stretch goes on."""
    onward = [Column.X, Column.Y, Column.TURN]
    at = np.zeros(len(onward))
    parts = []
    for stretch in stretches:
        part = stretch.posture.copy()
        part[:, onward] += at
        at = part[-1, onward]
        parts.append(part)
    out = np.concatenate(parts)
    give_deg = _give_deg(stretches, len(out), who)
    out[:, Column.SHANK] += give_deg
    out[:, Column.THIGH] -= 0.7 * give_deg
    return out


def _give_deg(stretches: list[Stretch], count: int, who: Person) -> FloatArray:
    """Forward give of the shank as a brisk lift begins and as a brisk lowering ends, degrees."""
    out = np.zeros(count)
    at = 0
    for stretch in stretches:
        for phase in stretch.phases:
            if phase.role in (Role.LIFT, Role.LOWER):
                centre = at + (phase.first if phase.role is Role.LIFT else phase.last)
                duration_s = (phase.last - phase.first) / RATE_HZ
                width = max(30, round(min(0.5, 0.5 * duration_s) * RATE_HZ))
                near = np.arange(max(0, centre - width), min(count, centre + width))
                size = who.dip_deg * min(1.0, 0.7 / duration_s)
                out[near] += size * (0.5 + 0.5 * np.cos(np.pi * (near - centre) / width))
        at += len(stretch.posture)
    return out
