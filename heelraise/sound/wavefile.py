"""The session's sound track as a file, on the session's own time line."""

from __future__ import annotations

import wave
from pathlib import Path
from types import TracebackType

from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.errors import TrackError
from heelraise.sound.mixer import Mixer, Sound

_BLOCK = SAMPLE_RATE_HZ
_BEHIND_S = 1.0
"""Sounds are put at most this far behind the newest time, s; up to there the track may be written."""


class SoundTrack:
    """A WAV file that grows with the session: second 0 is second 0 of the session's clock.

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
            self._file = wave.open(str(path), "wb")  # noqa: SIM115
        except OSError as error:
            raise TrackError(f"{path}: cannot be written: {error.strerror}") from None
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(SAMPLE_RATE_HZ)

    def put(self, sound: Sound, at_s: float) -> float | None:
        """Put a sound on the track; return when it begins, s, or None where it is not heard."""
        return self._mixer.put(sound, max(at_s, self._written / SAMPLE_RATE_HZ))

    def hush(self, at_s: float, longer_than_s: float) -> None:
        """Cut what is said for longer than this."""
        self._mixer.hush(at_s, longer_than_s)

    def reached(self, t_s: float) -> None:
        """Write what cannot change any more, now that the session's clock has come to `t_s`."""
        self._write_to(round((t_s - _BEHIND_S) * SAMPLE_RATE_HZ), whole_blocks=True)

    def close(self) -> None:
        """Write the rest and close the file."""
        self._write_to(self._mixer.end, whole_blocks=False)
        self._file.close()

    def __enter__(self) -> SoundTrack:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write_to(self, end: int, *, whole_blocks: bool) -> None:
        while (left := end - self._written) >= (_BLOCK if whole_blocks else 1):
            count = min(_BLOCK, left)
            samples, _ = self._mixer.draw(self._written, count)
            try:
                self._file.writeframes((samples * 32767.0).astype("<i2").tobytes())
            except OSError as error:
                raise TrackError(f"{self._path}: cannot be written: {error.strerror}") from None
            self._written += count
