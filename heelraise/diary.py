"""The person's diary of the training: the log, read and written from where they are, on their own day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from heelraise.coach.course import Answer, CourseLog, ExerciseDone, PainEntry, PainMoment, day_of
from heelraise.coach.errors import AnswerError
from heelraise.coach.pain import PainVerdict
from heelraise.coach.programme.model import Programme
from heelraise.coach.programme.plan import ExercisePlan, Side
from heelraise.coach.questions import Question, checked_answer
from heelraise.coach.today import TodayPlan, plan_of_exercise, plan_of_today, plan_regardless
from heelraise.history.course_store import CourseStore, Entry
from heelraise.history.notes import Author, Note
from sensing.said import said

_LATEST_ENTRY = timedelta(days=366)
"""What was longer ago is a slip in the year; progress would be drawn from that day on."""


def local_now() -> datetime:
    """Return the moment with the zone of this computer."""
    return datetime.now(UTC).astimezone()


class Diary:
    """What the person is asked, told and has done.

    Parameters
    ----------
    course : CourseStore
        Where it is kept.
    programme : Programme
        What is prescribed now.
    now : callable
        Returns the moment, with the zone the person lives in.
    """

    def __init__(
        self, course: CourseStore, programme: Programme, now: Callable[[], datetime] = local_now
    ) -> None:
        self._course = course
        self.programme = programme
        self._now = now

    @property
    def today(self) -> date:
        """The person's day."""
        return day_of(self._now(), self.programme.schedule.day_starts_hour)

    def log(self) -> CourseLog:
        """Return everything entered so far."""
        return self._course.log()

    def plan(self) -> TodayPlan:
        """Return what to do today."""
        return plan_of_today(self.programme, self.log(), self.today)

    def exercise(self, key: str, *, regardless: bool = False) -> ExercisePlan:
        """Return one exercise as it would be done today.

        Parameters
        ----------
        key : str
            Its key in the programme.
        regardless : bool
            Give its dose even where today's plan forbids it, for logging what was done.

        Raises
        ------
        AnswerError
            If there is no such exercise, or today's plan forbids it.
        """
        plan = plan_regardless if regardless else plan_of_exercise
        return plan(self.programme, self.log(), self.today, key)

    def pain(
        self, moment: PainMoment, score: int, *, sharp: bool = False, day: date | None = None
    ) -> PainVerdict:
        """Enter a pain and return what it means.

        Raises
        ------
        AnswerError
            If the score is off the scale, or the day is still to come or over a year ago.
        """
        entry = PainEntry(self._now().astimezone(UTC), self._past(day), moment, score, sharp)
        self._course.add_pain(entry)
        return self.plan().pain

    def answer(self, question: Question, value: str, about: str = "", *, day: date | None = None) -> None:
        """Enter an answer.

        Raises
        ------
        AnswerError
            If it cannot be meant, or the day is still to come or over a year ago.
        """
        kept = checked_answer(question, value, about)
        self._course.add_answer(Answer(self._now().astimezone(UTC), self._past(day), question, kept, about))

    def done(
        self,
        exercise: ExercisePlan,
        reps: Mapping[Side, tuple[int, ...]],
        *,
        seconds: float = 0.0,
        load_kg: float | None = None,
        session_id: UUID | None = None,
        day: date | None = None,
        began: datetime | None = None,
    ) -> None:
        """Enter what was done of an exercise.

        Parameters
        ----------
        exercise : ExercisePlan
            What was planned; legs and load are taken from it.
        reps : mapping
            Repetitions of each set by side; empty tuples for what is held or timed.
        seconds : float
            How long a side was held or went on, s.
        load_kg : float or None
            Weight carried, kg; None for the planned one.
        session_id : UUID or None
            The kept session that a sensor followed.
        day : date or None
            The person's day; None for today.
        began : datetime or None
            When the session began, where it may go on later: what is entered then takes this one's place.
        """
        raises = exercise.raises
        planned_kg = 0.0 if raises is None else raises.load_kg
        at, on = self._now().astimezone(UTC), self._past(day)
        entries = [
            ExerciseDone(
                id=_id_of(began, exercise.key, side),
                at=at,
                day=on,
                exercise=exercise.key,
                side=side,
                one_leg=raises is not None and raises.one_leg,
                reps=counts,
                seconds=seconds,
                load_kg=planned_kg if load_kg is None else load_kg,
                programme=self.programme.digest,
                session_id=session_id,
            )
            for side, counts in reps.items()
        ]
        self._course.add_done(entries, self.programme)

    def withdraw(self) -> Entry | None:
        """Take back what was entered last and return it; None where nothing was."""
        return self._course.withdraw()

    def newest(self) -> Entry | None:
        """Return what was entered last; None where nothing was."""
        return self._course.newest()

    def note(
        self, text: str, author: Author, *, day: date | None = None, session_id: UUID | None = None
    ) -> None:
        """Keep a note on a day or a session.

        Raises
        ------
        BadNote, UnknownSession, AnswerError
            If the text, the session or the day cannot be.
        """
        self._course.add_note(
            Note(self._now().astimezone(UTC), self._past(day), author, text.strip(), session_id)
        )

    def _past(self, day: date | None) -> date:
        if day is not None and day > self.today:
            raise AnswerError(said("{day} is still to come; today is {today}", day=day, today=self.today))
        if day is not None and day < self.today - _LATEST_ENTRY:
            raise AnswerError(said("{day} is over a year ago; today is {today}", day=day, today=self.today))
        return day or self.today


def _id_of(began: datetime | None, exercise: str, side: Side) -> UUID:
    if began is None:
        return uuid4()
    return uuid5(NAMESPACE_OID, f"{began.isoformat()} {exercise} {side}")
