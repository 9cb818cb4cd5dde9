"""Sensor Logger: the messages of its HTTP push, as its author documents them.

A message holds readings of many sensors, ns since 1970. Which of them make up the specific force depends on
the phone: Android has it whole ("total acceleration"); elsewhere it is "accelerometer" (gravity taken off)
plus "gravity". The uncalibrated one is in m/s², or, on an iPhone left as it comes, in g with the sign turned.

An iPhone without "Standardise Units & Frames" turns the sign of the first kind too, which cannot be seen in
the message. Nothing that is measured depends on it: with all three axes turned, up is simply down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from sensing.errors import PacketError
from sensing.sensors.phone.joining import Joiner, Reading, Vector, packet_at, readings_of
from sensing.sensors.phone.payload import read_object
from sensing.types import GRAVITY_MPS2, Packet

MESSAGE: Final = "sensorlogger/message"

_LINEAR, _GRAVITY, _RAW = "accelerometer", "gravity", "accelerometeruncalibrated"
_TOTAL = "totalacceleration"
_GYRS: Final = ("gyroscope", "gyroscopeuncalibrated")
_WAYS: Final = ((_TOTAL,), (_LINEAR, _GRAVITY), (_RAW,))
"""Sensors that add up to the specific force, the best way first."""

_MOST_WAITING = 3
_LOOKS_LIKE_G = 3.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the app.

    Parameters
    ----------
    device, session : str
        Which phone and which recording of it.
    number : int
        Counts the messages of the session.
    sensors : dict
        Readings by name of the sensor: lower case, without blanks.
    """

    device: str
    session: str
    number: int
    sensors: dict[str, list[Reading]]

    @property
    def way(self) -> tuple[str, ...] | None:
        """The sensors that add up to the specific force; None where that cannot be told from this message."""
        return next((way for way in _WAYS if all(name in self.sensors for name in way)), None)

    @property
    def gyr(self) -> list[Reading] | None:
        """Readings of the gyroscope; None without any."""
        return next((self.sensors[name] for name in _GYRS if name in self.sensors), None)


def read_message(payload: bytes) -> Message:
    """Read a message.

    Raises
    ------
    PacketError
        If it is none of Sensor Logger.
    """
    content = read_object(payload)
    readings, number = content.get("payload"), content.get("messageId")
    if not isinstance(readings, list) or isinstance(number, bool) or not isinstance(number, int):
        raise PacketError("no message of Sensor Logger: payload or messageId is missing")
    return Message(
        str(content.get("deviceId", "")), str(content.get("sessionId", "")), number, _by_sensor(readings)
    )


def _by_sensor(readings: Iterable[Any]) -> dict[str, list[Reading]]:
    wanted = {*(name for way in _WAYS for name in way), *_GYRS}
    rows: dict[str, list[tuple[object, Sequence[object]]]] = {}
    for one in readings:
        if not isinstance(one, dict):
            raise PacketError("a message of Sensor Logger with a reading that is no object")
        name = str(one.get("name", "")).lower().replace(" ", "")
        if name in wanted:
            values = one.get("values")
            if not isinstance(values, dict) or "time" not in one:
                raise PacketError("a message of Sensor Logger with a reading without time or values")
            rows.setdefault(name, []).append((one["time"], [values.get(axis) for axis in "xyz"]))
    return {name: readings_of(each) for name, each in rows.items()}


class SensorLoggerReader:
    """Makes packets of Sensor Logger's messages, in the order of their numbers.

    Parameters
    ----------
    has_gyr : bool
        Whether the gyroscope is read.
    """

    def __init__(self, has_gyr: bool) -> None:
        self._has_gyr = has_gyr
        self._session: tuple[str, str] | None = None
        self._next = 0
        self._waiting: dict[int, Message] = {}
        self._way: tuple[str, ...] | None = None
        self._scale: float | None = None
        self._joiner = Joiner(0)

    def take(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one message; return a packet for each reading that is complete with it.

        A message that overtook another waits for it; if three wait, it is lost.

        Raises
        ------
        PacketError
            If it is no message of Sensor Logger.
        """
        if characteristic != MESSAGE:
            raise PacketError(f"Sensor Logger does not send '{characteristic}'")
        message = read_message(payload)
        if self._session != (message.device, message.session):
            self._session, self._next, self._waiting = (message.device, message.session), message.number, {}
        if message.number >= self._next:
            self._waiting[message.number] = message
        packets: list[Packet] = []
        while self._waiting and (self._next in self._waiting or len(self._waiting) > _MOST_WAITING):
            number = min(self._waiting)
            self._next = number + 1
            packets.extend(self._packets(self._waiting.pop(number)))
        return tuple(packets)

    def _packets(self, message: Message) -> tuple[Packet, ...]:
        if self._way is None and message.way is not None:
            self._way = message.way
            self._joiner = Joiner(len(message.way) - 1 + int(self._has_gyr))
        if self._way is None:
            return ()
        streams = [message.sensors.get(name, []) for name in self._way]
        if self._has_gyr:
            streams.append(message.gyr or [])
        joined = self._joiner.push(*streams)
        forces = [_sum(values[: len(self._way)]) for _, values in joined]
        scale = self._scale_of(forces)
        return tuple(
            packet_at(tick, _scaled(force, scale), values[-1] if self._has_gyr else None)
            for (tick, values), force in zip(joined, forces, strict=True)
        )

    def _scale_of(self, forces: Sequence[Vector]) -> float:
        """Return what turns the first readings, and all after them, into m/s² upwards."""
        if self._scale is None and forces:
            in_g = self._way == (_RAW,) and median(math.hypot(*force) for force in forces) < _LOOKS_LIKE_G
            self._scale = -GRAVITY_MPS2 if in_g else 1.0
        return self._scale or 1.0


def _sum(vectors: Sequence[Vector]) -> Vector:
    x, y, z = (sum(axis) for axis in zip(*vectors, strict=True))
    return x, y, z


def _scaled(vector: Vector, scale: float) -> Vector:
    x, y, z = vector
    return x * scale, y * scale, z * scale
