from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heelraise.coach.advice import Rule
from heelraise.coach.course import PainMoment
from heelraise.coach.errors import AnswerError
from heelraise.coach.pain import Outcome
from heelraise.coach.programme.plan import Side
from heelraise.coach.questions import Question
from heelraise.coach.today import TodayKind, plan_of_exercise
from tests.heelraise.coach.people import START, Person, load_kg, rules, sides
from tests.heelraise.coach.programmes import STANDARD, changed

CALF = {"calf_raise", "step_training", "heel_lift"}


def test_the_first_day_asks_everything_once_and_plans_two_legs_without_load() -> None:
    person = Person()
    plan = person.plan(0)
    assert plan.kind is TodayKind.TRAINING
    asked = [ask.what for ask in plan.asks]
    assert asked[:2] == [Question.SCREENING, Question.SCREENING]
    assert {Question.PAINFUL, Question.FLAT_SHOES, Question.RUNNING, PainMoment.BEFORE} <= set(asked)
    assert len(set(plan.asks)) == len(plan.asks)
    first = plan.exercises[0]
    assert first.key == "heel_raise"
    assert first.raises is not None
    assert (first.sets, first.raises.reps, first.rest_s, first.raises.one_leg) == (3, 12, 120, False)
    assert load_kg(first) == 0
    assert {Rule.ASK_PROFESSIONAL, Rule.FIRST_DAY, Rule.STAND, Rule.SENSOR, Rule.TWO_LEGS} <= rules(plan)


@pytest.mark.parametrize("key", [one.key for one in STANDARD.screening])
def test_severe_pain_or_other_conditions_go_to_a_professional_first(key: str) -> None:
    person = Person().screened()
    person.answer(0, Question.SCREENING, "yes", key)
    plan = person.plan(0)
    assert plan.kind is TodayKind.ASK_FIRST
    assert (plan.exercises, plan.optional) == ((), ())
    assert [ask.what for ask in plan.asks] == [Question.CLEARED]
    person.answer(0, Question.CLEARED, "yes")
    assert person.plan(0).kind is TodayKind.TRAINING


def test_every_other_day_and_no_calf_exercise_on_the_days_between() -> None:
    person = Person().screened()
    assert {one.key for one in person.plan(0).optional} == CALF | {"ball_massage"}
    person.trains(0)
    done = person.plan(0)
    assert done.kind is TodayKind.DONE
    assert done.next_day == START + timedelta(days=2)
    rest = person.plan(1)
    assert rest.kind is TodayKind.REST
    assert not CALF & {one.key for one in (*rest.exercises, *rest.optional)}
    assert {one.key for one in rest.exercises} == {"plantar_stretch", "achilles_stretch", "foot_strength"}
    assert Rule.CALF_RESTS in rules(rest)
    assert rest.next_day == START + timedelta(days=2)
    assert person.plan(2).kind is TodayKind.TRAINING
    with pytest.raises(AnswerError, match="not for today"):
        plan_of_exercise(STANDARD, person.log, START + timedelta(days=1), "calf_raise")
    with pytest.raises(AnswerError, match="no exercise"):
        plan_of_exercise(STANDARD, person.log, START, "squat")
    assert plan_of_exercise(STANDARD, person.log, START, "calf_raise").raises is not None


def test_who_follows_only_the_guide_may_do_them_daily() -> None:
    person = Person(
        changed("calf_only_on_training_days = true", "calf_only_on_training_days = false")
    ).screened()
    person.trains(0)
    assert {one.key for one in person.plan(1).optional} >= CALF


def test_a_stretch_done_as_often_as_asked_is_off_the_list() -> None:
    person = Person().screened()
    stretch = next(one for one in person.plan(0).exercises if one.key == "plantar_stretch")
    assert sides(stretch) == [Side.LEFT, Side.RIGHT]
    person.does(0, stretch)
    assert stretch in person.plan(0).exercises
    person.does(0, stretch)
    assert stretch not in person.plan(0).exercises
    assert stretch in person.plan(1).exercises


@pytest.mark.parametrize(("more", "kg"), [("0", 5), ("1-2", 6), ("3+", 7)])
@pytest.mark.parametrize("day", [2, 14, 28, 60])
def test_the_load_follows_the_answer_in_every_stage(more: str, kg: float, day: int) -> None:
    person = Person().screened(one_leg=5)
    for before in range(0, day, 2):
        person.answer(before, Question.LOAD_KG, "5", "heel_raise")
        person.trains(before, more)
    plan = person.plan(day)
    assert load_kg(plan.exercises[0]) == kg
    assert (Rule.LOAD_RIGHT if more == "0" else Rule.LOAD_RAISE) in rules(plan)


