"""Brings the emulated devices together: one that listens, and sensors."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Final, Self

from sensing.sensors.model import SensorModel
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Backends
from sensing.sources.virtual.air import Air
from sensing.sources.virtual.backend import backends_of
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.faults import Faults
from sensing.sources.virtual.sensor import ADDRESS, EmulatedSensor
from sensing.types import Samples

_CENTRAL_ADDRESS: Final = "F0:F0:F0:F0:F0:F0"


class Stage:
    """An emulated piece of air with a listening device, as an async context manager."""

    def __init__(self) -> None:
        self.air = Air()
        self._central = self.air.add_device("central", _CENTRAL_ADDRESS)
        self._stack = AsyncExitStack()

    @property
    def backends(self) -> Backends:
        """The bleak backends that listen here."""
        return backends_of(self._central)

    async def __aenter__(self) -> Self:
        await self._central.power_on()
        self._stack.push_async_callback(self._central.power_off)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def put_on_twins(self, model: SensorModel, samples: Samples, clock: HostClock, count: int) -> None:
        """Switch on sensors that cannot be told apart by name; what they measure runs backwards."""
        backwards = replace(samples[::-1], t_s=samples.t_s)
        for number in range(count):
            address = f"F2:F2:F2:F2:F2:{number:02X}"
            await self.put_on(model, backwards, clock, Faults(), Backlog(1000), address)

    async def put_on(
        self,
        model: SensorModel,
        samples: Samples,
        clock: HostClock,
        faults: Faults,
        backlog: Backlog,
        address: str = ADDRESS,
    ) -> EmulatedSensor:
        """Switch on a sensor; it is switched off with the stage."""
        sensor = EmulatedSensor(model, samples, clock, self.air, faults, backlog, address)
        self._stack.push_async_callback(sensor.stop)
        await sensor.start()
        return sensor
