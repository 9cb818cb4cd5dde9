"""Voices, and how long they may take."""

from __future__ import annotations

from typing import Protocol

from heelraise.language import Language
from heelraise.sound.clip import Clip

USUAL_WPM = 165
"""Words a minute: somewhat slower than talk, for an old ear at some distance."""
_FASTEST_WPM = 270
"""Above this a phrase of synthetic speech is not understood the first time."""
_STEP_WPM = 15

_ESPEAK_NAMES = {Language.ENGLISH: "en", Language.DANISH: "da"}


class Voice(Protocol):
    """Whatever turns a text into sound without a network."""

    @property
    def name(self) -> str:
        """What it is, for people."""
        ...

    def say(self, text: str, rate_wpm: int) -> Clip:
        """Speak a text at so many words a minute.

        Raises
        ------
        VoiceError
            If it cannot.
        """
        ...


def say_within(voice: Voice, text: str, most_s: float) -> Clip | None:
    """Speak a text, as much faster as it takes to end in time; None where that would not be understood.

    Parameters
    ----------
    voice : Voice
        Who speaks.
    text : str
        What to say.
    most_s : float
        How long it may take, s.
    """
    for rate in range(USUAL_WPM, _FASTEST_WPM + 1, _STEP_WPM):
        clip = voice.say(text, rate)
        if clip.duration_s <= most_s:
            return clip
    return None


def own_voice(language: Language) -> Voice:
    """Return the voice that comes with the program.

    Raises
    ------
    VoiceError
        If it was not installed.
    """
    from heelraise.sound.espeak import EspeakVoice

    return EspeakVoice(_ESPEAK_NAMES[language])