def test_a_training_entered_days_later_is_not_the_last_one() -> None:
    person = Person().screened(one_leg=5)
    exercise = person.plan(0).exercises[0]
    person.answer(4, Question.LOAD_KG, "5", "heel_raise")
    person.trains(4, "0")
    person.does(2, exercise)
    assert load_kg(person.plan(6).exercises[0]) == 5


def test_the_person_decides_the_load() -> None:
    person = Person().screened(one_leg=5)
    person.trains(0, "3+")
    person.answer(2, Question.LOAD_KG, "7,5", "heel_raise")
    assert load_kg(person.plan(2).exercises[0]) == 7.5
    assert Rule.LOAD_OWN in rules(person.plan(2))


def test_without_load_there_is_nothing_to_take_off() -> None:
    person = Person().screened(one_leg=5)
    person.trains(0, "0", after=4)
    person.pain(2, PainMoment.BEFORE, 1)
    eased = person.plan(2)
    assert Rule.TWO_LEGS_TODAY in rules(eased)
    assert Rule.LOAD_EASE not in rules(eased)
    calm = Person().screened(one_leg=5)
    calm.trains(0, "0")
    calm.pain(2, PainMoment.BEFORE, 1)
    assert Rule.LOAD_NONE in rules(calm.plan(2))


def test_the_load_never_goes_above_the_programmes_most() -> None:
    person = Person().screened(one_leg=5)
    person.answer(0, Question.LOAD_KG, "29", "heel_raise")
    person.trains(0, "3+")
    assert load_kg(person.plan(2).exercises[0]) == 30
    person.answer(2, Question.LOAD_KG, "40", "heel_raise")
    person.trains(2, "3+")
    assert load_kg(person.plan(4).exercises[0]) == 40


def test_an_open_answer_about_the_load_is_asked_and_changes_nothing() -> None:
    person = Person().screened(one_leg=5)
    person.answer(0, Question.LOAD_KG, "4", "heel_raise")
    person.trains(0)
    plan = person.plan(2)
    assert Question.MORE_POSSIBLE in [ask.what for ask in plan.asks]
    assert load_kg(plan.exercises[0]) == 4


def test_one_leg_comes_with_three_repetitions_and_is_asked_again_later() -> None:
    person = Person().screened()
    person.pain(0, PainMoment.BEFORE, 1)
    assert Question.ONE_LEG in [ask.what for ask in person.plan(0).asks]
    person.answer(0, Question.ONE_LEG, "2", "left")
    plan = person.plan(0)
    assert Question.ONE_LEG not in [ask.what for ask in plan.asks]
    assert sides(plan.exercises[0]) == [Side.BOTH]
    assert plan.exercises[0].worn_on is Side.LEFT
    person.trains(0)
    for day, again in ((2, False), (4, True)):
        person.pain(day, PainMoment.BEFORE, 1)
        assert (Question.ONE_LEG in [ask.what for ask in person.plan(day).asks]) is again
    person.answer(4, Question.ONE_LEG, "3", "left")
    plan = person.plan(4)
    first = plan.exercises[0]
    assert first.raises is not None
    assert first.raises.one_leg
    assert first.raises.may_finish_on_two
    assert sides(first) == [Side.LEFT]
    assert {Rule.ONE_LEG, Rule.FINISH_ON_TWO, Rule.ONE_SIDE} <= rules(plan)


def test_two_sides_take_turns_in_going_first() -> None:
    person = Person().screened("both", one_leg=3)
    assert sides(person.trains(0)) == [Side.LEFT, Side.RIGHT]
    assert sides(person.trains(2)) == [Side.RIGHT, Side.LEFT]
    assert sides(person.trains(4)) == [Side.LEFT, Side.RIGHT]


def test_one_weak_side_keeps_both_at_once() -> None:
    person = Person().screened("both", one_leg=3)
    person.answer(0, Question.ONE_LEG, "1", "right")
    plan = person.plan(0)
    assert sides(plan.exercises[0]) == [Side.BOTH]
    assert Rule.BOTH_AT_ONCE in rules(plan)


def test_missed_sessions_are_not_made_up_for_and_a_pause_does_not_count() -> None:
    person = Person().screened()
    person.trains(0)
    plan = person.plan(9)
    assert plan.kind is TodayKind.TRAINING
    missed = next(one for one in plan.advice if one.rule is Rule.MISSED)
    assert missed.values["count"] == 3
    assert next(one for one in plan.advice if one.rule is Rule.PAUSE).values == {"days": 9, "at_most": 4}
    assert plan.weeks_done == 0
    assert PainMoment.MORNING not in [ask.what for ask in plan.asks]


