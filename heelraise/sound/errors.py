"""What the sound raises on purpose. Each message is one line that says what to do."""

from __future__ import annotations


class SoundError(Exception):
    """Base of the tree."""


class VoiceError(SoundError):
    """A voice that was asked for cannot speak."""


class SpeakerError(SoundError):
    """There is nothing to play on."""


class TrackError(SoundError):
    """The file of the sound track cannot be written."""
