"""Runs in the guest, on the standard library alone: joins its Bluetooth and its D-Bus to the host.

The host gives each test a fresh adapter by accepting a TCP connection: what comes through it is HCI, and
goes to ``/dev/vhci``. D-Bus goes the other way: whoever connects to port 5555 talks to the guest's bus.
"""

import os
import select
import socket
import sys
import threading
import time
from contextlib import suppress

HOST = "10.0.2.2"
DBUS_PORT = 5555
VHCI = "/dev/vhci"
NEW_CONTROLLER = b"\xff\x00"
GO = b"G"


def copy(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes until one side closes, then close the other's half."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def serve_dbus() -> None:
    """Join each caller to the system bus."""
    server = socket.create_server(("", DBUS_PORT))
    while True:
        caller, _ = server.accept()
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bus = socket.socket(socket.AF_UNIX)
        bus.connect("/run/dbus/system_bus_socket")
        for ends in ((caller, bus), (bus, caller)):
            threading.Thread(target=copy, args=ends, daemon=True).start()


def packet_length(data: bytes) -> int | None:
    """Return the length of the HCI packet that `data` begins with; None while that cannot be said."""
    header = {1: 4, 2: 5, 3: 4, 4: 3, 5: 5}[data[0]] if data else 1
    if len(data) < header or not data:
        return None
    if data[0] in (2, 5):
        return header + (int.from_bytes(data[3:5], "little") & (0x3FFF if data[0] == 5 else 0xFFFF))
    return header + data[header - 1]


def join(host: socket.socket, adapter: int) -> None:
    """Pass HCI both ways; the adapter takes one whole packet a write."""
    waiting = b""
    poll = select.poll()
    poll.register(adapter, select.POLLIN)
    poll.register(host, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready == adapter:
                host.sendall(os.read(adapter, 4096))
                continue
            data = host.recv(65536)
            if not data:
                return
            waiting += data
            while (length := packet_length(waiting)) is not None and len(waiting) >= length:
                os.write(adapter, waiting[:length])
                waiting = waiting[length:]


def serve_adapters(port: int) -> None:
    """Plug an adapter in for each connection that the host accepts, one after the other."""
    while True:
        try:
            host = socket.create_connection((HOST, port), 2.0)
            host.settimeout(None)
            host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if host.recv(1) != GO:  # QEMU's network accepts before the host does
                raise OSError
        except OSError:
            time.sleep(0.1)
            continue
        adapter = os.open(VHCI, os.O_RDWR)
        os.write(adapter, NEW_CONTROLLER)
        os.read(adapter, 260)
        with suppress(OSError):
            join(host, adapter)
        os.close(adapter)
        host.close()


if __name__ == "__main__":
    threading.Thread(target=serve_dbus, daemon=True).start()
    sys.stdout.write("BRIDGE READY\n")
    sys.stdout.flush()
    serve_adapters(int(sys.argv[1]))
