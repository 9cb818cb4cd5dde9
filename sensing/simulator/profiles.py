"""How speed runs within one phase: a family of shapes, so that nothing gets tuned to a single one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.simulator.person import Person
from sensing.types import FloatArray

_SLOW_S = 1.2
"""Longer phases are made of sub-movements; shorter ones are single strokes."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a phase is to be moved.

    Parameters
    ----------
    kind : str
        ``plain``, ``drop`` (late and abrupt stop), ``bounce`` (abrupt begin) or ``stall`` (stands still
        in the middle).
    peak : float
        Where the speed is highest, as a share of the time.
    """

    kind: str = "plain"
    peak: float = 0.55


def _bell(u: FloatArray, peak: float, sharpness: float) -> FloatArray:
    """Power-law bell; sharpness 4 and peak 0.5 is minimum jerk (peak over mean 1.875)."""
    rise = sharpness * peak
    out: FloatArray = u**rise * (1.0 - u) ** (sharpness - rise)
    return out


def _even(u: FloatArray, ramp_in: float, ramp_out: float, slope: float) -> FloatArray:
    """Trapezoid with raised-cosine ramps and a slanting top."""
    into = 0.5 - 0.5 * np.cos(np.pi * np.clip(u / ramp_in, 0.0, 1.0))
    out = 0.5 - 0.5 * np.cos(np.pi * np.clip((1.0 - u) / ramp_out, 0.0, 1.0))
    speed: FloatArray = into * out * (1.0 + slope * (u - 0.5))
    return speed


def steady_drift(count: int) -> FloatArray:
    """Share of a sag that is done after each of `count` steps: even, as a tiring calf gives way."""
    speed = _even(np.linspace(0.0, 1.0, count + 1), 0.15, 0.15, 0.0)
    done: FloatArray = np.cumsum(0.5 * (speed[1:] + speed[:-1]))
    return done / max(float(done[-1]), 1e-12)


def _strokes(rng: np.random.Generator, u: FloatArray, duration_s: float) -> FloatArray:
    """Overlapping minimum-jerk strokes, about three in two seconds."""
    count = max(2, round(duration_s / rng.uniform(0.5, 0.9)))
    width = rng.uniform(1.8, 2.6) / (count + 1.0)
    centres = np.linspace(width / 2, 1 - width / 2, count)
    speed = np.zeros_like(u)
    for centre in centres:
        w = np.clip((u - centre) / width + 0.5, 0.0, 1.0)
        speed += rng.uniform(0.6, 1.4) * (w * (1.0 - w)) ** 2
    return speed


def _ripple(rng: np.random.Generator, u: FloatArray, duration_s: float, size: float) -> FloatArray:
    """Unevenness of slow movement, as a positive factor: a few waves of 0.4-1.8 Hz."""
    waves = sum(
        np.sin(2 * np.pi * (rng.uniform(0.4, 1.8) * duration_s * u + rng.uniform())) for _ in range(4)
    )
    factor: FloatArray = np.exp(size * np.asarray(waves) / np.sqrt(2.0))
    return factor


def _hesitation(u: FloatArray, place: float, width: float, depth: float) -> FloatArray:
    factor: FloatArray = 1.0 - depth * np.exp(-(((u - place) / width) ** 4))
    return factor


def _slow(
    rng: np.random.Generator, u: FloatArray, duration_s: float, style: Style, who: Person
) -> FloatArray:
    if rng.uniform() < who.evenness:
        ramps = rng.uniform(0.12, 0.45, 2)
        speed = _even(u, ramps[0], ramps[1], rng.uniform(-0.5, 0.5) + (style.peak - 0.5))
    elif rng.uniform() < who.submovements * 0.6:
        speed = _strokes(rng, u, duration_s)
    else:
        speed = _bell(u, style.peak, rng.uniform(2.6, 5.0))
    speed *= _ripple(rng, u, duration_s, 0.3 * who.submovements * rng.uniform())
    if rng.uniform() < 0.2 * who.submovements:
        width = rng.uniform(0.06, 0.2) / duration_s
        speed *= _hesitation(u, rng.uniform(0.15, 0.85), width, rng.uniform(0.5, 1.0))
    return speed


def _stalled(rng: np.random.Generator, u: FloatArray, duration_s: float, style: Style) -> FloatArray:
    """Two or three strokes with a standstill between them, each well over a tenth of the way."""
    speed = _even(u, 0.15, 0.2, rng.uniform(-0.4, 0.2))
    for place in rng.uniform(0.3, 0.7, int(rng.integers(1, 3))):
        speed *= _hesitation(u, float(place), rng.uniform(0.3, 0.8) / duration_s, rng.uniform(0.85, 1.0))
    return speed * _bell(u, style.peak, 1.0)


def speed_profile(
    rng: np.random.Generator, count: int, duration_s: float, style: Style, who: Person
) -> FloatArray:
    """Draw the speed over one phase.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    count : int
        Number of steps; the result has one sample more.
    duration_s : float
        Time of the phase, s: slow ones are uneven, brisk ones are bells.
    style : Style
        How it is meant.
    who : Person
        Whose movement it is.

    Returns
    -------
    ndarray of shape (count + 1,)
        Speed, not negative, zero at both ends, with an integral (trapezoid rule, unit steps) of 1.
    """
    u = np.linspace(0.0, 1.0, count + 1)
    if style.kind == "drop":
        speed = u ** rng.uniform(1.5, 3.0) * np.clip((1.0 - u) * duration_s / 0.07, 0.0, 1.0) ** 1.5
    elif style.kind == "bounce":
        speed = (1.0 - u) ** rng.uniform(1.2, 2.0) * np.clip(u * duration_s / 0.07, 0.0, 1.0) ** 1.5
    elif style.kind == "stall":
        speed = _stalled(rng, u, duration_s, style)
    elif duration_s > _SLOW_S:
        speed = _slow(rng, u, duration_s, style, who)
    else:
        speed = _bell(u, style.peak, rng.uniform(3.0, 6.0))
    speed[0] = speed[-1] = 0.0
    return speed / float(speed.sum())
