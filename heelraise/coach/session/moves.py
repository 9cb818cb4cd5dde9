"""The steps that a session is made of: begin, end a set, rest, change sides, finish."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import ExerciseKind, Side, Watch
from heelraise.coach.session.settings import SETTINGS
from heelraise.coach.session.state import DoneSet, SessionEnd, SessionState, SetEnd, Stand
from heelraise.coach.session.turns import Turn

Outcome: TypeAlias = tuple[SessionState, tuple[Cue, ...]]

_SIDE_CUES = {Side.LEFT: CueKind.SIDE_LEFT, Side.RIGHT: CueKind.SIDE_RIGHT}


def enter(state: SessionState, stand: Stand, until_s: float | None = None) -> SessionState:
    """Go into a state now."""
    return replace(state, stand=stand, since_s=state.t_s, until_s=until_s, active_s=state.t_s)


def say(state: SessionState, *kinds: CueKind, number: int | None = None) -> Outcome:
    """Say something now and stay."""
    return state, tuple(Cue(state.t_s, kind, number) for kind in kinds)


def get_ready(state: SessionState) -> Outcome:
    """Wait for the person, or count down to a timed exercise."""
    if state.turn.kind is not ExerciseKind.RAISES:
        return say(enter(state, Stand.READY, state.t_s + SETTINGS.countdown_s), CueKind.GET_READY)
    kind = CueKind.START if state.done else CueKind.GET_READY
    return say(enter(state, Stand.READY), kind)


def begin_set(state: SessionState) -> SessionState:
    """Begin a set of repetitions, or go on with it."""
    return replace(enter(state, Stand.SET), rep_at_s=state.t_s, break_asked=False)


def begin_timer(state: SessionState) -> Outcome:
    """Begin a timed exercise."""
    until_s = state.t_s + (state.turn.timer_s or 0.0)
    return say(enter(state, Stand.TIMED, until_s), CueKind.START)


def end_set(state: SessionState, end: SetEnd) -> Outcome:
    """End the running set and go where the plan goes next."""
    state = _put_away(state, end)
    said = (Cue(state.t_s, CueKind.SET_DONE, state.turn.number),)
    rest_from_s = state.active_s if end is SetEnd.STILLNESS else state.t_s
    following = _following(state)
    if following is None:
        wait_s = SETTINGS.closing_s if state.turn.kind is ExerciseKind.RAISES else 0.0
        return replace(enter(state, Stand.CLOSING, state.t_s + wait_s), ahead=()), said
    turn, ahead = following
    finished, state = state.turn, replace(state, turn=turn, ahead=ahead)
    state, more = _break(state, finished, rest_from_s)
    return state, said + more


def is_underway(state: SessionState) -> bool:
    """Whether something of the running set was done already."""
    timer_runs = state.stand in (Stand.TIMED, Stand.PAUSED) and state.until_s is not None
    return bool(state.reps) or timer_runs


def _put_away(state: SessionState, end: SetEnd) -> SessionState:
    held_s = 0.0
    if state.turn.kind is not ExerciseKind.RAISES:
        held_s = max(0.0, (state.turn.timer_s or 0.0) - (state.left_s or 0.0))
    one = DoneSet(state.turn, state.reps, end, held_s)
    return replace(state, done=(*state.done, one), reps=(), break_asked=False)


def _following(state: SessionState) -> tuple[Turn, tuple[Turn, ...]] | None:
    turn, last = state.turn, state.done[-1]
    if turn.open_ended:
        spent = last.end is SetEnd.QUALITY and len(last.reps) < (turn.reps or 0)
        if not spent:
            return replace(turn, number=turn.number + 1), state.ahead
    return (state.ahead[0], state.ahead[1:]) if state.ahead else None


def _break(state: SessionState, finished: Turn, rest_from_s: float) -> Outcome:
    """Rest, or change the leg, before `state.turn`."""
    turn, kinds = state.turn, []
    if turn.exercise != finished.exercise:
        kinds.append(CueKind.NEXT_EXERCISE)
    other_leg = turn.side != finished.side and turn.side in _SIDE_CUES
    until_s = rest_from_s + (finished.rest_s or 0.0)
    if other_leg and turn.side is not None:
        kinds.append(_SIDE_CUES[turn.side])
        change_s = SETTINGS.change_s
        if turn.watch is not Watch.NOTHING:
            kinds.append(CueKind.MOVE_SENSOR)
            change_s = SETTINGS.move_sensor_s
        return say(enter(state, Stand.SIDE, max(until_s, state.t_s + change_s)), *kinds)
    if finished.rest_s is None and not kinds:
        return enter(state, Stand.READY), ()  # nothing but counting was asked: no word about it
    if until_s <= state.t_s and not kinds:
        return get_ready(state)
    state = enter(state, Stand.REST, max(until_s, state.t_s))
    state, said = say(state, *kinds)
    return state, (*said, Cue(state.t_s, CueKind.REST, round(state.left_s or 0.0)))


def close(state: SessionState) -> Outcome:
    """All is done: ask for the pain, or end."""
    if state.asks_pain and state.pain is None:
        return say(enter(state, Stand.PAIN, state.t_s + SETTINGS.answer_within_s), CueKind.PAIN_QUESTION)
    return finish(state, SessionEnd.COMPLETE)


def finish(state: SessionState, end: SessionEnd) -> Outcome:
    """End the session, keeping what was done of the running set."""
    if is_underway(state):
        state = _put_away(state, SetEnd.ASKED)
    stopped = end in (SessionEnd.STOPPED, SessionEnd.PAIN)
    state = replace(enter(state, Stand.STOPPED if stopped else Stand.DONE), end=end)
    return say(state, CueKind.STOP if stopped else CueKind.DONE)


def change_side(state: SessionState, side: Side) -> SessionState:
    """Put what is planned for that leg first; what is left of the other leg follows.

    Where nothing is planned for that leg, the rest of this exercise is done on it: the person decides.
    """
    pending = (state.turn, *state.ahead)
    same = [turn for turn in pending if turn.exercise == state.turn.exercise]
    others = tuple(turn for turn in pending if turn.exercise != state.turn.exercise)
    first = tuple(turn for turn in same if turn.side is side)
    left = tuple(turn for turn in same if turn.side is not side and not turn.open_ended)
    ordered = (*first, *left) if first else tuple(replace(turn, side=side) for turn in same)
    turn, *ahead = (*ordered, *others)
    return replace(state, turn=turn, ahead=tuple(ahead))
