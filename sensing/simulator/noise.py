"""Unsteadiness of a real leg: slow sway, tremor where it is loaded, and the thud of the heel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sensing.simulator.person import Person
from sensing.simulator.posture import RATE_HZ, Column, Stretch
from sensing.types import FloatArray

TREMOR_BAND_HZ = (2.5, 12.0)

_STANDING_SHARE = 0.06
"""Tremor of a leg that merely stands, as a share of the loaded one: 0.015 rad/s at the full level."""


def smooth_length(count: int) -> int:
    """Return a length not below `count` that an FFT likes."""
    power = 1 << (count - 1).bit_length()
    return min(size for size in (power, power * 3 // 4, power * 5 // 8) if size >= count)


def coloured(rng: np.random.Generator, count: int, shape: NDArray[np.complex128] | FloatArray) -> FloatArray:
    """Noise with unit RMS and the given amplitude over the bins of an FFT of `smooth_length` samples."""
    spectrum = shape * (rng.normal(size=len(shape)) + 1j * rng.normal(size=len(shape)))
    spectrum[0] = 0.0
    out: FloatArray = np.asarray(np.fft.irfft(spectrum, smooth_length(count))[:count], dtype=np.float64)
    return out / max(float(np.sqrt(np.mean(out**2))), 1e-12)


def _bins_hz(count: int) -> FloatArray:
    out: FloatArray = np.asarray(np.fft.rfftfreq(smooth_length(count), 1.0 / RATE_HZ), dtype=np.float64)
    return out


def sway(rng: np.random.Generator, count: int, fastest_hz: float = 0.6) -> FloatArray:
    """Slow sway with unit RMS: falls with frequency, gone above `fastest_hz`."""
    f = _bins_hz(count)
    return coloured(rng, count, np.exp(-((f / fastest_hz) ** 4)) / np.maximum(f, 0.08) ** 1.5)


def tremor(rng: np.random.Generator, count: int, peak_hz: float) -> FloatArray:
    """Angle (degrees) whose rate is noise of 1 rad/s RMS in the tremor band, with a broad peak."""
    f = _bins_hz(count)
    low, high = TREMOR_BAND_HZ
    band = 1.0 / (1.0 + (low / np.maximum(f, 1e-3)) ** 8) / (1.0 + (f / high) ** 8)
    rate = band * np.exp(-0.5 * ((f - peak_hz) / 3.0) ** 2)
    angle = coloured(rng, count, rate / np.maximum(f, 0.5))
    rms = float(np.sqrt(np.mean(np.gradient(angle, 1.0 / RATE_HZ) ** 2)))
    return np.degrees(angle / rms)


_TREMOR_RADPS = {Column.FOOT: 0.19, Column.ROLL: 0.20, Column.SHANK: 0.08, Column.THIGH: 0.03}
"""Angular rates in the tremor band at the full level, so that foot, shank and thigh read as measured."""

_THIGH_AGAINST_SHANK = 0.9
_STANDING_SWAY = 0.5
"""Sway of someone standing on both feet, as a share of that on the toes."""

_AXIAL_RADPS = {Column.FOOT: 0.18, Column.SHANK: 0.23, Column.THIGH: 0.17}


def unsteady(rng: np.random.Generator, posture: FloatArray, who: Person) -> FloatArray:
    """Return the posture with sway and tremor; the foot moves only where it is loaded on its toes."""
    count = len(posture)
    loaded = _smooth(posture[:, Column.LOADED], 0.15)
    speed = np.clip(np.gradient(posture[:, Column.FOOT], 1.0 / RATE_HZ) / 60.0, -1.0, 1.0)
    # Real ankles tremble little while lifting and much while lowering.
    effort = loaded * (0.45 + _smooth(np.where(speed < 0.0, -1.3, 0.3) * speed, 0.15))
    level = who.tremor * (_STANDING_SHARE + effort)
    out = posture.copy()
    shaking = {column: size * tremor(rng, count, who.tremor_hz) for column, size in _TREMOR_RADPS.items()}
    out[:, Column.FOOT] += effort * who.tremor * shaking[Column.FOOT]
    out[:, Column.ROLL] += effort * who.tremor * shaking[Column.ROLL]
    out[:, Column.SHANK] += level * shaking[Column.SHANK]
    # The heavy trunk stays where it is: the thigh gives way against the shank.
    against = _THIGH_AGAINST_SHANK * who.shank_m / who.thigh_m
    out[:, Column.THIGH] += level * (shaking[Column.THIGH] - against * shaking[Column.SHANK])
    sway_deg = who.sway_deg * (_STANDING_SWAY + (1.0 - _STANDING_SWAY) * loaded)
    common = sway(rng, count)
    out[:, Column.SHANK] += sway_deg * common
    out[:, Column.THIGH] += sway_deg * (common + 0.4 * sway(rng, count))
    out[:, Column.FOOT] += 0.25 * who.sway_deg * loaded * sway(rng, count)
    out[:, Column.ROLL] += 1.5 * who.sway_deg * loaded * sway(rng, count)
    return out


def axial(rng: np.random.Generator, posture: FloatArray, who: Person, segment: Column) -> FloatArray:
    """Draw how a segment turns about its long axis, degrees: the greatest part of a real shank's tremor."""
    loaded = _smooth(posture[:, Column.LOADED], 0.15)
    grounded = segment is Column.FOOT
    level = who.tremor * ((0.0 if grounded else _STANDING_SHARE) + 1.1 * loaded)
    slow = who.sway_deg * (loaded if grounded else _STANDING_SWAY + (1.0 - _STANDING_SWAY) * loaded)
    shaking = _AXIAL_RADPS[segment] * tremor(rng, len(posture), who.tremor_hz)
    return level * shaking + slow * sway(rng, len(posture))


def _smooth(values: FloatArray, width_s: float) -> FloatArray:
    """Take a centred running mean, twice."""
    half = max(1, round(width_s * RATE_HZ / 2))
    for _ in range(2):
        sums = np.cumsum(np.pad(values, (half + 1, half), mode="edge"))
        values = (sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1)
    return values


def thuds(rng: np.random.Generator, stretches: list[Stretch], who: Person) -> FloatArray:
    """Displacement of the heel as it meets the floor, m: a short burst scaled with the speed of impact."""
    count = sum(len(stretch.posture) for stretch in stretches)
    out = np.zeros(count)
    at = 0
    for stretch in stretches:
        foot = stretch.posture[:, Column.FOOT]
        if stretch.on_floor:
            level = np.radians(foot) * who.foot_m
            for hit in np.flatnonzero((level[:-1] > 0.003) & (level[1:] <= 0.003)):
                speed_mps = float(level[hit] - level[hit + 1]) * RATE_HZ
                add_burst(rng, out[at + hit :], who.thud * speed_mps)
        at += len(foot)
    return out


def add_burst(rng: np.random.Generator, out: FloatArray, speed_mps: float) -> None:
    """Add a damped swing of 15-40 Hz; its first speed is a fifth of the impact's."""
    turn = 2.0 * np.pi * rng.uniform(15.0, 40.0)
    t_s = np.arange(min(len(out), round(0.25 * RATE_HZ))) / RATE_HZ
    soft = np.minimum(1.0, t_s / 0.01)
    out[: len(t_s)] += 0.2 * speed_mps / turn * soft * np.exp(-t_s / 0.03) * np.sin(turn * t_s)
