"""One exercise as it is to be done now: what the programme, the day and the person's answers come to.

These values are all that a session needs; it never asks the programme itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from sensing.prescription import Prescription
from sensing.types import Placement


class ExerciseKind(StrEnum):
    """How an exercise is dosed."""

    RAISES = "raises"
    """Repetitions of the heel, in sets, at a tempo."""
    HOLD = "hold"
    """A stretch that is held for a time, `sets` times a side."""
    TIMED = "timed"
    """Guided for a time, such as rolling the sole over a ball."""


class Side(StrEnum):
    """The leg that works, and wears the sensor; both for work on two legs."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Watch(StrEnum):
    """What a sensor can follow in an exercise, if one is worn."""

    REPETITIONS = "repetitions"
    STILLNESS = "stillness"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Wording:
    """A clinician's own words, in both languages.

    Parameters
    ----------
    da, en : str
        Danish and English.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}  # a misspelt language in a file is an error

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Raises:
    """Dose of an exercise in repetitions.

    Parameters
    ----------
    reps : int
        Repetitions a set; the least of them where `at_least` is true.
    at_least : bool
        Whether the set goes on past `reps` for as long as the quality lasts.
    tempo : Prescription
        Seconds up, hold, down.
    one_leg : bool
        Whether the other leg is off the ground.
    may_finish_on_two : bool
        Whether who stops early on one leg may do the rest of the set on two.
    starts_below : bool
        Whether a set starts by lowering the heel below the step, which is no repetition yet.
    load_kg : float
        Weight carried, kg; 0 for none.
    ask_stretch : bool
        Whether to ask after a set if the stretch was felt under the foot.
    """

    reps: int
    at_least: bool
    tempo: Prescription
    one_leg: bool
    may_finish_on_two: bool
    starts_below: bool
    load_kg: float
    ask_stretch: bool


@dataclass(frozen=True, slots=True)
class ExercisePlan:
    """One exercise of a session: done side after side, set after set.

    Parameters
    ----------
    key : str
        The exercise in the programme file, such as ``heel_raise``.
    name, guidance : Wording
        Its name, and how it is done.
    kind : ExerciseKind
        How it is dosed.
    sides : tuple of Side
        In this order; one side is finished before the sensor moves. ``(BOTH,)`` for two-leg work.
    sets : int or None
        Sets a side; None for as many as possible.
    rest_s : float
        Least rest between two sets, s.
    raises : Raises or None
        The dose of `ExerciseKind.RAISES`; None for the others.
    timer_s : float or None
        How long a set of `HOLD` or `TIMED` lasts, s; None for `RAISES`.
    watch : Watch
        What a sensor can follow.
    placement : Placement
        Where the sensor goes.
    worn_on : Side or None
        The leg that wears the sensor where both work at once; None where each side wears it in its turn.
    """

    key: str
    name: Wording
    guidance: Wording
    kind: ExerciseKind
    sides: tuple[Side, ...]
    sets: int | None
    rest_s: float
    raises: Raises | None
    timer_s: float | None
    watch: Watch
    placement: Placement
    worn_on: Side | None = None
