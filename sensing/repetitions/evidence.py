"""Is it a heel raise? The physics of a rigid foot that turns about a fixed point against the samples."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import numpy as np

from sensing.repetitions.track import Stretch
from sensing.settings import HeelRaiseSettings
from sensing.types import FloatArray

_LEVER_PRIOR_M = 0.3
_NOISE_PRIOR_MPS2 = 0.5

_SLOW_HALF = 4
"""Samples (0.16 s) to either side over which the accelerations are smoothed before they tell the rise."""

_SLOW = np.hanning(2 * _SLOW_HALF + 3)[1:-1]

_UNKNOWNS = ("lever", "offset", "error with the tilt", "error with its square")

_CM = 100.0

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
        How far the sensor goes up over that range, by the upward acceleration against that of the tilt below
        1.5 Hz or so, where tremor is small, and its standard error, cm.
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


def _cross_matrix(v: FloatArray) -> FloatArray:
    out = np.zeros((len(v), 3, 3))
    out[:, 0, 1], out[:, 0, 2], out[:, 1, 2] = -v[:, 2], v[:, 1], -v[:, 0]
    out[:, 1, 0], out[:, 2, 0], out[:, 2, 1] = v[:, 2], -v[:, 1], v[:, 0]
    return out


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
    spin = _cross_matrix(rate_radps)
    matrix = _cross_matrix(_slope(rate_radps, rate_hz)) + spin @ spin
    columns = np.concatenate([matrix, np.broadcast_to(np.eye(3), matrix.shape)], axis=2).reshape(-1, 6)
    target = acc_mps2.reshape(-1)
    prior = (_NOISE_PRIOR_MPS2 / _LEVER_PRIOR_M) ** 2
    found = np.linalg.solve(columns.T @ columns + prior * np.eye(6), columns.T @ target)
    rest = target - columns @ found
    return float(np.sqrt(3.0 * np.mean(rest**2))), float(np.linalg.norm(found[:3]))


def _beyond(known: FloatArray, values: FloatArray) -> FloatArray:
    """Return what of `values` the columns of `known` do not explain."""
    found, *_ = np.linalg.lstsq(known, values, rcond=None)
    out: FloatArray = values - known @ found
    return out


def _smooth(columns: FloatArray) -> FloatArray:
    padded = np.pad(columns, ((_SLOW_HALF, _SLOW_HALF), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(_SLOW), axis=0)
    out: FloatArray = windows @ (_SLOW / _SLOW.sum())
    return out


def _rise_cm(vertical: FloatArray, lifting: FloatArray, range_rad: float) -> tuple[float, float]:
    """Return how far the sensor rises over a range of tilt and its standard error, cm.

    Parameters
    ----------
    vertical, lifting : ndarray of shape (n,)
        Upward acceleration, m/s², and that of the tilt, rad/s², both smooth.
    range_rad : float
        Range of the tilt, rad.
    """
    power = float(lifting @ lifting) or 1.0
    lever_m = float(vertical @ lifting) / power
    rest = vertical - lever_m * lifting
    freedom = max(len(rest) / (_SLOW_HALF + 0.5) - len(_UNKNOWNS), 1.0)
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
    up_rate = np.cross(stretch.up, _slope(stretch.up, rate_hz))
    rate = stretch.rate_radps if has_gyr else up_rate
    unexplained, lever = lever_fit(rate, stretch.slow_mps2, rate_hz)
    seen = np.stack([np.ones_like(tilt_deg), tilt_deg, tilt_deg**2], axis=1)
    vertical = _beyond(seen, stretch.vertical_mps2)
    lifting = _beyond(seen, tilt_acceleration)
    slow = _beyond(seen, _smooth(np.stack([stretch.vertical_mps2, tilt_acceleration], axis=1)))
    rise_cm, rise_sd_cm = _rise_cm(slow[:, 0], slow[:, 1], radians(float(np.ptp(tilt_deg))))
    size = float(np.sqrt((vertical @ vertical) * (lifting @ lifting))) or 1.0
    spread = np.linalg.svd(stretch.up - stretch.up.mean(axis=0), compute_uv=False)
    turning = np.sqrt(np.sum(rate**2) / (np.sum(tilt_rate**2) + len(rate) * _CALM_RADPS**2))
    return Evidence(
        unexplained_mps2=unexplained,
        acceleration_mps2=float(np.sqrt(3.0 * np.mean(stretch.slow_mps2**2))),
        lever_m=lever,
        lift_agreement=float(vertical @ lifting) / size,
        across_share=float(spread[1] / max(spread[0], 1e-12)),
        turning_share=float(turning) if has_gyr else 1.0,
        peak_rate_dps=float(np.degrees(np.abs(tilt_rate).max())),
        tilt_deg=float(np.ptp(tilt_deg)),
        rise_cm=rise_cm,
        rise_sd_cm=rise_sd_cm,
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
