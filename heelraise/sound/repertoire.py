"""Every sound of a session, made before it begins: when a cue comes, its sound only has to be started."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.traits import TRAITS
from heelraise.coach.session.turns import Turn
from heelraise.cue_words import spoken
from heelraise.language import Words
from heelraise.sound.clip import Clip, joined
from heelraise.sound.mixer import Sound
from heelraise.sound.tones import Tone, tone
from heelraise.sound.voice import Voice, say_within

_BEFORE_WORDS_S = 0.03
_REST_WARNED_S = 10
COUNTED_TO = 60
"""Counts are rendered up to here; whoever does more repetitions in a set hears a tone for each."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a cue is given.

    Parameters
    ----------
    tone : Tone
        Its tone.
    words_alone : bool
        Whether its words go without the tone, which then stands in for them where there is no voice.
    """

    tone: Tone
    words_alone: bool = False


_WORDS_OR_REMARK = Manner(Tone.REMARK, words_alone=True)
_WORDS_OR_CHIME = Manner(Tone.READY, words_alone=True)

MANNERS: Mapping[CueKind, Manner] = {
    CueKind.TOP: Manner(Tone.HOLD),
    CueKind.BOTTOM: Manner(Tone.BOTTOM),
    CueKind.PACE_UP: Manner(Tone.UP),
    CueKind.PACE_HOLD: Manner(Tone.HOLD),
    CueKind.PACE_DOWN: Manner(Tone.DOWN),
    CueKind.PACE_TICK: Manner(Tone.TICK),
    CueKind.COUNTDOWN: Manner(Tone.READY),
    CueKind.PAUSED: Manner(Tone.READY),
    CueKind.COUNT: Manner(Tone.COUNT, words_alone=True),
    CueKind.LAST_THREE: Manner(Tone.COUNT, words_alone=True),
    CueKind.TOO_FAST_DOWN: Manner(Tone.WARNING),
    CueKind.SLOWER_DOWN: _WORDS_OR_REMARK,
    CueKind.SLOWER_UP: _WORDS_OR_REMARK,
    CueKind.HOLD: _WORDS_OR_REMARK,
    CueKind.HIGHER: _WORDS_OR_REMARK,
    CueKind.LOWER: _WORDS_OR_REMARK,
    CueKind.HOLD_STILL: _WORDS_OR_REMARK,
    CueKind.HALF_WAY: _WORDS_OR_CHIME,
    CueKind.SET_DONE: Manner(Tone.DONE),
    CueKind.A_LITTLE_SLOWER: _WORDS_OR_REMARK,
    CueKind.WELL_DONE: Manner(Tone.BACK, words_alone=True),
    CueKind.NEXT_EXERCISE: _WORDS_OR_CHIME,
    CueKind.SIDE_LEFT: Manner(Tone.BACK),
    CueKind.SIDE_RIGHT: Manner(Tone.BACK),
    CueKind.MOVE_SENSOR: _WORDS_OR_CHIME,
    CueKind.REST: _WORDS_OR_CHIME,
    CueKind.REST_ENDING: Manner(Tone.READY),
    CueKind.GET_READY: Manner(Tone.READY),
    CueKind.START: Manner(Tone.START),
    CueKind.GO_ON: _WORDS_OR_CHIME,
    CueKind.PAIN_QUESTION: Manner(Tone.READY),
    CueKind.SENSOR_NOT_OK: Manner(Tone.LOST),
    CueKind.SENSOR_LOST: Manner(Tone.LOST),
    CueKind.SENSOR_BACK: Manner(Tone.BACK),
    CueKind.DONE: Manner(Tone.DONE),
    CueKind.STOP: Manner(Tone.STOP),
}
"""How each cue is given: tones for phases, words for counts and faults, both for what changes the session."""


class Repertoire:
    """The sounds of a session.

    Parameters
    ----------
    words : Words
        The language.
    voice : Voice or None
        Who speaks; without one everything is a tone.
    numbered : iterable of Cue
        Cues with numbers, other than counts, that this session may need, such as its rests.

    Raises
    ------
    VoiceError
        If the voice cannot speak.
    """

    def __init__(self, words: Words, voice: Voice | None, numbered: Iterable[Cue] = ()) -> None:
        counts = (Cue(0.0, CueKind.COUNT, n) for n in range(1, COUNTED_TO + 1))
        plain = (Cue(0.0, kind) for kind in MANNERS)
        tones = {which: tone(which) for which in Tone}
        self._words = words
        self._sounds = {
            (cue.kind, spoken(cue, words)): _sound(cue, words, voice, tones)
            for cue in (*counts, *numbered, *plain)
        }

    def sound(self, cue: Cue) -> Sound:
        """Return the sound of a cue; without its number where that one was not foreseen."""
        found = self._sounds.get((cue.kind, spoken(cue, self._words)))
        return found or self._sounds[cue.kind, spoken(Cue(0.0, cue.kind), self._words)]


def foreseen(turns: Iterable[Turn]) -> Iterator[Cue]:
    """Return the cues with numbers that a session of these turns may need, beside counts."""
    for turn in turns:
        yield Cue(0.0, CueKind.SET_DONE, turn.number)
        if turn.rest_s:
            yield Cue(0.0, CueKind.REST, round(turn.rest_s))
    yield Cue(0.0, CueKind.REST_ENDING, _REST_WARNED_S)


def _sound(cue: Cue, words: Words, voice: Voice | None, tones: Mapping[Tone, Clip]) -> Sound:
    manner, traits = MANNERS[cue.kind], TRAITS[cue.kind]
    parts = [] if manner.words_alone else [tones[manner.tone]]
    left_s = traits.lasts_s - sum(part.duration_s + _BEFORE_WORDS_S for part in parts)
    text = spoken(cue, words) if traits.spoken else ""
    phrase = say_within(voice, text, left_s) if voice is not None and text else None
    clip = tones[manner.tone] if phrase is None else joined([*parts, phrase], _BEFORE_WORDS_S)
    name = str(cue.kind) if cue.number is None else f"{cue.kind} {cue.number}"
    return Sound(name, clip, beat=not traits.spoken)
