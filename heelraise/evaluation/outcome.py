"""What came of one recording, held against its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.truth import FAST, TrueRep, Truth
from models.matching import matched
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

    @classmethod
    def of(cls, judged: JudgedRep, sides: Sides | None = None) -> FoundRep:
        """Return what is measured of a judged repetition."""
        rep, form = judged.rep, judged.form
        phases_s = (rep.concentric_s, rep.hold_s, rep.eccentric_s)
        hasty = not TEMPO_FLAGS.isdisjoint(form.flags)
        return cls(
            rep.start_s, rep.end_s, phases_s, rep.reported_at_s, rep.warned_at_s, form.too_fast, hasty, sides
        )


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
    found : tuple of FoundRep
        All that was found.
    warned_s : tuple of float
        Stamps at which "too fast" was said, s.
    case : str
        Kind of simulated recording; empty for a real one.
    """

    name: str
    group: str
    truth: Truth
    placement: Placement
    duration_s: float
    found: tuple[FoundRep, ...]
    warned_s: tuple[float, ...] = ()
    case: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether as many were found as a person counts."""
        return len(self.found) == self.truth.count

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every repetition whose times are known, with what was found of it."""
        partner = dict(matched(self.truth.reps, self.found))
        return tuple(
            Pair(rep, self.found[partner[place]] if place in partner else None)
            for place, rep in enumerate(self.truth.reps)
        )

    @property
    def extra(self) -> int:
        """How many of those found are none; without times only the count can tell."""
        if not self.truth.reps:
            return max(0, len(self.found) - self.truth.count)
        return len(self.found) - sum(pair.found is not None for pair in self.pairs)

    @property
    def missed(self) -> int:
        """Repetitions done and not found; without their times, by count alone."""
        return self.truth.count - (len(self.found) - self.extra)

    @property
    def styles(self) -> tuple[tuple[bool, FoundRep], ...]:
        """Each repetition whose style is known: whether it was fast, and what was found."""
        if self.truth.reps:
            return tuple(
                (pair.true.style == FAST, pair.found)
                for pair in self.pairs
                if pair.found is not None and pair.true.style is not None
            )
        # Only how many of each there are, in order: to be told apart as long as the count is right.
        order = [style == FAST for style, number in self.truth.by_style for _ in range(number)]
        return tuple(zip(order, self.found, strict=True)) if len(order) == len(self.found) else ()

    @property
    def stray_warnings(self) -> int:
        """Times that "too fast" was said outside of any repetition."""
        done: Sequence[TrueRep | FoundRep] = self.truth.reps or self.found
        return sum(
            all(t_s < rep.start_s - STRAY_FROM_S or t_s > rep.end_s + STRAY_FROM_S for rep in done)
            for t_s in self.warned_s
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """A recording without an outcome: its name, and the reason in one line."""

    recording: str
    reason: str
