"""The course of a person's training so far: what was done, what hurt, what was answered.

Each entry has the moment in UTC, for order and distance, and the person's own day, for every rule that counts
days. Where the clock was wrong the order of the entries still is that in which they were made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from heelraise.coach.errors import AnswerError
from heelraise.coach.programme.plan import Side
from heelraise.coach.questions import Question
from sensing.said import said

MOST_PAIN = 10


class PainMoment(StrEnum):
    """When the pain was felt, or which pain is meant."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    MORNING = "morning"
    """The first steps of the day."""
    USUAL_MORNING = "usual_morning"
    """The first steps on the person's usual day, to hold `MORNING` against."""
    WORST = "worst"
    """The worst since the last training, 24 hours or more."""


@dataclass(frozen=True, slots=True)
class PainEntry:
    """One number on the pain scale.

    Parameters
    ----------
    at : datetime
        When it was entered, UTC.
    day : date
        The person's day that it is about.
    moment : PainMoment
        Which pain.
    score : int
        0 (none) to 10 (the worst there is).
    sharp : bool
        Whether it was a sharp pain: stop, whatever the number.

    Raises
    ------
    AnswerError
        If the score is not a whole number from 0 to 10.
    """

    at: datetime
    day: date
    moment: PainMoment
    score: int
    sharp: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.score <= MOST_PAIN:
            raise AnswerError(
                said("pain is a whole number from 0 to {most}, not {score}", most=MOST_PAIN, score=self.score)
            )


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, see `heelraise.coach.questions`.

    Parameters
    ----------
    at : datetime
        When it was given, UTC.
    day : date
        The person's day.
    question : Question
        What was asked.
    value : str
        The answer, as `checked_answer` gives it.
    about : str
        What it is about, for questions that are asked of several things.
    """

    at: datetime
    day: date
    question: Question
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseDone:
    """One exercise on one side, as it was done.

    Parameters
    ----------
    id : UUID
        Made where it was done, so that keeping it twice keeps it once.
    at : datetime
        When it ended, UTC.
    day : date
        The person's day.
    exercise : str
        Its key in the programme.
    side : Side
        The leg that worked.
    one_leg : bool
        Whether the other leg was off the ground.
    reps : tuple of int
        Repetitions of each set; empty for what is held or timed.
    seconds : float
        How long it was held or went on, s; 0 for repetitions.
    load_kg : float
        Weight carried, kg.
    programme : str
        Digest of the programme it was done under.
    session_id : UUID or None
        The session that a sensor followed, if one did.
    """

    id: UUID
    at: datetime
    day: date
    exercise: str
    side: Side
    one_leg: bool
    reps: tuple[int, ...]
    seconds: float
    load_kg: float
    programme: str
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CourseLog:
    """All entries, each kind in the order in which it was entered."""

    pain: tuple[PainEntry, ...] = ()
    answers: tuple[Answer, ...] = ()
    done: tuple[ExerciseDone, ...] = ()

    def latest(self, question: Question, about: str = "") -> Answer | None:
        """Return the last answer to a question."""
        found = (one for one in reversed(self.answers) if one.question is question and one.about == about)
        return next(found, None)

    def says(self, question: Question, about: str = "") -> str | None:
        """Return the value of the last answer to a question."""
        found = self.latest(question, about)
        return None if found is None else found.value

    def activities(self) -> tuple[str, ...]:
        """Return the activities that the person named as provoking the pain."""
        named = dict.fromkeys(one.about for one in self.answers if one.question is Question.ACTIVITY)
        return tuple(name for name in named if self.says(Question.ACTIVITY, name) == "yes")

    def pain_as_corrected(self) -> tuple[PainEntry, ...]:
        """Return the last entry of each day and moment: who enters again corrects."""
        return tuple({(one.day, one.moment): one for one in self.pain}.values())

    def pain_on(self, day: date, moment: PainMoment) -> PainEntry | None:
        """Return the last entry of a day about one pain."""
        found = (one for one in reversed(self.pain) if one.day == day and one.moment is moment)
        return next(found, None)

    def times(self, exercise: str) -> tuple[ExerciseDone, ...]:
        """Return each time an exercise was really done, day after day: some are entered days later."""
        done = (one for one in self.done if one.exercise == exercise and (any(one.reps) or one.seconds > 0))
        return tuple(sorted(done, key=lambda one: one.day))

    def until(self, day: date) -> CourseLog:
        """Return what is dated up to a day, that day included."""
        return CourseLog(
            tuple(one for one in self.pain if one.day <= day),
            tuple(one for one in self.answers if one.day <= day),
            tuple(one for one in self.done if one.day <= day),
        )

    def last_day(self) -> date | None:
        """Return the latest day that any entry is dated; None for an empty log."""
        kinds = (self.pain, self.answers, self.done)
        return max((one.day for entries in kinds for one in entries), default=None)


def day_of(local: datetime, starts_hour: int) -> date:
    """Return the person's day of a moment: who trains past midnight trains on the day that went before.

    Parameters
    ----------
    local : datetime
        The moment on the person's own clock. Its wall time counts, so that an hour which a daylight-saving
        change repeats or leaves out moves nothing.
    starts_hour : int
        Hour at which a day starts.
    """
    return (local.replace(tzinfo=None) - timedelta(hours=starts_hour)).date()
