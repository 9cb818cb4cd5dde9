"""Grid samples in, smoothed motion out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.motion.orientation import Orientation
from sensing.motion.smoother import Smoother
from sensing.settings import MotionSettings
from sensing.types import GRAVITY_MPS2, FloatArray, Gap, ImuBlock, frozen

_COLUMNS = 11

_SURELY = 1e-6
"""Share of a sample far above rounding and far below everything else."""


@dataclass(frozen=True, slots=True)
class MotionBlock:
    """Uniform samples of motion, smoothed without delay.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Time, s.
    t_seen_s : ndarray of shape (n,)
        Stamp of the newest input sample that each value needed, s.
    up : ndarray of shape (n, 3)
        Direction of up in the sensor's frame, nearly unit length.
    vertical_mps2 : ndarray of shape (n,)
        Upward acceleration without gravity, m/s².
    slow_mps2 : ndarray of shape (n, 3)
        Acceleration without gravity in the sensor's frame, m/s².
    rate_radps : ndarray of shape (n, 3)
        Angular rate in the sensor's frame, rad/s; zeros without gyroscope.
    shake_mps2 : ndarray of shape (n,)
        Root mean square over the smoothing window of the acceleration without gravity, m/s².
    gap : Gap or None
        The hole right before the first sample.
    """

    t_s: FloatArray
    t_seen_s: FloatArray
    up: FloatArray
    vertical_mps2: FloatArray
    slow_mps2: FloatArray
    rate_radps: FloatArray
    shake_mps2: FloatArray
    gap: Gap | None = None

    def __len__(self) -> int:
        return len(self.t_s)


class MotionTracker:
    """Incremental: any cutting of the input gives the same motion.

    Parameters
    ----------
    sampling_rate_hz : float
        Rate of the grid, Hz.
    settings : MotionSettings, optional
        Smoothing and time constants.
    """

    def __init__(self, sampling_rate_hz: float, settings: MotionSettings | None = None) -> None:
        self.settings = settings or MotionSettings()
        self.sampling_rate_hz = sampling_rate_hz / self.settings.decimation
        half_width = max(1, round(self.settings.smoothing_s * sampling_rate_hz / 2) - 1)
        self._half_width = half_width
        self._smoother = Smoother(half_width, self.settings.decimation)
        self._orientation = Orientation(sampling_rate_hz, self.settings.inclination_time_s)
        self._times: FloatArray = np.empty((0, 2))
        self._times_from = 0
        self._given = 0
        self._gap: Gap | None = None
        self._last: ImuBlock | None = None
        self._last_s = self._origin_s = 0.0
        self._counted = 0

    def push(self, block: ImuBlock) -> list[MotionBlock]:
        """Take the next grid samples; a long hole before them ends the piece, a short one is filled."""
        if not len(block):
            return []
        done = []
        if block.gap is not None:
            bridge = self._bridge(block)
            if bridge is not None:
                done += self._take(bridge, bridge.t0_s + np.arange(len(bridge)) / bridge.sampling_rate_hz)
            else:
                done += self.finish()
                self._orientation.restart()
                self._gap = block.gap
        if block.gap is not None or self._last is None:
            self._origin_s, self._counted = block.t0_s, 0
        # From the first sample on and never from a block's own begin: the cut must leave no trace in times.
        t_s = self._origin_s + np.arange(self._counted, self._counted + len(block)) / block.sampling_rate_hz
        self._counted += len(block)
        self._last, self._last_s = block, float(t_s[-1])
        return done + self._take(block, t_s)

    def finish(self) -> list[MotionBlock]:
        """Return what is still owed, up to the very last sample of this piece."""
        done = self._wrap(self._smoother.finish())
        self._times, self._times_from, self._given = np.empty((0, 2)), 0, 0
        self._last = None
        return done

    def _take(self, block: ImuBlock, t_s: FloatArray) -> list[MotionBlock]:
        times = np.empty((len(block), 2))
        times[:, 0], times[:, 1] = t_s, block.t_seen_s
        self._times = np.concatenate([self._times, times])
        return self._wrap(self._smoother.push(self._columns(block)))

    def _bridge(self, block: ImuBlock) -> ImuBlock | None:
        """Make up samples on straight lines over a short hole, so that rotation and speed go on."""
        last, gap = self._last, block.gap
        if last is None or gap is None or gap.end_s - gap.start_s > self.settings.longest_filled_s:
            return None
        rate_hz, last_s = block.sampling_rate_hz, self._last_s
        # Half a sample more or less is common: the last digit, which hangs on the cut, must not decide.
        count = round((block.t0_s - last_s) * rate_hz - _SURELY) - 1
        if count < 1:
            return None
        share = np.arange(1, count + 1)[:, None] / (count + 1)

        def line(before: FloatArray, after: FloatArray) -> FloatArray:
            return frozen(before[-1] + share * (after[0] - before[-1]))

        gyr = None
        if last.gyr_radps is not None and block.gyr_radps is not None:
            gyr = line(last.gyr_radps, block.gyr_radps)
        step_s = (block.t0_s - last_s) / (count + 1)
        seen_s = np.full(count, block.t_seen_s[0])
        return ImuBlock(
            last_s + step_s, 1.0 / step_s, line(last.acc_mps2, block.acc_mps2), gyr, frozen(seen_s)
        )

    def _columns(self, block: ImuBlock) -> FloatArray:
        acc = block.acc_mps2
        out = np.empty((len(acc), _COLUMNS))
        if block.gyr_radps is None:
            up, rate = acc / np.maximum(np.linalg.norm(acc, axis=1, keepdims=True), 1e-6), np.zeros_like(acc)
        else:
            up, rate = self._orientation.push(acc, block.gyr_radps)
        out[:, 0:3] = up
        out[:, 3] = np.einsum("ij,ij->i", up, acc) - GRAVITY_MPS2
        linear = acc - GRAVITY_MPS2 * up
        out[:, 4:7] = linear
        out[:, 7:10] = rate
        out[:, 10] = np.einsum("ij,ij->i", linear, linear)
        return out

    def _wrap(self, out: FloatArray) -> list[MotionBlock]:
        if not len(out):
            return []
        centres = np.arange(self._given, self._given + len(out)) * self.settings.decimation
        centres -= self._times_from
        newest = np.minimum(centres + self._half_width, len(self._times) - 1)
        block = MotionBlock(
            t_s=frozen(self._times[centres, 0]),
            t_seen_s=frozen(self._times[newest, 1]),
            up=frozen(out[:, 0:3]),
            vertical_mps2=frozen(out[:, 3]),
            slow_mps2=frozen(out[:, 4:7]),
            rate_radps=frozen(out[:, 7:10]),
            shake_mps2=frozen(np.sqrt(np.maximum(out[:, 10], 0.0))),
            gap=self._gap,
        )
        self._gap = None
        self._given += len(out)
        used = min(self._given * self.settings.decimation - self._times_from, len(self._times))
        self._times, self._times_from = self._times[used:], self._times_from + used
        return [block]
