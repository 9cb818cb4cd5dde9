"""What is said of a repetition's form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """A reason behind a verdict. The formula of each stands in `models.rules`."""

    ECCENTRIC_TOO_FAST = "eccentric_too_fast"
    CONCENTRIC_TOO_FAST = "concentric_too_fast"
    NO_HOLD = "no_hold"
    LOW = "low"
    INCOMPLETE_LOWERING = "incomplete_lowering"
    DROPPED = "dropped"
    BOUNCED = "bounced"
    WOBBLY = "wobbly"
    GAP = "gap"


TOO_FAST = frozenset({Flag.ECCENTRIC_TOO_FAST, Flag.CONCENTRIC_TOO_FAST})
"""The flags that make a repetition count as too fast."""


class Verdict(StrEnum):
    """The judgement of one repetition."""

    OK = "ok"
    FAULT = "fault"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """The number behind a flag.

    Parameters
    ----------
    flag : Flag
        What it stands for.
    measured, expected : float
        What was done and what it is held against, in the unit of the flag:
        s for tempo and hold, percent for `low` and `incomplete_lowering`, times for `dropped` and `bounced`,
        degrees for `wobbly`. Zeros for `gap`.
    """

    flag: Flag
    measured: float = 0.0
    expected: float = 0.0


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """Judgement of one repetition.

    Parameters
    ----------
    verdict : Verdict
        ``ok``, ``fault`` or ``unsure``.
    flags : tuple of Flag
        The reasons, in the order of `Flag`.
    p_too_fast : float
        Probability that the lowering was too fast, 0 to 1.
    reasons : tuple of Reason
        The number behind each flag, in the order of `flags`.
    """

    verdict: Verdict
    flags: tuple[Flag, ...]
    p_too_fast: float
    reasons: tuple[Reason, ...] = ()

    @property
    def too_fast(self) -> bool:
        """Whether lowering or lifting was too fast."""
        return not TOO_FAST.isdisjoint(self.flags)
