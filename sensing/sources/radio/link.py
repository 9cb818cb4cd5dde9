"""One connection to a sensor, from connecting to its loss; a new one is made for every attempt."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import Final

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from sensing.errors import (
    LinkLostError,
    PacketError,
    SensorRefusedError,
    SensorSilentError,
    UnknownSensorError,
)
from sensing.said import said, said_by
from sensing.sensors.model import Command, CommandAnswer, SensorModel
from sensing.sources import LinkEvent, LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.radio.scanning import Backends
from sensing.types import Arrival

_FAILURES: Final = (BleakError, TimeoutError, OSError)
_CONNECT_TIMEOUT_S: Final = 15.0
_FAREWELL_TIMEOUT_S: Final = 5.0


class Link:
    """A connection. What arrives is stamped and queued at once; nothing else is done in bleak's callbacks.

    Parameters
    ----------
    device : BLEDevice
        Where to connect to.
    name : str
        Name of the sensor, for messages.
    model : SensorModel
        Its kind.
    clock : HostClock
        Stamps what arrives.
    backends : Backends or None
        bleak backends in place of the system's own.
    """

    def __init__(
        self, device: BLEDevice, name: str, model: SensorModel, clock: HostClock, backends: Backends | None
    ) -> None:
        self.t_connected_s = clock.now_s()
        self._name = name
        self._model = model
        self._clock = clock
        self._queue: asyncio.Queue[Arrival | LinkEvent] = asyncio.Queue()
        self._settled = asyncio.Event()
        self._asked_for: asyncio.Queue[tuple[Command, ...]] = asyncio.Queue()
        self._trial = model.new_decoder()
        self._battery: int | None = None
        self._is_opening = True
        self._refusal: CommandAnswer | None = None
        self._lost = False
        self._client = BleakClient(
            device,
            self._on_disconnected,
            timeout=_CONNECT_TIMEOUT_S,
            backend=None if backends is None else backends.client,
        )

    async def open(self, silence_timeout_s: float) -> int | None:
        """Connect, subscribe and start; return when samples flow, with the battery's charge, %.

        Raises
        ------
        LinkLostError
            If connecting fails or the link breaks on the way.
        SensorRefusedError
            If the sensor answers a command with an error.
        SensorSilentError
            If it sends nothing for `silence_timeout_s`.
        UnknownSensorError
            If it lacks the characteristics of its kind.
        """
        try:
            await self._client.connect()
            self.t_connected_s = self._clock.now_s()
            self._battery = await self._battery_percent()
            await self._start()
            await self._first_data(silence_timeout_s)
            self._is_opening = False
        except _FAILURES as error:
            await self.close()
            why = said_by(error) or said("no answer")
            raise LinkLostError(
                said(
                    "found {sensor} but could not connect ({why}); bring it closer, close other apps",
                    sensor=self._name,
                    why=why,
                )
            ) from error
        except BaseException:
            await self.close()
            raise
        return self._battery

    async def next(self, silence_timeout_s: float) -> Arrival | LinkEvent:
        """Return the next arrival, or the loss of the link, for which silence counts too."""
        since_s = self._clock.now_s()
        while True:
            try:
                async with asyncio.timeout(silence_timeout_s / self._clock.speed):
                    return await self._queue.get()
            except TimeoutError:
                # An emulated sensor holds the clock while a slow machine catches up: that is no silence.
                if (now_s := self._clock.now_s()) - since_s >= silence_timeout_s:
                    return LinkEvent(now_s, LinkState.LOST)

    async def close(self) -> None:
        """Stop the sensor and disconnect, as far as the link still carries."""
        with suppress(*_FAILURES, UnknownSensorError):
            async with asyncio.timeout(_FAREWELL_TIMEOUT_S):
                if self._client.is_connected:
                    await self._write(self._model.stop_commands)
        with suppress(*_FAILURES):
            await self._client.disconnect()

    async def _battery_percent(self) -> int | None:
        if self._model.battery_characteristic is None:
            return None
        try:
            return int((await self._client.read_gatt_char(self._model.battery_characteristic))[0])
        except (BleakError, IndexError):
            return None  # nice to know, but no reason not to train

    async def _start(self) -> None:
        for uuid in self._model.notify_characteristics:
            callback = partial(self._on_notification, uuid)
            await self._client.start_notify(self._characteristic(uuid), callback)
        await self._write(self._model.start_commands)

    async def _write(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            target = self._characteristic(command.characteristic)
            acknowledged = "write" in target.properties
            await self._client.write_gatt_char(target, command.payload, response=acknowledged)
            if self._model.command_pause_s:
                await asyncio.sleep(self._model.command_pause_s)

    def _characteristic(self, uuid: str) -> BleakGATTCharacteristic:
        """Find a characteristic; some WitMotion revisions have the same numbers on another base."""
        present = self._client.services.characteristics.values()
        exact = [one for one in present if one.uuid == uuid]
        for one in exact or [one for one in present if one.uuid[:8] == uuid[:8]]:
            return one
        raise UnknownSensorError(
            said(
                "{sensor} has no characteristic {uuid}; put the maker's standard firmware on it",
                sensor=self._name,
                uuid=uuid,
            )
        )

    async def _first_data(self, silence_timeout_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(silence_timeout_s):
                while not self._settled.is_set():
                    await self._write(await self._asked_for.get())
        if self._refusal is not None:
            why = self._refusal.meaning or said("no reason given")
            raise SensorRefusedError(
                said(
                    "{sensor} refused to start: {why} (status {status})",
                    sensor=self._name,
                    why=why,
                    status=self._refusal.status,
                )
            )
        if self._lost:
            raise BleakError(said("it disconnected at once"))
        if not self._settled.is_set():
            raise SensorSilentError(self._why_silent(silence_timeout_s))

    def _why_silent(self, silence_timeout_s: float) -> str:
        if self._queue.empty():
            return said(
                "{sensor} is connected but sent nothing within {silence_s:g} s; take it off its charger, "
                "wake it, and try again",
                sensor=self._name,
                silence_s=silence_timeout_s,
            )
        return said(
            "{sensor} sends, but nothing that can be read (pieces of {longest} bytes at most): restart it; "
            "if that does not help use another Bluetooth adapter or other firmware",
            sensor=self._name,
            longest=max(len(item.payload) for item in self._heard()),
        )

    def _heard(self) -> list[Arrival]:
        heard = [self._queue.get_nowait() for _ in range(self._queue.qsize())]
        return [item for item in heard if isinstance(item, Arrival)]

    def _on_notification(self, uuid: str, _: BleakGATTCharacteristic, data: bytearray) -> None:
        payload = bytes(data)
        self._queue.put_nowait(Arrival(self._clock.now_s(), uuid, payload))
        if self._is_opening:
            self._starts(uuid, payload)

    def _starts(self, uuid: str, payload: bytes) -> None:
        """See how far starting has come: what the sensor answers, what it wants to be told, first samples."""
        battery = self._model.read_battery(payload)
        self._battery = self._battery if battery is None else battery
        if self._settled.is_set():
            return
        answer = self._model.read_answer(payload)
        if answer is not None and not answer.accepted:
            self._refusal = answer
            self._settle()
            return
        if commands := self._model.follow_up(payload):
            self._asked_for.put_nowait(commands)
        with suppress(PacketError):
            if self._trial.push(uuid, payload):
                self._settle()

    def _settle(self) -> None:
        self._settled.set()
        self._asked_for.put_nowait(())

    def _on_disconnected(self, _: BleakClient) -> None:
        self._lost = True
        self._settle()
        self._queue.put_nowait(LinkEvent(self._clock.now_s(), LinkState.LOST))
