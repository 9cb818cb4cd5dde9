"""The tones: each differs from every other in at least two ways that survive a hearing loss.

Age takes the high notes first and then the fine differences of pitch. So everything lies between 250 and
1400 Hz with a few overtones, and what tells tones apart is, beside the pitch: which way it glides, how many
beats it has, how long it lasts, and whether it is rough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heelraise.sound.clip import SAMPLE_RATE_HZ, Clip, Wave, clip_of


class Tone(StrEnum):
    """What a tone stands for."""

    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    BOTTOM = "bottom"
    TICK = "tick"
    WARNING = "warning"
    COUNT = "count"
    REMARK = "remark"
    READY = "ready"
    START = "start"
    DONE = "done"
    STOP = "stop"
    LOST = "lost"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Beat:
    """One stroke of a tone, gliding from one pitch to another, Hz, and the silence after it, s."""

    from_hz: float
    to_hz: float
    sounds_s: float
    pause_s: float = 0.05


@dataclass(frozen=True, slots=True)
class Shape:
    """How a tone is made.

    Parameters
    ----------
    beats : tuple of Beat
        Its strokes.
    partials : tuple of float
        Strength of the fundamental and its overtones.
    rough_hz : float
        How many times a second it flutters; 0 for a clear tone. 20 to 60 Hz sounds like an alarm.
    level : float
        Peak, 0 to 1.
    attack_s, decay_s : float
        Time to swell and to fade, s.
    """

    beats: tuple[Beat, ...]
    partials: tuple[float, ...] = (1.0, 0.35, 0.12)
    rough_hz: float = 0.0
    level: float = 0.32
    attack_s: float = 0.012
    decay_s: float = 0.07


SHAPES: Mapping[Tone, Shape] = {
    Tone.UP: Shape((Beat(392.0, 784.0, 0.22),)),
    Tone.HOLD: Shape((Beat(784.0, 784.0, 0.08), Beat(784.0, 784.0, 0.08))),
    Tone.DOWN: Shape((Beat(659.0, 294.0, 0.45),), level=0.26),
    Tone.BOTTOM: Shape((Beat(330.0, 247.0, 0.13),), (1.0, 0.6, 0.4)),
    Tone.TICK: Shape((Beat(1050.0, 1050.0, 0.03),), (1.0,), level=0.2, attack_s=0.003, decay_s=0.02),
    Tone.WARNING: Shape(
        tuple(Beat(330.0, 330.0, 0.055, 0.035) for _ in range(3)), (1.0, 0.8, 0.6), 45.0, 0.9, 0.006, 0.02
    ),
    Tone.COUNT: Shape((Beat(440.0, 440.0, 0.14),), decay_s=0.12),
    Tone.REMARK: Shape((Beat(440.0, 370.0, 0.12), Beat(370.0, 311.0, 0.12)), (1.0, 0.6, 0.4)),
    Tone.READY: Shape((Beat(700.0, 700.0, 0.4),), (1.0, 0.1), decay_s=0.2),
    Tone.START: Shape((Beat(880.0, 1175.0, 0.6),), level=0.4, decay_s=0.25),
    Tone.DONE: Shape(
        (Beat(523.0, 523.0, 0.14), Beat(659.0, 659.0, 0.14), Beat(784.0, 1047.0, 0.5)), level=0.4
    ),
    Tone.STOP: Shape(
        (Beat(392.0, 262.0, 0.5, 0.1), Beat(330.0, 247.0, 0.5, 0.1), Beat(262.0, 208.0, 0.7)),
        (1.0, 0.7, 0.5),
        level=0.45,
    ),
    Tone.LOST: Shape(
        (Beat(494.0, 494.0, 0.25), Beat(330.0, 330.0, 0.25), Beat(330.0, 330.0, 0.25)), rough_hz=22.0
    ),
    Tone.BACK: Shape((Beat(330.0, 330.0, 0.2), Beat(494.0, 659.0, 0.35))),
}
"""The shape of each tone."""


def tone(which: Tone) -> Clip:
    """Synthesise a tone."""
    shape = SHAPES[which]
    pieces: list[Wave] = []
    for number, beat in enumerate(shape.beats):
        pieces.append(_stroke(beat, shape))
        if number + 1 < len(shape.beats):
            pieces.append(np.zeros(round(beat.pause_s * SAMPLE_RATE_HZ), dtype=np.float32))
    return clip_of(np.concatenate(pieces))


def _stroke(beat: Beat, shape: Shape) -> Wave:
    n = round(beat.sounds_s * SAMPLE_RATE_HZ)
    t_s = np.arange(n) / SAMPLE_RATE_HZ
    hz = np.geomspace(beat.from_hz, beat.to_hz, n)
    phase = 2.0 * np.pi * np.cumsum(hz) / SAMPLE_RATE_HZ
    sound = sum(strength * np.sin((k + 1) * phase) for k, strength in enumerate(shape.partials))
    if shape.rough_hz:
        sound = sound * (0.6 + 0.4 * np.cos(2.0 * np.pi * shape.rough_hz * t_s))
    swell = np.clip(t_s / shape.attack_s, 0.0, 1.0)
    fade = np.clip((beat.sounds_s - t_s) / min(shape.decay_s, beat.sounds_s / 2.0), 0.0, 1.0)
    soft = np.sin(0.5 * np.pi * swell) ** 2 * np.sin(0.5 * np.pi * fade) ** 2
    shaped = sound * soft
    return np.asarray(shape.level / np.max(np.abs(shaped)) * shaped, dtype=np.float32)
