"""A piece of sound, and what is done to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

SAMPLE_RATE_HZ = 22050
"""Rate of all sound here, Hz: the speech engine's own, and more than tones for old ears need."""

Wave: TypeAlias = NDArray[np.float32]

_SILENT = 0.01
_FADE_S = 0.005
_SPEECH_RMS = 0.16


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of sound.

    Parameters
    ----------
    samples : ndarray of shape (n,)
        Mono, -1 to 1, at `SAMPLE_RATE_HZ`; read-only.
    """

    samples: Wave = field(repr=False, compare=False)

    @property
    def duration_s(self) -> float:
        """How long it sounds, s."""
        return len(self.samples) / SAMPLE_RATE_HZ


def clip_of(samples: NDArray[np.floating]) -> Clip:
    """Return samples as a clip that nobody can write to."""
    wave = np.array(samples, dtype=np.float32)
    wave.setflags(write=False)
    return Clip(wave)


def joined(parts: Sequence[Clip], pause_s: float = 0.0) -> Clip:
    """Put clips behind each other with a pause, s, between them."""
    pause = np.zeros(round(pause_s * SAMPLE_RATE_HZ), dtype=np.float32)
    pieces: list[Wave] = []
    for number, part in enumerate(parts):
        pieces.extend([pause, part.samples] if number else [part.samples])
    return clip_of(np.concatenate(pieces))


def spoken(samples: NDArray[np.floating], rate_hz: int) -> Clip:
    """Return raw speech as a clip: at our rate, without silence around it, as loud as all other speech.

    Parameters
    ----------
    samples : ndarray of shape (n,)
        Mono, -1 to 1.
    rate_hz : int
        Its rate, Hz.
    """
    divisor = gcd(rate_hz, SAMPLE_RATE_HZ)
    at_rate = resample_poly(samples, SAMPLE_RATE_HZ // divisor, rate_hz // divisor)
    loud = np.flatnonzero(np.abs(at_rate) > _SILENT * np.max(np.abs(at_rate), initial=0.0))
    if not len(loud):
        return clip_of(np.zeros(0))
    heard = at_rate[loud[0] : loud[-1] + 1]
    heard = heard * min(_SPEECH_RMS / float(np.sqrt(np.mean(heard**2))), 0.95 / float(np.max(np.abs(heard))))
    return clip_of(faded(heard))


def faded(samples: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return samples that begin and end softly; an abrupt edge would click."""
    n = min(round(_FADE_S * SAMPLE_RATE_HZ), len(samples) // 2)
    ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / max(n, 1))
    soft = np.array(samples)
    soft[:n] *= ramp
    soft[len(soft) - n :] *= ramp[::-1]
    return soft
