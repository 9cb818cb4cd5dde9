"""What a movement would look like: its cost, its travel and its lean, for every length at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sensing.settings import ParseSettings
from sensing.types import FloatArray

_SHAPES = 3
"""Cosines that describe the acceleration of one movement: bell, skew, sharpness."""


def _shapes(length: int) -> FloatArray:
    """Orthonormal columns over `length` samples: a constant, then cosines whose integral is nothing."""
    x = (np.arange(length) + 0.5) / length
    columns = np.stack([np.cos(np.pi * k * x) for k in range(_SHAPES + 1)], axis=1)
    ortho, _ = np.linalg.qr(columns)
    out: FloatArray = ortho * np.sign(np.sum(ortho * columns, axis=0))
    return out


def _travel_of(shapes: FloatArray, period_s: float) -> FloatArray:
    """Displacement that one unit of each cosine of acceleration makes between two still stands."""
    speed = (np.cumsum(shapes[:, 1:], axis=0) - 0.5 * shapes[:, 1:]) * period_s
    out: FloatArray = speed.sum(axis=0) * period_s
    return out


@dataclass(frozen=True, slots=True)
class Moves:
    """Movements of each length that end at each of some nodes.

    Parameters
    ----------
    cost : ndarray of shape (nodes, lengths)
        Minus log-likelihood against a sensor at rest being the zero of residuals.
    travel_m : ndarray of shape (nodes, lengths)
        Upward travel, m.
    lean_deg : ndarray of shape (nodes, lengths, 3)
        Change of the direction of up, degrees.
    under_way_cost : ndarray of shape (nodes, lengths)
        The cost of one that began as long ago and has not ended.
    """

    cost: FloatArray
    travel_m: FloatArray
    lean_deg: FloatArray
    under_way_cost: FloatArray


class MoveBank:
    """Keeps the last seconds of acceleration and lean and weighs movements that end at given samples.

    A movement begins and ends at rest: the integral of its acceleration is nothing. It is described by three
    cosines; the rest is noise and unevenness, which grows with the movement. The accelerometer's error is the
    slow mean of everything. Samples are numbered as the nodes that they lead to: node 0 stands before the
    first one.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    capacity : int
        Most nodes that are kept at a time.
    """

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float, capacity: int) -> None:
        self.settings = settings
        self._period_s = 1.0 / sampling_rate_hz
        self._fill_bank(sampling_rate_hz)
        self.longest = int(self.lengths[-1])
        self.second = round(sampling_rate_hz)
        self._unsettled = max(round(settings.inclination_s * sampling_rate_hz), 1)
        self._first_mean = round(settings.settling_s * sampling_rate_hz)
        self._lean_weight = settings.lean_weight / (4.0 * settings.sway_deg2ps * self._period_s)
        size = self.longest + capacity
        # Acceleration and the same over its noise; up, degrees; noise.
        self._pairs, self._up, self._noise = np.zeros((2, size)), np.zeros((size, 3)), np.zeros(size)
        # What ends at node n is in window n + 1.
        self._windows = np.moveaxis(sliding_window_view(self._pairs, self.longest, axis=1), 1, 0)
        # Running sums: squares of the acceleration over its noise, of the lean's steps, and the cost of rest.
        self._sums = np.zeros((size, 3))
        # Squared noise that tremor adds, the accelerometer's error, and the weight of the lean's steps.
        self._tremor2, self._errors, self._lean_weights = np.zeros(size), np.zeros(size), np.zeros(size)
        self._noise_mps2, self._sway_deg2ps = settings.noise_mps2, settings.sway_deg2ps
        self.restart()

    def _fill_bank(self, sampling_rate_hz: float) -> None:
        s = self.settings
        steps = round(np.log(s.longest_move_s / s.shortest_move_s) / np.log(s.length_ratio))
        seconds = np.geomspace(s.shortest_move_s, s.longest_move_s, steps + 1)
        self.lengths = np.unique(np.round(seconds * sampling_rate_hz).astype(int))
        longest = int(self.lengths[-1])
        bank = np.zeros((_SHAPES + 1, len(self.lengths), longest))
        self._travels = np.empty((_SHAPES, len(self.lengths)))
        for place, length in enumerate(self.lengths.tolist()):
            shapes = _shapes(length)
            bank[:, place, longest - length :] = shapes.T
            self._travels[:, place] = _travel_of(shapes, self._period_s)
        # Short movements need not be held against long windows.
        few = int(np.searchsorted(self.lengths, longest // 3))
        self._banks = [
            np.ascontiguousarray(part[..., longest - int(lengths[-1]) :].reshape(-1, int(lengths[-1])).T)
            for part, lengths in (
                (bank[:, :few], self.lengths[:few]),
                (bank[:, few:], self.lengths[few:]),
            )
        ]
        seconds = self.lengths * self._period_s
        self._weights = 0.5 * s.bandwidth_hz * seconds
        self.travel_sd_m = s.travel_noise_mps2 * seconds**1.5 / np.sqrt(27.0) + 1e-4

    def _kept(self) -> tuple[FloatArray, ...]:
        """Everything that is kept by node."""
        by_node = (self._up, self._noise, self._sums, self._tremor2, self._errors, self._lean_weights)
        return (self._pairs.T, *by_node)

    def restart(self) -> None:
        """Forget the past."""
        # Nothing stands before node 0, as far back as the longest movement reaches.
        for kept in self._kept():
            kept[: self.longest + 1] = 0.0
        self._last = self._dropped = 0
        self._seen = 0
        self._error_mps2 = self._noise2 = 0.0

    def push(self, acceleration_mps2: FloatArray, tremor2: FloatArray, up: FloatArray) -> FloatArray:
        """Take upward acceleration, m/s², squared tremor, m²/s⁴, and the direction of up, ``(n, 3)``.

        Returns what each of these samples costs if nothing moves.
        """
        last = self._last + self.longest
        new = slice(last + 1, last + len(tremor2) + 1)
        error_mps2, noise2 = self._learn(acceleration_mps2.tolist(), tremor2.tolist())
        self._tremor2[new], self._errors[new] = self.settings.noise_share**2 * noise2, error_mps2
        self._pairs[0, new], self._up[new] = acceleration_mps2, np.degrees(up)
        self._last += len(tremor2)
        return self._weigh_rest(new)

    def relevel(self, first: int, noise_mps2: float, sway_deg2ps: float) -> FloatArray:
        """Hold the samples from a node on against other levels of noise and sway."""
        self._noise_mps2, self._sway_deg2ps = noise_mps2, sway_deg2ps
        return self._weigh_rest(slice(self.longest + first, self.longest + self._last + 1))

    def standing(self, first: int, seconds: int) -> tuple[FloatArray, FloatArray]:
        """Return mean square noise, m²/s⁴, and sway, degrees²/s, of each of some seconds from a node on."""
        part = slice(self.longest + first, self.longest + first + seconds * self.second)
        white2 = (self._pairs[0, part] - self._errors[part]) ** 2
        noise2 = np.maximum(white2 - self._tremor2[part], 0.0).reshape(seconds, -1).mean(axis=1)
        # Two axes.
        sway = 0.5 * self._leaned2(part).reshape(seconds, -1).mean(axis=1) / self._period_s
        return noise2, sway

    def _leaned2(self, part: slice) -> FloatArray:
        """Squared steps of the lean, degrees²; while up is being found there are none."""
        steps = np.diff(self._up[part.start - 1 : part.stop], axis=0)
        leaned2 = squared(steps)
        leaned2[: max(self._unsettled - (part.start - 1 - self.longest + self._dropped), 0)] = 0.0
        return leaned2

    def _weigh_rest(self, new: slice) -> FloatArray:
        """Hold samples against standing; return what each of them costs."""
        s = self.settings
        noise = np.sqrt(self._noise_mps2**2 + self._tremor2[new])
        white = (self._pairs[0, new] - self._errors[new]) / noise
        self._noise[new], self._pairs[1, new] = noise, white
        weight = self._lean_weight * s.sway_deg2ps / self._sway_deg2ps
        leaned2 = self._leaned2(new) * weight
        self._lean_weights[new] = weight
        still: FloatArray = 0.5 * s.bandwidth_hz * self._period_s * white * white + leaned2
        # add.accumulate adds strictly one after the other, so the cut leaves no trace in the last digit.
        self._sums[new] = np.stack([white * white, leaned2, still], axis=1)
        with_last = slice(new.start - 1, new.stop)
        np.add.accumulate(self._sums[with_last], axis=0, out=self._sums[with_last])
        return still

    def _learn(self, acceleration_mps2: list[float], tremor2: list[float]) -> tuple[FloatArray, FloatArray]:
        """Follow the accelerometer's error and the noise from sample to sample."""
        s = self.settings
        settled, calm = self._period_s / s.error_time_s, self._period_s / s.noise_time_s
        error, noise2, seen = self._error_mps2, self._noise2, self._seen
        errors, noises = [], []
        for value, shaken in zip(acceleration_mps2, tremor2, strict=True):
            seen += 1
            early = 1.0 / seen
            error += (early if seen <= self._first_mean else settled) * (value - error)
            noise2 += max(early, calm) * (shaken - noise2)
            errors.append(error)
            noises.append(noise2)
        self._error_mps2, self._noise2, self._seen = error, noise2, seen
        return np.array(errors), np.array(noises)

    @property
    def last(self) -> int:
        """Number of the newest node."""
        return self._last

    def at_rest(self, last: int) -> FloatArray:
        """Return what it costs up to each node if nothing moves, from `longest` before node 0 to `last`."""
        return self._sums[: self.longest + last + 1, 2]

    def shift(self, by: int) -> None:
        """Drop the first nodes."""
        for kept in self._kept():
            kept[:-by] = kept[by:].copy()
        self._last -= by
        self._dropped += by

    def weigh(self, nodes: NDArray[np.int_]) -> Moves:
        """Weigh the movements of every length that end at each of the nodes."""
        s, lengths, weights = self.settings, self.lengths, self._weights
        ends = (nodes + self.longest)[:, None]
        begins = ends - lengths
        windows = self._windows[nodes + 1]
        # One small product a node: a large one for all may round otherwise, as the stream was cut.
        products = [windows[..., -len(bank) :] @ bank for bank in self._banks]
        shape = (len(nodes), 2, _SHAPES + 1, -1)
        found = np.concatenate([product.reshape(shape) for product in products], axis=3)
        raw, white = found[:, 0], found[:, 1]
        explained, mean2 = squared(np.moveaxis(white[:, 1:], 1, 2)), white[:, 0] ** 2
        square = self._sums[ends, 0] - self._sums[begins, 0]
        rest = np.maximum(square - explained - mean2, 0.0) / lengths
        uneven = 1.0 + s.uneven_share * explained / lengths
        lean_deg = self._up[ends] - self._up[begins + 1]
        straight = self._lean_weights[ends] * squared(lean_deg) / (lengths - 1)
        wandered = self._sums[ends, 1] - self._sums[begins + 1, 1] - straight
        spread = 2.0 * (0.5 / weights + (s.error_sd_mps2 / self._noise[ends]) ** 2)
        cost = weights * (rest / uneven + np.log(uneven)) + mean2 / lengths / spread
        cost += s.move_cost + wandered
        under_way = cost + self._not_stopped(mean2 / lengths, spread, self._noise[ends])
        travel = raw[:, 1:] * self._travels
        return Moves(cost, travel[:, 0] + travel[:, 1] + travel[:, 2], lean_deg, under_way)

    def _not_stopped(self, mean2: FloatArray, spread: FloatArray, noise_mps2: FloatArray) -> FloatArray:
        """Return what it costs more where the movement still goes on: its mean is the speed by now."""
        mean_mps2 = self.settings.under_way_mps / (self.lengths * self._period_s)
        wide = spread + 2.0 * (mean_mps2 / noise_mps2) ** 2
        out: FloatArray = mean2 * (1.0 / wide - 1.0 / spread) + 0.5 * np.log(wide / spread)
        return out


def products(one: FloatArray, other: FloatArray) -> FloatArray:
    """Sum of three products along the last axis, always in the same order."""
    out: FloatArray = one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1] + one[..., 2] * other[..., 2]
    return out


def squared(three: FloatArray) -> FloatArray:
    """Sum of three squares along the last axis, always in the same order."""
    return products(three, three)
