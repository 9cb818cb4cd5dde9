from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from heelraise.coach.course import day_of
from heelraise.coach.errors import AnswerError
from heelraise.coach.questions import CHOICES, Question, checked_answer

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-11-23T17:00+01:00", date(2026, 11, 23)),
        ("2026-11-24T00:30+01:00", date(2026, 11, 23)),
        ("2026-11-24T03:59+01:00", date(2026, 11, 23)),
        ("2026-11-24T04:00+01:00", date(2026, 11, 24)),
    ],
)
def test_past_midnight_is_still_the_day_before(local: str, day: date) -> None:
    assert day_of(datetime.fromisoformat(local), 4) == day


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_three_in_the_morning_of_a_clock_change_is_one_day(change: date) -> None:
    midnight = datetime.combine(change, time(), COPENHAGEN).astimezone(UTC)
    moments = [midnight + timedelta(minutes=minute) for minute in range(1500)]
    days = [day_of(moment.astimezone(COPENHAGEN), 4) for moment in moments]
    night = [
        day for moment, day in zip(moments, days, strict=True) if moment.astimezone(COPENHAGEN).hour in (2, 3)
    ]
    assert set(night[:60]) == {change - timedelta(days=1)}
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("question", "value", "kept"),
    [
        (Question.PAINFUL, " Left ", "left"),
        (Question.LOAD_KG, "2,5", "2.5"),
        (Question.ONE_LEG, "3", "3"),
        (Question.MORE_POSSIBLE, "1-2", "1-2"),
    ],
)
def test_an_answer_is_kept_in_one_form(question: Question, value: str, kept: str) -> None:
    assert checked_answer(question, value) == kept


@pytest.mark.parametrize(
    ("question", "value", "about"),
    [
        (Question.PAINFUL, "middle", ""),
        (Question.LOAD_KG, "-1", ""),
        (Question.LOAD_KG, "nan", ""),
        (Question.LOAD_KG, "heavy", ""),
        (Question.ONE_LEG, "2.5", "left"),
        (Question.ONE_LEG, "inf", "left"),
        (Question.MORE_POSSIBLE, "2", ""),
        (Question.ACTIVITY, "yes", ""),
        (Question.ACTIVITY, "yes", "a\nb"),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused(question: Question, value: str, about: str) -> None:
    with pytest.raises(AnswerError):
        checked_answer(question, value, about)


def test_every_question_has_choices_or_a_number() -> None:
    assert set(Question) - set(CHOICES) == {Question.ONE_LEG, Question.LOAD_KG}
