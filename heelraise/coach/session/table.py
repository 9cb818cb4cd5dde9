"""The table of states and events, and the one step that everything in a session is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from heelraise.coach.session import rules
from heelraise.coach.session.deadlines import advance
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
from heelraise.coach.session.moves import Outcome
from heelraise.coach.session.state import SessionState, Stand

Rule: TypeAlias = Callable[[SessionState, Any], Outcome]
Row: TypeAlias = Mapping[type[Event], Rule]

_OVER: Row = dict.fromkeys(EVENTS, rules.stay)

_RUNNING: Row = {
    Tick: rules.stay,
    SensorOk: rules.stay,
    SensorNotOk: rules.stay,
    LinkLost: rules.lost,
    LinkBack: rules.back,
    Progress: rules.moves,
    RepDone: rules.stay,
    AttemptSeen: rules.stay,
    PauseAsked: rules.stay,
    GoOnAsked: rules.stay,
    SideChanged: rules.changes,
    PainAnswered: rules.answers,
    StopAsked: rules.stops,
}
"""What holds in every state that is not over, unless the state says otherwise."""

TABLE: Mapping[Stand, Row] = {
    Stand.CHECK: {
        **_RUNNING,
        SensorOk: rules.ready,
        SensorNotOk: rules.not_ok,
        RepDone: rules.counts,
        GoOnAsked: rules.ready,
    },
    Stand.READY: {
        **_RUNNING,
        Progress: rules.lifts,
        RepDone: rules.counts,
        PauseAsked: rules.pauses,
        GoOnAsked: rules.starts,
    },
    Stand.SET: {
        **_RUNNING,
        Progress: rules.lifts,
        RepDone: rules.counts,
        AttemptSeen: rules.tries,
        PauseAsked: rules.pauses,
        GoOnAsked: rules.ends_set,
    },
    Stand.PAUSED: {
        **_RUNNING,
        Progress: rules.lifts,
        RepDone: rules.counts,
        AttemptSeen: rules.tries,
        GoOnAsked: rules.goes_on,
    },
    Stand.TIMED: {
        **_RUNNING,
        Progress: rules.wavers,
        PauseAsked: rules.pauses,
        GoOnAsked: rules.ends_set,
    },
    Stand.REST: {**_RUNNING, RepDone: rules.counts_late, GoOnAsked: rules.ready},
    Stand.SIDE: {**_RUNNING, RepDone: rules.counts_late, GoOnAsked: rules.ready},
    Stand.CLOSING: {
        **_RUNNING,
        RepDone: rules.counts_late,
        GoOnAsked: rules.closes,
        SideChanged: rules.stay,
    },
    Stand.PAIN: {**_RUNNING, GoOnAsked: rules.skips, SideChanged: rules.stay},
    Stand.DONE: _OVER,
    Stand.STOPPED: _OVER,
}
"""Every state by every event."""


def step(state: SessionState, event: Event) -> Outcome:
    """Return the state after an event and the cues of the way there.

    Parameters
    ----------
    state : SessionState
        The state before.
    event : Event
        What happened; its time may not be earlier than the state's, and counts as now if it is.
    """
    if state.is_over:
        return state, ()
    state, said = advance(state, event.t_s)
    state, more = TABLE[state.stand][type(event)](state, event)
    return state, said + more
