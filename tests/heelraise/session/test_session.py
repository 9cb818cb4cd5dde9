"""What a person does, and what the session makes of it."""

import pytest

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import ExerciseKind, ExercisePlan, Raises, Side, Watch, Wording
from heelraise.coach.session.events import (
    AttemptSeen,
    GoOnAsked,
    LinkBack,
    LinkLost,
    PainAnswered,
    PauseAsked,
    Progress,
    RepDone,
    SensorNotOk,
    SensorOk,
    SideChanged,
    StopAsked,
)
from heelraise.coach.session.state import SessionEnd, SetEnd, Stand, first_state
from heelraise.coach.session.turns import Turn, free_turn, turns_of
from models.verdict import Flag
from sensing.types import Phase, Placement
from tests.heelraise.session.playing import TEMPO, Player, raises, rep_of, stretch


def test_a_whole_session_runs_without_touching_anything() -> None:
    player = Player(raises()).wait(3).lifts(3)
    assert (player.state.stand, player.state.left_s) == (Stand.REST, 60.0)
    player.wait(60)
    assert player.state.stand is Stand.READY
    player.lifts(3).wait(10)
    assert (player.state.stand, player.state.end) == (Stand.DONE, SessionEnd.COMPLETE)
    assert player.sets() == [(3, SetEnd.COUNT), (3, SetEnd.COUNT)]
    assert player.kinds() == [
        CueKind.GET_READY,
        *[CueKind.COUNT] * 3,
        CueKind.SET_DONE,
        CueKind.REST,
        CueKind.START,
        *[CueKind.COUNT] * 3,
        CueKind.SET_DONE,
        CueKind.DONE,
    ]


def test_nothing_begins_before_the_sensor_will_do() -> None:
    player = Player(raises())
    player.state, player.said = first_state(raises()), []
    player.do(SensorNotOk(1.0), Progress(2.0, Phase.CONCENTRIC))
    assert (player.state.stand, player.kinds()) == (Stand.CHECK, [CueKind.SENSOR_NOT_OK])
    assert player.do(SensorOk(3.0)).state.stand is Stand.READY


def test_standing_still_is_a_pause_and_lifting_goes_on() -> None:
    player = Player(raises(reps=5)).lifts(2).wait(10)
    assert player.state.stand is Stand.PAUSED
    assert player.lift().state.stand is Stand.SET
    assert len(player.state.reps) == 3


def test_who_stops_after_two_gets_the_rest_and_is_not_nagged() -> None:
    player = Player(raises(reps=12)).lifts(2).wait(20)
    assert player.state.stand is Stand.REST
    assert player.sets() == [(2, SetEnd.STILLNESS)]
    assert player.state.left_s == pytest.approx(40.0)  # the rest began when the person stopped
    player.wait(40).wait(299)
    assert player.kinds().count(CueKind.PAUSED) == 1
    assert player.wait(1).state.end is SessionEnd.LEFT


def test_who_walks_off_in_mid_set_leaves_a_set_behind() -> None:
    player = Player(raises(reps=12)).lifts(4)
    for _ in range(60):  # a step a second is lift and lowering to the sensor
        player.do(Progress(player.t_s + 0.5, Phase.CONCENTRIC), Progress(player.t_s + 1.0, Phase.ECCENTRIC))
    assert player.sets() == [(4, SetEnd.STILLNESS)]
    assert player.state.stand is Stand.REST


def test_steps_before_the_first_repetition_are_no_set() -> None:
    player = Player(raises()).do(Progress(1.0, Phase.CONCENTRIC), Progress(2.0, Phase.REST))
    assert player.state.stand is Stand.SET
    player.wait(20)
    assert (player.state.stand, player.state.done, player.kinds()) == (Stand.READY, (), [CueKind.GET_READY])


def test_fifteen_instead_of_twelve_count_and_the_rest_is_whole() -> None:
    player = Player(raises(reps=12, rest_s=120)).lifts(15)
    assert player.sets() == [(15, SetEnd.COUNT)]
    assert (player.state.stand, player.state.left_s) == (Stand.REST, 120.0)
    assert [cue.number for cue in player.said if cue.kind is CueKind.COUNT] == list(range(1, 16))


def test_further_repetitions_of_the_last_set_count_too() -> None:
    player = Player(raises(sets=1)).lifts(5)
    assert player.sets() == [(5, SetEnd.COUNT)]
    assert player.wait(9).state.stand is Stand.CLOSING
    assert player.wait(1).state.stand is Stand.DONE


def test_a_lift_that_is_going_on_when_the_session_closes_still_counts() -> None:
    player = Player(raises(sets=1)).lifts(3).wait(4)
    player.do(Progress(player.t_s, Phase.CONCENTRIC)).wait(7)
    player.do(RepDone(player.t_s, rep_of(player.t_s - 8.2)))
    assert player.sets() == [(4, SetEnd.COUNT)]


