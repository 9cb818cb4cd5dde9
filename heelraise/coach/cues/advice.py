"""What is worth telling about a repetition, a set, or the time that is left."""

from __future__ import annotations

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.remarks import is_a_little_fast
from heelraise.coach.session.events import DoneRep
from heelraise.coach.session.state import DoneSet, SessionState, SetEnd, Stand
from models.verdict import Flag, Verdict

_FAULTS = {
    Flag.ECCENTRIC_TOO_FAST: CueKind.SLOWER_DOWN,
    Flag.DROPPED: CueKind.SLOWER_DOWN,
    Flag.CONCENTRIC_TOO_FAST: CueKind.SLOWER_UP,
    Flag.NO_HOLD: CueKind.HOLD,
    Flag.LOW: CueKind.HIGHER,
    Flag.INCOMPLETE_LOWERING: CueKind.LOWER,
}
"""What to do better next time, what matters most first. What a person cannot change by a word is left out."""

_LEFT_REPS = 3
_LEFT_REPS_FROM = 6
"""In a set of five, "three left" would come with the second."""

_WARN_REST_S = 10
_SHORTEST_WARNED_REST_S = 20.0
_COUNTDOWN_FROM_S = 3
_HALF_WAY_FROM_S = 20.0
_PRAISED_SHARE = 0.8
_PRAISED_FROM_REPS = 3


def fault_of(rep: DoneRep) -> CueKind | None:
    """Return the one fault to name after a repetition; None if it was good, doubtful or warned about."""
    if rep.verdict is not Verdict.FAULT or rep.warned:
        return None
    return next((kind for flag, kind in _FAULTS.items() if flag in rep.flags), None)


def on_rep(state: SessionState, rep: DoneRep, count: Cue) -> tuple[Cue, ...]:
    """Return what is told when a repetition was counted: the count, or how many are left, and one fault.

    Parameters
    ----------
    state : SessionState
        The state after it.
    rep : DoneRep
        The repetition.
    count : Cue
        The plain count.
    """
    asked = state.turn.reps
    nearly = asked is not None and asked >= _LEFT_REPS_FROM and state.left_reps == _LEFT_REPS
    in_set = state.stand is Stand.SET
    counted = Cue(count.t_s, CueKind.LAST_THREE, _LEFT_REPS) if nearly and in_set else count
    fault = fault_of(rep) if in_set else None  # after the last one of a set it helps nobody
    bottom = Cue(count.t_s, CueKind.BOTTOM)
    return (bottom, counted) if fault is None else (bottom, counted, Cue(count.t_s, fault))


def on_set(done: DoneSet, t_s: float) -> tuple[Cue, ...]:
    """Return what is told about a whole set: a little slower, or well done, or nothing."""
    per_rep_s = None if done.turn.tempo is None else done.turn.tempo.rep_s
    if per_rep_s is not None and is_a_little_fast([rep.span_s for rep in done.reps], per_rep_s):
        return (Cue(t_s, CueKind.A_LITTLE_SLOWER),)
    good = sum(rep.verdict is not Verdict.FAULT for rep in done.reps)
    worked = done.end is SetEnd.QUALITY or good >= _PRAISED_SHARE * len(done.reps)
    if worked and len(done.reps) >= _PRAISED_FROM_REPS and done.end in (SetEnd.COUNT, SetEnd.QUALITY):
        return (Cue(t_s, CueKind.WELL_DONE),)
    return ()


def on_time(before: SessionState, after: SessionState) -> tuple[Cue, ...]:
    """Return what is told because of the time that is left."""
    same = (before.stand, before.until_s) == (after.stand, after.until_s)
    if not same or before.left_s is None or after.left_s is None or after.until_s is None:
        return ()
    marks: list[tuple[float, CueKind]] = []
    if after.stand is Stand.REST and after.until_s - after.since_s >= _SHORTEST_WARNED_REST_S:
        marks.append((_WARN_REST_S, CueKind.REST_ENDING))
    if after.stand in (Stand.REST, Stand.READY):
        marks += [(left_s, CueKind.COUNTDOWN) for left_s in range(_COUNTDOWN_FROM_S, 0, -1)]
    timer_s = after.turn.timer_s or 0.0
    if after.stand is Stand.TIMED and timer_s >= _HALF_WAY_FROM_S:
        marks.append((timer_s / 2.0, CueKind.HALF_WAY))
    return tuple(
        Cue(after.until_s - left_s, kind, round(left_s))
        for left_s, kind in marks
        if before.left_s > left_s >= after.left_s
    )
