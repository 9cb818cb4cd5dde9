"""bleak backends whose radio is a Bumble device: where our radio code meets emulated sensors."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bleak.uuids import normalize_uuid_str
from bumble import att, core, hci
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt import Characteristic

from sensing.sources.radio import Backends

_T = TypeVar("_T")

_MTU = 247
_PROPERTIES: dict[Characteristic.Properties, CharacteristicPropertyName] = {
    Characteristic.Properties.READ: "read",
    Characteristic.Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    Characteristic.Properties.WRITE: "write",
    Characteristic.Properties.NOTIFY: "notify",
    Characteristic.Properties.INDICATE: "indicate",
}


def backends_of(central: Device) -> Backends:
    """Return the backends that scan and connect through `central`, which has to be powered on.

    bleak takes classes and makes the instances itself, so the device is bound into classes of its own.
    """
    scanner = type("CentralScanner", (AirScanner,), {"central": central})
    client = type("CentralClient", (AirClient,), {"central": central})
    return Backends(scanner, client)


class AirScanner(BaseBleakScanner):
    """Scanner of a Bumble device."""

    central: ClassVar[Device]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str,
        **_: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._active = scanning_mode == "active"

    async def start(self) -> None:
        """Begin to listen."""
        self.seen_devices.clear()
        self.central.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self.central.start_scanning(active=self._active)

    async def stop(self) -> None:
        """Stop listening."""
        self.central.remove_listener(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self.central.stop_scanning()

    def _on_advertisement(self, heard: Advertisement) -> None:
        seen = _read(heard)
        if not self.is_allowed_uuid(seen.service_uuids):
            return
        address = heard.address.to_string(False)
        device = self.create_or_update_device(address, address, seen.local_name, heard.address, seen)
        self.call_detection_callbacks(device, seen)


def _read(heard: Advertisement) -> AdvertisementData:
    names: list[str] = heard.data.get_all(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
    lists: list[list[UUID]] = [
        *heard.data.get_all(AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS),
        *heard.data.get_all(AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS),
    ]
    return AdvertisementData(
        local_name=names[0] if names else None,
        manufacturer_data={},
        service_data={},
        service_uuids=[_text(uuid) for uuids in lists for uuid in uuids],
        tx_power=None,
        rssi=heard.rssi,
        platform_data=(heard,),
    )


def _text(uuid: UUID) -> str:
    return normalize_uuid_str(uuid.to_hex_str("-" if len(uuid.to_bytes()) == 16 else ""))


class AirClient(BaseBleakClient):
    """Client on a Bumble device."""

    central: ClassVar[Device]

    def __init__(self, address_or_ble_device: BLEDevice | str, **options: Any) -> None:
        super().__init__(address_or_ble_device, **options)
        device = address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
        self._name = (device.name if device else None) or self.address
        self._target = device.details if device else hci.Address(self.address)
        self._connection: Connection | None = None

    @property
    def name(self) -> str:
        """Advertised name, else the address."""
        return self._name

    @property
    def mtu_size(self) -> int:
        """Agreed size of a packet, bytes."""
        return 23 if self._connection is None else self._connection.att_mtu

    @property
    def is_connected(self) -> bool:
        """Whether the link stands."""
        return self._connection is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        """Connect and find out what the peripheral offers."""
        try:
            connection = await self.central.connect(self._target, timeout=self._timeout)
        except core.TimeoutError:
            raise BleakDeviceNotFoundError(self.address, f"{self._name} does not answer") from None
        except core.ConnectionError as error:
            raise BleakError(f"connecting failed: {error}") from error
        self._connection = connection
        connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnection)
        peer = Peer(connection)
        try:
            async with asyncio.timeout(self._timeout):
                await self._ask(peer.request_mtu(_MTU))
                await self._ask(peer.discover_all())  # type: ignore[no-untyped-call]
        except BaseException:
            await self.disconnect()
            raise
        self.services = self._offered_by(peer)

    async def disconnect(self) -> None:
        """Let go of the link, if there is one."""
        if self._connection is not None:
            with suppress(core.BaseBumbleError, asyncio.CancelledError):
                await self._connection.disconnect()

    def _offered_by(self, peer: Peer) -> BleakGATTServiceCollection:
        offered = BleakGATTServiceCollection()
        for found in peer.services:
            service = BleakGATTService(found, found.handle, _text(found.uuid))
            offered.add_service(service)
            for each in found.characteristics:
                properties = [name for flag, name in _PROPERTIES.items() if each.properties & flag]
                offered.add_characteristic(
                    BleakGATTCharacteristic(
                        each, each.handle, _text(each.uuid), properties, lambda: self.mtu_size - 3, service
                    )
                )
        return offered

    def _on_disconnection(self, _reason: int) -> None:
        self._connection = self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def _ask(self, procedure: Coroutine[Any, Any, _T]) -> _T:
        """Run one GATT procedure and speak of its failure as bleak does.

        When the link breaks Bumble cancels the pending request; that must not look like our own task being
        cancelled, so the procedure runs in a task of its own.
        """
        task = asyncio.ensure_future(procedure)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise BleakError("the link broke") from None
            task.cancel()
            raise
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except core.BaseBumbleError as error:
            raise BleakError(str(error)) from error

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Read a value."""
        return bytearray(await self._ask(characteristic.obj.read_value()))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        """Write a value."""
        await self._ask(characteristic.obj.write_value(bytes(data), with_response=response))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: Any
    ) -> None:
        """Subscribe; `callback` gets each value."""
        await self._ask(characteristic.obj.subscribe(lambda value: callback(bytearray(value))))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribe."""
        await self._ask(characteristic.obj.unsubscribe())

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Not part of what sensors need."""
        raise NotImplementedError

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Not part of what sensors need."""
        raise NotImplementedError

    async def pair(self, *_: Any, **options: Any) -> None:
        """Not part of what sensors need."""
        raise NotImplementedError

    async def unpair(self) -> None:
        """Not part of what sensors need."""
        raise NotImplementedError
