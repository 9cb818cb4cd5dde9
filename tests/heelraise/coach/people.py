"""A person's log, written entry by entry as the days go by."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from heelraise.coach.advice import Rule
from heelraise.coach.course import Answer, CourseLog, ExerciseDone, PainEntry, PainMoment
from heelraise.coach.programme.model import Programme
from heelraise.coach.programme.plan import ExercisePlan, Side
from heelraise.coach.questions import Question, checked_answer
from heelraise.coach.today import TodayPlan, plan_of_today
from tests.heelraise.coach.programmes import STANDARD

START = date(2026, 11, 23)


def rules(plan: TodayPlan) -> set[Rule]:
    return {one.rule for one in plan.advice}


class Person:
    """Days are counted from `START`; the log grows in the order of the calls."""

    def __init__(self, programme: Programme = STANDARD) -> None:
        self.programme = programme
        self.log = CourseLog()

    def plan(self, day: int) -> TodayPlan:
        return plan_of_today(self.programme, self.log, START + timedelta(days=day))

    def screened(self, painful: str = "left", *, one_leg: int | None = None) -> "Person":
        for one in self.programme.screening:
            self.answer(0, Question.SCREENING, "no", one.key)
        self.answer(0, Question.PAINFUL, painful)
        self.answer(0, Question.FLAT_SHOES, "no")
        self.answer(0, Question.RUNNING, "no")
        if one_leg is not None:
            for side in ("left", "right") if painful == "both" else (painful,):
                self.answer(0, Question.ONE_LEG, str(one_leg), side)
        return self

    def answer(self, day: int, question: Question, value: str, about: str = "") -> None:
        new = Answer(_at(day), _day(day), question, checked_answer(question, value, about), about)
        self.log = CourseLog(self.log.pain, (*self.log.answers, new), self.log.done)

    def pain(self, day: int, moment: PainMoment, score: int, *, sharp: bool = False) -> None:
        new = PainEntry(_at(day), _day(day), moment, score, sharp)
        self.log = CourseLog((*self.log.pain, new), self.log.answers, self.log.done)

    def does(
        self,
        day: int,
        exercise: ExercisePlan,
        more: str | None = None,
        reps: Mapping[Side, tuple[int, ...]] | None = None,
    ) -> None:
        """Log an exercise: as planned, or the sets that were really done on each side."""
        raises = exercise.raises
        for side in exercise.sides:
            planned = () if raises is None else (raises.reps,) * (exercise.sets or 1)
            new = ExerciseDone(
                id=uuid4(),
                at=_at(day),
                day=_day(day),
                exercise=exercise.key,
                side=side,
                one_leg=raises is not None and raises.one_leg,
                reps=planned if reps is None else reps[side],
                seconds=exercise.timer_s or 0.0,
                load_kg=0.0 if raises is None else raises.load_kg,
                programme=self.programme.digest,
            )
            self.log = CourseLog(self.log.pain, self.log.answers, (*self.log.done, new))
        if more is not None:
            self.answer(day, Question.MORE_POSSIBLE, more, exercise.key)

    def trains(self, day: int, more: str | None = None, *, before: int = 0, after: int = 0) -> ExercisePlan:
        self.pain(day, PainMoment.BEFORE, before)
        exercise = self.plan(day).exercises[0]
        assert exercise.key == "heel_raise"
        self.does(day, exercise, more)
        self.pain(day, PainMoment.AFTER, after)
        return exercise


def load_kg(exercise: ExercisePlan) -> float:
    assert exercise.raises is not None
    return exercise.raises.load_kg


def sides(exercise: ExercisePlan) -> list[Side]:
    return list(exercise.sides)


def _day(day: int) -> date:
    return START + timedelta(days=day)


def _at(day: int) -> datetime:
    return datetime.combine(_day(day), time(17), UTC)
