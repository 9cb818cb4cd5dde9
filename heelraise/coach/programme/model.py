"""The programme file, format 1, as values. What is allowed is written here; what is prescribed, in the file.

Every section names the source it follows, and in `ours` those of its keys that no source gives.
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)

from heelraise.coach.programme.plan import ExerciseKind, Watch, Wording
from sensing.prescription import Prescription
from sensing.said import said
from sensing.types import Placement

FORMAT = 1
_LONGEST_TEXT = 400


def _sayable(wording: Wording) -> Wording:
    for text in (wording.da, wording.en):
        # These words end up on terminals and in calendars: no control characters.
        if not text.strip() or len(text) > _LONGEST_TEXT or not text.isprintable():
            raise ValueError(
                said("write one line of at most {most} characters in each language", most=_LONGEST_TEXT)
            )
    return wording


def _tempo(value: Any) -> Any:
    return Prescription.parse(value) if isinstance(value, str) else value


def _sets(value: Any) -> Any:
    if value is None:
        raise ValueError(said('write a number, or "max" for as many as possible'))
    return None if value == "max" else value


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Worded = Annotated[Wording, AfterValidator(_sayable)]
Count = Annotated[int, Field(strict=True, ge=1, le=100)]
Days = Annotated[int, Field(strict=True, ge=1, le=60)]
Seconds = Annotated[float, Field(strict=True, ge=0, le=3600)]
Kilograms = Annotated[float, Field(strict=True, ge=0, le=100)]
Score = Annotated[int, Field(strict=True, ge=0, le=10)]
Tempo = Annotated[Prescription, BeforeValidator(_tempo)]
Sets = Annotated[Count | None, BeforeValidator(_sets)]


class When(StrEnum):
    """On which days an exercise is done."""

    TRAINING = "training"
    EVERY = "every"
    AS_NEEDED = "as_needed"


class Legs(StrEnum):
    """Whose turn it is: the leg that hurts, both one after the other, or both at once."""

    PAINFUL = "painful"
    EACH = "each"
    TOGETHER = "together"


OURS = "ours"
"""The source that stands for what no source gives."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Sourced(_Part):
    """A section with its source; `ours` lists keys without one, `other_sources` those with another one."""

    source: Key
    ours: tuple[str, ...] = ()
    other_sources: dict[str, Key] = {}

    @model_validator(mode="after")
    def _named_are_keys(self) -> Self:
        for name, keys in (("ours", self.ours), ("other_sources", self.other_sources)):
            unknown = sorted(set(keys) - type(self).model_fields.keys())
            if unknown:
                names = ", ".join(unknown)
                raise ValueError(said("'{key}' names {names}, which is no key here", key=name, names=names))
        return self

    def source_of(self, key: str) -> Key:
        """Return where one key's value comes from."""
        return OURS if key in self.ours else self.other_sources.get(key, self.source)


class Stage(Sourced):
    """Dose from a week on: sets (None for as many as possible), repetitions, rest, s, and tempo."""

    from_week: Annotated[int, Field(strict=True, ge=0, le=520)]
    sets: Sets
    reps: Count
    at_least: StrictBool = False
    rest_s: Seconds
    tempo: Tempo


class Timer(Sourced):
    """How long, s, how often a side, and the rest between, s."""

    seconds: Annotated[float, Field(strict=True, gt=0, le=3600)]
    sets: Sets
    rest_s: Seconds


class Exercise(Sourced):
    """One exercise with its names and its dose: `stages` for repetitions, `timer` for the others."""

    key: Key
    name: Worded
    guidance: Worded
    kind: ExerciseKind
    when: When
    times_a_day: Count = 1
    optional: StrictBool = False
    legs: Legs
    starts_below: StrictBool = False
    ask_stretch: StrictBool = False
    watch: Watch
    placement: Placement = Placement.FOOT
    stages: tuple[Stage, ...] = ()
    timer: Timer | None = None

    @model_validator(mode="after")
    def _dosed_as_its_kind_asks(self) -> Self:
        raises = self.kind is ExerciseKind.RAISES
        if raises != bool(self.stages) or raises == (self.timer is not None):
            raise ValueError(
                said("kind 'raises' needs stages and no timer, the other kinds a timer and no stages")
            )
        return self


class Schedule(Sourced):
    """Training days and how weeks are counted."""

    main: Key
    every_days: Days
    calf_only_on_training_days: StrictBool
    counts_at_most_days: Days
    day_starts_hour: Annotated[int, Field(strict=True, ge=0, le=12)]


class Load(Sourced):
    """What the answer to "how many more?" means for the load, kg."""

    none_more_kg: Kilograms
    some_more_kg: Kilograms
    many_more_kg: Kilograms
    ease_kg: Kilograms
    most_kg: Kilograms


class OneLeg(Sourced):
    """When one leg carries the whole body."""

    test_reps: Count
    retest_days: Days
    may_finish_on_two: StrictBool


class PainWords(_Part):
    """What each outcome is called in the person's plan."""

    go_on: Worded
    ease: Worded
    stop: Worded


class Pain(Sourced):
    """Bands of the 0-10 scale and what a change means."""

    go_on_up_to: Score
    ease_up_to: Score
    worse_by: Score
    settle_days: Days
    gone_days: Days
    lasts_weeks: Count
    words: PainWords

    @model_validator(mode="after")
    def _bands_in_order(self) -> Self:
        if not self.go_on_up_to <= self.ease_up_to < 10:
            raise ValueError(
                said("go_on_up_to must not be above ease_up_to, and ease_up_to must leave room to stop")
            )
        return self


class Running(Sourced):
    """Both conditions for running, and for any activity that provoked the pain."""

    pain_free_weeks: Count
    walk_km: Annotated[float, Field(strict=True, gt=0, le=100)]


class Reminder(Sourced):
    """A sentence that the person is told."""

    text: Worded


class Reminders(_Part):
    """Where to stand, where the sensor goes, the insole in flat shoes."""

    stand: Reminder
    sensor: Reminder
    insoles: Reminder


class ScreeningQuestion(Sourced):
    """A question before the first session; "yes" means: ask a professional first."""

    key: Key
    text: Worded


class Programme(_Part):
    """A whole programme.

    `key` and `edition` are the clinic's own name and version of it; `digest` tells one content from another
    whatever they are called.
    """

    format: Literal[1]
    key: Key
    edition: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[ -~]+$")]
    name: Worded
    sources: dict[Key, Worded]
    schedule: Schedule
    load: Load
    one_leg: OneLeg
    pain: Pain
    running: Running
    reminders: Reminders
    screening: tuple[ScreeningQuestion, ...]
    exercises: Annotated[tuple[Exercise, ...], Field(min_length=1)]

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of the content: comments and layout do not change it."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @property
    def main(self) -> Exercise:
        """The exercise that the training days are about."""
        return next(one for one in self.exercises if one.key == self.schedule.main)
