"""What came of one recording, held against its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.match import matched
from heelraise.evaluation.truth import FAST, TrueRep, Truth
from models.rules import TEMPO_FLAGS
from models.sides import Sides
from sensing.types import Placement

STRAY_FROM_S = 1.0
"""A warning this far from every repetition, s, belongs to none: somewhat after its end it was merely late."""


@dataclass(frozen=True, slots=True)
class FoundRep:
    """What is measured of a repetition that was found; times on the recording's clock, s.

    `too_fast` has a flag that says so; `hasty` has that or lacks the hold, as a fast repetition often does.
    `sides` is what rule and model say of it.
    """

    start_s: float
    end_s: float
    phases_s: tuple[float, float, float]
    reported_at_s: float
    warned_at_s: float | None
    too_fast: bool
    hasty: bool
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A repetition that was done and what was found of it (None: missed)."""

    true: TrueRep
    found: FoundRep | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One recording.

    Parameters
    ----------
    name, group : str
        Its name, and the folder or batch that it belongs to.
    truth : Truth
        What was done.
    placement : Placement
        The placement that the program took or found.
    duration_s : float
        Its length, s.
    pairs : tuple of Pair
        Every repetition whose times are known, with what was found of it.
    found : tuple of FoundRep
        All that was found.
    extra : int
        How many of them are none.
    styles : tuple of (bool, FoundRep)
        Each repetition whose style is known: whether it was fast, and what was found.
    stray_warnings : int
        Times that "too fast" was said outside of any repetition.
    case : str
        Kind of simulated recording; empty for a real one.
    """

    name: str
    group: str
    truth: Truth
    placement: Placement
    duration_s: float
    pairs: tuple[Pair, ...]
    found: tuple[FoundRep, ...]
    extra: int
    styles: tuple[tuple[bool, FoundRep], ...]
    stray_warnings: int = 0
    case: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether as many were found as a person counts."""
        return len(self.found) == self.truth.count

    @property
    def missed(self) -> int:
        """Repetitions done and not found; without their times, by count alone."""
        return self.truth.count - (len(self.found) - self.extra)


@dataclass(frozen=True, slots=True)
class Failure:
    """A recording without an outcome: its name, and the reason in one line."""

    recording: str
    reason: str


def outcome_of(
    name: str,
    group: str,
    truth: Truth,
    placement: Placement,
    duration_s: float,
    judged: Sequence[JudgedRep],
    warned_s: Sequence[float] = (),
    case: str = "",
    sides: Sequence[Sides | None] | None = None,
) -> Outcome:
    """Hold what was found against the truth.

    Parameters
    ----------
    name, group, case : str
        What the recording is called and where it belongs.
    truth : Truth
        What was done.
    placement : Placement
        The placement that carried what was found.
    duration_s : float
        Length of the recording, s.
    judged : sequence of JudgedRep
        What was found.
    warned_s : sequence of float
        Stamps at which "too fast" was said, s.
    sides : sequence of Sides, optional
        What rule and model say of each.
    """
    found = tuple(_found(one, side) for one, side in zip(judged, sides or [None] * len(judged), strict=True))
    pairs = matched(truth.reps, [one.rep for one in judged])
    partner = dict(pairs)
    both = tuple(
        Pair(rep, found[partner[place]] if place in partner else None) for place, rep in enumerate(truth.reps)
    )
    # Without times only the count can tell.
    extra = len(found) - len(pairs) if truth.reps else max(0, len(found) - truth.count)
    done: Sequence[TrueRep | FoundRep] = truth.reps or found
    spans = [(rep.start_s, rep.end_s) for rep in done]
    stray = sum(
        all(t_s < start - STRAY_FROM_S or t_s > end + STRAY_FROM_S for start, end in spans)
        for t_s in warned_s
    )
    return Outcome(
        name,
        group,
        truth,
        placement,
        duration_s,
        both,
        found,
        extra,
        _styles(truth, both, found),
        stray,
        case,
    )


def _found(judged: JudgedRep, sides: Sides | None) -> FoundRep:
    rep = judged.rep
    phases_s = (rep.concentric_s, rep.hold_s, rep.eccentric_s)
    form = judged.form
    hasty = not TEMPO_FLAGS.isdisjoint(form.flags)
    return FoundRep(
        rep.start_s, rep.end_s, phases_s, rep.reported_at_s, rep.warned_at_s, form.too_fast, hasty, sides
    )


def _styles(
    truth: Truth, pairs: Sequence[Pair], found: Sequence[FoundRep]
) -> tuple[tuple[bool, FoundRep], ...]:
    if pairs:
        return tuple(
            (pair.true.style == FAST, pair.found)
            for pair in pairs
            if pair.found is not None and pair.true.style is not None
        )
    # Only how many of each there are, in order: to be told apart as long as the count is right.
    order = [style == FAST for style, number in truth.by_style for _ in range(number)]
    if len(order) != len(found):
        return ()
    return tuple(zip(order, found, strict=True))
