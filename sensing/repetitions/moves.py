"""What a movement that ends now would look like, for every length: cost, travel and lean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    """Movements of each length that end at the newest sample.

    Parameters
    ----------
    cost : ndarray of shape (lengths,)
        Minus log-likelihood against a sensor at rest being the zero of residuals.
    travel_m : ndarray of shape (lengths,)
        Upward travel, m.
    travel_sd_m : ndarray of shape (lengths,)
        Its standard error, m.
    lean_deg : ndarray of shape (lengths, 3)
        Change of the direction of up, degrees.
    """

    cost: FloatArray
    travel_m: FloatArray
    travel_sd_m: FloatArray
    lean_deg: FloatArray


class MoveBank:
    """Keeps the last seconds of acceleration and lean and weighs movements that end at the newest sample.

    A movement begins and ends at rest: the integral of its acceleration is nothing. It is described by three
    cosines; the rest is noise and unevenness, which grows with the movement. The accelerometer's error is the
    slow mean of everything.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    """

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float) -> None:
        self.settings = settings
        self._period_s = 1.0 / sampling_rate_hz
        self._fill_bank(sampling_rate_hz)
        self._longest = int(self.lengths[-1])
        self._first_mean = round(settings.settling_s * sampling_rate_hz)
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
        self._bank = bank.reshape(-1, longest)
        self._seconds = self.lengths * self._period_s
        self._weights = 0.5 * s.bandwidth_hz * self._seconds
        self._travel_sd_m = s.travel_noise_mps2 * self._seconds**1.5 / np.sqrt(27.0)

    def restart(self) -> None:
        """Forget the past but for the accelerometer's error and the noise."""
        size = 4 * self._longest
        # Columns: acceleration, the same over its noise, its sum of squares, the lean's, and the lean.
        self._rows = np.zeros((size, 7))
        self._count = 0
        self._seen = 0
        self._error_mps2 = self._noise2 = 0.0
        self.still = 0.0

    def push(self, acceleration_mps2: float, tremor2: float, up: FloatArray) -> None:
        """Take upward acceleration, m/s², squared tremor, m²/s⁴, and the direction of up; sets `still`.

        `still` is the cost of this sample if nothing moves.
        """
        s = self.settings
        self._learn(acceleration_mps2, tremor2)
        if self._count == len(self._rows):
            kept = self._longest + 1
            self._rows[:kept] = self._rows[-kept:]
            self._count = kept
        row, now = self._rows, self._count
        noise = float(np.sqrt(s.noise_mps2**2 + s.noise_share**2 * self._noise2))
        white = (acceleration_mps2 - self._error_mps2) / noise
        row[now, 0], row[now, 1] = acceleration_mps2, white
        row[now, 4:] = np.degrees(up)
        leaned2 = 0.0
        if now:
            x, y, z = (row[now, 4:] - row[now - 1, 4:]).tolist()
            leaned2 = x * x + y * y + z * z
            row[now, 2], row[now, 3] = row[now - 1, 2] + white * white, row[now - 1, 3] + leaned2
        else:
            row[0, 2], row[0, 3] = white * white, 0.0
        self._lean_weight = s.lean_weight / (4.0 * s.sway_deg2ps * self._period_s)
        self.still = 0.5 * s.bandwidth_hz * self._period_s * white * white + self._lean_weight * leaned2
        self._noise = noise
        self._count += 1

    def _learn(self, acceleration_mps2: float, tremor2: float) -> None:
        self._seen += 1
        early = 1.0 / self._seen
        share = early if self._seen <= self._first_mean else self._period_s / self.settings.error_time_s
        self._error_mps2 += share * (acceleration_mps2 - self._error_mps2)
        share = max(early, self._period_s / self.settings.noise_time_s)
        self._noise2 += share * (tremor2 - self._noise2)

    def weigh(self, count: int) -> Moves:
        """Weigh the `count` shortest movements that end at the newest sample."""
        s, rows, now = self.settings, self._rows, self._count
        lengths = self.lengths[:count]
        longest = int(lengths[-1])
        window = rows[now - longest : now, :2]
        kinds = self._bank.reshape(_SHAPES + 1, len(self.lengths), -1)[:, :count, -longest:]
        found = kinds @ window
        raw, white = found[..., 0], found[..., 1]
        explained = np.sum(white[1:] ** 2, axis=0)
        before = now - 1 - lengths
        square = rows[now - 1, 2] - np.where(before >= 0, rows[before, 2], 0.0)
        rest = np.maximum(square - explained - white[0] ** 2, 0.0) / lengths
        uneven = 1.0 + s.uneven_share * explained / lengths
        lean_deg = rows[now - 1, 4:] - rows[now - lengths, 4:]
        straight = np.sum(lean_deg**2, axis=1) / (lengths - 1)
        wandered = rows[now - 1, 3] - rows[now - lengths, 3] - straight
        weights = self._weights[:count]
        mean2 = white[0] ** 2 / lengths
        spread = 2.0 * (0.5 / weights + (s.error_sd_mps2 / self._noise) ** 2)
        cost = weights * (rest / uneven + np.log(uneven)) + mean2 / spread
        cost += s.move_cost + self._lean_weight * wandered
        travel_m = np.sum(raw[1:] * self._travels[:, :count], axis=0)
        return Moves(cost, travel_m, self._travel_sd_m[:count] + 1e-4, lean_deg)
