"""What there is to see of a session: its state, the phases of the running repetition, the newest cue."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.traits import TRAITS
from heelraise.coach.session.state import SessionState
from heelraise.display.tempo_bars import PHASES, Running
from sensing.types import Phase

_STAYS_S = 4.0
"""How long a cue stays on the screen, s: long enough to look up."""
_NOT_SHOWN = frozenset({CueKind.COUNT, CueKind.COUNTDOWN, CueKind.PAUSED})
"""These show in another way: as the large figure, or as the state."""


@dataclass(frozen=True, slots=True)
class SensorNews:
    """What is known of the sensor.

    Parameters
    ----------
    name : str
        Its name.
    battery_percent : int or None
        Where it says so.
    """

    name: str = ""
    battery_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a picture of the session needs.

    Parameters
    ----------
    state : SessionState
        Where the session stands.
    running : Running
        The repetition that is being done.
    cue : Cue or None
        What was told last, while it is fresh.
    sensor : SensorNews
        The sensor.
    briefing : tuple of str
        What is to be known before the first lift.
    notices : tuple of str
        Lines that are not part of the session, such as that there is no sound; the newest last.
    """

    state: SessionState
    running: Running = field(default_factory=Running)
    cue: Cue | None = None
    sensor: SensorNews = field(default_factory=SensorNews)
    briefing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def next_scene(scene: Scene, state: SessionState, cues: tuple[Cue, ...]) -> Scene:
    """Return the scene after an event."""
    fresh = [cue for cue in cues if TRAITS[cue.kind].spoken and cue.kind not in _NOT_SHOWN]
    cue = fresh[-1] if fresh else scene.cue
    if cue is not None and (state.t_s - cue.t_s > _STAYS_S or _is_past(cue, state)):
        cue = None
    warned = any(one.kind is CueKind.TOO_FAST_DOWN for one in cues)
    return replace(scene, state=state, cue=cue, running=_follow(scene, state, warned))


def _is_past(cue: Cue, state: SessionState) -> bool:
    """Say whether a cue is about a movement that is over: "slowly" would be wrong on the way up."""
    return cue.kind is CueKind.TOO_FAST_DOWN and state.movement is Phase.CONCENTRIC


def _follow(scene: Scene, state: SessionState, warned: bool) -> Running:
    """Return how far the running repetition has come; one that is over stays until the next begins."""
    running = scene.running
    if state.movement is Phase.CONCENTRIC and running.phase not in (Phase.CONCENTRIC, Phase.HOLD):
        running = Running()
    if state.movement is Phase.REST:
        return replace(running, phase=Phase.REST)
    spent_s = list(running.times_s)
    spent_s[PHASES.index(state.movement)] = max(0.0, state.t_s - state.movement_since_s)
    up_s, hold_s, down_s = spent_s
    return Running(state.movement, (up_s, hold_s, down_s), running.too_fast or warned)
