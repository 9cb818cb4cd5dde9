"""When running, and whatever else provokes the pain, may be taken up again: never by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from heelraise.coach.advice import Advice, Rule, advice
from heelraise.coach.course import Answer, CourseLog, PainEntry, PainMoment
from heelraise.coach.programme.model import Programme
from heelraise.coach.questions import NO, YES, Question

RUNNING = "running"
"""Stands for running among the activities; shown in the person's language."""

_ANSWER_HOLDS_DAYS = 7
"""An answer about the last weeks is asked for anew after this long."""


def wanted_activities(log: CourseLog) -> tuple[str, ...]:
    """Return what the person wants to take up again, `RUNNING` first."""
    running = (RUNNING,) if log.says(Question.RUNNING) == YES else ()
    return running + log.activities()


def running_check(programme: Programme, log: CourseLog, today: date) -> tuple[Advice, ...]:
    """Say what stands between the person and running; nothing if they want nothing of the kind.

    A pain-free month is asked for directly: entries that are missing are no zeros.
    """
    wanted = wanted_activities(log)
    if not wanted:
        return ()
    rule, values = _step(programme, log, today)
    key = "running.pain_free_weeks" if rule in (Rule.RUN_PAIN, Rule.RUN_ASK) else "running.walk_km"
    return (advice(programme, rule, key, activities=wanted, **values),)


def asks_about_weeks(programme: Programme, log: CourseLog, today: date) -> bool:
    """Return whether the question of the pain-free weeks is open."""
    return bool(wanted_activities(log)) and _step(programme, log, today)[0] is Rule.RUN_ASK


def asks_about_walk(programme: Programme, log: CourseLog, today: date) -> Question | None:
    """Return which question about the long walk is open."""
    if not wanted_activities(log):
        return None
    rule = _step(programme, log, today)[0]
    walk = log.latest(Question.WALK_SORE)
    if rule is Rule.RUN_MORNING and walk is not None and walk.day < today:
        return Question.WALK_MORNING_SORE
    return Question.WALK_SORE if rule is Rule.RUN_WALK else None


def _step(programme: Programme, log: CourseLog, today: date) -> tuple[Rule, dict[str, int | float | date]]:
    weeks, km = programme.running.pain_free_weeks, programme.running.walk_km
    span = timedelta(weeks=weeks)
    hurt = max((one.day for one in _felt(log, today - span, today)), default=None)
    if hurt is not None:
        return Rule.RUN_PAIN, {"weeks": weeks, "day": hurt, "until": hurt + span}
    free = log.latest(Question.PAIN_FREE)
    if free is None or free.day < today - timedelta(days=_ANSWER_HOLDS_DAYS):
        return Rule.RUN_ASK, {"weeks": weeks}
    if free.value == NO:
        return Rule.RUN_PAIN, {"weeks": weeks, "day": free.day, "until": free.day + span}
    return _walk_step(log, today, weeks), {"km": km, "weeks": weeks}


def _felt(log: CourseLog, since: date, today: date) -> Iterator[PainEntry]:
    for one in log.pain_as_corrected():
        if one.score and one.moment is not PainMoment.USUAL_MORNING and since < one.day <= today:
            yield one


def _walk_step(log: CourseLog, today: date, weeks: int) -> Rule:
    walk = log.latest(Question.WALK_SORE)
    if walk is None or walk.day < today - timedelta(weeks=weeks):
        return Rule.RUN_WALK
    morning = _morning_after(log, walk)
    if walk.value == YES or (morning is not None and morning.value == YES):
        return Rule.RUN_SORE if walk.day >= today - timedelta(days=_ANSWER_HOLDS_DAYS) else Rule.RUN_WALK
    return Rule.RUN_MORNING if morning is None else Rule.RUN_ALLOWED


def _morning_after(log: CourseLog, walk: Answer) -> Answer | None:
    """Return the answer of a morning after the walk; one from the same day is about another walk."""
    answer = log.latest(Question.WALK_MORNING_SORE)
    return answer if answer is not None and answer.day > walk.day else None
