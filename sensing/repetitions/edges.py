"""Where a phase begins and ends: a smooth onset fitted to the course, not a threshold on a noisy speed."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, pi

import numpy as np

from sensing.repetitions.leastsquares import Products, descend
from sensing.repetitions.phases import Extent, find_extent
from sensing.settings import EdgeSettings, PhaseSettings
from sensing.types import FloatArray

EDGE_SHARE = 0.05
"""A phase edge is where the speed is this share of the phase's peak (design: words and definitions)."""

_AHEAD_IN_TIME = 0.15
"""A phase begins slowly: before its middle the share of its time is ahead of that of its travel by this."""


@dataclass(frozen=True, slots=True)
class PhaseFit:
    """A fitted phase.

    Parameters
    ----------
    start_s, end_s : float
        Its edges, s.
    residual : float
        Root mean square of what the onsets leave, unit.
    start_sd_s, end_sd_s : float
        Standard error of the edges, s.
    """

    start_s: float
    end_s: float
    residual: float
    start_sd_s: float
    end_sd_s: float


@dataclass(frozen=True, slots=True)
class Onset:
    """An edge, s; its standard error, s; and what the fit leaves, unit."""

    edge_s: float
    sd_s: float
    residual: float


def ramp(x: FloatArray, length: float, speed: float, out: FloatArray) -> None:
    """Write the travel of a speed that rises from 0 to `speed` over `length` as a raised cosine.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Time since it began.
    length, speed : float
        Time that it takes, and what it rises to.
    out : ndarray of shape (3, n)
        Filled with the slopes of the travel in the begin and in `length`, and the travel over `speed`.
    """
    past, half = np.maximum(x, 0.0), 0.5 * speed
    inside = np.minimum(past * (1.0 / length), 1.0)
    angle = pi * inside
    sine, cosine = np.sin(angle) * (1.0 / pi), np.cos(angle)
    np.subtract(half * cosine, half, out=out[0])
    np.multiply(inside * cosine - sine, half, out=out[1])
    np.subtract(past, (0.5 * length) * (inside + sine), out=out[2])


def _products(t_s: FloatArray, height: FloatArray) -> Products:
    """Return the model of a course in (begin, ramp, speed, level, drift before) for the descent."""
    table = np.empty((6, len(t_s)))
    table[3] = 1.0
    ramped, linear = table[:3], table[2:5]

    def products(p: FloatArray) -> FloatArray:
        begin, length, speed, _, before = p.tolist()
        since = t_s - begin
        ramp(since, length, speed, ramped)
        table[0, : t_s.searchsorted(begin)] -= before
        np.minimum(since, 0.0, out=table[4])
        np.subtract(height, p[2:] @ linear, out=table[5])
        out: FloatArray = table @ table.T
        return out

    return products


class PhaseFitter:
    """Finds the edges of a phase that goes up; a lowering is fitted upside down.

    Each edge is fitted by itself, over the quiet before it and the first part of the movement: a level that
    may drift, then a speed that rises as a raised cosine of free length (Levenberg-Marquardt, weak priors).
    What the movement does in its middle, where people hesitate, cannot pull on the edges.

    Parameters
    ----------
    settings : EdgeSettings, optional
        Priors and number of steps.
    phases : PhaseSettings, optional
        Rough extent before the fit.
    """

    def __init__(self, settings: EdgeSettings | None = None, phases: PhaseSettings | None = None) -> None:
        self.settings = settings or EdgeSettings()
        self.phases = phases or PhaseSettings()

    def fit(self, t_s: FloatArray, height: FloatArray) -> PhaseFit:
        """Fit one phase that goes up within the window.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The phase with some of the quiet on either side.
        """
        extent = find_extent(t_s, height, self.phases)
        length_s = max(float(t_s[extent.end] - t_s[extent.begin]), self.settings.shortest_phase_s)
        split = _halfway(height, extent)
        first = slice(extent.first, max(split, extent.first + 3) + 1)
        last = slice(min(split, extent.last - 3), extent.last + 1)
        t0_s, t1_s = float(t_s[extent.first]), float(t_s[extent.last])
        begin = self._onset(
            t_s[first] - t0_s, height[first], float(t_s[extent.begin]) - t0_s, length_s, extent.peak_speed
        )
        end = self._onset(
            t1_s - t_s[last][::-1],
            -height[last][::-1],
            t1_s - float(t_s[extent.end]),
            length_s,
            extent.peak_speed,
        )
        return PhaseFit(
            start_s=t0_s + begin.edge_s,
            end_s=t1_s - end.edge_s,
            residual=float(np.hypot(begin.residual, end.residual)),
            start_sd_s=begin.sd_s,
            end_sd_s=end.sd_s,
        )

    def begin(self, t_s: FloatArray, height: FloatArray, done: float) -> Onset:
        """Find where a phase began that still goes up at the window's last sample.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The quiet before it and the phase so far.
        done : float
            Share of its travel that is done.
        """
        done = min(done, 1.0)
        extent = find_extent(t_s, height, self.phases, done)
        so_far_s = max(float(t_s[extent.end] - t_s[extent.begin]), self.settings.shortest_phase_s)
        whole_s = so_far_s / min(done + _AHEAD_IN_TIME, 1.0)
        part = slice(extent.first, max(_halfway(height, extent), extent.first + 3) + 1)
        t0_s = float(t_s[extent.first])
        onset = self._onset(
            t_s[part] - t0_s, height[part], float(t_s[extent.begin]) - t0_s, whole_s, extent.peak_speed
        )
        return Onset(t0_s + onset.edge_s, onset.sd_s, onset.residual)

    def _onset(
        self, t: FloatArray, height: FloatArray, guess_s: float, length_s: float, peak_speed: float
    ) -> Onset:
        s = self.settings
        y = height - height[0]
        start = np.array([guess_s, s.ramp_share * length_s, peak_speed, 0.0, 0.0])
        spread = np.array(
            [
                s.stray_share * length_s,
                s.ramp_spread * length_s,
                s.speed_spread * peak_speed,
                1e3 * peak_speed,
                s.drift_share * peak_speed,
            ]
        )
        noise = s.noise_share * peak_speed * length_s + s.noise_floor
        fit = descend(_products(t, y), len(y), start, spread, noise, self._within, s.steps)
        begin, length, speed, _, _ = fit.parameters.tolist()
        share = min(max(2.0 * EDGE_SHARE * peak_speed / max(speed, 1e-9), 0.0), 1.0)
        return Onset(begin + length * acos(1.0 - share) / pi, float(fit.sd[0]), fit.residual)

    def _within(self, p: FloatArray) -> FloatArray:
        """Keep speed and ramp positive."""
        p[1] = max(p[1], self.settings.shortest_ramp_s)
        p[2] = max(p[2], 1e-3)
        return p


def _halfway(height: FloatArray, extent: Extent) -> int:
    """Sample at which half of the travel is done."""
    part = height[extent.begin : extent.end + 1]
    middle = 0.5 * (float(part[0]) + float(part[-1]))
    passed = np.flatnonzero(part >= middle)
    return extent.begin + (int(passed[0]) if len(passed) else len(part) // 2)
