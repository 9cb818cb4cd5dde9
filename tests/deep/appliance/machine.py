"""The appliance from the host's side: a small virtual machine whose BlueZ hears our emulated air."""

import asyncio
import subprocess
from pathlib import Path
from typing import Self

from bleak.backends.bluezdbus.manager import get_global_bluez_manager
from bleak.exc import BleakError
from bumble.transport.common import StreamPacketSource

from sensing.sources.virtual.air import Air, AirController
from tests.deep.appliance.bridge import DBUS_PORT, GO
from tests.deep.appliance.build import BUILT
from tests.ports import free_port

_BOOT_WITHIN_S = 90.0
_ADAPTER_WITHIN_S = 20.0
_ADDRESS = "00:AA:BB:CC:DD:EE/P"


class Appliance:
    """A virtual machine with BlueZ; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.hci_port, self.dbus_port = free_port(), free_port()
        self._log = folder / "console.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bus_address(self) -> str:
        """Where the guest's system bus is to be found."""
        return f"tcp:host=127.0.0.1,port={self.dbus_port}"

    def __enter__(self) -> Self:
        bridge = Path(__file__).with_name("bridge.py")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *("qemu-system-x86_64", "-M", "pc", "-accel", "tcg,thread=multi", "-cpu", "max"),
                    *("-m", "256", "-nographic", "-no-reboot", "-nodefaults", "-serial", "stdio"),
                    *("-kernel", BUILT / "vmlinuz", "-initrd", BUILT / "initrd.gz", "-append"),
                    f"console=ttyS0 quiet panic=-1 mitigations=off bridge={bridge} hci={self.hci_port}",
                    *(
                        "-virtfs",
                        "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap",
                    ),
                    *("-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.dbus_port}-:{DBUS_PORT}"),
                    *("-device", "virtio-net-pci,netdev=net,romfile="),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(10)

    async def ready(self) -> None:
        """Wait until it has booted."""
        assert self._process is not None
        for _ in range(int(_BOOT_WITHIN_S / 0.1)):
            if b"BRIDGE READY" in self._log.read_bytes():
                return
            if self._process.poll() is not None:
                break
            await asyncio.sleep(0.1)
        raise RuntimeError("the appliance did not start: " + self._log.read_text(errors="replace")[-800:])


class Adapter:
    """A fresh Bluetooth adapter in the guest, on an air of ours; an async context manager."""

    def __init__(self, appliance: Appliance, air: Air) -> None:
        self._appliance = appliance
        self._air = air
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._source = StreamPacketSource()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self._appliance.hci_port)
        self.controller = AirController(
            "hci0", host_source=self._source, host_sink=self, link=self._air, public_address=_ADDRESS
        )
        await self._until(present=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        if self._writer is not None:
            self._writer.close()
        await self._until(present=False)

    def on_packet(self, packet: bytes) -> None:
        """Take what the controller has for the guest."""
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(packet)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        writer.write(GO)
        while data := await reader.read(65536):
            self._source.data_received(data)

    async def _until(self, *, present: bool) -> None:
        """Wait until BlueZ has taken the adapter up, or forgotten it."""
        for _ in range(int(_ADAPTER_WITHIN_S / 0.1)):
            manager = await get_global_bluez_manager()
            try:
                manager.get_default_adapter()
                there = True
            except BleakError:
                there = False
            if there is present:
                return
            await asyncio.sleep(0.1)
        raise RuntimeError("BlueZ did not " + ("take up" if present else "forget") + " the adapter")
