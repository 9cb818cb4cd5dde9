"""From a plan of a set to the movements of the heel: how far, how long, in which manner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from sensing.simulator.person import Person
from sensing.simulator.plan import SetPlan, Start
from sensing.simulator.profiles import Style

_STEP_SHARE = 0.85
"""On a step the heel goes less high over level: the whole range grows by 8 degrees, not by its depth."""


class Role(StrEnum):
    """What a movement of the heel is."""

    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"
    REST = "rest"
    TRY_UP = "try_up"
    TRY_DOWN = "try_down"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of the heel: to a level (degrees) within a time (s), in a style."""

    role: Role
    to_deg: float
    duration_s: float
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Intended:
    """One repetition as it is meant.

    Parameters
    ----------
    top_deg, bottom_deg : float
        Highest level, and the level it is lowered to, degrees.
    up_s, hold_s, down_s, rest_s : float
        Times, s.
    up, down : Style
        Manner of going up and down.
    flags : tuple of str
        What is wrong with it on purpose.
    """

    top_deg: float
    bottom_deg: float
    up_s: float
    hold_s: float
    down_s: float
    rest_s: float
    up: Style
    down: Style
    flags: tuple[str, ...] = ()


def intended_reps(rng: np.random.Generator, plan: SetPlan, who: Person) -> list[Intended]:
    """Draw the repetitions of a set, faults included."""
    reps = [_plain(rng, plan, who, place) for place in range(plan.reps)]
    return _with_faults(rng, plan, reps)


def _bottom_deg(rng: np.random.Generator, plan: SetPlan, who: Person) -> float:
    if plan.start is Start.FLOOR:
        return 0.0
    level = -who.below_deg if plan.start is Start.BELOW else 0.0
    return level + float(rng.normal(0.0, 0.8))


def _plain(rng: np.random.Generator, plan: SetPlan, who: Person, place: int) -> Intended:
    def drawn(nominal_s: float) -> float:
        return nominal_s * float(np.exp(rng.normal(0.0, who.tempo_spread)))

    late = max(0.0, (place + 1) / plan.reps - 0.6) / 0.4
    height = (1.0 - plan.fade * late) * (1.0 + rng.normal(0.0, 0.02))
    bottom_deg = _bottom_deg(rng, plan, who)
    top_deg = who.rise_deg * (1.0 if plan.start is Start.FLOOR else _STEP_SHARE)
    return Intended(
        top_deg=bottom_deg + (top_deg - bottom_deg) * height,
        bottom_deg=bottom_deg,
        up_s=drawn(plan.up_s),
        hold_s=drawn(plan.hold_s),
        down_s=drawn(plan.down_s),
        rest_s=drawn(plan.rest_s) * float(rng.uniform(0.6, 1.5)),
        up=Style(peak=float(np.clip(rng.normal(who.peak_up, 0.04), 0.35, 0.75))),
        down=Style(peak=float(np.clip(rng.normal(who.peak_down, 0.05), 0.35, 0.85))),
    )


def _with_faults(rng: np.random.Generator, plan: SetPlan, reps: list[Intended]) -> list[Intended]:
    """Spread the faults over the set; where the set is long enough no repetition has two of them."""
    order = list(rng.permutation(len(reps)))
    late = list(range(len(reps) - 1, 1, -1))

    def take(count: int, pool: list[int], *, first: int = 0) -> list[int]:
        picked = [place for place in pool if place >= first][:count]
        for place in picked:
            order[:] = [other for other in order if other != place]
        return picked

    out = list(reps)
    for place in take(plan.stalled, late):
        up_s = float(rng.uniform(4.0, 8.0))
        out[place] = replace(out[place], up_s=up_s, up=replace(out[place].up, kind="stall"))
    for place in take(plan.fast, order):
        out[place] = replace(out[place], down_s=float(rng.uniform(*plan.fast_down_s)))
    for place in take(plan.low, order, first=3):
        out[place] = _lowered(out[place], float(rng.uniform(0.45, 0.62)))
    for place in take(plan.dropped, order):
        down = replace(out[place].down, kind="drop")
        out[place] = replace(out[place], down=down, flags=(*out[place].flags, "dropped"))
    for place in take(plan.no_hold, order):
        out[place] = replace(out[place], hold_s=float(rng.uniform(0.0, 0.3)))
    for place in take(plan.bounced, order, first=1):
        _bounce(out, place)
    return out


