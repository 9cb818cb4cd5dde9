"""An emulated sensor: advertises, answers commands and sends its samples as the real one does."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from typing import Any, Final

from bumble.att import ATT_Error, ErrorCode
from bumble.core import UUID, AdvertisingData, BaseBumbleError
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, CharacteristicValue, Service

from sensing.sensors.model import SensorModel
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual.air import Air
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.faults import Faults
from sensing.sources.virtual.player import Player
from sensing.types import Packet, Samples

ADDRESS: Final = "F1:F1:F1:F1:F1:F1"
BATTERY_PERCENT: Final = 87

_ADVERTISING_INTERVAL_MS = 20
_ADVERTISEMENT_BYTES = 31
_BATTERY_SERVICE = "180F"
_SIG_BASE = "-0000-1000-8000-00805f9b34fb"


class EmulatedSensor:
    """A peripheral of a given model that sends given samples once, then switches itself off.

    Sensor and clock keep step: the clock stands still at the time of a packet until that is on the air.

    Parameters
    ----------
    model : SensorModel
        What kind of sensor it is; its `encode` and `respond` do the talking.
    samples : Samples
        What it sends, at the rate of the model.
    clock : HostClock
        Paces the sensor, and is held back by it.
    air : Air
        Where it transmits.
    faults : Faults
        What goes wrong.
    backlog : Backlog
        Makes it wait for a slow listener.
    address : str
        Its Bluetooth address.
    """

    def __init__(
        self,
        model: SensorModel,
        samples: Samples,
        clock: HostClock,
        air: Air,
        faults: Faults,
        backlog: Backlog,
        address: str = ADDRESS,
    ) -> None:
        self._model = model
        self._clock = clock
        self._air = air
        self._faults = faults
        self._backlog = backlog
        self._player = Player(model, samples, clock, faults)
        self._connections = 0
        self._refusals = faults.refuse_starts
        self._connection: Connection | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._streaming: asyncio.Task[None] | None = None
        self._device = air.add_device(model.example_name, address)
        self._written = {each.characteristic for each in (*model.start_commands, *model.stop_commands)}
        self._characteristics = {
            uuid: self._characteristic(uuid) for uuid in {*model.notify_characteristics, *self._written}
        }
        if not model.start_commands:
            last = self._characteristics[model.notify_characteristics[-1]]
            last.on(Characteristic.EVENT_SUBSCRIPTION, self._on_subscription)
        self._device.gatt_server.max_mtu = faults.mtu
        if not faults.late_services:
            self._device.add_services(list(self._services()))
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)

    @property
    def finished(self) -> bool:
        """Whether everything has been sent."""
        return self._player.finished

    async def start(self) -> None:
        """Switch on and advertise."""
        await self._device.power_on()
        if self._faults.advertise_from_s:
            self._spawn(self._advertise())
        else:
            await self._advertise()

    async def stop(self) -> None:
        """Switch off and let the clock run free."""
        self._halt()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._device.stop_advertising()
        await self._device.power_off()
        self._player.let_go()

    def _services(self) -> Iterator[Service]:
        yield Service(self._model.service, list(self._characteristics.values()))
        if (uuid := self._model.battery_characteristic) is not None:
            level = Characteristic(
                uuid,
                Characteristic.Properties.READ,
                Characteristic.Permissions.READABLE,
                bytes([BATTERY_PERCENT]),
            )
            yield Service(_BATTERY_SERVICE, [level])

    def _characteristic(self, uuid: str) -> Characteristic[bytes]:
        """Make a characteristic that is notified, written, or both."""
        properties, value = Characteristic.Properties(0), None
        permissions = Characteristic.Permissions(0)
        if uuid in self._model.notify_characteristics:
            properties |= Characteristic.Properties.NOTIFY
        if uuid in self._written:
            properties |= Characteristic.Properties.WRITE | Characteristic.Properties.WRITE_WITHOUT_RESPONSE
            permissions, value = (
                Characteristic.Permissions.WRITEABLE,
                CharacteristicValue(write=self._on_command),
            )
        return Characteristic(uuid, properties, permissions, value or b"")

    async def _advertise(self) -> None:
        if math.isinf(self._player.heard_from_s):
            self._player.let_go()  # its battery is empty: nothing waits for it any more
            return
        await self._clock.sleep_until(self._player.heard_from_s)
        await self._device.start_advertising(
            advertising_data=_advertisement(self._model),
            advertising_interval_min=_ADVERTISING_INTERVAL_MS,
            advertising_interval_max=_ADVERTISING_INTERVAL_MS,
        )

    def _on_connection(self, connection: Connection) -> None:
        self._connection = connection
        self._connections += 1
        connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnection)

    def _on_disconnection(self, _reason: int) -> None:
        self._connection = None
        self._halt()
        if self._connections == self._faults.late_services:
            self._device.add_services(list(self._services()))
        if not self.finished:
            self._spawn(self._advertise())

    def _on_command(self, _connection: Connection, command: bytes) -> None:
        if self._refusals and self._model.respond(command).streams:
            self._refusals -= 1
            raise ATT_Error(ErrorCode.WRITE_NOT_PERMITTED)
        self._spawn(self._obey(command))

    def _on_subscription(self, _connection: Connection, wanted: bool, _indicated: bool) -> None:
        self._halt()
        if wanted:
            self._streaming = self._spawn(self._stream())

    async def _obey(self, command: bytes) -> None:
        response = self._model.respond(command)
        if response.streams is not None:
            self._halt()
        for notification in response.notifications:
            await self._send(self._model.notify_characteristics[-1], notification)
        if response.streams:
            self._streaming = self._spawn(self._stream())

    def _halt(self) -> None:
        if self._streaming is not None:
            self._streaming.cancel()
            self._streaming = None
        self._backlog.clear()

    async def _stream(self) -> None:
        await self._player.play(self._transmit)
        if not self.finished:
            self._air.lose_link()
        elif self._connection is not None:
            with suppress(BaseBumbleError):
                await self._connection.disconnect()

    async def _transmit(self, packet: Packet) -> None:
        for uuid, notification in self._model.notifications(packet):
            await self._backlog.room()
            await self._send(uuid, notification)

    async def _send(self, uuid: str, notification: bytes) -> None:
        if self._connection is None:
            return
        self._backlog.add()
        await self._device.notify_subscriber(self._connection, self._characteristics[uuid], notification)
        if self._connection is not None:
            await self._connection.drain()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _advertisement(model: SensorModel) -> bytes:
    """Return flags, name and, where it still fits, the service that the sensor is known by."""
    parts = [
        (AdvertisingData.Type.FLAGS, b"\x06"),
        (AdvertisingData.Type.COMPLETE_LOCAL_NAME, model.example_name.encode()),
    ]
    if not model.advertised_services:
        return bytes(AdvertisingData(parts))
    service = model.advertised_services[0]
    short = service.startswith("0000") and service.endswith(_SIG_BASE)
    kind = (
        AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS
        if short
        else AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
    )
    full = bytes(AdvertisingData([*parts, (kind, UUID(service[4:8] if short else service).to_bytes())]))
    return full if len(full) <= _ADVERTISEMENT_BYTES else bytes(AdvertisingData(parts))
