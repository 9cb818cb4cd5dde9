"""Is it a heel raise? The physics of a rigid foot that turns about a fixed point against the samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import degrees, hypot, radians, sqrt

import numpy as np

from sensing.repetitions.track import Stretch
from sensing.settings import HeelRaiseSettings
from sensing.types import FloatArray, frozen

_LEVER_PRIOR_M = 0.3
_NOISE_PRIOR_MPS2 = 0.5

_SLOW_HALF, _SLOWEST_HALF = 4, 16
"""Samples (0.16 s, 0.64 s) to either side over which the accelerations are smoothed before they tell the
rise, at least and at most."""

_SLOW_SHARE = 0.1
"""... and in between by this share of the time of one way: the slower it is, the less of it is left beside
the tremor."""

_ENDS = 0.2
"""Share of the range that is bottom or top."""

_LEAST_DEG, _RIDGE = 1e-6, 1e-9
"""Where nothing tilts a parabola is one number; this keeps it from being nothing over nothing."""

_UNKNOWNS = ("lever", "offset", "error with the tilt", "error with its square")

_CM = 100.0

_WITHOUT_GYR_CM = 0.5
"""Error of a rise that is told without a gyroscope, cm: the tilt trembles as the acceleration does, and what
trembles on both sides looks like no rise."""

_CALM_RADPS = 0.2
"""Turning slower than this (11 degrees/s) is tremor and sway."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a cycle being a repetition.

    Parameters
    ----------
    unexplained_mps2 : float
        Root mean square of the acceleration that a rotation about a fixed point does not explain, m/s².
    acceleration_mps2 : float
        Root mean square of the acceleration without gravity, m/s².
    lever_m : float
        Distance from the sensor to the fixed point that explains the acceleration best, m.
    lift_agreement : float
        Correlation of the upward acceleration with that of the tilt, -1 to 1: positive where the sensor rises
        as it tilts. What goes with the tilt itself (an accelerometer's error, turned against gravity) is
        taken out of both first.
    across_share : float
        Movement of up across the movement's plane, as a share of that within it.
    turning_share : float
        Angular rate by the gyroscope over that of the tilt: above 1 where the sensor also turns about other
        axes; 1 without a gyroscope. Below what tremor does the rate does not count.
    peak_rate_dps : float
        Fastest tilt, degrees/s.
    tilt_deg : float
        Range of the direction of up, degrees.
    rise_cm, rise_sd_cm : float
        How far the sensor goes up over that range, by the upward acceleration against that of the tilt, both
        calmed, and its standard error, cm.
    is_whole : bool
        Whether all of the cycle was seen; behind a hole the direction of up is wrong for a while.
    """

    unexplained_mps2: float
    acceleration_mps2: float
    lever_m: float
    lift_agreement: float
    across_share: float
    turning_share: float
    peak_rate_dps: float
    tilt_deg: float
    rise_cm: float
    rise_sd_cm: float
    is_whole: bool = True


def _slope(x: FloatArray, rate_hz: float) -> FloatArray:
    out = np.empty_like(x)
    out[0], out[-1] = x[1] - x[0], x[-1] - x[-2]
    out[1:-1] = (x[2:] - x[:-2]) / 2.0
    out *= rate_hz
    return out


def lever_fit(rate_radps: FloatArray, acc_mps2: FloatArray, rate_hz: float) -> tuple[float, float]:
    """Explain acceleration by rotation about a fixed point.

    A point at ``r`` from the axis of a rigid body has the acceleration ``w' x r + w x (w x r)``; ``r`` and a
    constant error are found by least squares.

    Returns
    -------
    unexplained_mps2, lever_m : float
        Root mean square of the rest, m/s², and length of ``r``, m.
    """
    turning = np.ascontiguousarray(rate_radps.T)
    x, y, z = np.ascontiguousarray(_slope(rate_radps, rate_hz).T)
    # What each component of r, and of the error, adds to each of the acceleration: w (w.r) - w² r + w' x r.
    shares = np.zeros((6, 3, turning.shape[1]))
    np.multiply(turning[:, None], turning, out=shares[:3])
    square = shares[0, 0] + shares[1, 1] + shares[2, 2]
    for axis in range(3):
        shares[axis, axis] -= square
        shares[3 + axis, axis] = 1.0
    shares[1, 0] -= z
    shares[2, 0] += y
    shares[0, 1] += z
    shares[2, 1] -= x
    shares[0, 2] -= y
    shares[1, 2] += x
    rows, target = shares.reshape(6, -1), acc_mps2.T.reshape(-1)
    prior = (_NOISE_PRIOR_MPS2 / _LEVER_PRIOR_M) ** 2
    found = np.linalg.solve(rows @ rows.T + prior * np.eye(6), rows @ target)
    rest = target - found @ rows
    return sqrt(3.0 * _mean_square(rest)), sqrt(float(found[:3] @ found[:3]))


def _beyond(tilt: FloatArray, values: FloatArray) -> FloatArray:
    """Return what of the columns of `values` no parabola in the tilt explains."""
    middle = 0.5 * (float(tilt.max()) + float(tilt.min()))
    known = np.empty((3, len(tilt)))
    # From -1 to 1, so that the three are far from being alike.
    known[0], known[1] = 1.0, (tilt - middle) / max(float(tilt.max()) - middle, _LEAST_DEG)
    np.multiply(known[1], known[1], out=known[2])
    products = known @ known.T
    products.ravel()[::4] += _RIDGE
    out: FloatArray = values - known.T @ np.linalg.solve(products, known @ values)
    return out


def _across(up: FloatArray) -> float:
    """Movement of up across the plane in which it moves most, as a share of that within it."""
    centred = up - up.mean(axis=0)
    _, across, along = np.linalg.eigvalsh(centred.T @ centred).tolist()
    return sqrt(max(across, 0.0)) / max(sqrt(max(along, 0.0)), 1e-12)


def _mean_square(values: FloatArray) -> float:
    flat = values.reshape(-1)
    return float(flat @ flat) / len(flat)


def _half(tilt_deg: FloatArray) -> int:
    """Return how many samples to either side are smoothed: by how long it is neither at the bottom nor up."""
    low, high = float(tilt_deg.min()), float(tilt_deg.max())
    margin = _ENDS * (high - low)
    between = np.count_nonzero((tilt_deg > low + margin) & (tilt_deg < high - margin))
    half = round(_SLOW_SHARE * between / (2.0 * (1.0 - 2.0 * _ENDS)))
    return min(max(half, _SLOW_HALF), _SLOWEST_HALF)


@lru_cache(maxsize=_SLOWEST_HALF)
def _window(half: int) -> FloatArray:
    window = np.hanning(2 * half + 3)[1:-1]
    return frozen(window / window.sum())


def smooth(columns: FloatArray, half: int) -> FloatArray:
    """Smooth each column of an array over so many samples to either side."""
    count, wide = columns.shape
    padded = np.empty((wide, count + 2 * half))
    padded[:, half:-half] = columns.T
    padded[:, :half], padded[:, -half:] = columns[:1].T, columns[-1:].T
    # One after the other in a row: what lies across two of them is not looked at.
    out = np.empty(padded.size)
    out[: padded.size - 2 * half] = np.convolve(padded.reshape(-1), _window(half), "valid")
    smoothed: FloatArray = out.reshape(padded.shape)[:, :count].T
    return smoothed


def _rise_cm(vertical: FloatArray, lifting: FloatArray, range_rad: float, half: int) -> tuple[float, float]:
    """Return how far the sensor rises over a range of tilt and its standard error, cm.

    Parameters
    ----------
    vertical, lifting : ndarray of shape (n,)
        Upward acceleration, m/s², and that of the tilt, rad/s², both smooth.
    range_rad : float
        Range of the tilt, rad.
    half : int
        Samples to either side over which both are smoothed.
    """
    power = float(lifting @ lifting) or 1.0
    lever_m = float(vertical @ lifting) / power
    rest = vertical - lever_m * lifting
    freedom = max(len(rest) / (half + 0.5) - len(_UNKNOWNS), 1.0)
    sd_m = float(np.sqrt((rest @ rest) / power / freedom))
    return _CM * lever_m * range_rad, _CM * sd_m * range_rad


def weigh(stretch: Stretch, tilt_deg: FloatArray, rate_hz: float, has_gyr: bool) -> Evidence:
    """Gather the evidence over one cycle.

    Parameters
    ----------
    stretch : Stretch
        Motion from the valley before to the end of the lowering.
    tilt_deg : ndarray of shape (n,)
        Tilt along the movement's own plane over the same samples, degrees.
    rate_hz : float
        Rate of the motion samples, Hz.
    has_gyr : bool
        Without a gyroscope the angular rate comes from the direction of up.
    """
    tilt_rate = _slope(np.radians(tilt_deg), rate_hz)
    tilt_acceleration = _slope(tilt_rate, rate_hz)
    rate = stretch.rate_radps if has_gyr else np.cross(stretch.up, _slope(stretch.up, rate_hz))
    unexplained, lever = lever_fit(rate, stretch.slow_mps2, rate_hz)
    accelerations = np.empty((len(tilt_deg), 2))
    accelerations[:, 0], accelerations[:, 1] = stretch.vertical_mps2, tilt_acceleration
    range_deg = float(tilt_deg.max() - tilt_deg.min())
    fastest_dps = degrees(float(np.abs(tilt_rate).max()))
    half = _half(tilt_deg)
    vertical, lifting, rising, tilting = _beyond(
        tilt_deg, np.concatenate([accelerations, smooth(accelerations, half)], axis=1)
    ).T
    size = sqrt(float(vertical @ vertical) * float(lifting @ lifting)) or 1.0
    turning = 3.0 * _mean_square(rate) / (_mean_square(tilt_rate) + _CALM_RADPS**2)
    rise_cm, rise_sd_cm = _rise_cm(rising, tilting, radians(range_deg), half)
    return Evidence(
        unexplained_mps2=unexplained,
        acceleration_mps2=sqrt(3.0 * _mean_square(stretch.slow_mps2)),
        lever_m=lever,
        lift_agreement=float(vertical @ lifting) / size,
        across_share=_across(stretch.up),
        turning_share=sqrt(turning) if has_gyr else 1.0,
        peak_rate_dps=fastest_dps,
        tilt_deg=range_deg,
        rise_cm=rise_cm,
        rise_sd_cm=rise_sd_cm if has_gyr else hypot(rise_sd_cm, _WITHOUT_GYR_CM),
    )


def strain(evidence: Evidence, duration_s: float, settings: HeelRaiseSettings) -> float:
    """Return how near the evidence comes to the limits of a heel raise: over 1 it is none.

    Each quantity is held against its limit; the worst one counts.
    """
    brisk = min(settings.unexplained_share * evidence.acceleration_mps2, settings.unexplained_most_mps2)
    slowness = (duration_s - settings.slow_from_s) / (settings.slow_s - settings.slow_from_s)
    slow = min(max(slowness, 0.0), 1.0) * (settings.slow_unexplained_mps2 - settings.unexplained_mps2)
    excused = max(settings.unexplained_mps2 + slow, brisk)
    return max(
        evidence.unexplained_mps2 / excused,
        evidence.lever_m / settings.longest_lever_m * min(1.0, evidence.peak_rate_dps / settings.brisk_dps),
        evidence.across_share / settings.across_share,
        (evidence.turning_share - 1.0) / (settings.turning_share - 1.0),
        evidence.peak_rate_dps / settings.fastest_dps,
        evidence.tilt_deg / settings.widest_deg,
        settings.shortest_s / max(duration_s, 1e-3),
    )
