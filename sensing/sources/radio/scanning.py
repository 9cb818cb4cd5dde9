"""Who is there: scanning, and what to say when there is no Bluetooth to scan with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDBusError,
    BleakError,
)
from bleak.exc import (
    BleakBluetoothNotAvailableReason as Reason,
)

from sensing.errors import RadioUnavailableError
from sensing.said import said, said_by, system_reason
from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.model import SensorModel

_BATTERY_SERVICE: Final = "0000180f-0000-1000-8000-00805f9b34fb"
_WHAT_TO_DO: Final = {
    Reason.NO_BLUETOOTH: said("no Bluetooth adapter found; plug one in"),
    Reason.NO_BLE_CENTRAL_ROLE: said("the adapter cannot do Bluetooth Low Energy; use another"),
    Reason.POWERED_OFF: said("Bluetooth is switched off; switch it on"),
    Reason.DENIED_BY_USER: said("permission refused; allow this program to use Bluetooth"),
    Reason.DENIED_BY_SYSTEM: said("the system refuses access to Bluetooth; ask its administrator"),
}


@dataclass(frozen=True, slots=True)
class Backends:
    """The pair of bleak backends to use in place of the system's own, e.g. those of an emulated radio."""

    scanner: type[BaseBleakScanner]
    client: type[BaseBleakClient]


@dataclass(frozen=True, slots=True)
class Found:
    """A device that advertised itself.

    Parameters
    ----------
    name : str or None
        Advertised name.
    address : str
        Bluetooth address; on macOS an identifier that holds on this computer only.
    rssi_dbm : int
        Signal strength, dBm.
    model : SensorModel or None
        What kind of sensor it is; None where it is none of ours.
    battery_percent : int or None
        Charge, %, where the advertisement tells it.
    """

    name: str | None
    address: str
    rssi_dbm: int
    model: SensorModel | None
    battery_percent: int | None = None


async def scan(timeout_s: float, backends: Backends | None = None, sensors: Sensors = SHIPPED) -> list[Found]:
    """Listen for `timeout_s` seconds and return all devices, sensors that are known first, strongest first.

    Raises
    ------
    RadioUnavailableError
        If there is no usable Bluetooth.
    """
    async with listening(backends) as scanner:
        await asyncio.sleep(timeout_s)
        seen = scanner.discovered_devices_and_advertisement_data.values()
        found = [found_of(device, advertisement, sensors) for device, advertisement in seen]
    return sorted(found, key=lambda item: (item.model is None, -item.rssi_dbm))


def found_of(device: BLEDevice, advertisement: AdvertisementData, sensors: Sensors) -> Found:
    """Put together what is known about a device."""
    name = advertisement.local_name or device.name
    model = sensors.recognise(name, advertisement.service_uuids)
    level = advertisement.service_data.get(_BATTERY_SERVICE, b"")[:1]
    battery = level[0] if level and level[0] <= 100 else None
    return Found(name, device.address, advertisement.rssi, model, battery)


@asynccontextmanager
async def listening(backends: Backends | None) -> AsyncIterator[BleakScanner]:
    """Scan while inside.

    Raises
    ------
    RadioUnavailableError
        If there is no usable Bluetooth.
    """
    try:
        scanner = BleakScanner(backend=None if backends is None else backends.scanner)
        await scanner.start()
    except Exception as error:
        # Each system's backend fails in its own way: errors of bleak, D-Bus, sockets or imports.
        raise _unavailable(error) from error
    try:
        yield scanner
    finally:
        with suppress(BleakError, OSError):
            await scanner.stop()


def _unavailable(error: Exception) -> RadioUnavailableError:
    """Say in one line what is missing and what to do."""
    why: str
    detail = said_by(error) or type(error).__name__
    if isinstance(error, BleakBluetoothNotAvailableError):
        why = _WHAT_TO_DO.get(error.reason, detail)
    elif isinstance(error, OSError):
        why = said(
            "no D-Bus system bus ({what}); install and start BlueZ (package bluez)", what=system_reason(error)
        )
    elif isinstance(error, BleakDBusError) and error.dbus_error.endswith(
        ("ServiceUnknown", "NameHasNoOwner")
    ):
        why = said(
            "the Bluetooth service does not run; install BlueZ and start it: systemctl start bluetooth"
        )
    elif isinstance(error, BleakDBusError) and error.dbus_error.endswith("InProgress"):
        why = said("another program is scanning; close it and try again")
    else:
        why = detail
    return RadioUnavailableError(said("Bluetooth is not available: {why}", why=why))
