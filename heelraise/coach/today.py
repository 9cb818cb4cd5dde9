"""What to do today: the programme's rules, applied to what was done, what hurt and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from heelraise.coach.advice import Advice, Rule, advice, own_advice
from heelraise.coach.asking import Ask, asks_of, needs_professional
from heelraise.coach.course import CourseLog
from heelraise.coach.dose import Now, dosed
from heelraise.coach.errors import AnswerError
from heelraise.coach.pain import Outcome, PainVerdict, lasting_pain, pain_is_gone, verdict_of
from heelraise.coach.programme.model import Exercise, Programme, When
from heelraise.coach.programme.plan import ExerciseKind, ExercisePlan
from heelraise.coach.questions import NO, YES, Question
from heelraise.coach.running import running_check
from heelraise.coach.schedule import Schedule, schedule_of
from sensing.said import said


class TodayKind(StrEnum):
    """What the day comes to."""

    ASK_FIRST = "ask_first"
    """The first-time questions say: a professional first."""
    STOP = "stop"
    """The pain says: stop and contact."""
    TRAINING = "training"
    REST = "rest"
    DONE = "done"


_KIND = {
    TodayKind.ASK_FIRST: said("ask_first"),
    TodayKind.STOP: said("stop"),
    TodayKind.TRAINING: said("training"),
    TodayKind.REST: said("rest"),
    TodayKind.DONE: said("done"),
}


@dataclass(frozen=True, slots=True)
class TodayPlan:
    """What to do today, and why.

    Parameters
    ----------
    day, next_day : date
        The person's day, and the next training day: `day` itself while its training is open.
    kind : TodayKind
        What the day comes to.
    weeks_done : int
        Whole weeks of training done.
    exercises : tuple of ExercisePlan
        To be done, in this order; the training comes first.
    optional : tuple of ExercisePlan
        May be done as well.
    pain : PainVerdict
        What the pain says.
    asks : tuple of Ask
        Questions that are open, in this order; the plan holds without the answers, but may change with them.
    advice : tuple of Advice
        Why it is so, what matters most first.
    """

    day: date
    next_day: date
    kind: TodayKind
    weeks_done: int
    exercises: tuple[ExercisePlan, ...]
    optional: tuple[ExercisePlan, ...]
    pain: PainVerdict
    asks: tuple[Ask, ...]
    advice: tuple[Advice, ...]


def plan_of_today(programme: Programme, log: CourseLog, today: date) -> TodayPlan:
    """Plan a day.

    Parameters
    ----------
    programme : Programme
        What is prescribed now; it may have changed since earlier sessions.
    log : CourseLog
        Everything entered so far. Entries dated after `today` (the clock was wrong) are named and left out,
        but for a training that is at most one interval ahead: it still gives its rest.
    today : date
        The person's day, see `heelraise.coach.course.day_of`.
    """
    day = _planning_day(programme, log, today)
    known = log.until(day)
    schedule = schedule_of(programme, known, day)
    verdict = verdict_of(programme, known, schedule.last, day)
    kind = _kind(programme, known, schedule, verdict)
    exercises, optional, why = _exercises(Now(programme, known, schedule, verdict.outcome), kind)
    why_so = (
        *_clock_said(programme, log, today),
        *_kind_said(programme, known, schedule, kind),
        *verdict.reasons,
        *lasting_pain(programme, known, day),
        *why,
        *_stretch_said(programme, known, kind),
        *_maintenance_said(programme, known, schedule, kind),
        *running_check(programme, known, day),
        *_reminders(programme, known, schedule, kind),
    )
    asks = asks_of(programme, known, schedule, verdict.outcome, ask_first=kind is TodayKind.ASK_FIRST)
    next_day = schedule.next if kind is not TodayKind.STOP else _after_stop(schedule, verdict)
    return TodayPlan(day, next_day, kind, schedule.weeks_done, exercises, optional, verdict, asks, why_so)


def plan_of_exercise(programme: Programme, log: CourseLog, today: date, key: str) -> ExercisePlan:
    """Return one exercise as it would be done today, whether or not it is on today's list.

    Raises
    ------
    AnswerError
        If the programme has no such exercise, or today's plan forbids it: rest day, pain, ask first.
    """
    exercise = exercise_named(programme, key)
    plan = plan_of_today(programme, log, today)
    for one in (*plan.exercises, *plan.optional):
        if one.key == exercise.key:
            return one
    raise AnswerError(
        said("'{key}' is not for today ({kind}); 'heelraise today' says why", key=key, kind=_KIND[plan.kind])
    )


def plan_regardless(programme: Programme, log: CourseLog, today: date, key: str) -> ExercisePlan:
    """Return one exercise at today's dose, even where today's plan forbids it: to log what was done.

    Raises
    ------
    AnswerError
        If the programme has no such exercise.
    """
    schedule = schedule_of(programme, log.until(today), today)
    now = Now(programme, log.until(today), schedule, Outcome.GO_ON)
    return dosed(now, exercise_named(programme, key))[0]


def exercise_named(programme: Programme, name: str) -> Exercise:
    """Return an exercise of a programme.

    Parameters
    ----------
    programme : Programme
        The programme.
    name : str
        Its key, or its name in either language as today's list shows it; capitals do not matter.

    Raises
    ------
    AnswerError
        If it has none that is called so, or several.
    """
    for one in programme.exercises:
        if one.key == name:
            return one
    called = name.strip().casefold()
    meant = [one for one in programme.exercises if called in (one.name.da.casefold(), one.name.en.casefold())]
    if len(meant) != 1:
        known = ", ".join(one.key for one in programme.exercises)
        raise AnswerError(
            said("'{key}' is no exercise of the programme; it has {known}", key=name, known=known)
        )
    return meant[0]


def _planning_day(programme: Programme, log: CourseLog, today: date) -> date:
    """Return the day to plan for. A clock that was set back a little must not give two trainings in a row."""
    window = today + timedelta(days=programme.schedule.every_days)
    return max(today, log.until(window).last_day() or today)


def _kind(programme: Programme, log: CourseLog, schedule: Schedule, verdict: PainVerdict) -> TodayKind:
    if verdict.outcome is Outcome.STOP:
        return TodayKind.STOP
    if needs_professional(programme, log):
        return TodayKind.ASK_FIRST
    return TodayKind(schedule.kind.value)


def _after_stop(schedule: Schedule, verdict: PainVerdict) -> date:
    tomorrow = schedule.day + timedelta(days=1)
    return max(schedule.next, tomorrow, verdict.until or tomorrow)


def _exercises(
    now: Now, kind: TodayKind
) -> tuple[tuple[ExercisePlan, ...], tuple[ExercisePlan, ...], tuple[Advice, ...]]:
    """Return what is to be done, what may be done, and why."""
    to_do: list[ExercisePlan] = []
    may: list[ExercisePlan] = []
    said: list[Advice] = []
    if kind in (TodayKind.STOP, TodayKind.ASK_FIRST):
        return (), (), ()
    for exercise in sorted(now.programme.exercises, key=lambda one: one.key != now.programme.schedule.main):
        if not _is_for(now, exercise, kind) or _is_done(now, exercise):
            continue
        plan, why = dosed(now, exercise)
        as_wished = exercise.optional or exercise.when is When.AS_NEEDED
        (may if as_wished else to_do).append(plan)
        said += why
    return tuple(to_do), tuple(may), (*said, *_calf_said(now, kind))


def _is_for(now: Now, exercise: Exercise, kind: TodayKind) -> bool:
    if exercise.key == now.programme.schedule.main:
        return kind is TodayKind.TRAINING
    if exercise.when is When.TRAINING and kind is TodayKind.REST:
        return False
    if exercise.kind is not ExerciseKind.RAISES:
        return True
    rests = kind is TodayKind.REST and now.programme.schedule.calf_only_on_training_days
    return not rests and now.outcome is Outcome.GO_ON


def _is_done(now: Now, exercise: Exercise) -> bool:
    today = [one.side for one in now.log.times(exercise.key) if one.day == now.schedule.day]
    return max((today.count(side) for side in set(today)), default=0) >= exercise.times_a_day


def _calf_said(now: Now, kind: TodayKind) -> Iterator[Advice]:
    calf = [
        one.name
        for one in now.programme.exercises
        if one.kind is ExerciseKind.RAISES and one.key != now.programme.schedule.main
    ]
    if calf and kind is TodayKind.REST and now.programme.schedule.calf_only_on_training_days:
        key = "schedule.calf_only_on_training_days"
        yield advice(now.programme, Rule.CALF_RESTS, key, names=tuple(calf))


def _clock_said(programme: Programme, log: CourseLog, today: date) -> Iterator[Advice]:
    last = log.last_day()
    if last is not None and last > today:
        yield own_advice(programme, Rule.CLOCK, day=last, today=today)


def _kind_said(programme: Programme, log: CourseLog, schedule: Schedule, kind: TodayKind) -> Iterator[Advice]:
    open_yet = any(log.says(Question.SCREENING, one.key) is None for one in programme.screening)
    if kind is TodayKind.ASK_FIRST or open_yet:
        yield from _professional_said(programme)
    rules = {
        TodayKind.TRAINING: Rule.FIRST_DAY if schedule.last is None else Rule.TRAINING_DAY,
        TodayKind.REST: Rule.REST_DAY,
        TodayKind.DONE: Rule.DONE_TODAY,
    }
    if kind in rules:
        days = programme.schedule.every_days
        yield advice(programme, rules[kind], "schedule.every_days", days=days, next=schedule.next)
    if schedule.missed and kind is TodayKind.TRAINING:
        yield own_advice(programme, Rule.MISSED, count=schedule.missed)
    if schedule.uncounted and kind is TodayKind.TRAINING:
        at_most = programme.schedule.counts_at_most_days
        key = "schedule.counts_at_most_days"
        pause = schedule.uncounted + at_most
        yield advice(programme, Rule.PAUSE, key, days=pause, at_most=at_most)
    done = log.times(programme.schedule.main)
    if done and done[-1].programme != programme.digest:
        yield own_advice(programme, Rule.NEW_PROGRAMME, edition=programme.edition)


def _professional_said(programme: Programme) -> Iterator[Advice]:
    for question in programme.screening[:1]:
        yield Advice(Rule.ASK_PROFESSIONAL, programme.sources[question.source])


def _stretch_said(programme: Programme, log: CourseLog, kind: TodayKind) -> Iterator[Advice]:
    if kind is TodayKind.TRAINING and log.says(Question.STRETCH_FELT) == NO:
        yield advice(programme, Rule.NO_STRETCH, "main.source")


def _maintenance_said(
    programme: Programme, log: CourseLog, schedule: Schedule, kind: TodayKind
) -> Iterator[Advice]:
    if kind is not TodayKind.ASK_FIRST and schedule.last and pain_is_gone(programme, log, schedule.day):
        yield advice(programme, Rule.MAINTAIN, "main.source")


def _reminders(programme: Programme, log: CourseLog, schedule: Schedule, kind: TodayKind) -> Iterator[Advice]:
    reminders = programme.reminders
    if kind is TodayKind.TRAINING:
        yield advice(programme, Rule.STAND, "reminders.stand.text", text=reminders.stand.text)
        yield advice(programme, Rule.SENSOR, "reminders.sensor.text", text=reminders.sensor.text)
    if log.says(Question.FLAT_SHOES) == YES:
        yield advice(programme, Rule.INSOLES, "reminders.insoles.text", text=reminders.insoles.text)