def test_lifting_again_during_the_rest_begins_the_next_set() -> None:
    player = Player(raises()).lifts(3).wait(25).lift()
    assert player.state.stand is Stand.SET
    assert (player.state.turn.number, len(player.state.reps)) == (2, 1)


def test_the_person_may_cut_the_rest_short() -> None:
    player = Player(raises()).lifts(3).wait(5)
    assert player.do(GoOnAsked(player.t_s)).state.stand is Stand.READY


def test_an_attempt_means_that_the_quality_is_used_up() -> None:
    player = Player(raises(reps=12)).lifts(7)
    player.do(AttemptSeen(player.t_s + 3))
    assert player.sets() == [(7, SetEnd.QUALITY)]
    assert player.state.stand is Stand.REST


def test_two_low_ones_in_a_row_do_too_one_does_not() -> None:
    player = Player(raises(reps=12)).lifts(3).lift(Flag.LOW).lift().lift(Flag.LOW)
    assert player.state.stand is Stand.SET
    assert player.lift(Flag.LOW).sets() == [(7, SetEnd.QUALITY)]


def test_a_trial_lift_before_the_set_ends_nothing() -> None:
    player = Player(raises()).do(Progress(1.0, Phase.CONCENTRIC), AttemptSeen(2.0))
    assert (player.state.stand, player.state.attempts) == (Stand.SET, 1)


def test_at_least_eight_as_many_sets_as_possible() -> None:
    dose = Raises(8, True, TEMPO, True, False, False, 0.0, False)
    plan = ExercisePlan(
        "heel_raise",
        Wording("tåhævning", "heel raise"),
        Wording("", ""),
        ExerciseKind.RAISES,
        (Side.LEFT,),
        None,
        60.0,
        dose,
        None,
        Watch.REPETITIONS,
        Placement.FOOT,
    )
    player = Player(turns_of([plan])).lifts(10)
    assert player.state.stand is Stand.SET
    player.do(AttemptSeen(player.t_s))
    assert (player.state.stand, player.state.turn.number) == (Stand.REST, 2)
    player.wait(60).lifts(4)
    player.do(AttemptSeen(player.t_s))  # fewer than asked: no further set is possible
    assert player.state.stand is Stand.CLOSING
    assert player.sets() == [(10, SetEnd.QUALITY), (4, SetEnd.QUALITY)]


def test_one_side_is_finished_before_the_sensor_moves() -> None:
    turns = raises(sets=1, side=Side.LEFT) + raises(sets=1, side=Side.RIGHT)
    player = Player(turns).lifts(3)
    assert player.state.stand is Stand.SIDE
    assert player.kinds()[-2:] == [CueKind.SIDE_RIGHT, CueKind.MOVE_SENSOR]
    player.do(Progress(player.t_s + 3, Phase.CONCENTRIC), RepDone(player.t_s + 9, rep_of(player.t_s + 6)))
    assert player.state.reps == ()  # strapping the sensor on is no repetition
    player.wait(60).lifts(3).wait(10)
    assert [one.turn.side for one in player.state.done] == [Side.LEFT, Side.RIGHT]
    assert player.state.end is SessionEnd.COMPLETE


def test_who_changes_legs_in_mid_set_finds_that_leg_s_sets_first() -> None:
    turns = raises(sets=2, side=Side.LEFT) + raises(sets=2, side=Side.RIGHT)
    player = Player(turns).lifts(2)
    player.do(SideChanged(player.t_s + 5, Side.RIGHT))
    assert player.sets() == [(2, SetEnd.ASKED)]
    ahead = (player.state.turn, *player.state.ahead)
    assert [turn.side for turn in ahead] == [Side.RIGHT, Side.RIGHT, Side.LEFT]


def test_who_finishes_on_two_legs_does_the_remaining_sets_so() -> None:
    player = Player(raises(sets=3, side=Side.LEFT)).lifts(2)
    player.do(SideChanged(player.t_s, Side.BOTH))
    assert [turn.side for turn in (player.state.turn, *player.state.ahead)] == [Side.BOTH, Side.BOTH]


def test_a_lost_sensor_costs_neither_set_nor_repetitions() -> None:
    player = Player(raises(reps=5)).lifts(2)
    player.do(LinkLost(player.t_s + 1)).wait(200)
    assert player.state.stand is Stand.SET
    player.do(LinkBack(player.t_s)).lifts(3)
    assert player.sets() == [(5, SetEnd.COUNT)]
    assert [k for k in player.kinds() if "sensor" in k] == [CueKind.SENSOR_LOST, CueKind.SENSOR_BACK]


def test_a_rest_goes_on_without_the_sensor() -> None:
    player = Player(raises()).lifts(3)
    assert player.do(LinkLost(player.t_s + 1)).wait(60).state.stand is Stand.READY


