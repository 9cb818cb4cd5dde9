"""What an event does in a state. Each rule is one word of the table; its first line says what it does."""

from __future__ import annotations

from dataclasses import replace

from heelraise.coach.cues.cue import CueKind
from heelraise.coach.programme.plan import ExerciseKind, Watch
from heelraise.coach.session.events import (
    AttemptSeen,
    DoneRep,
    Event,
    GoOnAsked,
    LinkBack,
    PainAnswered,
    Progress,
    RepDone,
    SideChanged,
)
from heelraise.coach.session.moves import (
    Outcome,
    begin_set,
    begin_timer,
    change_side,
    close,
    end_set,
    enter,
    finish,
    get_ready,
    is_underway,
    say,
)
from heelraise.coach.session.settings import SETTINGS
from heelraise.coach.session.state import SessionEnd, SessionState, SetEnd, Stand
from models.verdict import Flag
from sensing.types import Phase


def stay(state: SessionState, event: Event) -> Outcome:
    """Nothing."""
    return state, ()


def ready(state: SessionState, event: Event) -> Outcome:
    """Wait for the first lift, or count down to a timed exercise."""
    return get_ready(state)


def not_ok(state: SessionState, event: Event) -> Outcome:
    """Say that the sensor will not do yet."""
    return say(state, CueKind.SENSOR_NOT_OK)


def lost(state: SessionState, event: Event) -> Outcome:
    """Say that the sensor is gone; the set waits, a rest goes on."""
    if not state.linked:
        return state, ()
    gone = replace(state, linked=False, movement=Phase.REST, movement_since_s=state.t_s)
    return say(gone, CueKind.SENSOR_LOST)


def back(state: SessionState, event: LinkBack) -> Outcome:
    """Say that the sensor is back; the same set goes on."""
    there = replace(state, linked=True, active_s=state.t_s, rep_at_s=state.t_s)
    return stay(there, event) if state.linked else say(there, CueKind.SENSOR_BACK)


def moves(state: SessionState, event: Progress) -> Outcome:
    """Note what the heel does."""
    return _moved(state, event), ()


def lifts(state: SessionState, event: Progress) -> Outcome:
    """Begin the set, or go on with it, when the heel lifts."""
    state = _moved(state, event)
    if state.turn.kind is not ExerciseKind.RAISES:
        return state, ()
    if event.phase is Phase.REST or (state.stand is Stand.READY and event.phase is not Phase.CONCENTRIC):
        return replace(state, active_s=state.t_s) if state.stand is Stand.SET else state, ()
    if state.stand is Stand.SET:
        return replace(state, active_s=state.t_s), ()
    return begin_set(state), ()


def wavers(state: SessionState, event: Progress) -> Outcome:
    """Ask to hold still where stillness is watched."""
    state = _moved(state, event)
    watched = state.turn.watch is Watch.STILLNESS and event.phase is Phase.CONCENTRIC
    return say(state, CueKind.HOLD_STILL) if watched else (state, ())


def counts(state: SessionState, event: RepDone) -> Outcome:
    """Count; end the set by count, or when two low ones in a row show that the quality is used up."""
    if state.turn.kind is not ExerciseKind.RAISES:
        return state, ()
    if state.stand is not Stand.SET:
        state = begin_set(state)
    state = replace(state, reps=(*state.reps, event.rep), active_s=state.t_s, rep_at_s=state.t_s)
    state, said = say(state, CueKind.COUNT, number=len(state.reps))
    end = _end_of_set(state)
    if end is None:
        return state, said
    state, more = end_set(state, end)
    return state, said + more


def counts_late(state: SessionState, event: RepDone) -> Outcome:
    """Count it to the set just done and rest anew; a later one begins the next set."""
    last = state.done[-1]
    within_s = SETTINGS.extra_within_s if state.stand is Stand.REST else SETTINGS.closing_extra_within_s
    if last.reps and event.rep.start_s - last.reps[-1].end_s < within_s:
        return _extra(state, event.rep)
    return counts(state, event) if state.stand is Stand.REST else (state, ())


def tries(state: SessionState, event: AttemptSeen) -> Outcome:
    """End the set: the quality is used up. Where nothing but counting was asked, go on."""
    state = replace(state, attempts=state.attempts + 1, active_s=state.t_s)
    if state.reps and state.turn.reps is not None:
        return end_set(state, SetEnd.QUALITY)
    return state, ()


