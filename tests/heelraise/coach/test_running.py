from datetime import timedelta

from heelraise.coach.advice import Advice, Rule
from heelraise.coach.course import PainMoment
from heelraise.coach.programme.model import Programme
from heelraise.coach.questions import Question
from heelraise.coach.running import wanted_activities
from tests.heelraise.coach.people import START, Person
from tests.heelraise.coach.programmes import STANDARD, changed

STEPS = {rule for rule in Rule if rule.startswith("run_")}


def step(person: Person, day: int) -> Advice | None:
    return next((one for one in person.plan(day).advice if one.rule in STEPS), None)


def runner(programme: Programme = STANDARD) -> Person:
    person = Person(programme).screened()
    person.answer(0, Question.RUNNING, "yes")
    return person


def asked(person: Person, day: int) -> list[object]:
    return [ask.what for ask in person.plan(day).asks]


def test_who_wants_nothing_of_the_kind_is_told_nothing() -> None:
    assert step(Person().screened(), 0) is None
    assert not {Question.PAIN_FREE, Question.WALK_SORE} & {*asked(Person().screened(), 0)}


def test_running_needs_a_pain_free_month_and_a_walk_without_soreness() -> None:
    person = runner()
    person.pain(0, PainMoment.BEFORE, 1)
    wait = step(person, 20)
    assert wait is not None
    assert wait.rule is Rule.RUN_PAIN
    assert wait.values["until"] == START + timedelta(weeks=4)
    ask = step(person, 30)
    assert ask is not None
    assert ask.rule is Rule.RUN_ASK
    assert Question.PAIN_FREE in asked(person, 30)
    person.answer(30, Question.PAIN_FREE, "yes")
    assert (walk := step(person, 30)) is not None
    assert walk.rule is Rule.RUN_WALK
    assert walk.values["km"] == 10
    assert Question.WALK_SORE in asked(person, 30)
    person.answer(31, Question.WALK_SORE, "no")
    assert (morning := step(person, 31)) is not None
    assert morning.rule is Rule.RUN_MORNING
    assert Question.WALK_MORNING_SORE not in asked(person, 31)
    assert Question.WALK_MORNING_SORE in asked(person, 32)
    person.answer(32, Question.WALK_MORNING_SORE, "no")
    assert (free := step(person, 32)) is not None
    assert free.rule is Rule.RUN_ALLOWED


def test_each_step_names_the_source_of_its_own_number() -> None:
    programme = changed("walk_km = 10", 'walk_km = 10\nother_sources = { walk_km = "research" }')
    person = runner(programme)
    assert (weeks := step(person, 30)) is not None
    person.answer(30, Question.PAIN_FREE, "yes")
    assert (walk := step(person, 30)) is not None
    assert (weeks.source, walk.source) == (programme.sources["leaflet"], programme.sources["research"])


def test_missing_answers_are_no_zeros() -> None:
    person = runner()
    assert (ask := step(person, 40)) is not None
    assert ask.rule is Rule.RUN_ASK


def test_an_entry_in_the_log_outweighs_the_answer() -> None:
    person = runner()
    person.pain(20, PainMoment.MORNING, 1)
    person.answer(30, Question.PAIN_FREE, "yes")
    assert (wait := step(person, 30)) is not None
    assert wait.rule is Rule.RUN_PAIN


def test_a_slip_that_was_corrected_delays_nothing() -> None:
    person = runner()
    person.pain(20, PainMoment.MORNING, 7)
    person.pain(20, PainMoment.MORNING, 0)
    assert (ask := step(person, 30)) is not None
    assert ask.rule is Rule.RUN_ASK


def test_pain_named_now_is_waited_for_from_now() -> None:
    person = runner()
    person.answer(30, Question.PAIN_FREE, "no")
    assert (wait := step(person, 31)) is not None
    assert wait.values["until"] == START + timedelta(days=30, weeks=4)


def test_a_sore_walk_is_tried_again_later() -> None:
    person = runner()
    person.answer(30, Question.PAIN_FREE, "yes")
    person.answer(30, Question.WALK_SORE, "no")
    person.answer(31, Question.WALK_MORNING_SORE, "yes")
    assert (sore := step(person, 31)) is not None
    assert sore.rule is Rule.RUN_SORE
    person.answer(39, Question.PAIN_FREE, "yes")
    assert (again := step(person, 39)) is not None
    assert again.rule is Rule.RUN_WALK


def test_named_activities_wait_for_the_same_rule() -> None:
    person = Person().screened()
    person.answer(0, Question.ACTIVITY, "yes", "dancing in flat shoes")
    person.answer(0, Question.ACTIVITY, "yes", "long walks")
    assert wanted_activities(person.log) == ("dancing in flat shoes", "long walks")
    person.answer(1, Question.ACTIVITY, "no", "long walks")
    assert wanted_activities(person.log) == ("dancing in flat shoes",)
    assert (ask := step(person, 1)) is not None
    assert ask.values["activities"] == ("dancing in flat shoes",)
