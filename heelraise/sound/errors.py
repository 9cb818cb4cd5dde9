"""What the sound raises on purpose. Each message is one line that says what to do."""

from __future__ import annotations

from heelraise.language import message


class SoundError(Exception):
    """Base of the tree."""


class VoiceError(SoundError):
    """A voice that was asked for cannot speak."""


class SpeakerError(SoundError):
    """There is nothing to play on. Told in the middle of a session, so in the person's language."""

    NONE_FOUND = message("no loudspeaker was found")
    NOT_INSTALLED = message("it is not installed; run: pip install 'heelraise[sound]'")


class TrackError(SoundError):
    """The file of the sound track cannot be written."""
