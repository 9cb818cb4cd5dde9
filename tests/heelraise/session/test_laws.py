"""Laws of every session, whatever happens in whatever order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from heelraise.coach.programme.plan import Side
from heelraise.coach.session.events import (
    EVENTS,
    AttemptSeen,
    Event,
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
    Tick,
)
from heelraise.coach.session.state import SessionState, Stand, first_state
from heelraise.coach.session.table import TABLE, step
from heelraise.coach.session.turns import free_turn
from models.verdict import Flag
from sensing.types import Phase
from tests.heelraise.session.playing import TEMPO, raises, rep_of, stretch

PLANS = [
    raises(3, 2, 60.0),
    raises(2, 2, 30.0, Side.LEFT) + raises(2, 1, 30.0, Side.RIGHT),
    (free_turn(TEMPO),),
    (stretch(Side.LEFT), stretch(Side.RIGHT), *raises(2, 1)),
]

ACTS = st.one_of(
    st.just(Tick),
    st.sampled_from([SensorOk, SensorNotOk, LinkLost, LinkBack, AttemptSeen, PauseAsked, GoOnAsked]),
    st.sampled_from([Phase.CONCENTRIC, Phase.ECCENTRIC, Phase.REST]).map(
        lambda phase: lambda t_s: Progress(t_s, phase)
    ),
    st.sampled_from([(), (Flag.LOW,), (Flag.ECCENTRIC_TOO_FAST,)]).map(
        lambda flags: lambda t_s: RepDone(t_s, rep_of(t_s - 8.2, *flags))
    ),
    st.sampled_from([Side.LEFT, Side.RIGHT, Side.BOTH]).map(lambda side: lambda t_s: SideChanged(t_s, side)),
    st.booleans().map(lambda stop: lambda t_s: PainAnswered(t_s, 3, stop)),
)
PAUSES_S = st.sampled_from([0.0, 0.1, 2.0, 8.2, 11.0, 25.0, 61.0, 400.0])


@st.composite
def stories(draw: st.DrawFn) -> tuple[SessionState, list[Event]]:
    state = first_state(draw(st.sampled_from(PLANS)), asks_pain=draw(st.booleans()))
    t_s, events = 0.0, [SensorOk(0.0)]
    for pause_s, make in draw(st.lists(st.tuples(PAUSES_S, ACTS), max_size=40)):
        t_s += pause_s
        events.append(make(t_s))
    return state, events


def played(state: SessionState, events: list[Event]) -> list[SessionState]:
    states = [state]
    for event in events:
        states.append(step(states[-1], event)[0])
    return states


def test_every_state_knows_every_event() -> None:
    assert set(TABLE) == set(Stand)
    for row in TABLE.values():
        assert set(row) == set(EVENTS)


@given(stories())
def test_counts_never_fall(story: tuple[SessionState, list[Event]]) -> None:
    states = played(*story)
    for before, after in pairwise(states):
        assert after.all_reps[: len(before.all_reps)] == before.all_reps
        assert after.t_s >= before.t_s
        assert after.attempts >= before.attempts
        assert len(after.done) >= len(before.done)


@given(stories())
def test_stop_is_final_and_beats_everything(story: tuple[SessionState, list[Event]]) -> None:
    state, events = story
    for place, before in enumerate(played(state, events)):
        stopped, _ = step(before, StopAsked(before.t_s))
        assert stopped.stand in ((Stand.STOPPED,) if not before.is_over else (before.stand,))
        assert played(stopped, events[place:])[-1] == stopped


@given(stories())
def test_a_rest_is_never_shorter_than_asked_without_the_person_s_doing(
    story: tuple[SessionState, list[Event]],
) -> None:
    state, events = story
    counted_s = 0.0
    for event in events:
        before, (state, _) = state, step(state, event)
        if len(state.all_reps) > len(before.all_reps):
            counted_s = event.t_s
        rested = before.stand is Stand.REST and state.stand in (Stand.READY, Stand.SET, Stand.TIMED)
        if rested and not isinstance(event, GoOnAsked | SideChanged | RepDone):
            assert event.t_s - counted_s >= (before.done[-1].turn.rest_s or 0.0)


@given(stories())
def test_the_same_events_give_the_same_session(story: tuple[SessionState, list[Event]]) -> None:
    assert played(*story) == played(*story)


@given(stories(), st.lists(st.floats(0.0, 2000.0), max_size=20))
def test_it_does_not_matter_how_often_the_time_is_told(
    story: tuple[SessionState, list[Event]], more_s: list[float]
) -> None:
    state, events = story
    dense = sorted([*events, *(Tick(t_s) for t_s in more_s if t_s <= events[-1].t_s)], key=lambda e: e.t_s)
    assert _said(state, dense) == _said(state, events)
    assert played(state, dense)[-1] == played(state, events)[-1]


def _said(state: SessionState, events: list[Event]) -> list[object]:
    out: list[object] = []
    for event in events:
        state, cues = step(state, event)
        out += cues
    return out


@given(stories())
def test_a_running_set_is_never_forgotten(story: tuple[SessionState, list[Event]]) -> None:
    state, events = story
    last = played(state, events)[-1]
    counted = sum(cue.kind == "count" for cue in _said(state, events))  # type: ignore[attr-defined]
    assert len(last.all_reps) == counted
