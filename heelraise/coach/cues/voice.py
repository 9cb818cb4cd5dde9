"""Who speaks when: one word at a time, the most important first, and what comes too late is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.traits import TRAITS


@dataclass(frozen=True, slots=True)
class Voice:
    """What was said and what waits.

    Parameters
    ----------
    busy_until_s : float
        When the word that is being said is over at the latest, s.
    rank : int
        Rank of that word.
    waiting : tuple of Cue
        Words that wait for silence, in the order they came.
    said_s : mapping
        When each kind was last told, s.
    """

    busy_until_s: float = float("-inf")
    rank: int = 0
    waiting: tuple[Cue, ...] = ()
    said_s: Mapping[CueKind, float] = field(default_factory=lambda: MappingProxyType({}))


def speak(voice: Voice, wanted: Iterable[Cue], t_s: float, *, moving: bool) -> tuple[Voice, tuple[Cue, ...]]:
    """Return the cues that are due now: all tones and at most one word.

    Parameters
    ----------
    voice : Voice
        What was said before.
    wanted : iterable of Cue
        What has come up.
    t_s : float
        Now, s.
    moving : bool
        Whether a repetition is going on: nothing long begins then.
    """
    due: list[Cue] = []
    words = list(voice.waiting)
    for cue in wanted:
        if not _told_lately(voice, cue):
            (words if TRAITS[cue.kind].spoken else due).append(cue)
    words = [cue for cue in words if t_s - cue.t_s <= TRAITS[cue.kind].waits_s]
    chosen = _choose(voice, words, t_s, moving)
    if chosen is not None:
        words.remove(chosen)
        if TRAITS[chosen.kind].urgent:
            words = [cue for cue in words if TRAITS[cue.kind].rank > TRAITS[chosen.kind].rank]
        due.append(replace(chosen, t_s=t_s))
        voice = replace(voice, busy_until_s=t_s + TRAITS[chosen.kind].lasts_s, rank=TRAITS[chosen.kind].rank)
    if due:
        told = {cue.kind: max(cue.t_s, voice.said_s.get(cue.kind, cue.t_s)) for cue in due}
        voice = replace(voice, said_s=MappingProxyType({**voice.said_s, **told}))
    return replace(voice, waiting=tuple(words)), tuple(due)


def _told_lately(voice: Voice, cue: Cue) -> bool:
    last_s = voice.said_s.get(cue.kind)
    return last_s is not None and cue.t_s - last_s < TRAITS[cue.kind].gap_s


def _choose(voice: Voice, words: list[Cue], t_s: float, moving: bool) -> Cue | None:
    """Return the word to say now, if any."""
    fit = [cue for cue in words if TRAITS[cue.kind].in_phase or not moving]
    if t_s < voice.busy_until_s:
        fit = [cue for cue in fit if TRAITS[cue.kind].urgent and TRAITS[cue.kind].rank > voice.rank]
    return max(fit, key=lambda cue: TRAITS[cue.kind].rank, default=None)
