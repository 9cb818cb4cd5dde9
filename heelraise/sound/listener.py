"""The session's ears: each cue is heard at once, and written to the sound track."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from heelraise.coach.cues.cue import Cue
from heelraise.coach.cues.traits import IN_PHASE_S
from heelraise.coach.session.state import SessionState, Stand
from heelraise.language import Words
from heelraise.sound.command import CommandVoice
from heelraise.sound.errors import SpeakerError, TrackError, VoiceError
from heelraise.sound.playback import Speaker
from heelraise.sound.repertoire import Repertoire
from heelraise.sound.voice import Voice, own_voice
from heelraise.sound.wavefile import SoundTrack
from heelraise.sound.wishes import SoundWishes
from sensing.said import said_by
from sensing.types import Phase

_HEAR_OUT_S = 4.0
"""At the end the last words are heard out for so long at most, s."""


class SoundListener:
    """Plays a session's cues and writes them to its sound track; a `heelraise.coaching.Listener`.

    Parameters
    ----------
    repertoire : Repertoire
        The sounds.
    speaker : Speaker or None
        The loudspeaker.
    track : SoundTrack or None
        The file.
    tell : callable
        Told one line when something stops working; the session goes on.
    """

    def __init__(
        self,
        repertoire: Repertoire,
        speaker: Speaker | None,
        track: SoundTrack | None,
        tell: Callable[[str], None],
    ) -> None:
        self._repertoire = repertoire
        self._speaker = speaker
        self._track = track
        self._tell = tell
        self._moving = False
        self._complete = False

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        """Play the cues that are due; cut long speech when the heel begins to move."""
        moving = state.movement is not Phase.REST
        self._complete = state.stand is Stand.DONE
        begins, self._moving = moving and not self._moving, moving
        if self._speaker is not None:
            if begins:
                self._speaker.hush(IN_PHASE_S)
            for cue in cues:
                self._speaker.put(self._repertoire.sound(cue), max(0.0, cue.t_s - state.t_s))
        try:
            self._write(state, cues, begins)
        except TrackError as error:
            self._track = None
            self._tell(said_by(error))

    def close(self) -> None:
        """End; after a complete session the last words are heard out."""
        if self._speaker is not None:
            if self._complete:
                Event().wait(min(self._speaker.left_s, _HEAR_OUT_S))
            self._speaker.close()
        if self._track is not None:
            try:
                self._track.close()
            except TrackError as error:
                self._tell(said_by(error))

    def __enter__(self) -> SoundListener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, state: SessionState, cues: tuple[Cue, ...], begins: bool) -> None:
        if self._track is None:
            return
        if begins:
            self._track.hush(state.t_s, IN_PHASE_S)
        for cue in cues:
            self._track.put(self._repertoire.sound(cue), cue.t_s)
        self._track.reached(state.t_s)


def open_sound(
    words: Words, wishes: SoundWishes, cache: Path, numbered: Iterable[Cue], tell: Callable[[str], None]
) -> SoundListener | None:
    """Make ready what can be heard; None where there is nothing to hear it on.

    What is missing is told once: no loudspeaker, no voice (then all is tones).

    Parameters
    ----------
    words : Words
        The language.
    wishes : SoundWishes
        What the person wants.
    cache : Path
        Folder for what a voice of the person's own has said.
    numbered : iterable of Cue
        Cues with numbers, other than counts, that the session may need.
    tell : callable
        Told each line.

    Raises
    ------
    SoundError
        If the person named a voice or a file, and it does not work.
    """
    speaker = _speaker(words, tell) if wishes.aloud else None
    if speaker is None and wishes.track is None:
        return None
    try:
        repertoire = Repertoire(words, _voice(words, wishes.voice, cache, tell), numbered)
        track = None if wishes.track is None else SoundTrack(wishes.track)
    except BaseException:
        if speaker is not None:
            speaker.close()
        raise
    return SoundListener(repertoire, speaker, track, lambda text: tell(words.say(text)))


def _speaker(words: Words, tell: Callable[[str], None]) -> Speaker | None:
    try:
        return Speaker()
    except SpeakerError as error:
        tell(words("No sound: {why}. Everything is shown as text.", why=said_by(error)))
        return None


def _voice(words: Words, command: str | None, cache: Path, tell: Callable[[str], None]) -> Voice | None:
    if command is not None:
        return CommandVoice(command, cache)
    try:
        return own_voice(words.language)
    except VoiceError as error:
        tell(words("No speech: {why}. There are tones instead.", why=said_by(error)))
        return None
