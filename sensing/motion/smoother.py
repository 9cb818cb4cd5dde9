"""A linear-phase low-pass that keeps its state between blocks and thins out the samples."""

from __future__ import annotations

import numpy as np

from sensing.types import FloatArray


class Smoother:
    """Centred Hann window over the last samples of several channels, every `decimation`-th output kept.

    A symmetric window delays every frequency by the same half width, so that the output can be stamped with
    the time of the window's centre: edges keep their place. The signal is continued by its first and last
    value at the ends.

    Parameters
    ----------
    half_width : int
        Samples on either side of the centre.
    decimation : int
        Inputs per output.
    """

    def __init__(self, half_width: int, decimation: int) -> None:
        window = np.hanning(2 * half_width + 3)[1:-1]
        self.kernel = window / window.sum()
        self.half_width = half_width
        self.decimation = decimation
        self._tail: FloatArray | None = None
        self._skip = 0

    def push(self, columns: FloatArray) -> FloatArray:
        """Take ``(n, k)`` samples, return the ``(m, k)`` outputs whose windows are complete."""
        if not len(columns):
            return np.empty((0, columns.shape[1]))
        if self._tail is None:
            self._tail = np.repeat(columns[:1], self.half_width, axis=0)
            self._skip = 0
        joined = np.concatenate([self._tail, columns])
        width = len(self.kernel)
        ready = len(joined) - width + 1
        if ready <= self._skip:
            self._tail = joined
            return np.empty((0, columns.shape[1]))
        out = self._convolve(joined, ready)
        following = self._skip + len(out) * self.decimation
        kept = min(following, len(joined))
        self._tail, self._skip = joined[kept:], following - kept
        return out

    def _convolve(self, joined: FloatArray, ready: int) -> FloatArray:
        """Weigh mirrored samples together: the same sum in the same order for each output, however cut."""
        step, start, half = self.decimation, self._skip, self.half_width
        out: FloatArray = self.kernel[half] * joined[start + half : ready + half : step]
        for tap in range(half):
            late = len(self.kernel) - 1 - tap
            pair = joined[start + tap : ready + tap : step] + joined[start + late : ready + late : step]
            pair *= self.kernel[tap]
            out += pair
        return out

    def finish(self) -> FloatArray:
        """Return what the last samples still owe, and start afresh."""
        tail, self._tail = self._tail, None
        if tail is None or not len(tail):
            return np.empty((0, 0 if tail is None else tail.shape[1]))
        skip = self._skip
        self._tail, self._skip = tail, skip
        out = self.push(np.repeat(tail[-1:], self.half_width, axis=0))
        self._tail = None
        return out
