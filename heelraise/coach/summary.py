"""What a session came to: judged repetitions, sets and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from models.verdict import FormVerdict
from sensing.prescription import Prescription
from sensing.types import Rep

CONTINUOUS_WITHIN_S = 0.5
"""The protocol has no rest between repetitions: a pause this short still counts as time under tension."""


@dataclass(frozen=True, slots=True)
class JudgedRep:
    """A repetition and what was said of it."""

    rep: Rep
    form: FormVerdict


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One set: its number, first edge, last edge, s, and count of repetitions."""

    index: int
    start_s: float
    end_s: float
    reps: int


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Sums over a session.

    Parameters
    ----------
    reps, too_fast : int
        Repetitions counted, and those that went up or down too fast.
    time_under_tension_s : float
        Time under tension, s, as done.
    delivered_s : float or None
        The same with each repetition counted up to its prescribed time at most; None for a free tempo.
    """

    reps: int
    too_fast: int
    time_under_tension_s: float
    delivered_s: float | None


def sets_of(judged: Sequence[JudgedRep]) -> tuple[SetSummary, ...]:
    """Group repetitions by their set."""
    sets = []
    for index, members in groupby((item.rep for item in judged), key=attrgetter("set_index")):
        reps = list(members)
        sets.append(SetSummary(index, reps[0].start_s, reps[-1].end_s, len(reps)))
    return tuple(sets)


def tension_times_s(reps: Sequence[Rep]) -> list[float]:
    """Time under tension of each repetition, s; up to the next one's start where that follows at once."""
    ends = [rep.end_s for rep in reps]
    for place, (rep, following) in enumerate(pairwise(reps)):
        if following.start_s - rep.end_s <= CONTINUOUS_WITHIN_S:
            ends[place] = following.start_s
    return [end - rep.start_s for end, rep in zip(ends, reps, strict=True)]


def totals_of(judged: Sequence[JudgedRep], prescription: Prescription) -> SessionTotals:
    """Sum up a session."""
    times = tension_times_s([item.rep for item in judged])
    most = prescription.rep_s
    return SessionTotals(
        reps=len(judged),
        too_fast=sum(item.form.too_fast for item in judged),
        time_under_tension_s=sum(times),
        delivered_s=None if most is None else sum(min(time, most) for time in times),
    )
