"""The way to Sensor Logger: the app posts its readings to us."""

from __future__ import annotations

import asyncio
from typing import Final

from sensing.errors import (
    LinkLostError,
    PacketError,
    RadioError,
    SensorError,
    SensorNotFoundError,
)
from sensing.said import said, system_reason
from sensing.sensors.phone import phone_model
from sensing.sensors.phone.sensorlogger import MESSAGE, Message, read_message
from sensing.sources.hostclock import HostClock
from sensing.sources.phone.connection import Opened, PhonePatience
from sensing.sources.phone.listener import Listener
from sensing.types import Arrival

_OK, _BAD, _OTHER_PHONE, _BUSY = 200, 400, 409, 503
_MOST_WAITING: Final = 1000
_MESSAGES_TO_TELL: Final = 5  # some apps' gyroscopes begin a little after the rest


class SensorLoggerConnection:
    """The way from the app; see `sensing.sources.phone.connection.Connection`.

    The first phone that sends is the one; others are turned away.

    Parameters
    ----------
    port : int
        Port to listen on; 0 takes a free one.
    clock : HostClock
        Stamps what arrives.
    patience : PhonePatience
        How long to wait.
    """

    def __init__(self, port: int, clock: HostClock, patience: PhonePatience) -> None:
        self._clock = clock
        self._patience = patience
        self._arrived: asyncio.Queue[tuple[Arrival, Message]] = asyncio.Queue(_MOST_WAITING)
        self._device: str | None = None
        self._listener = Listener(port, self._take)

    @property
    def port(self) -> int:
        """Port on which it listens."""
        return self._listener.port

    async def open(self) -> Opened:
        """Listen, and wait until a phone sends what can be used.

        Raises
        ------
        SensingError
            If none does; the message says what to do on the phone.
        """
        try:
            await self._listener.start()
        except OSError as error:
            raise RadioError(
                said(
                    "cannot listen on port {port} ({why}); choose another, as in phone:sensorlogger={other}",
                    port=self.port,
                    why=system_reason(error),
                    other=self.port + 1,
                )
            ) from None
        arrivals: list[Arrival] = []
        way, has_gyr = False, False
        while not (way and (has_gyr or len(arrivals) >= _MESSAGES_TO_TELL)):
            arrival, message = await self._first(arrivals)
            arrivals.append(arrival)
            way, has_gyr = way or message.way is not None, has_gyr or message.gyr is not None
        model = phone_model("sensorlogger", has_gyr)
        return Opened(model, f"Sensor Logger on port {self.port}", tuple(arrivals))

    async def next(self) -> Arrival:
        """Return the next message.

        Raises
        ------
        LinkLostError
            If there is none for too long.
        """
        try:
            async with asyncio.timeout(self._patience.silence_s):
                return (await self._arrived.get())[0]
        except TimeoutError:
            raise LinkLostError(said("Sensor Logger sends nothing any more")) from None

    async def close(self) -> None:
        """Stop listening."""
        await self._listener.stop()

    async def _first(self, before: list[Arrival]) -> tuple[Arrival, Message]:
        try:
            async with asyncio.timeout(self._patience.silence_s if before else self._patience.find_s):
                return await self._arrived.get()
        except TimeoutError:
            if before:
                raise SensorError(
                    said(
                        "Sensor Logger sends no acceleration with gravity; switch on Accelerometer and "
                        "Gravity (or Total Acceleration) and Gyroscope in the app"
                    )
                ) from None
            raise SensorNotFoundError(
                said(
                    "no phone has sent anything to port {port}; give the app this computer's address as "
                    "Push URL, start recording, and keep phone and computer in the same Wi-Fi",
                    port=self.port,
                )
            ) from None

    def _take(self, body: bytes) -> int:
        """Take one post; return the status to answer with."""
        try:
            message = read_message(body)
        except PacketError:
            return _BAD
        if self._device is None and message.sensors:
            self._device = message.device
        if not message.sensors:
            return _OK  # the app's button to try the connection
        if message.device != self._device:
            return _OTHER_PHONE
        try:
            self._arrived.put_nowait((Arrival(self._clock.now_s(), MESSAGE, body), message))
        except asyncio.QueueFull:
            return _BUSY
        return _OK
