from datetime import timedelta

import pytest

from heelraise.coach.course import CourseLog
from heelraise.coach.schedule import DayKind, Schedule, schedule_of
from tests.heelraise.coach.people import START, Person
from tests.heelraise.coach.programmes import STANDARD


def on(person: Person, day: int) -> Schedule:
    return schedule_of(STANDARD, person.log, START + timedelta(days=day))


def test_before_the_first_training_nothing_was_done_or_missed() -> None:
    none = schedule_of(STANDARD, CourseLog(), START)
    assert none == Schedule(START, DayKind.TRAINING, None, START, missed=0, days_done=0, uncounted=0)


@pytest.mark.parametrize(("day", "weeks", "missed"), [(6, 0, 0), (7, 1, 0), (8, 1, 0), (10, 1, 1)])
def test_a_week_is_seven_days_from_training_to_training(day: int, weeks: int, missed: int) -> None:
    person = Person().screened()
    for trained in (0, 2, 4, 6):
        person.trains(trained)
    assert (on(person, day).weeks_done, on(person, day).missed) == (weeks, missed)
