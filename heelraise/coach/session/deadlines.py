"""What happens because time goes on. Each deadline acts at its own time, however late the news of it come."""

from __future__ import annotations

from dataclasses import replace

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import ExerciseKind
from heelraise.coach.session.moves import (
    Outcome,
    begin_timer,
    close,
    end_set,
    enter,
    finish,
    get_ready,
    say,
)
from heelraise.coach.session.settings import SETTINGS
from heelraise.coach.session.state import SessionEnd, SessionState, SetEnd, Stand
from sensing.types import Phase


def advance(state: SessionState, t_s: float) -> Outcome:
    """Let time go on to `t_s`; the same in one step or in many."""
    said: tuple[Cue, ...] = ()
    while not state.is_over and (due_s := next_deadline_s(state)) is not None and due_s <= t_s:
        state, more = _ACTS[state.stand](replace(state, t_s=max(due_s, state.t_s)))
        said = (*said, *more)
    return (state if state.is_over else replace(state, t_s=max(t_s, state.t_s))), said


def next_deadline_s(state: SessionState) -> float | None:
    """Return when something happens by itself if nobody does anything, s; None for never."""
    if state.stand in (Stand.SET, Stand.PAUSED):
        return _stillness_s(state)
    if state.stand is Stand.READY and state.until_s is None:
        endless = state.turn.reps is None or not state.linked
        return None if endless else state.active_s + SETTINGS.left_after_s
    return state.until_s


def _stillness_s(state: SessionState) -> float | None:
    if state.turn.kind is not ExerciseKind.RAISES or state.break_asked:
        return state.since_s + SETTINGS.left_after_s
    if not state.linked:
        return None  # nobody sees whether the person stands still
    if state.movement is not Phase.REST:
        return state.rep_at_s + SETTINGS.walked_off_after_s
    within = SETTINGS.pause_after_s if state.stand is Stand.SET else SETTINGS.set_over_after_s
    return min(state.active_s + within, state.rep_at_s + SETTINGS.walked_off_after_s)


def _on_still(state: SessionState) -> Outcome:
    """Standing still is a pause first, then the end of the set; without a repetition it was no set."""
    walked = state.t_s - state.rep_at_s >= SETTINGS.walked_off_after_s
    if state.stand is Stand.SET and not walked:
        # The clock of the stillness goes on.
        paused = replace(enter(state, Stand.PAUSED), active_s=state.active_s)
        return say(paused, CueKind.PAUSED) if state.reps else (paused, ())
    if not state.reps:
        return enter(state, Stand.READY), ()
    return end_set(state, SetEnd.STILLNESS)


def _on_pause_over(state: SessionState) -> Outcome:
    if state.turn.kind is ExerciseKind.RAISES and not state.break_asked:
        return _on_still(state)
    return finish(state, SessionEnd.LEFT)


def _on_ready_over(state: SessionState) -> Outcome:
    if state.turn.kind is not ExerciseKind.RAISES:
        return begin_timer(state)
    return finish(state, SessionEnd.COMPLETE if state.turn.open_ended and state.done else SessionEnd.LEFT)


def _on_time(state: SessionState) -> Outcome:
    return end_set(state, SetEnd.TIME)


def _on_closing_over(state: SessionState) -> Outcome:
    lifting_until_s = state.rep_at_s + SETTINGS.set_over_after_s
    if state.movement is not Phase.REST and state.t_s < lifting_until_s:
        return replace(state, until_s=lifting_until_s), ()  # what is being lifted still counts
    return close(state)


def _on_no_answer(state: SessionState) -> Outcome:
    return finish(state, SessionEnd.COMPLETE)


_ACTS = {
    Stand.READY: _on_ready_over,
    Stand.SET: _on_still,
    Stand.PAUSED: _on_pause_over,
    Stand.TIMED: _on_time,
    Stand.REST: get_ready,
    Stand.SIDE: get_ready,
    Stand.CLOSING: _on_closing_over,
    Stand.PAIN: _on_no_answer,
}
