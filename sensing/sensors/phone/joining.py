"""Joins the streams of a phone: each of its sensors comes with times of its own, on one clock.

The first stream leads: every one of its readings gets the others' values at its time, on the straight line
between their neighbours. What is missing is left out and never invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError
from sensing.types import FloatArray, Packet, frozen

TimeArray: TypeAlias = NDArray[np.int64]

TICK_HZ = 1e9
TICK_BITS = 64
_LATEST_TICKS = 2**62


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


@dataclass(frozen=True, slots=True)
class Readings:
    """Values of one of a phone's sensors with the phone's times.

    Parameters
    ----------
    ticks : ndarray of shape (n,)
        Time of each reading, ns on the phone's clock.
    values : ndarray of shape (n, 3)
        The values, any unit.
    """

    ticks: TimeArray
    values: FloatArray

    def __len__(self) -> int:
        return len(self.ticks)

    def __getitem__(self, part: slice | NDArray[np.bool_]) -> Readings:
        return Readings(self.ticks[part], self.values[part])


NO_READINGS = Readings(np.empty(0, dtype=np.int64), np.empty((0, 3)))


def readings_of(rows: Sequence[tuple[int, Sequence[float | None]]]) -> Readings:
    """Return readings from pairs of a time, ns, and three values; those without a number are left out.

    Raises
    ------
    PacketError
        If a time or a value is no number, or there are not three values.
    """
    if not rows:
        return NO_READINGS
    try:
        values = np.array([[np.nan if v is None else float(v) for v in row] for _, row in rows])
        ticks = [int(tick) for tick, _ in rows]
    except (ValueError, TypeError, OverflowError):
        raise PacketError("the phone sent something that is no number") from None
    if values.shape != (len(rows), 3) or not all(0 <= tick < _LATEST_TICKS for tick in ticks):
        raise PacketError("the phone sent readings that are not a time and three values")
    return Readings(np.array(ticks, dtype=np.int64), values)[np.isfinite(values).all(axis=1)]


class Joiner:
    """Joins following streams onto a leading one; repeated and late readings make no difference.

    Parameters
    ----------
    followers : int
        How many streams follow the leading one.
    settings : JoinSettings
        When readings belong together.
    """

    def __init__(self, followers: int, settings: JoinSettings | None = None) -> None:
        self._settings = settings or JoinSettings()
        self._streams = [NO_READINGS] * (followers + 1)
        self._newest = [-1] * (followers + 1)
        self.unmatched = 0

    def push(self, *streams: Readings) -> tuple[TimeArray, list[FloatArray]]:
        """Take what came of each stream, the leading one first; return times and values that are complete.

        Readings that are repeated or late are left out.
        """
        if self._has_restarted(streams):
            self._streams = [NO_READINGS] * len(streams)
            self._newest = [-1] * len(streams)
        for index, readings in enumerate(streams):
            self._append(index, readings)
        return self._take()

    def _has_restarted(self, streams: Sequence[Readings]) -> bool:
        back = int(self._settings.restart_s * TICK_HZ)
        return any(
            len(readings) and int(readings.ticks.max()) < newest - back
            for readings, newest in zip(streams, self._newest, strict=True)
        )

    def _append(self, index: int, readings: Readings) -> None:
        if not len(readings):
            return
        ticks, first = np.unique(readings.ticks, return_index=True)
        fresh = ticks > self._newest[index]
        if not fresh.any():
            return
        old, first = self._streams[index], first[fresh]
        self._streams[index] = Readings(
            np.concatenate((old.ticks, ticks[fresh])), np.concatenate((old.values, readings.values[first]))
        )
        self._newest[index] = int(ticks[-1])

    def _take(self) -> tuple[TimeArray, list[FloatArray]]:
        lead, *others = self._streams
        known = min([self._newest[0], *self._newest[1:]])
        expired = self._newest[0] - int(self._settings.patience_s * TICK_HZ)
        count = int(np.searchsorted(lead.ticks, max(known, expired), side="right"))
        ready, self._streams[0] = lead[:count], lead[count:]
        keep = np.ones(count, dtype=np.bool_)
        values = [ready.values]
        for index, other in enumerate(others, start=1):
            joined, connected = self._at(ready.ticks, other)
            values.append(joined)
            keep &= connected
            self._forget(index, ready.ticks)
        self.unmatched += count - int(keep.sum())
        return ready.ticks[keep], [column[keep] for column in values]

    def _at(self, ticks: TimeArray, other: Readings) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Return the values of a stream at some times, and where it has neighbours near enough for that."""
        if not len(other) or not len(ticks):
            return np.full((len(ticks), 3), np.nan), np.zeros(len(ticks), dtype=np.bool_)
        after = np.searchsorted(other.ticks, ticks, side="left")
        exact = (after < len(other)) & (other.ticks[np.minimum(after, len(other) - 1)] == ticks)
        between = (after > 0) & (after < len(other))
        right = np.clip(after, 0, len(other) - 1)
        left = np.where(exact, right, np.maximum(right - 1, 0))
        span = np.maximum(other.ticks[right] - other.ticks[left], 1)
        share = np.where(exact, 0.0, (ticks - other.ticks[left]) / span)[:, None]
        near = span <= self._settings.widest_s * TICK_HZ
        return other.values[left] + share * (other.values[right] - other.values[left]), exact | (
            between & near
        )

    def _forget(self, index: int, ticks: TimeArray) -> None:
        """Drop what no later reading of the leading stream can need: all before the last one passed."""
        if len(ticks):
            stream = self._streams[index]
            passed = int(np.searchsorted(stream.ticks, ticks[-1], side="right"))
            self._streams[index] = stream[max(passed - 1, 0) :]


def packets_at(ticks: TimeArray, acc_mps2: FloatArray, gyr_radps: FloatArray | None) -> tuple[Packet, ...]:
    """Return a packet for each reading: phones time every one of them by itself."""
    acc = frozen(acc_mps2)
    gyr = None if gyr_radps is None else frozen(gyr_radps)
    return tuple(
        Packet(acc[i : i + 1], None if gyr is None else gyr[i : i + 1], tick)
        for i, tick in enumerate(ticks.tolist())
    )
