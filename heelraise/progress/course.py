"""All sessions and the course log together: what a person and their clinician look at over weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Literal, TypeAlias

from heelraise.coach.course import CourseLog, PainEntry, day_of
from heelraise.coach.programme.model import Programme
from heelraise.coach.schedule import schedule_of, stage_number
from heelraise.history.document import SessionDocument
from heelraise.history.notes import Note
from heelraise.progress.point import SessionPoint, point_of
from sensing.types import Exercise

Leg: TypeAlias = Literal["left", "right"] | None
"""The leg that wore the sensor; None where it was not said."""


@dataclass(frozen=True, slots=True)
class LegDay:
    """Time under tension of one leg on one day, s: `delivered_s` of the `asked_s` that were asked for."""

    day: date
    leg: Leg
    delivered_s: float
    asked_s: float


@dataclass(frozen=True, slots=True)
class Progress:
    """The way so far.

    Parameters
    ----------
    points : tuple of SessionPoint
        The sessions, oldest first.
    tension : tuple of LegDay
        Time under tension by day and leg, where the tempo was prescribed.
    pain : tuple of PainEntry
        The last entry of each day and moment, by day.
    notes : tuple of Note
        What patient and therapist wrote, in that order.
    trained : tuple of date
        Days with training, with or without a sensor, each once, in order.
    today : date
        The person's day.
    programme : Programme
        The one in use; its bands and its days are what the rest is held against.
    since : date or None
        What was before is left out; None for all of it.
    """

    points: tuple[SessionPoint, ...]
    tension: tuple[LegDay, ...]
    pain: tuple[PainEntry, ...]
    notes: tuple[Note, ...]
    trained: tuple[date, ...]
    today: date
    programme: Programme
    since: date | None = None

    def pain_on(self, day: date) -> tuple[PainEntry, ...]:
        """Return the entries of one day."""
        return tuple(one for one in self.pain if one.day == day)

    def notes_on(self, point: SessionPoint) -> tuple[Note, ...]:
        """Return the notes on a session, and those on its day that are on no session."""
        return tuple(
            one
            for one in self.notes
            if one.session_id == point.id or (one.session_id is None and one.day == point.day)
        )

    @property
    def first(self) -> date:
        """The first day there is something of; today if there is nothing."""
        return min((*self.trained, *(one.day for one in self.pain)), default=self.today)

    @property
    def last(self) -> date:
        """The last day to show: today, or later where a clock was ahead."""
        return max((*self.trained, *(one.day for one in self.pain), self.today))

    @property
    def asked_days(self) -> int:
        """Days of training that the programme asked for from the first training to today."""
        if not self.trained:
            return 0
        return max(0, (self.last - self.trained[0]).days) // self.programme.schedule.every_days + 1


def progress_of(
    documents: Sequence[SessionDocument],
    log: CourseLog,
    programme: Programme,
    now: datetime,
    zone: tzinfo | None = None,
    notes: Sequence[Note] = (),
    since: date | None = None,
) -> Progress:
    """Put sessions and log together.

    Parameters
    ----------
    documents : sequence of SessionDocument
        The sessions.
    log : CourseLog
        What was done, hurt and answered.
    programme : Programme
        The programme in use.
    now : datetime
        The moment, with its zone.
    zone : tzinfo, optional
        The person's zone; the system's if not given.
    notes : sequence of Note, optional
        What was written.
    since : date, optional
        Leave out what was before this day.
    """
    starts_hour = programme.schedule.day_starts_hour
    linked = {one.session_id: one for one in log.done if one.session_id is not None}
    points = []
    for document in sorted(documents, key=lambda one: one.started_at):
        local, done = document.local_start(zone), linked.get(document.id)
        day = day_of(local, starts_hour) if done is None else done.day
        points.append(point_of(document, local, day, None if done is None else done.load_kg))
    tension = _tension(points, _doses(programme, log))
    pain = sorted(log.pain_as_corrected(), key=lambda one: one.day)
    trained = {one.day for one in points if one.reps} | {one.day for one in log.times(programme.main.key)}
    return Progress(
        tuple(one for one in points if _kept(one.day, since)),
        tuple(one for one in tension if _kept(one.day, since)),
        tuple(one for one in pain if _kept(one.day, since)),
        tuple(one for one in notes if _kept(one.day, since)),
        tuple(sorted(day for day in trained if _kept(day, since))),
        day_of(now.astimezone(zone), starts_hour),
        programme,
        since,
    )


def _kept(day: date, since: date | None) -> bool:
    return since is None or day >= since


def _doses(programme: Programme, log: CourseLog) -> Callable[[date], float | None]:
    """Return what the programme asked of a leg on a day, s; None where log or programme do not tell."""

    @cache
    def dose_s(day: date) -> float | None:
        if not any(one.day <= day for one in log.times(programme.main.key)):
            return None
        stage = programme.main.stages[
            stage_number(programme.main, schedule_of(programme, log, day).weeks_done)
        ]
        rep_s = stage.tempo.rep_s
        return None if stage.sets is None or rep_s is None else stage.sets * stage.reps * rep_s

    return dose_s


def _tension(points: Sequence[SessionPoint], dose_s: Callable[[date], float | None]) -> list[LegDay]:
    days: dict[tuple[date, Leg], list[SessionPoint]] = {}
    for point in points:
        if point.exercise is Exercise.HEEL_RAISE and point.reps and point.rep_s is not None:
            days.setdefault((point.day, point.side), []).append(point)
    return [
        LegDay(
            day,
            leg,
            sum(one.delivered_s or 0.0 for one in members),
            dose_s(day) or sum((one.rep_s or 0.0) * one.reps for one in members),
        )
        for (day, leg), members in sorted(days.items(), key=lambda item: (item[0][0], str(item[0][1])))
    ]
