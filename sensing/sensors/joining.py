"""Accelerometer and gyroscope that a sensor sends apart, made one stream.

What comes out depends on the frames and their order alone: a sample is complete at the first notification at
which all that it needs has come. So many notifications can be worked off at once, with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray, frozen

IntArray: TypeAlias = NDArray[np.int64]
Joined: TypeAlias = tuple[int, int, FloatArray, FloatArray]
"""Samples in a row: the notification that completed them, ticks of the first, acceleration, angular rate."""

_LONGEST_WAIT_S = 2.0  # links give up or deliver within this


@dataclass(frozen=True, slots=True)
class Run:
    """Samples of one instrument, in the order of their time, with the notification that brought each.

    Parameters
    ----------
    ticks : ndarray of shape (n,)
        Time of each sample, strictly increasing.
    values : ndarray of shape (n, 3)
        The samples.
    came : ndarray of shape (n,)
        Number of the notification, never falling; -1 for those of earlier calls.
    """

    ticks: IntArray
    values: FloatArray
    came: IntArray

    def __len__(self) -> int:
        return len(self.ticks)

    def since(self, first: int) -> Run:
        """Return the samples from `first` on, as those of an earlier call."""
        kept = self.ticks[first:]
        return Run(kept, self.values[first:], np.full(len(kept), -1))

    def then(self, other: Run) -> Run:
        """Return these samples and those of `other` behind them."""
        return Run(
            np.concatenate((self.ticks, other.ticks)),
            np.concatenate((self.values, other.values)),
            np.concatenate((self.came, other.came)),
        )


EMPTY = Run(np.empty(0, np.int64), np.empty((0, 3)), np.empty(0, np.int64))


class TimeJoin:
    """Joins two streams with time stamps: the angular rate is interpolated at the accelerometer's times.

    Samples of the accelerometer for which there is no angular rate on both sides, near enough, are lost.

    Parameters
    ----------
    tick_hz : float
        Rate of the stamps, Hz.
    sampling_rate_hz : float
        Rate of both instruments, Hz.
    """

    def __init__(self, tick_hz: float, sampling_rate_hz: float) -> None:
        self._wait_ticks = round(_LONGEST_WAIT_S * tick_hz)
        self._reach_ticks = round(2.5 * tick_hz / sampling_rate_hz)
        self._step_ticks = round(1.5 * tick_hz / sampling_rate_hz)
        self._acc = self._gyr = EMPTY

    def push(self, acc: Run, gyr: Run) -> list[Joined]:
        """Take new samples; return those that are complete now."""
        acc, gyr = self._acc.then(acc), self._gyr.then(gyr)
        after = np.searchsorted(gyr.ticks, acc.ticks)
        answered = int(np.searchsorted(after, len(gyr)))  # the others wait for a later sample
        taken = self._taken(acc, gyr, after[:answered])
        self._keep(acc, gyr, answered)
        return self._joined(acc, gyr, np.flatnonzero(taken), after[:answered][taken])

    def _taken(self, acc: Run, gyr: Run, after: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell which samples have angular rate near enough, that came in time."""
        ticks, came = acc.ticks[: len(after)], acc.came[: len(after)]
        before = np.maximum(after - (gyr.ticks[after] > ticks), 0)
        taken = (gyr.ticks[before] <= ticks) & (gyr.ticks[after] - gyr.ticks[before] <= self._reach_ticks)
        # It has waited too long if a much later sample of its own kind came before the angular rate did ...
        later = np.searchsorted(acc.ticks, ticks + self._wait_ticks, side="right")
        waited = np.append(acc.came, np.iinfo(np.int64).max)[later] < gyr.came[after]
        # ... and the angular rate has if a much later one of that came before.
        newest = gyr.ticks[np.maximum(np.searchsorted(gyr.came, came) - 1, 0)]
        gone = gyr.ticks[before] < newest - self._wait_ticks
        out: NDArray[np.bool_] = taken & ~waited & ~gone
        return out

    def _keep(self, acc: Run, gyr: Run, answered: int) -> None:
        """Remember what the next samples may need."""
        oldest_acc = acc.ticks[-1] - self._wait_ticks if len(acc) else 0
        self._acc = acc.since(max(answered, int(np.searchsorted(acc.ticks, oldest_acc))))
        if not len(gyr):
            return
        oldest_gyr = gyr.ticks[-1] - self._wait_ticks
        passed = int(np.searchsorted(gyr.ticks, acc.ticks[-1], side="right")) - 1 if len(acc) else 0
        self._gyr = gyr.since(max(passed, int(np.searchsorted(gyr.ticks, oldest_gyr)), 0))

    def _joined(self, acc: Run, gyr: Run, rows: NDArray[np.intp], after: NDArray[np.intp]) -> list[Joined]:
        """Interpolate, and cut where another notification completes the samples or some are missing."""
        if not len(rows):
            return []
        ticks, values = acc.ticks[rows], frozen(acc.values[rows])
        before = np.maximum(after - (gyr.ticks[after] > ticks), 0)
        span = np.maximum(gyr.ticks[after] - gyr.ticks[before], 1)
        share = ((ticks - gyr.ticks[before]) / span)[:, None]
        between = gyr.values[before] + share * (gyr.values[after] - gyr.values[before])
        rates = frozen(np.where((before == after)[:, None], gyr.values[after], between))
        done = np.maximum(acc.came[rows], gyr.came[after])
        cuts = np.flatnonzero((np.diff(done) != 0) | (np.diff(ticks) > self._step_ticks)) + 1
        starts = [0, *cuts.tolist()]
        ends = [*starts[1:], len(rows)]
        return [
            (number, first, values[start:end], rates[start:end])
            for start, end, number, first in zip(
                starts, ends, done[starts].tolist(), ticks[starts].tolist(), strict=True
            )
        ]
