"""Which questions are open on a day, each asked once and none that would change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from heelraise.coach.course import CourseLog, PainMoment
from heelraise.coach.dose import more_possible, sides_to_test
from heelraise.coach.pain import Outcome
from heelraise.coach.programme.model import Programme
from heelraise.coach.questions import YES, Question
from heelraise.coach.running import asks_about_walk, asks_about_weeks
from heelraise.coach.schedule import DayKind, Schedule


@dataclass(frozen=True, slots=True)
class Ask:
    """One open question: about a pain, or one of `heelraise.coach.questions`.

    Parameters
    ----------
    what : PainMoment or Question
        What is asked.
    day : date
        The day that the answer is about.
    about : str
        What it is about, for questions that are asked of several things.
    """

    what: PainMoment | Question
    day: date
    about: str = ""


def needs_professional(programme: Programme, log: CourseLog) -> bool:
    """Return whether a first-time answer says: a professional first, and none has been asked yet."""
    warned = any(log.says(Question.SCREENING, one.key) == YES for one in programme.screening)
    return warned and log.says(Question.CLEARED) != YES


def asks_of(
    programme: Programme, log: CourseLog, schedule: Schedule, outcome: Outcome, *, ask_first: bool
) -> tuple[Ask, ...]:
    """Return the open questions of a day, in the order in which to ask them.

    Parameters
    ----------
    programme : Programme
        What is prescribed.
    log : CourseLog
        What was answered.
    schedule : Schedule
        Where the person is in the programme.
    outcome : Outcome
        What the pain says so far.
    ask_first : bool
        Whether a professional comes first: then nothing else matters.
    """
    day = schedule.day
    asks = [*_first_time(programme, log, day)]
    if ask_first:
        return (*(ask for ask in asks if ask.what is Question.SCREENING), Ask(Question.CLEARED, day))
    asks += _since_last(programme, log, schedule)
    if schedule.kind is DayKind.TRAINING:
        asks += _before_training(programme, log, day, outcome)
    if asks_about_weeks(programme, log, day):
        asks.append(Ask(Question.PAIN_FREE, day))
    walk = asks_about_walk(programme, log, day)
    if walk is not None:
        asks.append(Ask(walk, day))
    return tuple(asks)


def _first_time(programme: Programme, log: CourseLog, day: date) -> Iterator[Ask]:
    for one in programme.screening:
        if log.says(Question.SCREENING, one.key) is None:
            yield Ask(Question.SCREENING, day, one.key)
    # Nothing need be named: whether running is wanted, asked after it, ends the question.
    named = log.says(Question.RUNNING) is not None or bool(log.activities())
    for question in (Question.PAINFUL, Question.FLAT_SHOES, Question.ACTIVITY, Question.RUNNING):
        if log.says(question) is None and not (question is Question.ACTIVITY and named):
            yield Ask(question, day)


def _since_last(programme: Programme, log: CourseLog, schedule: Schedule) -> Iterator[Ask]:
    """Yield what the last training left open. After a long pause nobody remembers that morning."""
    last, day = schedule.last, schedule.day
    if last is None or (day - last).days > programme.schedule.counts_at_most_days:
        return
    if day == last:
        for moment in (PainMoment.DURING, PainMoment.AFTER):
            if log.pain_on(last, moment) is None:
                yield Ask(moment, last)
    if day > last:
        morning = last + timedelta(days=1)
        if not any(one.moment is PainMoment.USUAL_MORNING for one in log.pain):
            yield Ask(PainMoment.USUAL_MORNING, day)
        for moment in (PainMoment.MORNING, PainMoment.WORST):
            if not any(one.moment is moment and last < one.day <= day for one in log.pain):
                yield Ask(moment, morning)
    done = log.times(programme.schedule.main)
    if done and more_possible(log, programme.main, done[-1]) is None:
        yield Ask(Question.MORE_POSSIBLE, day, programme.schedule.main)
    felt = log.latest(Question.STRETCH_FELT)
    if programme.main.ask_stretch and day == last and (felt is None or felt.day < last):
        yield Ask(Question.STRETCH_FELT, day)


def _before_training(programme: Programme, log: CourseLog, day: date, outcome: Outcome) -> Iterator[Ask]:
    if log.pain_on(day, PainMoment.BEFORE) is None:
        yield Ask(PainMoment.BEFORE, day)
    elif outcome is Outcome.GO_ON:
        for side in sides_to_test(programme, log, day):
            yield Ask(Question.ONE_LEG, day, side)
