"""What sound there is on this computer, for ``heelraise doctor``."""

from __future__ import annotations

from dataclasses import dataclass

from heelraise.language import Language
from heelraise.sound.errors import SoundError
from sensing.said import said_by


@dataclass(frozen=True, slots=True)
class AudioState:
    """What was found.

    Parameters
    ----------
    speaker, voice : str or None
        Name of the sound system and of the voice; None where there is none.
    problems : tuple of str
        Why, and what to do; one line each.
    """

    speaker: str | None
    voice: str | None
    problems: tuple[str, ...] = ()


def audio_state(language: Language = Language.ENGLISH) -> AudioState:
    """Open the loudspeaker and the voice, as a session would, and close them again."""
    from heelraise.sound.playback import Speaker
    from heelraise.sound.voice import own_voice

    speaker, voice = None, None
    problems = []
    try:
        opened = Speaker()
        speaker = opened.name
        opened.close()
    except SoundError as error:
        problems.append(said_by(error))
    try:
        voice = own_voice(language).name
    except SoundError as error:
        problems.append(said_by(error))
    return AudioState(speaker, voice, tuple(problems))
