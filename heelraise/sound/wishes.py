"""What a person wants to hear. Light to import: the command line knows it before there is any sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SoundWishes:
    """What the person wants to hear.

    Parameters
    ----------
    aloud : bool
        Whether to play it.
    track : Path or None
        Where to write the sound track.
    voice : str or None
        Command line of a voice of the person's own; None takes the program's.
    """

    aloud: bool = False
    track: Path | None = None
    voice: str | None = None
