"""Cuts samples into packets as a sensor does: the way back, for emulated sensors and made recordings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sensing.errors import SettingsError
from sensing.sensors.model import SensorModel
from sensing.types import Packet, Samples

_RATE_TOLERANCE = 0.03  # a real sensor's own rate is off by up to 2 %


def packets_of(model: SensorModel, samples: Samples, first_ticks: int = 0) -> Iterator[tuple[float, Packet]]:
    """Yield each packet with the time at which the sensor has it complete.

    Samples left over at the end, too few for a packet, stay in the sensor.

    Parameters
    ----------
    model : SensorModel
        The sensor.
    samples : Samples
        Samples at the sensor's rate, with angular rate if it has a gyroscope.
    first_ticks : int
        What the sensor's counter reads at the time 0 of `samples`; it wraps as the real one.

    Yields
    ------
    t_s : float
        Time of the packet's last sample, s, on the clock of `samples`.
    packet : Packet
        The packet.

    Raises
    ------
    SettingsError
        If the samples are not of the sensor's rate, or lack angular rate.
    """
    _check(model, samples)
    size = model.samples_per_packet
    for start in range(0, len(samples) - size + 1, size):
        part = samples[start : start + size]
        ticks = None
        if model.tick_hz is not None and model.tick_bits is not None:
            ticks = (first_ticks + round(part.t_s[0] * model.tick_hz)) % 2**model.tick_bits
        yield float(part.t_s[-1]), Packet(part.acc_mps2, part.gyr_radps if model.has_gyr else None, ticks)


def _check(model: SensorModel, samples: Samples) -> None:
    if model.has_gyr and samples.gyr_radps is None:
        raise SettingsError(f"{model.label} sends angular rate, the samples have none")
    if len(samples) < 2:
        return
    rate_hz = 1 / float(np.median(np.diff(samples.t_s)))
    if abs(rate_hz / model.sampling_rate_hz - 1) > _RATE_TOLERANCE:
        raise SettingsError(
            f"{model.label} samples at {model.sampling_rate_hz:g} Hz, the samples come at {rate_hz:.1f} Hz"
        )
