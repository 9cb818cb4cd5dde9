"""Which days are for training, how many weeks that makes, and which stage they have led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from heelraise.coach.course import CourseLog
from heelraise.coach.programme.model import Exercise, Programme

_DAYS_A_WEEK = 7


class DayKind(StrEnum):
    """What a day is for."""

    TRAINING = "training"
    REST = "rest"
    DONE = "done"
    """A training day on which the training is done."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where a person is in the programme on a day.

    Parameters
    ----------
    day : date
        The day.
    kind : DayKind
        What it is for, pain aside.
    last : date or None
        The last training before or on it; None before the first.
    next : date
        The next training day; the day itself on one that is not done yet.
    missed : int
        Training days since `last` that passed without training.
    days_done : int
        Days of training so far, a long pause counted as a short one.
    uncounted : int
        Days of the pause since `last` that did not count.
    """

    day: date
    kind: DayKind
    last: date | None
    next: date
    missed: int
    days_done: int
    uncounted: int

    @property
    def weeks_done(self) -> int:
        """Whole weeks done."""
        return self.days_done // _DAYS_A_WEEK


def schedule_of(programme: Programme, log: CourseLog, today: date) -> Schedule:
    """Find what a day is for. Entries dated later than `today` are not looked at."""
    rules = programme.schedule
    days = sorted({one.day for one in log.times(rules.main) if one.day <= today})
    if not days:
        return Schedule(today, DayKind.TRAINING, None, today, 0, 0, 0)
    last, pause = days[-1], (today - days[-1]).days
    due = last + timedelta(days=rules.every_days)
    training = today >= due
    kind = DayKind.TRAINING if training else DayKind.DONE if pause == 0 else DayKind.REST
    return Schedule(
        day=today,
        kind=kind,
        last=last,
        next=today if training else due,
        missed=max(0, pause // rules.every_days - 1),
        days_done=_days_done([*days, today], rules.counts_at_most_days),
        uncounted=max(0, pause - rules.counts_at_most_days),
    )


def _days_done(days: Sequence[date], at_most: int) -> int:
    return sum(min((after - before).days, at_most) for before, after in pairwise(days))


def stage_number(exercise: Exercise, weeks_done: int) -> int:
    """Return the place of the stage, from 0, that holds after so many whole weeks."""
    return max(n for n, stage in enumerate(exercise.stages) if stage.from_week <= weeks_done)