def _lowered(rep: Intended, share: float) -> Intended:
    return replace(rep, top_deg=rep.bottom_deg + share * (rep.top_deg - rep.bottom_deg))


def _bounce(reps: list[Intended], place: int) -> None:
    """Let a repetition start out of a bounce: the one before comes down hard and turns at once."""
    before = reps[place - 1]
    reps[place - 1] = replace(before, down=replace(before.down, kind="drop"), rest_s=0.0)
    up = replace(reps[place].up, kind="bounce")
    reps[place] = replace(
        reps[place], up=up, up_s=0.6 * reps[place].up_s, flags=(*reps[place].flags, "bounced")
    )


def moves_of(rng: np.random.Generator, plan: SetPlan, who: Person) -> list[tuple[Move, Intended | None]]:
    """List the movements of a set, each with the repetition that it belongs to."""
    reps = intended_reps(rng, plan, who)
    tries = sorted(int(place) for place in rng.integers(2, max(3, plan.reps), plan.attempts))
    level_deg = _bottom_deg(rng, plan, who)
    moves = _into_set(rng, plan, level_deg)
    for place, rep in enumerate(reps):
        moves += _one_rep(rng, rep, level_deg, who, last=place == len(reps) - 1)
        level_deg = rep.bottom_deg
        for _ in range(tries.count(place)):
            moves += _attempt(rng, plan, who, level_deg)
    if plan.start is not Start.FLOOR:
        pause_s = float(rng.uniform(0.8, 2.0))
        moves.append((Move(Role.REST, level_deg, pause_s), None))
        moves.append((Move(Role.SETTLE, 0.0, float(rng.uniform(1.0, 2.5))), None))
    return moves


def _into_set(
    rng: np.random.Generator, plan: SetPlan, level_deg: float
) -> list[tuple[Move, Intended | None]]:
    if plan.start is Start.FLOOR:
        return []
    moves: list[tuple[Move, Intended | None]] = [
        (Move(Role.SETTLE, level_deg, float(rng.uniform(1.0, 3.0))), None)
    ]
    if plan.start is Start.STEP or plan.pause_before_first_s > 0.0:
        moves.append((Move(Role.REST, level_deg, max(plan.pause_before_first_s, 1.0)), None))
    return moves


def _one_rep(
    rng: np.random.Generator, rep: Intended, from_deg: float, who: Person, *, last: bool
) -> list[tuple[Move, Intended | None]]:
    sagged_deg = rep.top_deg - who.sag * float(rng.uniform(0.0, 1.0)) * (rep.top_deg - from_deg)
    moves = [
        Move(Role.LIFT, rep.top_deg, rep.up_s, rep.up),
        Move(Role.HOLD, sagged_deg, rep.hold_s),
        Move(Role.LOWER, rep.bottom_deg, rep.down_s, rep.down),
    ]
    if rep.rest_s > 0.02 and not last:
        moves.append(Move(Role.REST, rep.bottom_deg, rep.rest_s))
    return [(move, rep) for move in moves]


def _attempt(
    rng: np.random.Generator, plan: SetPlan, who: Person, level_deg: float
) -> list[tuple[Move, Intended | None]]:
    """Lift a little, under a third of the reference, and come down again."""
    full_deg = who.rise_deg - min(level_deg, 0.0)
    top_deg = level_deg + float(rng.uniform(0.10, 0.26)) * full_deg
    return [
        (Move(Role.REST, level_deg, float(rng.uniform(0.6, 2.0))), None),
        (Move(Role.TRY_UP, top_deg, float(rng.uniform(0.5, 2.0)), Style(peak=0.5)), None),
        (Move(Role.HOLD, top_deg, float(rng.uniform(0.0, 0.6))), None),
        (Move(Role.TRY_DOWN, level_deg, float(rng.uniform(0.4, 1.2)), Style(peak=0.5)), None),
        (Move(Role.REST, level_deg, float(rng.uniform(0.8, 2.0))), None),
    ]