def pauses(state: SessionState, event: Event) -> Outcome:
    """Pause until the person goes on; a timer stands still."""
    if state.stand is Stand.READY and state.turn.kind is ExerciseKind.RAISES:
        return state, ()
    until_s = state.until_s if state.stand is Stand.TIMED else None
    return say(replace(enter(state, Stand.PAUSED, until_s), break_asked=True), CueKind.PAUSED)


def goes_on(state: SessionState, event: GoOnAsked) -> Outcome:
    """Go on where the pause began."""
    if state.turn.kind is ExerciseKind.RAISES:
        return say(begin_set(state), CueKind.GO_ON)
    if state.until_s is None:
        return get_ready(replace(state, break_asked=False))
    until_s = state.t_s + (state.left_s or 0.0)
    return say(replace(enter(state, Stand.TIMED, until_s), break_asked=False), CueKind.GO_ON)


def starts(state: SessionState, event: GoOnAsked) -> Outcome:
    """Start a timed exercise at once; repetitions start with the first lift anyway."""
    return (state, ()) if state.turn.kind is ExerciseKind.RAISES else begin_timer(state)


def ends_set(state: SessionState, event: GoOnAsked) -> Outcome:
    """End the set, if anything was done."""
    return end_set(state, SetEnd.ASKED) if is_underway(state) else (state, ())


def closes(state: SessionState, event: GoOnAsked) -> Outcome:
    """Wait for no more repetitions."""
    return close(state)


def skips(state: SessionState, event: GoOnAsked) -> Outcome:
    """End without an answer."""
    return finish(state, SessionEnd.COMPLETE)


def changes(state: SessionState, event: SideChanged) -> Outcome:
    """Put that leg's sets first; what was begun on the other leg is kept as a set."""
    if event.side is state.turn.side:
        return get_ready(state) if state.stand is Stand.SIDE else (state, ())
    if is_underway(state):
        state, said = end_set(state, SetEnd.ASKED)
        if state.stand is Stand.CLOSING:
            return state, said
        state, more = get_ready(change_side(state, event.side))
        return state, said + more
    changed = change_side(state, event.side)
    return (changed, ()) if state.stand is Stand.CHECK else get_ready(changed)


def answers(state: SessionState, event: PainAnswered) -> Outcome:
    """Keep the answer; stop where the plan says so, end where it was asked."""
    asked = state.stand is Stand.PAIN
    if asked or state.stand is Stand.CLOSING:
        state = replace(state, pain=event.score, sharp=event.sharp)
    elif event.score is not None:
        worst = max(event.score, state.pain_during or 0)
        state = replace(state, pain_during=worst, sharp=event.sharp or state.sharp)
    if event.stop:
        return finish(state, SessionEnd.PAIN)
    return finish(state, SessionEnd.COMPLETE) if asked else (state, ())


def stops(state: SessionState, event: Event) -> Outcome:
    """Stop, for good."""
    return finish(state, SessionEnd.STOPPED)


def _moved(state: SessionState, event: Progress) -> SessionState:
    if event.too_fast or event.phase is state.movement:
        return state
    return replace(state, movement=event.phase, movement_since_s=state.t_s)


def _end_of_set(state: SessionState) -> SetEnd | None:
    asked = state.turn.reps
    if asked is None:
        return None
    latest = state.reps[-SETTINGS.low_in_a_row :]
    if len(latest) == SETTINGS.low_in_a_row and all(Flag.LOW in rep.flags for rep in latest):
        return SetEnd.QUALITY
    return SetEnd.COUNT if len(state.reps) >= asked and not state.turn.at_least else None


def _extra(state: SessionState, rep: DoneRep) -> Outcome:
    *earlier, last = state.done
    last = replace(last, reps=(*last.reps, rep))
    state = replace(state, done=(*earlier, last), rep_at_s=state.t_s)
    rest_s = SETTINGS.closing_s if state.stand is Stand.CLOSING else last.turn.rest_s or 0.0
    state = enter(state, state.stand, max(state.until_s or 0.0, state.t_s + rest_s))
    return say(state, CueKind.COUNT, number=len(last.reps))
