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

    @property
    def span_s(self) -> tuple[float, float]:
        """Start and end of the repetition, s."""
        return self.rep.start_s, self.rep.end_s


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


def tension_times_s(spans: Sequence[tuple[float, float]]) -> list[float]:
    """Time under tension of each repetition, s; up to the next one's start where that follows at once.

    Parameters
    ----------
    spans : sequence of tuple
        Start and end of each repetition, s.
    """
    ends = [end_s for _, end_s in spans]
    for place, ((_, end_s), (next_start_s, _)) in enumerate(pairwise(spans)):
        if next_start_s - end_s <= CONTINUOUS_WITHIN_S:
            ends[place] = next_start_s
    return [end_s - start_s for end_s, (start_s, _) in zip(ends, spans, strict=True)]


def totals_of(judged: Sequence[JudgedRep], prescription: Prescription) -> SessionTotals:
    """Sum up a session."""
    times = tension_times_s([item.span_s for item in judged])
    most = prescription.rep_s
    return SessionTotals(
        reps=len(judged),
        too_fast=sum(item.form.too_fast for item in judged),
        time_under_tension_s=sum(times),
        delivered_s=None if most is None else sum(min(time, most) for time in times),
    )
