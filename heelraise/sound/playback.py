"""The loudspeaker: the only place that talks to the sound card."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.errors import SpeakerError
from heelraise.sound.mixer import Mixer, Sound
from sensing.said import said

_PERIOD_MS = 10
"""How much is handed to the sound card at a time, ms."""
_PERIODS = 3
"""How many of these it holds. Together 30 ms from here to the ear, and room for a busy moment of ours."""


class Speaker:
    """The system's default loudspeaker; plays what is put, from now on.

    Parameters
    ----------
    silent : bool
        Run a clock instead of a sound card: everything happens, nothing is heard. For measuring.
    heard : callable, optional
        Told each sound as its first sample is handed over, on the sound card's thread.

    Raises
    ------
    SpeakerError
        If there is none, or the library for it is not installed.
    """

    def __init__(self, *, silent: bool = False, heard: Callable[[Sound], None] | None = None) -> None:
        self._mixer = Mixer()
        self._lock = Lock()
        self._frame = 0
        self._heard = heard
        self._device = _open(silent)
        self.name = str(self._device.backend)
        source = self._samples()
        next(source)
        self._device.start(source)

    def put(self, sound: Sound, delay_s: float = 0.0) -> None:
        """Play a sound as soon as may be, or after a delay, s."""
        with self._lock:
            self._mixer.put(sound, self._frame / SAMPLE_RATE_HZ + delay_s)

    def hush(self, longer_than_s: float) -> None:
        """Cut what is said for longer than this."""
        with self._lock:
            self._mixer.hush(self._frame / SAMPLE_RATE_HZ, longer_than_s)

    @property
    def left_s(self) -> float:
        """How long there is still something to be heard, s."""
        with self._lock:
            return max(0.0, (self._mixer.end - self._frame) / SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Give the sound card back."""
        self._device.close()

    def _samples(self) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            with self._lock:
                samples, begins = self._mixer.draw(self._frame, count)
                self._frame += count
            if self._heard is not None:
                for sound in begins:
                    self._heard(sound)
            count = yield (samples * 32767.0).astype("<i2").tobytes()


def _open(silent: bool) -> Any:
    try:
        import miniaudio
    except ImportError:
        raise SpeakerError(said("it is not installed; run: pip install 'heelraise[sound]'")) from None
    null = miniaudio.Backend.NULL
    backends = [null] if silent else [one for one in miniaudio.Backend if one is not null]
    with _errors_kept_quiet():
        try:
            return miniaudio.PlaybackDevice(
                nchannels=1,
                sample_rate=SAMPLE_RATE_HZ,
                buffersize_msec=_PERIOD_MS,
                callback_periods=_PERIODS,
                backends=backends,
                app_name="heelraise",
            )
        except miniaudio.MiniaudioError:
            raise SpeakerError(said("no loudspeaker was found")) from None


@contextmanager
def _errors_kept_quiet() -> Iterator[None]:
    """Keep ALSA from writing a page about a missing sound card to the person's screen."""
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
