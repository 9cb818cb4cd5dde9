"""Every sound of a session, made before it begins: when a cue comes, its sound only has to be started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.cue_words import IN_PHASE, said
from heelraise.language import Words
from heelraise.sound.clip import Clip, joined
from heelraise.sound.mixer import Sound
from heelraise.sound.tones import Tone, tone
from heelraise.sound.voice import PHRASE_IN_PHASE_S, USUAL_WPM, Voice, say_within

_BEFORE_WORDS_S = 0.03
COUNTED_TO = 60
"""Counts are rendered up to here; whoever does more repetitions in a set hears a tone for each."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a cue is given.

    Parameters
    ----------
    tone : Tone
        Its tone.
    urgency : int
        A higher one cuts a lower one.
    before_words : bool
        Whether the tone sounds before the words; else it stands in for them where there is no voice.
    beat : bool
        Whether it sounds underneath everything else.
    patience_s : float
        How late it may come, s.
    """

    tone: Tone
    urgency: int = 2
    before_words: bool = True
    beat: bool = False
    patience_s: float = 3.0


MANNERS: Mapping[CueKind, Manner] = {
    CueKind.TOP: Manner(Tone.HOLD, 0, beat=True),
    CueKind.BOTTOM: Manner(Tone.BOTTOM, 0, beat=True),
    CueKind.PACE_UP: Manner(Tone.UP, 0, beat=True),
    CueKind.PACE_HOLD: Manner(Tone.HOLD, 0, beat=True),
    CueKind.PACE_DOWN: Manner(Tone.DOWN, 0, beat=True),
    CueKind.PACE_TICK: Manner(Tone.TICK, 0, beat=True),
    CueKind.COUNT: Manner(Tone.COUNT, 4, before_words=False, patience_s=0.8),
    CueKind.TOO_FAST_DOWN: Manner(Tone.WARNING, 8, patience_s=0.0),
    CueKind.SLOWER_DOWN: Manner(Tone.REMARK, 4, before_words=False, patience_s=0.8),
    CueKind.SLOWER_UP: Manner(Tone.REMARK, 4, before_words=False, patience_s=0.8),
    CueKind.HOLD: Manner(Tone.REMARK, 4, before_words=False, patience_s=0.8),
    CueKind.HIGHER: Manner(Tone.REMARK, 4, before_words=False, patience_s=0.8),
    CueKind.LOWER: Manner(Tone.REMARK, 4, before_words=False, patience_s=0.8),
    CueKind.LAST_THREE: Manner(Tone.COUNT, 4, before_words=False, patience_s=0.8),
    CueKind.GET_READY: Manner(Tone.READY),
    CueKind.COUNTDOWN: Manner(Tone.READY, 5, before_words=False, patience_s=0.3),
    CueKind.START: Manner(Tone.START, 5),
    CueKind.PAUSED: Manner(Tone.READY),
    CueKind.GO_ON: Manner(Tone.READY, before_words=False, patience_s=0.8),
    CueKind.SET_DONE: Manner(Tone.DONE, 6),
    CueKind.A_LITTLE_SLOWER: Manner(Tone.REMARK),
    CueKind.WELL_DONE: Manner(Tone.BACK, before_words=False),
    CueKind.REST: Manner(Tone.READY, before_words=False, patience_s=8.0),
    CueKind.REST_ENDING: Manner(Tone.READY, 3),
    CueKind.HALF_WAY: Manner(Tone.READY, before_words=False),
    CueKind.HOLD_STILL: Manner(Tone.REMARK, 3),
    CueKind.SIDE_LEFT: Manner(Tone.DONE, 3, patience_s=8.0),
    CueKind.SIDE_RIGHT: Manner(Tone.DONE, 3, patience_s=8.0),
    CueKind.NEXT_EXERCISE: Manner(Tone.DONE, 3, patience_s=8.0),
    CueKind.PAIN_QUESTION: Manner(Tone.READY, 3, patience_s=8.0),
    CueKind.STOP: Manner(Tone.STOP, 9),
    CueKind.DONE: Manner(Tone.DONE, 3, patience_s=8.0),
    CueKind.SENSOR_NOT_OK: Manner(Tone.LOST, 7),
    CueKind.SENSOR_LOST: Manner(Tone.LOST, 7),
    CueKind.SENSOR_BACK: Manner(Tone.BACK, 7),
}
"""How each cue is given. Stop beats everything, a warning beats a count; equals wait for each other."""


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
        self._sounds = {
            (cue.kind, cue.number): _sound(cue, words, voice, tones) for cue in (*plain, *counts, *numbered)
        }

    def sound(self, cue: Cue) -> Sound:
        """Return the sound of a cue; without its number where that one was not foreseen."""
        return self._sounds.get((cue.kind, cue.number)) or self._sounds[cue.kind, None]


def _sound(cue: Cue, words: Words, voice: Voice | None, tones: Mapping[Tone, Clip]) -> Sound:
    manner = MANNERS[cue.kind]
    text = said(cue, words)
    parts = [tones[manner.tone]] if manner.before_words else []
    taken_s = sum(part.duration_s + _BEFORE_WORDS_S for part in parts)
    phrase = None
    if voice is not None and text:
        in_time = cue.kind in IN_PHASE
        phrase = (
            say_within(voice, text, PHRASE_IN_PHASE_S - taken_s) if in_time else voice.say(text, USUAL_WPM)
        )
    clip = tones[manner.tone] if phrase is None else joined([*parts, phrase], _BEFORE_WORDS_S)
    name = str(cue.kind) if cue.number is None else f"{cue.kind} {cue.number}"
    return Sound(name, clip, manner.urgency, manner.patience_s, manner.beat)