def test_maintenance_after_the_pain_has_gone() -> None:
    person = Person().screened()
    for day in range(0, 14, 2):
        assert Rule.MAINTAIN not in rules(person.plan(day))
        person.trains(day)
    plan = person.plan(14)
    assert Rule.MAINTAIN in rules(plan)
    assert plan.kind is TodayKind.TRAINING
    person.pain(14, PainMoment.BEFORE, 1)
    assert Rule.MAINTAIN not in rules(person.plan(14))


def test_a_slip_that_was_corrected_is_no_pain() -> None:
    person = Person().screened()
    for day in range(0, 14, 2):
        person.trains(day)
    person.pain(13, PainMoment.WORST, 8)
    assert Rule.MAINTAIN not in rules(person.plan(14))
    person.pain(13, PainMoment.WORST, 0)
    assert Rule.MAINTAIN in rules(person.plan(14))


def test_silence_is_no_absence_of_pain() -> None:
    person = Person().screened()
    person.trains(0)
    assert Rule.MAINTAIN not in rules(person.plan(20))


def test_flat_shoes_bring_the_reminder_of_the_insoles() -> None:
    person = Person().screened()
    assert Rule.INSOLES not in rules(person.plan(0))
    person.answer(0, Question.FLAT_SHOES, "yes")
    assert Rule.INSOLES in rules(person.plan(0))


def test_a_clock_set_back_gives_no_second_training() -> None:
    person = Person().screened()
    person.trains(10)
    plan = person.plan(9)
    assert plan.kind is TodayKind.DONE
    assert plan.next_day == START + timedelta(days=12)
    assert Rule.CLOCK in rules(plan)


def test_an_entry_from_a_far_future_blocks_nothing() -> None:
    person = Person().screened()
    person.trains(900)
    plan = person.plan(9)
    assert plan.kind is TodayKind.TRAINING
    assert Rule.CLOCK in rules(plan)


def test_a_programme_changed_in_mid_course_counts_at_once_and_is_said() -> None:
    person = Person().screened()
    person.trains(0)
    person.programme = changed("sets = 3\nreps = 12", "sets = 2\nreps = 15")
    plan = person.plan(2)
    assert (plan.exercises[0].sets, plan.exercises[0].raises and plan.exercises[0].raises.reps) == (2, 15)
    assert Rule.NEW_PROGRAMME in rules(plan)
    person.trains(2)
    assert Rule.NEW_PROGRAMME not in rules(person.plan(4))


def test_each_piece_of_advice_names_whose_rule_it_is() -> None:
    person = Person().screened("both", one_leg=3)
    person.answer(0, Question.FLAT_SHOES, "yes")
    person.answer(0, Question.LOAD_KG, "6", "heel_raise")
    person.trains(0, "1-2", after=4)
    sources = set(STANDARD.sources.values())
    for day in (0, 1, 2, 9):
        assert all(one.source in sources for one in person.plan(day).advice)
    said = {one.rule: one.source for one in person.plan(2).advice}
    assert said[Rule.TRAINING_DAY] == STANDARD.sources["leaflet"]
    assert said[Rule.LOAD_EASE] == STANDARD.sources["ours"]


_DAYS = st.integers(0, 50)
_ENTRIES = st.one_of(
    st.tuples(st.just("train"), _DAYS, st.sampled_from(["0", "1-2", "3+"])),
    st.tuples(st.sampled_from(list(PainMoment)), _DAYS, st.integers(0, 10)),
    st.tuples(st.just("leg"), _DAYS, st.integers(0, 5)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_ENTRIES, max_size=12), _DAYS, st.booleans())
def test_whatever_was_entered_the_plan_keeps_its_laws(
    entries: list[tuple[str, int, object]], day: int, sharp: bool
) -> None:
    person = Person().screened("both")
    for kind, when, value in entries:
        if kind == "train":
            plan = person.plan(when)
            if plan.kind is TodayKind.TRAINING:
                person.does(when, plan.exercises[0], str(value))
        elif kind == "leg":
            person.answer(when, Question.ONE_LEG, str(value), "left")
        else:
            person.pain(when, PainMoment(kind), int(str(value)))
    if sharp:
        person.pain(day, PainMoment.DURING, 0, sharp=True)
    plan = person.plan(day)
    assert plan == person.plan(day)
    keys = {one.key for one in (*plan.exercises, *plan.optional)}
    assert ("heel_raise" in keys) is (plan.kind is TodayKind.TRAINING)
    assert plan.next_day > plan.day or plan.kind in (TodayKind.TRAINING, TodayKind.ASK_FIRST)
    if sharp and plan.day == START + timedelta(days=day):
        assert plan.pain.outcome is Outcome.STOP
    if plan.pain.outcome is Outcome.STOP:
        assert plan.kind is TodayKind.STOP
        assert not keys
    if plan.kind is TodayKind.REST:
        assert not keys & CALF
