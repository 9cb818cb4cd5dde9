"""How urgent each cue is, how long it may take and how long it may wait. Data, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heelraise.coach.cues.cue import CueKind

IN_PHASE_S = 0.7
"""Longest speech within a repetition, s: a phase lasts 2 or 3 s, and the next cue must find it silent."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One kind of cue.

    Parameters
    ----------
    spoken : bool
        Whether it is a word (one at a time) or a tone (whenever it is due).
    rank : int
        Of several words that wait, the highest is said first.
    urgent : bool
        Whether it cuts off words of a lower rank.
    lasts_s : float
        Longest that its words may take, s.
    waits_s : float
        How long it may wait for silence, s; after that it has lost its sense.
    gap_s : float
        Least time before the same is said again, s.
    in_phase : bool
        Whether it may begin while a repetition is going on.
    """

    spoken: bool = True
    rank: int = 0
    urgent: bool = False
    lasts_s: float = IN_PHASE_S
    waits_s: float = 0.5
    gap_s: float = 0.0
    in_phase: bool = True


def _tone(gap_s: float = 0.0) -> Traits:
    return Traits(spoken=False, lasts_s=0.0, gap_s=gap_s)


def _between(rank: int, lasts_s: float = 2.5, waits_s: float = 10.0, gap_s: float = 0.0) -> Traits:
    """Return traits of what is said between sets: sentences, which may queue but never run over a lift."""
    return Traits(rank=rank, lasts_s=lasts_s, waits_s=waits_s, gap_s=gap_s, in_phase=False)


_FAULT = Traits(rank=40, waits_s=1.5, gap_s=15.0)
"""Said right after the repetition; at 15 s, which is every other one, help has not become nagging."""

TRAITS: Mapping[CueKind, Traits] = {
    CueKind.TOP: _tone(),
    CueKind.BOTTOM: _tone(),
    CueKind.PACE_UP: _tone(),
    CueKind.PACE_HOLD: _tone(),
    CueKind.PACE_DOWN: _tone(),
    CueKind.PACE_TICK: _tone(),
    CueKind.COUNTDOWN: _tone(),
    CueKind.PAUSED: _tone(gap_s=60.0),  # whoever pauses knows it; a word would push
    CueKind.COUNT: Traits(rank=50, waits_s=1.2),  # outlives a warning that came late in the lowering
    CueKind.LAST_THREE: Traits(rank=51, waits_s=1.2),  # instead of the count
    CueKind.TOO_FAST_DOWN: Traits(rank=80, urgent=True, waits_s=0.3),  # helps only while the heel goes down
    CueKind.SLOWER_DOWN: _FAULT,
    CueKind.SLOWER_UP: _FAULT,
    CueKind.HOLD: _FAULT,
    CueKind.HIGHER: _FAULT,
    CueKind.LOWER: _FAULT,
    CueKind.HOLD_STILL: Traits(rank=40, lasts_s=1.5, waits_s=1.0, gap_s=8.0),
    CueKind.HALF_WAY: Traits(rank=30, lasts_s=1.5, waits_s=2.0),
    CueKind.SET_DONE: _between(49),
    CueKind.A_LITTLE_SLOWER: _between(48),
    CueKind.WELL_DONE: _between(47, gap_s=60.0),  # praise for everything is praise for nothing
    CueKind.NEXT_EXERCISE: _between(46, lasts_s=4.0),
    CueKind.SIDE_LEFT: _between(45, lasts_s=4.0),
    CueKind.SIDE_RIGHT: _between(45, lasts_s=4.0),
    CueKind.MOVE_SENSOR: _between(44),
    CueKind.REST: _between(43),
    CueKind.REST_ENDING: _between(42, waits_s=3.0),
    CueKind.GET_READY: _between(60, lasts_s=4.0),
    CueKind.START: Traits(rank=61, lasts_s=1.5, waits_s=2.0, in_phase=False),
    CueKind.GO_ON: Traits(rank=61, lasts_s=1.5, waits_s=1.0, in_phase=False),
    CueKind.PAIN_QUESTION: _between(60, lasts_s=5.0),
    CueKind.SENSOR_NOT_OK: _between(70, lasts_s=4.0, gap_s=20.0),
    CueKind.SENSOR_LOST: Traits(rank=90, urgent=True, lasts_s=2.5, waits_s=5.0, gap_s=10.0),
    CueKind.SENSOR_BACK: Traits(rank=89, lasts_s=2.5, waits_s=5.0, gap_s=10.0),
    CueKind.DONE: _between(60, lasts_s=4.0),
    CueKind.STOP: Traits(rank=100, urgent=True, lasts_s=4.0, waits_s=10.0),
}
"""Every kind."""
