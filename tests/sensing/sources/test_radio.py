"""The radio source where there is no radio, or none that works."""

import sys
from pathlib import Path

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
)

from sensing.errors import RadioUnavailableError
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Backends, RadioSource, scan
from sensing.sources.virtual.backend import AirClient, AirScanner


def broken(error: Exception) -> Backends:
    class Scanner(AirScanner):
        async def start(self) -> None:
            raise error

        async def stop(self) -> None:
            pass

    return Backends(Scanner, AirClient)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(2, "No such file or directory"), "install and start BlueZ"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["x"]), "systemctl start bluetooth"),
        (BleakDBusError("org.bluez.Error.InProgress", ["x"]), "another program"),
        (BleakBluetoothNotAvailableError("x", BleakBluetoothNotAvailableReason.POWERED_OFF), "switch it on"),
        (BleakBluetoothNotAvailableError("x", BleakBluetoothNotAvailableReason.NO_BLUETOOTH), "plug one in"),
        (BleakBluetoothNotAvailableError("odd", BleakBluetoothNotAvailableReason.UNKNOWN), "odd"),
        (EOFError(), "EOFError"),
        (ValueError("two\nlines"), "two lines"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_what_is_missing_is_said_in_one_line(error: Exception, said: str) -> None:
    with pytest.raises(RadioUnavailableError, match=said) as raised:
        await scan(0.01, broken(error))
    assert "\n" not in str(raised.value)


@pytest.mark.skipif(
    sys.platform != "linux" or Path("/run/dbus/system_bus_socket").exists(),
    reason="this machine may have Bluetooth",
)
async def test_this_machine_has_no_bluetooth() -> None:
    with pytest.raises(RadioUnavailableError, match="Bluetooth is not available"):
        await scan(0.01)
    with pytest.raises(RadioUnavailableError, match="Bluetooth is not available"):
        async with RadioSource(None, HostClock()):
            pass
