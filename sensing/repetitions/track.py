"""The last stretch of motion, addressed by sample number."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sensing.motion import MotionBlock
from sensing.repetitions.strap import Strap
from sensing.types import FloatArray

_COLUMNS = 16
_HOLE_STEPS = 1.5
"""Samples that are this many steps apart have a hole between them."""

_T, _SEEN, _VERTICAL, _SHAKE = 0, 1, 2, 3
_UP, _SLOW, _RATE = slice(4, 7), slice(7, 10), slice(10, 13)
_LEG_UP = slice(13, 16)


class Track:
    """Keeps motion since some sample number; older motion is dropped, so memory is bounded.

    Parameters
    ----------
    strap : Strap, optional
        Follows slips of the strap; without it none are looked for.
    """

    def __init__(self, strap: Strap | None = None) -> None:
        self._strap = strap
        self._rows: FloatArray = np.empty((0, _COLUMNS))
        self._first = 0

    @property
    def following(self) -> int:
        """Number that the next sample will get."""
        return self._first + len(self._rows)

    def append(self, block: MotionBlock) -> None:
        """Add a block."""
        rows = np.empty((len(block), _COLUMNS))
        rows[:, _T], rows[:, _SEEN] = block.t_s, block.t_seen_s
        rows[:, _VERTICAL], rows[:, _SHAKE] = block.vertical_mps2, block.shake_mps2
        rows[:, _UP], rows[:, _SLOW], rows[:, _RATE] = block.up, block.slow_mps2, block.rate_radps
        if self._strap is None:
            rows[:, _LEG_UP] = block.up
        else:
            rows[:, _LEG_UP] = self._strap.push(block.up, block.rate_radps, block.slow_mps2)
        self._rows = np.concatenate([self._rows, rows])

    def forget(self, before: int) -> None:
        """Drop samples with a lower number."""
        drop = max(0, before - self._first)
        self._rows, self._first = self._rows[drop:], self._first + min(drop, len(self._rows))

    def at(self, number: int) -> FloatArray:
        """Return one sample's row, the nearest one kept."""
        row: FloatArray = self._rows[min(max(number - self._first, 0), len(self._rows) - 1)]
        return row

    def _one(self, number: int, column: int) -> float:
        rows = self._rows
        return rows.item(min(max(number - self._first, 0), len(rows) - 1), column)

    def t_s(self, number: int) -> float:
        """Time of a sample, s."""
        return self._one(number, _T)

    def seen_s(self, number: int) -> float:
        """Stamp of the newest input that a sample needed, s."""
        return self._one(number, _SEEN)

    def number_at(self, t_s: float) -> int:
        """Return the number of the first kept sample at or after a time."""
        return self._first + int(np.searchsorted(self._rows[:, _T], t_s))

    def up(self, number: int) -> tuple[float, float, float]:
        """Direction of up at a sample, in the sensor's frame."""
        x, y, z = self.at(number)[_UP].tolist()
        return x, y, z

    def cut(self, first: int, last: int) -> Stretch:
        """Return samples `first` to `last`, both included, as far as they are kept."""
        low = max(first - self._first, 0)
        return Stretch(self._rows[low : max(last - self._first + 1, low + 1)], self._first + low)


class Stretch:
    """A view on some samples of a track."""

    def __init__(self, rows: FloatArray, first: int) -> None:
        self._rows = rows
        self.first = first

    def __len__(self) -> int:
        return len(self._rows)

    def shake(self) -> float:
        """Root mean square of the acceleration without gravity, m/s²."""
        shake_mps2 = self._rows[:, _SHAKE]
        return sqrt(float(shake_mps2 @ shake_mps2) / max(len(shake_mps2), 1))

    def part(self, first: int, last: int) -> Stretch:
        """Return samples ``first`` up to but not including ``last``, counted from the stretch's own first."""
        return Stretch(self._rows[first:last], self.first + first)

    def after_holes(self, rate_hz: float) -> NDArray[np.intp]:
        """Return the places of the samples that come after a hole, counted from the stretch's own first."""
        t_s = self.t_s
        return np.flatnonzero(t_s[1:] - t_s[:-1] > _HOLE_STEPS / rate_hz) + 1

    @property
    def t_s(self) -> FloatArray:
        """Time, s."""
        return self._rows[:, _T]

    @property
    def up(self) -> FloatArray:
        """Direction of up in the sensor's frame, ``(n, 3)``."""
        return self._rows[:, _UP]

    @property
    def leg_up(self) -> FloatArray:
        """The same in the frame that the sensor had before the strap slipped."""
        return self._rows[:, _LEG_UP]

    @property
    def vertical_mps2(self) -> FloatArray:
        """Upward acceleration, m/s²."""
        return self._rows[:, _VERTICAL]

    @property
    def shake_mps2(self) -> FloatArray:
        """Root mean square acceleration without gravity, m/s²."""
        return self._rows[:, _SHAKE]

    @property
    def slow_mps2(self) -> FloatArray:
        """Acceleration without gravity in the sensor's frame, ``(n, 3)``, m/s²."""
        return self._rows[:, _SLOW]

    @property
    def rate_radps(self) -> FloatArray:
        """Angular rate in the sensor's frame, ``(n, 3)``, rad/s."""
        return self._rows[:, _RATE]
