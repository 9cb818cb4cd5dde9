"""A simulated sensor: how it sits and how it errs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Sensor:
    """How a sensor is mounted and what is wrong with it. The default one is good and sits straight.

    Parameters
    ----------
    rate_hz : float
        Nominal sampling rate, Hz.
    mounting : tuple of float
        Rotation vector from the limb's axes (forward, left, up) to the sensor's, rad.
    strap_hz, strap_damping : float
        Resonance and damping ratio of the strap; 0 Hz is rigid.
    gyr_scale, acc_scale : float
        What is read for a true 1.
    gyr_bias_radps, acc_bias_mps2 : tuple of float
        Offset of each axis.
    gyr_noise_radps_rthz, acc_noise_mps2_rthz : float
        White noise densities.
    gyr_step_radps, acc_step_mps2 : float
        Quantisation step; 0 for none.
    gyr_limit_radps, acc_limit_mps2 : float
        Where the reading saturates.
    clock_error : float
        The sensor's clock runs faster than true time by this share.
    loss : float
        Share of packets that get lost.
    packet_samples : int
        Samples in a packet.
    slip_deg : float
        Angle by which the strap slips once, between two repetitions; 0 for none.
    has_gyr : bool
        False for an accelerometer only.
    """

    rate_hz: float = 104.0
    mounting: tuple[float, float, float] = (0.0, 0.0, 0.0)
    strap_hz: float = 0.0
    strap_damping: float = 0.4
    gyr_scale: float = 1.0
    acc_scale: float = 1.0
    gyr_bias_radps: tuple[float, float, float] = (0.0, 0.0, 0.0)
    acc_bias_mps2: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gyr_noise_radps_rthz: float = 1.2e-4
    acc_noise_mps2_rthz: float = 1.2e-3
    gyr_step_radps: float = 0.0
    acc_step_mps2: float = 0.0
    gyr_limit_radps: float = 34.9
    acc_limit_mps2: float = 78.4
    clock_error: float = 0.0
    loss: float = 0.0
    packet_samples: int = 8
    slip_deg: float = 0.0
    has_gyr: bool = True


PERFECT = Sensor(gyr_noise_radps_rthz=0.0, acc_noise_mps2_rthz=0.0)
"""No fault and no noise."""


def any_mounting(rng: np.random.Generator) -> tuple[float, float, float]:
    """Draw a rotation, uniform over all of them, as a rotation vector, rad."""
    quaternion = rng.normal(size=4)
    quaternion /= np.linalg.norm(quaternion)
    angle = 2.0 * np.arccos(np.clip(quaternion[0], -1.0, 1.0))
    axis = quaternion[1:] / max(float(np.linalg.norm(quaternion[1:])), 1e-12)
    x, y, z = (angle * axis).tolist()
    return x, y, z


def sensor(seed: int, *, rate_hz: float | None = None) -> Sensor:
    """Draw a sensor with everyday faults: any mounting, soft strap, bias, scale, noise, clock and loss.

    The range goes from a good chip to a cheap one: gyro scale 0.75-1.02, bias up to 2 degrees/s, 50 mg,
    noise 0.01-0.05 degrees/s and 100-300 µg a root Hz, clock off by up to 1 %, up to 5 % of packets lost.
    """
    rng = np.random.default_rng([seed, 0x5E45])
    bias_gyr = np.radians(rng.uniform(-2.0, 2.0, 3) * rng.uniform(0.05, 1.0)).tolist()
    bias_acc = (rng.uniform(-0.49, 0.49, 3) * rng.uniform(0.1, 1.0)).tolist()
    drawn_rate_hz = float(rng.choice([25.0, 50.0, 52.0, 100.0, 104.0, 208.0]))
    return Sensor(
        rate_hz=drawn_rate_hz if rate_hz is None else rate_hz,
        mounting=any_mounting(rng),
        strap_hz=float(rng.uniform(8.0, 30.0)),
        strap_damping=float(rng.uniform(0.3, 0.8)),
        gyr_scale=float(rng.uniform(0.75, 1.02)),
        acc_scale=float(rng.uniform(0.98, 1.02)),
        gyr_bias_radps=(bias_gyr[0], bias_gyr[1], bias_gyr[2]),
        acc_bias_mps2=(bias_acc[0], bias_acc[1], bias_acc[2]),
        gyr_noise_radps_rthz=float(np.radians(np.exp(rng.uniform(np.log(0.01), np.log(0.05))))),
        acc_noise_mps2_rthz=float(rng.uniform(100e-6, 300e-6) * 9.80665),
        gyr_step_radps=float(rng.choice([0.0, 0.0011, 0.0022])),
        acc_step_mps2=float(rng.choice([0.0012, 0.0048, 0.0096])),
        clock_error=float(rng.uniform(-0.01, 0.01)),
        loss=float(rng.choice([0.0, 0.005, 0.02, 0.05])),
        packet_samples=int(rng.choice([1, 4, 8, 16])),
    )
