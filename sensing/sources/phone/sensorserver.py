"""The way to SensorServer: a WebSocket over which the app sends each reading by itself."""

from __future__ import annotations

import asyncio
import json
from typing import Final
from urllib.parse import quote, urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from sensing.errors import (
    LinkLostError,
    PacketError,
    SensorError,
    SensorNotFoundError,
    SensorSilentError,
    UnknownSensorError,
)
from sensing.said import said
from sensing.sensors.phone import PhoneModel, phone_model
from sensing.sensors.phone.sensorserver import ACC_TYPE, FRAME, GYR_TYPE
from sensing.sources.hostclock import HostClock
from sensing.sources.phone.connection import Opened, PhonePatience
from sensing.types import Arrival

_LONGEST_FRAME: Final = 65_536
_LACKS_SENSOR: Final = frozenset({4001, 4002, 4007, 4008})
"""Codes with which the app closes when it lacks one of the sensors asked for."""
_BOTH: Final = "/sensors/connect?" + urlencode(
    {"types": json.dumps([ACC_TYPE, GYR_TYPE], separators=(",", ":"))}, quote_via=quote
)
_ACC_ONLY: Final = "/sensor/connect?" + urlencode({"type": ACC_TYPE})


class SensorServerConnection:
    """The way to the app; see `sensing.sources.phone.connection.Connection`.

    Parameters
    ----------
    address : str
        What the app shows as its address, such as ``ws://192.168.1.9:8080``.
    clock : HostClock
        Stamps what arrives.
    patience : PhonePatience
        How long to wait.
    """

    def __init__(self, address: str, clock: HostClock, patience: PhonePatience) -> None:
        self._address = address.rstrip("/")
        self._clock = clock
        self._patience = patience
        self._socket: ClientConnection | None = None

    async def open(self) -> Opened:
        """Connect to accelerometer and gyroscope, or to the accelerometer alone, and wait for a reading.

        Raises
        ------
        SensingError
            If it cannot be used; the message says what to do on the phone.
        """
        for path, has_gyr in ((_BOTH, True), (_ACC_ONLY, False)):
            self._socket = await self._connected(path)
            try:
                first = await self._receive()
            except ConnectionClosed as closed:
                await self.close()
                if has_gyr and closed.rcvd is not None and closed.rcvd.code in _LACKS_SENSOR:
                    continue
                raise SensorError(
                    said("SensorServer at {address} hung up{why}", address=self._address, why=_reason(closed))
                ) from None
            except TimeoutError:
                raise SensorSilentError(
                    said(
                        "SensorServer at {address} sends no readings; keep the phone's screen on",
                        address=self._address,
                    )
                ) from None
            model = phone_model("sensorserver", has_gyr)
            self._check(model, first)
            return Opened(model, f"SensorServer at {self._address}", (first,))
        raise SensorError(said("the phone at {address} has no accelerometer", address=self._address))

    async def next(self) -> Arrival:
        """Return the next frame.

        Raises
        ------
        LinkLostError
            If the app hung up or fell silent.
        """
        try:
            return await self._receive()
        except (ConnectionClosed, TimeoutError):
            raise LinkLostError(
                said("SensorServer at {address} sends nothing any more", address=self._address)
            ) from None

    async def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await socket.close()

    async def _connected(self, path: str) -> ClientConnection:
        try:
            return await connect(
                self._address + path,
                open_timeout=self._patience.answer_s,
                close_timeout=self._patience.answer_s / 10,  # a phone that is gone does not say goodbye
                ping_interval=None,  # silence is noticed sooner
                max_size=_LONGEST_FRAME,
                proxy=None,
            )
        except (InvalidHandshake, InvalidURI):
            raise UnknownSensorError(
                said(
                    "something answers at {address}, but not as SensorServer does; check the address",
                    address=self._address,
                )
            ) from None
        except (OSError, TimeoutError):
            raise SensorNotFoundError(
                said(
                    "SensorServer does not answer at {address}; start it in the app, and keep phone and "
                    "computer in the same Wi-Fi",
                    address=self._address,
                )
            ) from None

    async def _receive(self) -> Arrival:
        assert self._socket is not None
        async with asyncio.timeout(self._patience.silence_s):
            frame = await self._socket.recv(decode=False)
        return Arrival(self._clock.now_s(), FRAME, bytes(frame))

    def _check(self, model: PhoneModel, first: Arrival) -> None:
        try:
            model.new_decoder().push(first.characteristic, first.payload)
        except PacketError:
            raise UnknownSensorError(
                said(
                    "what comes from {address} is not SensorServer's; check the address",
                    address=self._address,
                )
            ) from None


def _reason(closed: ConnectionClosed) -> str:
    return f": {closed.rcvd.reason} ({closed.rcvd.code})" if closed.rcvd is not None else ""