def test_stretches_are_timed_side_by_side() -> None:
    player = Player((stretch(Side.LEFT), stretch(Side.RIGHT)))
    assert player.state.left_s == 10.0
    player.wait(10)
    assert (player.state.stand, player.state.left_s) == (Stand.TIMED, 30.0)
    player.wait(30)
    assert player.state.stand is Stand.SIDE
    player.wait(5).wait(10).wait(30)
    assert player.state.end is SessionEnd.COMPLETE
    assert [(one.turn.side, one.held_s) for one in player.state.done] == [
        (Side.LEFT, 30.0),
        (Side.RIGHT, 30.0),
    ]


def test_a_stretch_stands_still_while_paused_and_says_when_the_foot_moves() -> None:
    player = Player((stretch(Side.LEFT, watch=Watch.STILLNESS),)).wait(10).wait(12)
    player.do(Progress(player.t_s, Phase.CONCENTRIC))
    assert player.kinds()[-1] is CueKind.HOLD_STILL
    player.do(PauseAsked(player.t_s)).wait(100)
    assert (player.state.stand, player.state.left_s) == (Stand.PAUSED, 18.0)
    player.do(GoOnAsked(player.t_s)).wait(18)
    assert player.state.done[0].held_s == 30.0


def test_a_stretch_may_be_cut_short_and_is_kept_as_long_as_it_was() -> None:
    player = Player((stretch(Side.LEFT),)).wait(10).wait(12)
    player.do(PauseAsked(player.t_s)).wait(5)
    assert player.do(StopAsked(player.t_s)).state.done[0].held_s == 12.0


def test_the_pain_is_asked_for_and_an_answer_ends_the_session() -> None:
    player = Player(raises(sets=1), asks_pain=True).lifts(3).wait(10)
    assert (player.state.stand, player.kinds()[-1]) == (Stand.PAIN, CueKind.PAIN_QUESTION)
    player.do(PainAnswered(player.t_s + 4, 2))
    assert (player.state.end, player.state.pain) == (SessionEnd.COMPLETE, 2)


def test_a_pain_in_the_middle_is_kept_apart_from_the_one_at_the_end() -> None:
    player = Player(raises(sets=1), asks_pain=True).lifts(1).do(PainAnswered(9.0, 4), PainAnswered(9.5, 3))
    player.lifts(2).wait(10)
    assert player.state.stand is Stand.PAIN
    player.do(PainAnswered(player.t_s + 3, 2))
    assert (player.state.pain_during, player.state.pain) == (4, 2)


def test_who_answers_before_the_question_is_not_asked() -> None:
    player = Player(raises(sets=1), asks_pain=True).lifts(3)
    player.do(PainAnswered(player.t_s + 1, 2)).wait(10)
    assert (player.state.stand, player.state.pain) == (Stand.DONE, 2)
    assert CueKind.PAIN_QUESTION not in player.kinds()


def test_no_answer_about_the_pain_ends_it_as_well() -> None:
    player = Player(raises(sets=1), asks_pain=True).lifts(3).wait(10).wait(120)
    assert (player.state.end, player.state.pain) == (SessionEnd.COMPLETE, None)


@pytest.mark.parametrize("seconds", [0, 30, 40, 200])
def test_strong_pain_stops_from_anywhere(seconds: float) -> None:
    player = Player(raises()).lifts(2).wait(seconds)
    player.do(PainAnswered(player.t_s, 8, stop=True))
    assert (player.state.stand, player.state.end) == (Stand.STOPPED, SessionEnd.PAIN)
    assert len(player.state.all_reps) == 2


def test_just_counting_goes_on_set_after_set() -> None:
    player = Player((free_turn(TEMPO),)).lifts(20).do(AttemptSeen(170.0)).wait(30)
    assert player.sets() == [(20, SetEnd.STILLNESS)]
    assert (player.state.stand, player.state.turn.number) == (Stand.READY, 2)
    assert player.wait(3600).lifts(2).state.stand is Stand.SET


def test_a_break_that_was_asked_for_lasts_until_the_person_lifts() -> None:
    player = Player(raises()).lifts(1)
    player.do(PauseAsked(player.t_s)).wait(200)
    assert player.state.stand is Stand.PAUSED
    assert player.lift().state.stand is Stand.SET


def test_time_that_runs_backwards_is_no_time_at_all() -> None:
    player = Player(raises()).lifts(2)
    before = player.state
    assert player.do(SensorOk(1.0)).state == before


def test_another_exercise_follows_after_the_rest() -> None:
    turns = (*raises(sets=1), stretch(Side.LEFT))
    player = Player((*turns[:1], Turn(**{**_fields(turns[1]), "side": None}))).lifts(3)
    assert [cue.kind for cue in player.said[-3:]] == [CueKind.SET_DONE, CueKind.NEXT_EXERCISE, CueKind.REST]
    assert player.said[-1] == Cue(player.t_s, CueKind.REST, 60)
    assert player.wait(60).state.left_s == 10.0


def _fields(turn: Turn) -> dict[str, object]:
    return {name: getattr(turn, name) for name in Turn.__slots__}
