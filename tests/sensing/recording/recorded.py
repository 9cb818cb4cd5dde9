"""A short session with a Movesense, as arrivals."""

import numpy as np

from sensing.sensors import model
from sensing.sensors.model import SensorModel
from sensing.types import Arrival, Packet

MOVESENSE = model("movesense")
WITMOTION = model("witmotion")


def packets(sensor: SensorModel, seconds: float, gravity: float = 9.8) -> list[Packet]:
    count = sensor.samples_per_packet
    out = []
    for number in range(round(seconds * sensor.sampling_rate_hz / count)):
        t_s = (number * count + np.arange(count)) / sensor.sampling_rate_hz
        acc = np.column_stack((np.sin(t_s), np.zeros(count), np.full(count, gravity)))
        ticks = (
            None if sensor.tick_hz is None else int(5000 + number * count / sensor.sampling_rate_hz * 1000)
        )
        out.append(Packet(acc, 0.1 * acc, ticks))
    return out


def arrivals(sensor: SensorModel = MOVESENSE, seconds: float = 5.0, gravity: float = 9.8) -> list[Arrival]:
    out = []
    for number, packet in enumerate(packets(sensor, seconds, gravity)):
        t_host_s = 100.0 + (number + 1) * len(packet) / sensor.sampling_rate_hz
        out += [Arrival(t_host_s, sensor.notify_characteristics[0], part) for part in sensor.encode(packet)]
    return out
