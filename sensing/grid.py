"""From samples at any times to samples at even ones.

The value of a grid sample is the mean over one grid period, around it, of the straight lines between the
samples. That one rule is interpolation where the input is slower than the grid and an anti-alias filter where
it is faster; it shifts nothing in time.

To be the same however the input is cut, the mean is the difference of a running integral at the borders of
the period, and that integral is carried from block to block as the first term of the next cumulative sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.errors import SettingsError
from sensing.types import FloatArray, Gap, ImuBlock, Samples, frozen

RATE_HZ = 50.0
"""Rate of the grid on which repetitions are found, Hz: twice what a slow movement and its tremor contain."""


@dataclass(frozen=True, slots=True)
class GridSettings:
    """Parameters of the grid.

    Parameters
    ----------
    longest_bridge_s : float
        A longer hole between two samples ends the block, s. Shorter ones are bridged by a straight line: the
        leg moves slowly against 0.25 s, and links deliver late by less than that.
    """

    longest_bridge_s: float = 0.25


class Grid:
    """Resamples blocks of samples to a uniform rate; feed with `push`, end with `finish`.

    Parameters
    ----------
    sampling_rate_hz : float
        Rate of the grid, Hz. 50 is more than twice what a heel raise and its tremor contain.

    Raises
    ------
    SettingsError
        If the rate is not above 0.
    """

    def __init__(self, sampling_rate_hz: float = RATE_HZ) -> None:
        if not sampling_rate_hz > 0:
            raise SettingsError(f"grid rate {sampling_rate_hz:g} Hz; it must be above 0")
        self._rate_hz = sampling_rate_hz
        self._settings = GridSettings()
        self._gaps: list[Gap] = []
        self._gap: Gap | None = None
        self._last_s: float | None = None
        self._run: _Run | None = None

    @property
    def gaps(self) -> list[Gap]:
        """The holes so far that were too long to bridge."""
        return list(self._gaps)

    def push(self, samples: Samples) -> list[ImuBlock]:
        """Take samples, finite and later than those before; return the grid samples they complete."""
        if not len(samples):
            return []
        last_s = samples.t_s[0] if self._last_s is None else self._last_s
        steps_s = np.empty(len(samples))
        steps_s[0] = samples.t_s[0] - last_s
        np.subtract(samples.t_s[1:], samples.t_s[:-1], out=steps_s[1:])
        borders = np.flatnonzero(steps_s > self._settings.longest_bridge_s)
        blocks: list[ImuBlock] = []
        start = 0
        for border in (*borders.tolist(), len(samples)):
            if start < border:
                self._advance(samples[start:border], blocks)
            if border < len(samples):
                self._break(float(samples.t_s[border]), blocks)
            start = border
        return blocks

    def finish(self) -> list[ImuBlock]:
        """Return the grid samples up to the last sample; the grid starts anew after that."""
        blocks: list[ImuBlock] = []
        self._end_run(blocks)
        self._last_s = None
        return blocks

    def _advance(self, part: Samples, blocks: list[ImuBlock]) -> None:
        if self._run is None:
            self._run = _Run(part, self._rate_hz)
        self._emit(self._run.push(part), blocks)
        self._last_s = float(part.t_s[-1])

    def _break(self, after_s: float, blocks: list[ImuBlock]) -> None:
        assert self._last_s is not None
        self._end_run(blocks)
        self._gap = Gap(self._last_s, after_s)
        self._gaps.append(self._gap)

    def _end_run(self, blocks: list[ImuBlock]) -> None:
        if self._run is not None:
            self._emit(self._run.finish(), blocks)
        self._run = None

    def _emit(self, part: _Part | None, blocks: list[ImuBlock]) -> None:
        if part is None:
            return
        gyr = frozen(part.values[:, 3:]) if part.values.shape[1] > 3 else None
        acc = frozen(part.values[:, :3])
        blocks.append(ImuBlock(part.t0_s, self._rate_hz, acc, gyr, frozen(part.t_seen_s), self._gap))
        self._gap = None


@dataclass(frozen=True, slots=True)
class _Part:
    t0_s: float
    values: FloatArray
    t_seen_s: FloatArray


class _Run:
    """The grid between two holes. Border ``j`` of the periods is half a period before grid sample ``j``."""

    def __init__(self, part: Samples, rate_hz: float) -> None:
        self._t0_s = float(part.t_s[0])
        self._rate_hz = rate_hz
        self._t_s = part.t_s[:1]
        self._values = _behind(None, part[:1])
        self._integral = np.zeros_like(self._values)
        self._next = 0
        # The first period begins at the first sample, half way through.
        self._border_s = self._t0_s
        self._border_integral = self._integral

    def push(self, part: Samples) -> _Part | None:
        """Take samples; return the grid samples whose period has ended."""
        t_s = np.concatenate((self._t_s, part.t_s))
        values = _behind(self._values, part)
        steps_s = t_s[1:] - t_s[:-1]
        integral = np.empty_like(values)
        integral[0] = self._integral[0]
        np.add(values[:-1], values[1:], out=integral[1:])
        integral[1:] *= 0.5 * steps_s[:, None]
        # add.accumulate adds strictly one after the other, so the cut leaves no trace in the last digit.
        np.add.accumulate(integral, axis=0, out=integral)
        # Copies, lest three rows keep the whole block in memory.
        self._t_s, self._values, self._integral = t_s[-1:].copy(), values[-1:].copy(), integral[-1:].copy()
        borders_s = self._borders_until(float(t_s[-1]))
        if not len(borders_s):
            return None
        right = np.searchsorted(t_s, borders_s, side="left")
        left = right - 1
        into_s = borders_s - t_s[left]
        # From the sample on the left to the border: its value, and half of what the line has risen.
        area = values.take(right, axis=0)
        area -= values.take(left, axis=0)
        area *= (0.5 * into_s / steps_s[left])[:, None]
        area += values.take(left, axis=0)
        area *= into_s[:, None]
        area += integral.take(left, axis=0)
        return self._means(borders_s, area, t_s[right])

    def finish(self) -> _Part | None:
        """Return the grid sample whose period the last sample cut short, if there is one."""
        end_s = float(self._t_s[-1])
        if self._t0_s + self._next / self._rate_hz > end_s:
            return None
        if end_s == self._border_s:
            return _Part(self._t0_s, self._values, self._t_s)
        return self._means(self._t_s, self._integral, self._t_s)

    def _borders_until(self, end_s: float) -> FloatArray:
        """Return the ends of the periods that have ended, from their numbers and never added up."""
        most = int((end_s - self._t0_s) * self._rate_hz + 0.5) + 1
        numbers = np.arange(self._next + 1, most + 1, dtype=np.float64)
        borders_s: FloatArray = self._t0_s + (numbers - 0.5) / self._rate_hz
        return borders_s[borders_s <= end_s]

    def _means(self, borders_s: FloatArray, integral: FloatArray, t_seen_s: FloatArray) -> _Part:
        borders_s = np.concatenate(([self._border_s], borders_s))
        integral = np.concatenate((self._border_integral, integral))
        means = integral[1:] - integral[:-1]
        means /= (borders_s[1:] - borders_s[:-1])[:, None]
        part = _Part(self._t0_s + self._next / self._rate_hz, means, t_seen_s)
        self._next += len(means)
        self._border_s, self._border_integral = float(borders_s[-1]), integral[-1:].copy()
        return part


def _behind(last: FloatArray | None, part: Samples) -> FloatArray:
    """Return the values of `part` as one table, behind the last row of the table before."""
    first = 0 if last is None else 1
    table = np.empty((first + len(part), 3 if part.gyr_radps is None else 6))
    if last is not None:
        table[:1] = last
    table[first:, :3] = part.acc_mps2
    if part.gyr_radps is not None:
        table[first:, 3:] = part.gyr_radps
    return table
