"""A whole course, day after day, as a person lives it: stages, load, pain up and down, a missed week."""

from heelraise.coach.advice import Rule
from heelraise.coach.course import PainMoment
from heelraise.coach.cues.cue import CueKind
from heelraise.coach.programme.plan import ExercisePlan, Side
from heelraise.coach.questions import Question
from heelraise.coach.session.state import SessionEnd, Stand
from heelraise.coach.session.turns import turns_of
from heelraise.coach.today import TodayKind, TodayPlan
from tests.heelraise.coach.people import Person, load_kg, rules
from tests.heelraise.session.playing import Player

PAIN_AFTER = {6: 4, 20: 7}
MORE = {0: "3+", 2: "1-2", 4: "0"}
AWAY = range(28, 35)


def live(person: Person, day: int) -> TodayPlan:
    """Answer what is asked, do what is planned."""
    trained = person.log.done
    while asks := person.plan(day).asks:
        ask = asks[0]
        if isinstance(ask.what, PainMoment):
            person.pain(day, ask.what, 1)
        elif ask.what is Question.MORE_POSSIBLE:
            person.answer(day, ask.what, MORE.get(day % 6, "0"), ask.about)
        elif ask.what is Question.ONE_LEG:
            person.answer(day, ask.what, "3" if day >= 4 else "1", ask.about)
        elif ask.what is Question.PAINFUL:
            person.answer(day, ask.what, "left")
        elif ask.what is Question.ACTIVITY:
            person.answer(day, ask.what, "yes", "dancing")
        else:
            person.answer(day, ask.what, "no", ask.about)
    plan = person.plan(day)
    if plan.kind is TodayKind.TRAINING:
        person.does(day, plan.exercises[0], MORE.get(day % 6, "0"), led(plan.exercises[0]))
        person.pain(day, PainMoment.AFTER, PAIN_AFTER.get(day, 1))
    assert len(person.log.done) - len(trained) <= 1
    return plan


def led(exercise: ExercisePlan) -> dict[Side, tuple[int, ...]]:
    """Do a day's plan under the session that leads through it; return the sets of each side."""
    player = Player(turns_of([exercise]))
    while not player.state.is_over:
        if player.state.stand is Stand.READY:
            player.lifts(player.state.turn.reps or 0)
        else:
            player.wait(1.0)
    state = player.state
    assert state.end is SessionEnd.COMPLETE
    rests_s = [cue.number for cue in player.said if cue.kind is CueKind.REST]
    assert rests_s == [exercise.rest_s] * (len(state.done) - len(exercise.sides))
    return {
        side: tuple(len(one.reps) for one in state.done if one.turn.side is side) for side in exercise.sides
    }


def test_six_weeks() -> None:
    person = Person()
    plans = {day: live(person, day) for day in range(49) if day not in AWAY}
    trained = [day for day, plan in plans.items() if plan.kind is TodayKind.TRAINING]

    # Every other day; after "stop" on day 20 the pain settles on day 22; a week away; then on.
    assert trained == [*range(0, 28, 2), *range(35, 49, 2)]
    doses = {day: plans[day].exercises[0] for day in trained}
    stages = {day: (one.sets or 0, one.raises.reps if one.raises else 0) for day, one in doses.items()}
    assert {stages[day] for day in trained if day < 14} == {(3, 12)}
    # 26 days until the last training before the week away; the 9 days then count as 4: week 4 at once.
    assert {stages[day] for day in trained if 14 <= day < 28} == {(4, 10)}
    assert {stages[day] for day in trained if day >= 35} == {(5, 8)}
    assert [day for day in trained if Rule.NEW_STAGE in rules(plans[day])] == [14, 35]

    legs = {day: bool(one.raises and one.raises.one_leg) for day, one in doses.items()}
    assert [day for day in trained if not legs[day]] == [0, 2, 8, 22]  # 8 and 22: eased
    loads = {day: load_kg(one) for day, one in doses.items()}
    assert loads[0] == 0
    assert loads[8] < loads[6]
    assert loads[26] == loads[24] + person.programme.load.many_more_kg

    assert plans[20].kind is TodayKind.TRAINING
    assert plans[21].kind is TodayKind.STOP
    assert Rule.PAIN_BACK in rules(plans[22])
    assert {Rule.MISSED, Rule.PAUSE} <= rules(plans[35])
    assert {one.programme for one in person.log.done} == {person.programme.digest}
    # What the sessions led through is what was planned, session by session.
    assert [one.reps for one in person.log.done] == [(reps,) * sets for sets, reps in stages.values()]
    assert len(person.log.done) == len(trained) == 21


def test_a_missed_week_puts_the_next_stage_off() -> None:
    steady, away = Person().screened(), Person().screened()
    for day in range(0, 14, 2):
        steady.trains(day)
        if day not in (6, 8, 10):
            away.trains(day)
    assert steady.plan(14).exercises[0].sets == 4
    for day in (14, 16):
        assert away.trains(day).sets == 3
    assert away.plan(18).exercises[0].sets == 4
