"""The session's sound track as a file, on the session's own time line."""

from __future__ import annotations

import struct
from pathlib import Path

from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.errors import TrackError
from heelraise.sound.mixer import Mixer, Sound
from sensing.said import said, system_reason

_BEHIND_S = 1.0
"""Sounds are put at most this far behind the newest time, s; up to there the track may be written."""
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_BYTES = 2


class SoundTrack:
    """A WAV file that grows with the session: second 0 is second 0 of the session's clock.

    Its header is brought up to date with every second, so that a crash leaves a file that plays.

    Parameters
    ----------
    path : Path
        The file; one that is there is written over.

    Raises
    ------
    TrackError
        If it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mixer = Mixer()
        self._written = 0
        try:
            self._file = path.open("wb", buffering=0)
            self._file.write(_header(0))
        except OSError as error:
            raise self._problem(error) from None

    def put(self, sound: Sound, at_s: float) -> None:
        """Put a sound on the track."""
        self._mixer.put(sound, max(at_s, self._written / SAMPLE_RATE_HZ))

    def hush(self, at_s: float, longer_than_s: float) -> None:
        """Cut what is said for longer than this."""
        self._mixer.hush(at_s, longer_than_s)

    def reached(self, t_s: float) -> None:
        """Write what cannot change any more, now that the session's clock has come to `t_s`.

        Raises
        ------
        TrackError
            If it cannot be written, for instance on a full disk.
        """
        end = round((t_s - _BEHIND_S) * SAMPLE_RATE_HZ)
        if end - self._written >= SAMPLE_RATE_HZ:
            self._write_to(end)

    def close(self) -> None:
        """Write the rest and close the file.

        Raises
        ------
        TrackError
            If it cannot be written.
        """
        self._write_to(self._mixer.end)
        self._file.close()

    def __enter__(self) -> SoundTrack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write_to(self, end: int) -> None:
        while self._written < end:
            count = min(SAMPLE_RATE_HZ, end - self._written)
            samples, _ = self._mixer.draw(self._written, count)
            self._append((samples * 32767.0).astype("<i2").tobytes())
            self._written += count

    def _append(self, data: bytes) -> None:
        try:
            self._file.seek(_HEADER.size + _BYTES * self._written)
            self._file.write(data)
            self._file.seek(0)
            self._file.write(_header(_BYTES * self._written + len(data)))
        except OSError as error:
            self._file.close()
            raise self._problem(error) from None

    def _problem(self, error: OSError) -> TrackError:
        return TrackError(
            said(
                "{path}: the sound track cannot be written: {why}", path=self._path, why=system_reason(error)
            )
        )


def _header(size: int) -> bytes:
    """Return the header of a WAV file with so many bytes of 16-bit mono samples."""
    rate = SAMPLE_RATE_HZ
    about = (b"WAVE", b"fmt ", 16, 1, 1, rate, _BYTES * rate, _BYTES, 8 * _BYTES)
    return _HEADER.pack(b"RIFF", _HEADER.size - 8 + size, *about, b"data", size)
