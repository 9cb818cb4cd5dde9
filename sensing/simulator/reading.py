"""What a faulty sensor makes of the true motion: mounting, slip, sampling, errors, loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sensing.simulator.posture import RATE_HZ
from sensing.simulator.sensor import Sensor
from sensing.types import FloatArray, Samples, frozen

_SLIP_TAKES_S = 0.3


def rotation(vector: FloatArray) -> FloatArray:
    """Matrix (3, 3) of a rotation vector, rad (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    out: FloatArray = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    return out


def slipped(
    rng: np.random.Generator, force: FloatArray, rate: FloatArray, at_s: float, angle_deg: float
) -> tuple[FloatArray, FloatArray]:
    """Turn the sensor against the limb about a drawn axis, from `at_s` on; it feels its own turning."""
    axis = rng.normal(size=3)
    axis /= np.linalg.norm(axis)
    u = np.clip((np.arange(len(force)) / RATE_HZ - at_s) / _SLIP_TAKES_S, 0.0, 1.0)
    angle = np.radians(angle_deg) * (3.0 * u**2 - 2.0 * u**3)
    own = np.gradient(angle, 1.0 / RATE_HZ)[:, None] * axis
    return _about(axis, -angle, force), _about(axis, -angle, rate) + own


def _about(axis: FloatArray, angle: FloatArray, vectors: FloatArray) -> FloatArray:
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    along = (vectors @ axis)[:, None] * axis
    out: FloatArray = vectors * cos + np.cross(axis, vectors) * sin + along * (1.0 - cos)
    return out


def read(rng: np.random.Generator, force: FloatArray, rate: FloatArray, sensor: Sensor) -> Samples:
    """Sample the true motion the way the sensor does.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    force, rate : ndarray of shape (n, 3)
        Specific force, m/s², and angular rate, rad/s, in the limb's axes at `RATE_HZ`.
    sensor : Sensor
        Its mounting and faults.

    Returns
    -------
    Samples
        On the sensor's own clock, which starts at 0 with the true one.
    """
    turn = rotation(np.asarray(sensor.mounting)).T
    clock = 1.0 + sensor.clock_error
    t_s = np.arange(int((len(force) - 1) / RATE_HZ * clock * sensor.rate_hz)) / sensor.rate_hz
    true_s = t_s / clock
    acc = sensor.acc_scale * _sampled(force @ turn.T, true_s, sensor.rate_hz)
    gyr = sensor.gyr_scale * _sampled(rate @ turn.T, true_s, sensor.rate_hz)
    nyquist_root = np.sqrt(sensor.rate_hz / 2.0)
    acc += np.asarray(sensor.acc_bias_mps2)
    gyr += np.asarray(sensor.gyr_bias_radps)
    acc += sensor.acc_noise_mps2_rthz * nyquist_root * rng.normal(size=acc.shape)
    gyr += sensor.gyr_noise_radps_rthz * nyquist_root * rng.normal(size=gyr.shape)
    acc = _digital(acc, sensor.acc_step_mps2, sensor.acc_limit_mps2)
    gyr = _digital(gyr, sensor.gyr_step_radps, sensor.gyr_limit_radps)
    kept = _kept(rng, len(t_s), sensor)
    return Samples(
        frozen(t_s[kept]),
        frozen(acc[kept]),
        frozen(gyr[kept]) if sensor.has_gyr else None,
    )


def _sampled(values: FloatArray, at_s: FloatArray, rate_hz: float) -> FloatArray:
    """Mean over one sampling interval around each sample: the sensor's own low-pass, without its delay."""
    sums = np.concatenate((np.zeros((1, 3)), np.cumsum((values[1:] + values[:-1]) / 2.0, axis=0)))
    grid = np.arange(len(values), dtype=np.float64)
    half = 0.5 * RATE_HZ / rate_hz
    late = np.clip(at_s * RATE_HZ + half, 0.0, len(values) - 1.0)
    early = np.clip(at_s * RATE_HZ - half, 0.0, len(values) - 1.0)
    columns = [
        (np.interp(late, grid, column) - np.interp(early, grid, column)) / (late - early) for column in sums.T
    ]
    return np.stack(columns, axis=1)


def _digital(values: FloatArray, step: float, limit: float) -> FloatArray:
    if step > 0.0:
        values = np.round(values / step) * step
    return np.clip(values, -limit, limit)


def _kept(rng: np.random.Generator, count: int, sensor: Sensor) -> NDArray[np.bool_]:
    """Which samples arrive: whole packets get lost, never the first."""
    packets = -(-count // sensor.packet_samples)
    arrives = rng.uniform(size=packets) >= sensor.loss
    arrives[:1] = True
    out: NDArray[np.bool_] = np.repeat(arrives, sensor.packet_samples)[:count]
    return out
