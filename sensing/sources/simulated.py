"""Samples without radio: what a sensor would have sent, encoded and decoded as ever, handed over directly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Self

from sensing.sensors.model import SensorModel
from sensing.sensors.packing import packets_of
from sensing.sources.hostclock import HostClock
from sensing.types import Arrival, Samples


class SimulatedSource:
    """A sensor made of samples, without a battery; see `sensing.sources.Source`.

    Parameters
    ----------
    model : SensorModel
        The sensor whose packets are sent.
    samples : Samples
        What it sends, at the model's rate.
    clock : HostClock
        Keeps the time.
    name : str
        Name that the source goes by.
    """

    battery_percent = None

    def __init__(self, model: SensorModel, samples: Samples, clock: HostClock, name: str) -> None:
        self.model = model
        self.name = name
        self._samples = samples
        self._clock = clock

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def __aiter__(self) -> AsyncIterator[Arrival]:
        """Yield each packet's notifications when the sensor would have it complete.

        Raises
        ------
        SettingsError
            If the samples do not suit the sensor.
        """
        start_s = self._clock.now_s()
        for t_s, packet in packets_of(self.model, self._samples):
            await self._clock.sleep_until(start_s + t_s)
            for characteristic, payload in self.model.notifications(packet):
                yield Arrival(start_s + t_s, characteristic, payload)
