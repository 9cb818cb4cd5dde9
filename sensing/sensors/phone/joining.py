"""Joins the streams of a phone: each of its sensors comes with times of its own, on one clock.

The first stream leads: every one of its readings gets the others' values at its time, on the straight line
between their neighbours. What is missing is left out and never invented.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sensing.errors import PacketError
from sensing.types import Packet, frozen

Vector: TypeAlias = tuple[float, float, float]
Reading: TypeAlias = tuple[int, Vector]
"""Time on the phone's clock, ns, and three values."""
Joined: TypeAlias = tuple[int, list[Vector]]
"""Time of a leading reading, its values, and those of each follower at that time."""

TICK_HZ = 1e9
TICK_BITS = 64
_LATEST_TICKS = 2**62
_AXES = 3


@dataclass(frozen=True, slots=True)
class JoinSettings:
    """When readings belong together.

    Parameters
    ----------
    widest_s : float
        Readings of a following stream further apart than this are not connected, s: what the grid bridges.
    patience_s : float
        A leading reading waits so long for its followers, s of the phone's clock. Apps send all their sensors
        several times a second.
    restart_s : float
        A reading this far before the newest one is no late one: the phone's clock has begun anew, s.
    """

    widest_s: float = 0.25
    patience_s: float = 1.0
    restart_s: float = 2.0


def readings_of(rows: Iterable[tuple[object, Sequence[object]]]) -> list[Reading]:
    """Return readings from pairs of a time, ns, and three values; those without a number are left out.

    Raises
    ------
    PacketError
        If a time or a value is no number, or there are not three values.
    """
    return [reading for time, values in rows if (reading := _reading(time, values)) is not None]


def _reading(time: object, values: Sequence[object]) -> Reading | None:
    if isinstance(time, bool) or not isinstance(time, int) or not 0 <= time < _LATEST_TICKS:
        raise PacketError("the phone sent a reading whose time is none")
    if len(values) != _AXES:
        raise PacketError("the phone sent a reading that has not three values")
    x, y, z = (_number(value) for value in values)
    return (time, (x, y, z)) if math.isfinite(x + y + z) else None


def _number(value: object) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PacketError("the phone sent something that is no number")
    try:
        return float(value)
    except OverflowError:
        raise PacketError("the phone sent a number beyond all measure") from None


class Joiner:
    """Joins following streams onto a leading one. Plain lists: most pushes are of one reading.

    Parameters
    ----------
    followers : int
        How many streams follow the leading one.
    """

    def __init__(self, followers: int) -> None:
        settings = JoinSettings()
        self._widest = round(settings.widest_s * TICK_HZ)
        self._patience = round(settings.patience_s * TICK_HZ)
        self._restart = round(settings.restart_s * TICK_HZ)
        self._begin(followers + 1)

    def push(self, *streams: Sequence[Reading]) -> list[Joined]:
        """Take what came of each stream, the leading one first; return what is complete.

        Readings that are repeated or late are left out.
        """
        for readings, newest in zip(streams, self._newest, strict=True):
            if readings and max(tick for tick, _ in readings) < newest - self._restart:
                self._begin(len(streams))  # the phone's clock has begun anew
                break
        for index, readings in enumerate(streams):
            for reading in readings if len(readings) < 2 else sorted(readings):
                if reading[0] > self._newest[index]:
                    self._streams[index].append(reading)
                    self._newest[index] = reading[0]
        return self._take()

    def _begin(self, streams: int) -> None:
        self._streams: list[deque[Reading]] = [deque() for _ in range(streams)]
        self._newest = [-1] * streams

    def _take(self) -> list[Joined]:
        lead, *followers = self._streams
        out: list[Joined] = []
        while lead:
            tick, own = lead[0]
            waits = any(newest < tick for newest in self._newest[1:])
            if waits and tick > self._newest[0] - self._patience:
                break
            lead.popleft()
            values = [self._at(tick, follower) for follower in followers]
            found = [value for value in values if value is not None]
            if len(found) == len(values):
                out.append((tick, [own, *found]))
        return out

    def _at(self, tick: int, stream: deque[Reading]) -> Vector | None:
        """Return a stream's values at a time; None where it has no neighbours near enough for that."""
        while len(stream) > 1 and stream[1][0] <= tick:
            stream.popleft()
        if not stream or stream[0][0] > tick:
            return None
        left_tick, left = stream[0]
        if left_tick == tick:
            return left
        if len(stream) < 2 or stream[1][0] - left_tick > self._widest:
            return None
        right_tick, right = stream[1]
        share = (tick - left_tick) / (right_tick - left_tick)
        x, y, z = (a + share * (b - a) for a, b in zip(left, right, strict=True))
        return x, y, z


def packet_at(tick: int, acc_mps2: Vector, gyr_radps: Vector | None) -> Packet:
    """Return the packet of one reading: phones time every one of them by itself."""
    gyr = None if gyr_radps is None else frozen(np.array([gyr_radps]))
    return Packet(frozen(np.array([acc_mps2])), gyr, tick)


def packets_of(joined: Iterable[Joined], has_gyr: bool) -> tuple[Packet, ...]:
    """Return a packet for each reading whose first values are the acceleration and last the angular rate."""
    return tuple(packet_at(tick, values[0], values[-1] if has_gyr else None) for tick, values in joined)
