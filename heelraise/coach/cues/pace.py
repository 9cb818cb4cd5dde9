"""A metronome for one tempo that starts when the person does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.session.events import DoneRep, Event, Progress, RepDone
from heelraise.coach.session.state import SessionState, Stand
from sensing.prescription import Prescription
from sensing.types import Phase

_AHEAD_S = 0.15
"""Beats are told this much ahead, s: a packet of samples may be that late, and the beat must be on time."""

_LATE_S = 0.1
"""A beat that comes later than this is left out, s: it would be wrong, not late."""

_FIRST_LAG_S = 0.7
"""A lift is seen this long after it began, s, until the person's own repetitions say how long: 4 of 35
degrees, reached smoothly in 3 s."""

_LONGEST_LAG_S = 2.0
_LEARN = 0.5
_WAITS_FOR_BOTTOM_S = 2.0
"""The next lift is not called while the heel still goes down, for this long, s; then not at all."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The beats to come.

    Parameters
    ----------
    beats : tuple of Cue
        Beats of the running repetition and the start of the next, in order.
    lag_s : float
        How long after its beginning a lift is seen, s.
    lift_seen_s : float or None
        When the running lift was seen on the sensor's clock, s.
    """

    beats: tuple[Cue, ...] = ()
    lag_s: float = _FIRST_LAG_S
    lift_seen_s: float | None = None


def beats_of(tempo: Prescription, start_s: float) -> tuple[Cue, ...]:
    """Return the beats of a repetition that started at `start_s`; none where going up or down is free."""
    up_s, down_s = tempo.concentric_s, tempo.eccentric_s
    if up_s is None or down_s is None:
        return ()
    top_s, lowering_s = start_s + up_s, start_s + up_s + tempo.hold_s
    end_s = lowering_s + down_s
    beats = [*_ticks(start_s, top_s), Cue(lowering_s, CueKind.PACE_DOWN), *_ticks(lowering_s, end_s)]
    if tempo.hold_s:
        beats += [Cue(top_s, CueKind.PACE_HOLD), *_ticks(top_s, lowering_s)]
    beats.append(Cue(end_s, CueKind.PACE_UP))
    return tuple(sorted(beats, key=lambda beat: beat.t_s))


def _ticks(start_s: float, end_s: float) -> Iterator[Cue]:
    yield from (Cue(start_s + n, CueKind.PACE_TICK) for n in range(1, ceil(end_s - start_s)))


def keep_pace(pace: Pace, event: Event, state: SessionState) -> tuple[Pace, tuple[Cue, ...]]:
    """Return the metronome after an event, and the beats that are due.

    Parameters
    ----------
    pace : Pace
        The metronome before.
    event : Event
        What happened.
    state : SessionState
        The session after it.
    """
    if state.stand is not Stand.SET or state.turn.tempo is None:
        return replace(pace, beats=(), lift_seen_s=None), ()
    if isinstance(event, RepDone):
        pace = _learn(pace, event.rep)
    elif isinstance(event, Progress) and event.phase is Phase.CONCENTRIC:
        beats = beats_of(state.turn.tempo, event.t_s - pace.lag_s)
        pace = replace(pace, beats=beats, lift_seen_s=event.seen_s)
    return _due(pace, state)


def _learn(pace: Pace, rep: DoneRep) -> Pace:
    if pace.lift_seen_s is None:
        return pace
    lag_s = pace.lift_seen_s - rep.start_s
    if not 0.0 <= lag_s <= _LONGEST_LAG_S:
        return pace  # it was another lift that was seen
    return replace(pace, lag_s=pace.lag_s + _LEARN * (lag_s - pace.lag_s), lift_seen_s=None)


def _due(pace: Pace, state: SessionState) -> tuple[Pace, tuple[Cue, ...]]:
    due, later = [], []
    for beat in pace.beats:
        waits = beat.kind is CueKind.PACE_UP and state.movement is Phase.ECCENTRIC
        if beat.t_s > state.t_s + _AHEAD_S or (waits and state.t_s - beat.t_s < _WAITS_FOR_BOTTOM_S):
            later.append(beat)
        elif beat.kind is CueKind.PACE_UP and not waits:
            due.append(replace(beat, t_s=max(beat.t_s, state.t_s)))
        elif state.t_s - beat.t_s <= _LATE_S:
            due.append(beat)
    return replace(pace, beats=tuple(later)), tuple(due)
