"""Reminders as an iCalendar file: trainings, and the question of the morning after each.

A calendar is often kept elsewhere: the reminders name neither pain nor exercise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from heelraise.coach.course import CourseLog
from heelraise.coach.programme.model import Programme
from heelraise.coach.today import TodayKind, TodayPlan
from heelraise.history.errors import HistoryError
from heelraise.history.wholefile import write_whole
from heelraise.language import Words
from sensing.said import said

_LENGTH = {"training": timedelta(minutes=30), "morning": timedelta(minutes=5)}


class ReminderKind(StrEnum):
    """What to remember."""

    TRAINING = "training"
    MORNING = "morning"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a day."""

    kind: ReminderKind
    day: date


def reminders_of(plan: TodayPlan, programme: Programme, log: CourseLog, weeks: int) -> tuple[Reminder, ...]:
    """Return the reminders of the coming weeks, as if each training is done on its day.

    Raises
    ------
    HistoryError
        If no training is planned: the plan says to ask or to stop.
    """
    if plan.kind in (TodayKind.STOP, TodayKind.ASK_FIRST):
        raise HistoryError(
            said("no training is planned now, so there is nothing to remind of; see: heelraise today")
        )
    end = plan.day + timedelta(weeks=weeks)
    step = timedelta(days=programme.schedule.every_days)
    trainings = []
    day = plan.next_day
    while day < end:
        trainings.append(day)
        day += step
    done = {one.day for one in log.times(programme.schedule.main)}
    mornings = {one + timedelta(days=1) for one in (*done, *trainings)}
    reminders = [Reminder(ReminderKind.TRAINING, one) for one in trainings]
    reminders += [Reminder(ReminderKind.MORNING, one) for one in mornings if plan.day < one < end]
    return tuple(sorted(reminders, key=lambda one: (one.day, one.kind)))


def write_calendar(
    path: Path, reminders: Sequence[Reminder], at: tuple[time, time], now: datetime, words: Words
) -> None:
    """Write reminders to a file that any calendar reads.

    Parameters
    ----------
    path : Path
        The file; an existing one is replaced.
    reminders : sequence of Reminder
        What to remember.
    at : tuple of time
        Time of day of the trainings and of the mornings, on whatever clock the person lives by: it stays the
        same over a daylight-saving change.
    now : datetime
        When it is written.
    words : Words
        The person's language.

    Raises
    ------
    HistoryError
        If the file cannot be written.
    """
    calendar = Calendar.new(prodid="-//heelraise//reminders//", uid="heelraise-reminders", name="heelraise")
    times = dict(zip((ReminderKind.TRAINING, ReminderKind.MORNING), at, strict=True))
    for one in reminders:
        calendar.add_component(_event(one, datetime.combine(one.day, times[one.kind]), now, words))
    write_whole(path, calendar.to_ical())


def _event(reminder: Reminder, start: datetime, now: datetime, words: Words) -> Event:
    said = {
        ReminderKind.TRAINING: (words("Training"), words("What to do: heelraise today")),
        ReminderKind.MORNING: (words("Morning question"), words("After the first steps: heelraise pain")),
    }
    summary, description = said[reminder.kind]
    event = Event.new(
        uid=f"{reminder.kind}-{reminder.day}@heelraise",
        stamp=now,
        start=start,
        end=start + _LENGTH[reminder.kind],
        summary=summary,
        description=description,
    )
    alarm = Alarm.new(description=description)
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(0))
    event.add_component(alarm)
    return event
