from datetime import UTC, date, datetime, timedelta

import pytest

from heelraise.coach.advice import Rule
from heelraise.coach.course import PainEntry, PainMoment
from heelraise.coach.errors import AnswerError
from heelraise.coach.pain import Outcome, band
from heelraise.coach.questions import Question
from heelraise.coach.today import TodayKind
from tests.heelraise.coach.people import START, Person, load_kg, rules
from tests.heelraise.coach.programmes import STANDARD, changed


@pytest.mark.parametrize("score", range(11))
def test_the_bands_are_the_programmes(score: int) -> None:
    expected = Outcome.GO_ON if score <= 3 else Outcome.EASE if score <= 5 else Outcome.STOP
    assert band(STANDARD.pain, score) is expected
    assert band(STANDARD.pain, score, sharp=True) is Outcome.STOP
    stricter = changed("go_on_up_to = 3", "go_on_up_to = 2").pain
    assert band(stricter, 3) is Outcome.EASE


@pytest.mark.parametrize("score", [-1, 11, 110])
def test_a_pain_off_the_scale_is_refused(score: int) -> None:
    with pytest.raises(AnswerError, match="0 to 10"):
        PainEntry(datetime(2026, 11, 23, tzinfo=UTC), date(2026, 11, 23), PainMoment.BEFORE, score)


def loaded() -> Person:
    person = Person().screened(one_leg=5)
    person.answer(0, Question.LOAD_KG, "6", "heel_raise")
    return person


@pytest.mark.parametrize("moment", [PainMoment.DURING, PainMoment.AFTER, PainMoment.WORST])
@pytest.mark.parametrize(("score", "outcome"), [(3, Outcome.GO_ON), (4, Outcome.EASE), (6, Outcome.STOP)])
def test_pain_of_the_last_training_decides_the_next(moment: PainMoment, score: int, outcome: Outcome) -> None:
    person = loaded()
    person.trains(0, "3+", before=score if score <= 3 else 2, after=2)
    person.pain(0, moment, score)
    plan = person.plan(2)
    assert plan.pain.outcome is outcome
    limits = [one.values.get("limit") for one in plan.pain.reasons]
    assert limits[:1] == {Outcome.GO_ON: [], Outcome.EASE: [3], Outcome.STOP: [5]}[outcome]
    if outcome is Outcome.EASE:
        assert plan.exercises[0].raises is not None
        assert not plan.exercises[0].raises.one_leg
        assert load_kg(plan.exercises[0]) == 4
        assert {Rule.PAIN_SOME, Rule.LOAD_EASE} <= rules(plan)
        assert plan.pain.words == STANDARD.pain.words.ease


def test_worse_after_than_before_eases_even_in_the_light_band() -> None:
    person = loaded()
    person.trains(0, "3+", before=1, after=3)
    assert Rule.PAIN_WORSE_AFTER in rules(person.plan(2))
    assert person.plan(2).pain.outcome is Outcome.EASE


def test_the_morning_is_held_against_the_usual_morning() -> None:
    person = loaded()
    person.trains(0, "3+")
    assert [ask.what for ask in person.plan(1).asks][:3] == [
        PainMoment.USUAL_MORNING,
        PainMoment.MORNING,
        PainMoment.WORST,
    ]
    person.pain(1, PainMoment.USUAL_MORNING, 2)
    person.pain(1, PainMoment.MORNING, 3)
    assert person.plan(2).pain.outcome is Outcome.GO_ON
    person.pain(1, PainMoment.USUAL_MORNING, 1)
    plan = person.plan(2)
    assert plan.pain.outcome is Outcome.EASE
    worse = next(one for one in plan.advice if one.rule is Rule.PAIN_WORSE_MORNING)
    assert worse.values == {"score": 3, "against": 1}


def test_a_high_usual_morning_stops_nobody() -> None:
    person = loaded()
    person.trains(0)
    person.pain(1, PainMoment.USUAL_MORNING, 7)
    person.pain(1, PainMoment.MORNING, 3)
    assert person.plan(2).pain.outcome is Outcome.GO_ON


def test_stop_holds_until_it_has_settled_and_comes_back_eased() -> None:
    person = loaded()
    person.trains(0, after=7)
    plan = person.plan(0)
    assert plan.kind is TodayKind.STOP
    assert plan.exercises == plan.optional == ()
    assert plan.pain.words == STANDARD.pain.words.stop
    assert plan.next_day == START + timedelta(days=2)
    person.pain(1, PainMoment.BEFORE, 0)
    assert person.plan(1).kind is TodayKind.STOP
    assert person.plan(2).kind is TodayKind.STOP
    assert PainMoment.BEFORE in [ask.what for ask in person.plan(2).asks]
    person.pain(2, PainMoment.BEFORE, 4)
    assert person.plan(2).kind is TodayKind.STOP
    person.pain(3, PainMoment.BEFORE, 2)
    back = person.plan(3)
    assert back.kind is TodayKind.TRAINING
    assert back.pain.outcome is Outcome.EASE
    assert Rule.PAIN_BACK in rules(back)
    person.does(3, back.exercises[0], "0")
    assert person.plan(5).pain.outcome is Outcome.GO_ON


def test_sharp_pain_stops_whatever_else_was_said() -> None:
    person = Person().screened()
    person.answer(0, Question.SCREENING, "yes", "severe_pain")
    person.pain(0, PainMoment.DURING, 0, sharp=True)
    plan = person.plan(0)
    assert plan.kind is TodayKind.STOP
    assert Rule.PAIN_SHARP in rules(plan)


def test_who_trains_in_spite_of_a_stop_is_stopped_all_the_same() -> None:
    person = loaded()
    exercise = person.plan(0).exercises[0]
    person.pain(0, PainMoment.BEFORE, 2, sharp=True)
    person.does(0, exercise, "0")
    assert person.plan(0).kind is TodayKind.STOP
    assert person.plan(1).kind is TodayKind.STOP


def test_who_enters_again_corrects() -> None:
    person = loaded()
    person.trains(0, after=8)
    person.pain(0, PainMoment.AFTER, 3)
    assert person.plan(0).kind is TodayKind.DONE
    assert person.plan(2).pain.outcome is Outcome.EASE


def test_pain_before_a_training_that_was_left_out_is_no_longer_how_it_is() -> None:
    person = loaded()
    person.trains(0, "0")
    person.pain(2, PainMoment.BEFORE, 5)
    assert person.plan(2).pain.outcome is Outcome.EASE
    person.pain(3, PainMoment.BEFORE, 1)
    assert person.plan(3).pain.outcome is Outcome.GO_ON


def test_pain_that_lasts_is_for_a_professional() -> None:
    person = Person().screened()
    for week in range(3):
        person.pain(7 * week, PainMoment.WORST, 5)
    assert Rule.PAIN_LASTS not in rules(person.plan(21))
    person.pain(21, PainMoment.WORST, 4)
    assert Rule.PAIN_LASTS in rules(person.plan(21))
    person.pain(21, PainMoment.WORST, 3)  # corrected
    assert Rule.PAIN_LASTS not in rules(person.plan(21))
