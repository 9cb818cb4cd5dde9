"""One step of the coach: the session goes on, and what is due is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from heelraise.coach.cues.advice import on_rep, on_set, on_time
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.pace import Pace, keep_pace
from heelraise.coach.cues.voice import Voice, speak
from heelraise.coach.session.events import Event, Progress, RepDone
from heelraise.coach.session.state import SessionState, Stand, first_state
from heelraise.coach.session.table import step
from heelraise.coach.session.turns import Task
from sensing.types import Phase

_LIFTED = (Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC)


@dataclass(frozen=True, slots=True)
class Coach:
    """A session with its voice.

    Parameters
    ----------
    session : SessionState
        Where the session stands.
    voice : Voice
        What was said and what waits.
    pace : Pace or None
        The metronome; None without one.
    warned : bool
        Whether the running repetition was warned about.
    """

    session: SessionState
    voice: Voice = field(default_factory=Voice)
    pace: Pace | None = None
    warned: bool = False


def first_coach(task: Task) -> Coach:
    """Return the coach at the beginning of a session."""
    return Coach(first_state(task.turns, asks_pain=task.asks_pain), pace=Pace() if task.paced else None)


def conduct(coach: Coach, event: Event) -> tuple[Coach, tuple[Cue, ...]]:
    """Return the coach after an event and the cues that are due, in the order of their times."""
    before = coach.session
    after, said = step(before, event)
    wanted = list(_wanted(coach, event, after, said))
    warned = coach.warned or any(cue.kind is CueKind.TOO_FAST_DOWN for cue in wanted)
    coach = replace(coach, session=after, warned=warned and not isinstance(event, RepDone))
    beats: tuple[Cue, ...] = ()
    if coach.pace is not None:
        pace, beats = keep_pace(coach.pace, event, after)
        coach = replace(coach, pace=pace)
    moving = after.stand is Stand.SET and after.movement in _LIFTED
    voice, due = speak(coach.voice, wanted, after.t_s, moving=moving)
    return replace(coach, voice=voice), tuple(sorted(beats + due, key=lambda cue: cue.t_s))


def _wanted(coach: Coach, event: Event, after: SessionState, said: tuple[Cue, ...]) -> Iterator[Cue]:
    before = coach.session
    if isinstance(event, Progress):
        yield from _on_progress(coach, event, after)
    for cue in said:
        if cue.kind is CueKind.COUNT and isinstance(event, RepDone):
            rep = replace(event.rep, warned=event.rep.warned or coach.warned)
            yield from on_rep(after, rep, cue)
        else:
            yield cue
    if len(after.done) > len(before.done) and not after.is_over:
        yield from on_set(after.done[-1], after.t_s)
    yield from on_time(before, after)


def _on_progress(coach: Coach, event: Progress, after: SessionState) -> Iterator[Cue]:
    if after.stand is not Stand.SET:
        return  # nobody is warned of walking to the water
    if event.too_fast and not coach.warned:
        yield Cue(event.t_s, CueKind.TOO_FAST_DOWN)
    elif event.phase is Phase.HOLD and coach.session.movement is not Phase.HOLD and coach.pace is None:
        yield Cue(event.t_s, CueKind.TOP)  # a metronome says "hold" by itself, with the same tone
