"""phyphox: the answers of its remote access, as of its app for Android 1.1 and its documentation.

Two kinds of answer are read. ``/config`` tells which buffers belong to which of the phone's sensors; ``/get``
has values of buffers. Acceleration includes gravity and is positive upwards on both systems; time is in
seconds since the experiment began, with eight digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sensing.errors import PacketError
from sensing.said import said
from sensing.sensors.phone.joining import TICK_HZ, Joiner, Reading, packets_of, readings_of
from sensing.sensors.phone.payload import read_object
from sensing.types import Packet

CONFIG: Final = "phyphox/config"
GET: Final = "phyphox/get"

_ACC, _GYR = "accelerometer", "gyroscope"


@dataclass(frozen=True, slots=True)
class Buffers:
    """Names of the buffers of one of the phone's sensors.

    Parameters
    ----------
    time : str
        Buffer of times, s.
    axes : tuple of str
        Buffers of x, y and z.
    """

    time: str
    axes: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Experiment:
    """What an experiment offers.

    Parameters
    ----------
    title : str
        Its name.
    acc, gyr : Buffers or None
        Buffers of the accelerometer with gravity, and of the gyroscope; None where it has none.
    """

    title: str
    acc: Buffers | None
    gyr: Buffers | None


def read_config(payload: bytes) -> Experiment:
    """Read the answer to ``/config``.

    Raises
    ------
    PacketError
        If it is not phyphox that answered.
    """
    content = read_object(payload)
    inputs = content.get("inputs")
    if not isinstance(inputs, list) or "buffers" not in content:
        raise PacketError(said("no answer of phyphox: it lists no inputs"))
    found = {str(one.get("source")): _buffers(one.get("outputs")) for one in inputs if isinstance(one, dict)}
    return Experiment(str(content.get("title") or "phyphox"), found.get(_ACC), found.get(_GYR))


def _buffers(outputs: object) -> Buffers | None:
    if not isinstance(outputs, list):
        return None
    names = {
        axis: str(name) for one in outputs if isinstance(one, dict) for axis, name in one.items() if name
    }
    if not {"x", "y", "z", "t"} <= names.keys():
        return None
    return Buffers(names["t"], (names["x"], names["y"], names["z"]))


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to ``/get``.

    Parameters
    ----------
    session : str
        Changes when the experiment was opened anew.
    measuring : bool
        Whether the experiment runs.
    buffers : mapping
        Values by name of the buffer.
    """

    session: str
    measuring: bool
    buffers: Mapping[str, Sequence[Any]]

    def newest_s(self, buffers: Buffers) -> float | None:
        """Return the last time of a sensor in this answer, s; None without one."""
        times = self.buffers.get(buffers.time, ())
        last = times[-1] if times else None
        return float(last) if isinstance(last, int | float) and abs(last) < TICK_HZ else None

    def readings(self, buffers: Buffers | None) -> list[Reading]:
        """Return what it holds of one sensor."""
        columns = [] if buffers is None else [self.buffers.get(name, ()) for name in buffers.axes]
        times = () if buffers is None else self.buffers.get(buffers.time, ())
        rows = zip(times, zip(*columns, strict=False), strict=False)
        return readings_of([(_ticks(t_s), values) for t_s, values in rows if t_s is not None])


def _ticks(t_s: object) -> int:
    if isinstance(t_s, bool) or not isinstance(t_s, int | float) or not abs(t_s) < TICK_HZ:
        raise PacketError(said("phyphox sent a time that is none"))
    return round(t_s * TICK_HZ)


def read_answer(payload: bytes) -> Answer:
    """Read the answer to ``/get``.

    Raises
    ------
    PacketError
        If it is not phyphox that answered.
    """
    content = read_object(payload)
    buffers, status = content.get("buffer"), content.get("status")
    if not isinstance(buffers, dict) or not isinstance(status, dict):
        raise PacketError(said("no answer of phyphox: buffer or status is missing"))
    values = {}
    for name, one in buffers.items():
        held = one.get("buffer") if isinstance(one, dict) else None
        if not isinstance(held, list):
            raise PacketError(said("an answer of phyphox with a buffer that holds no values"))
        values[name] = held
    return Answer(str(status.get("session", "")), bool(status.get("measuring")), values)


class PhyphoxReader:
    """Makes packets of phyphox's answers.

    Parameters
    ----------
    has_gyr : bool
        Whether the gyroscope is read.
    """

    def __init__(self, has_gyr: bool) -> None:
        self._has_gyr = has_gyr
        self._experiment = Experiment("", None, None)
        self._session: str | None = None
        self._joiner = Joiner(int(has_gyr))

    def take(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one answer; return a packet for each reading that is complete with it.

        Raises
        ------
        PacketError
            If it is no answer of phyphox.
        """
        if characteristic == CONFIG:
            self._experiment = read_config(payload)
            return ()
        if characteristic != GET:
            raise PacketError(f"phyphox does not send '{characteristic}'")
        answer = read_answer(payload)
        if answer.session != self._session:
            self._session, self._joiner = answer.session, Joiner(int(self._has_gyr))
        streams = [answer.readings(self._experiment.acc)]
        if self._has_gyr:
            streams.append(answer.readings(self._experiment.gyr))
        return packets_of(self._joiner.push(*streams), self._has_gyr)
