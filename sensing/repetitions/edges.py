"""Where a phase begins and ends: a smooth speed profile fitted to the course, not a threshold on a noisy speed."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, pi

import numpy as np

from sensing.repetitions.leastsquares import descend
from sensing.settings import EdgeSettings
from sensing.types import FloatArray

EDGE_SHARE = 0.05
"""A phase edge is where the speed is this share of the phase's peak (design: words and definitions)."""

EDGE_IN_RAMP = acos(1.0 - 2.0 * EDGE_SHARE) / pi
"""Place of the edge within a raised-cosine ramp, as a share of the ramp's length (0.1436)."""

_PARAMETERS = 8


@dataclass(frozen=True, slots=True)
class PhaseFit:
    """A fitted phase.

    Parameters
    ----------
    start_s, end_s : float
        Its edges, s.
    peak_speed : float
        Speed between the ramps, unit/s.
    residual : float
        Root mean square of what the fit leaves, unit.
    start_sd_s, end_sd_s : float
        Standard error of the edges, s.
    """

    start_s: float
    end_s: float
    peak_speed: float
    residual: float
    start_sd_s: float
    end_sd_s: float


def ramp(x: FloatArray, length: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Travel of a speed that rises from 0 to 1 over `length` as a raised cosine; its slopes in x and length."""
    inside = np.clip(x / length, 0.0, 1.0)
    sine, cosine = np.sin(pi * inside), np.cos(pi * inside)
    travel = 0.5 * length * (inside - sine / pi) + np.maximum(x - length, 0.0)
    return travel, 0.5 * (1.0 - cosine), 0.5 * (inside * cosine - sine / pi)


def _model(t_s: FloatArray, p: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Course and its Jacobian for (speed, level, drift before, drift after, begin, end, ramp in, ramp out)."""
    speed, level, before, after, begin, end, ramp_in, ramp_out = p
    q1, q1_x, q1_r = ramp(t_s - begin, ramp_in)
    q2, q2_x, q2_r = ramp(t_s - (end - ramp_out), ramp_out)
    early, late = np.minimum(t_s - begin, 0.0), np.maximum(t_s - end, 0.0)
    jacobian = np.empty((len(t_s), _PARAMETERS))
    jacobian[:, 0] = q1 - q2
    jacobian[:, 1] = 1.0
    jacobian[:, 2] = early
    jacobian[:, 3] = late
    jacobian[:, 4] = -speed * q1_x - before * (early < 0)
    jacobian[:, 5] = speed * q2_x - after * (late > 0)
    jacobian[:, 6] = speed * q1_r
    jacobian[:, 7] = -speed * (q2_x + q2_r)
    return speed * jacobian[:, 0] + level + before * early + after * late, jacobian


class PhaseFitter:
    """Fits a rise from one level to another; a lowering is fitted upside down.

    The speed of the heel is taken as a trapezoid with raised-cosine ramps of free lengths, between two levels
    that may drift. Least squares (Levenberg-Marquardt, analytic Jacobian) with weak priors that keep ramps
    and drifts within what a leg does where the data say little.

    Parameters
    ----------
    settings : EdgeSettings, optional
        Priors and number of steps.
    """

    def __init__(self, settings: EdgeSettings | None = None) -> None:
        self.settings = settings or EdgeSettings()

    def fit(self, t_s: FloatArray, height: FloatArray, begin_s: float, end_s: float) -> PhaseFit:
        """Fit one phase.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The window around the phase; it goes up.
        begin_s, end_s : float
            First guess of the phase, s.
        """
        settings = self.settings
        widen = settings.guess_inside_share * max(end_s - begin_s, settings.shortest_phase_s)
        origin = begin_s - widen
        t, y = t_s - origin, height - height[0]
        length = end_s + widen - origin
        travel = max(float(y.max() - y.min()), 1e-6)
        ramp_s = settings.ramp_share * length
        start = np.array([travel / (length - ramp_s), float(y[0]), 0.0, 0.0, 0.0, length, ramp_s, ramp_s])
        noise = settings.noise_share * travel + settings.noise_floor
        fit = descend(
            lambda p: _model(t, p),
            y,
            start,
            self._spread(length, travel),
            noise,
            self._within,
            settings.steps,
        )
        p = fit.parameters
        return PhaseFit(
            start_s=origin + float(p[4] + EDGE_IN_RAMP * p[6]),
            end_s=origin + float(p[5] - EDGE_IN_RAMP * p[7]),
            peak_speed=float(p[0]),
            residual=fit.residual,
            start_sd_s=float(fit.sd[4]),
            end_sd_s=float(fit.sd[5]),
        )

    def _spread(self, length: float, travel: float) -> FloatArray:
        s = self.settings
        drift = s.drift_share * travel / length
        free = 1e3 * travel
        stray = s.stray_share * length
        return np.array(
            [free, free, drift, drift, stray, stray, s.ramp_spread * length, s.ramp_spread * length]
        )

    def _within(self, p: FloatArray) -> FloatArray:
        """Keep ramps positive and inside the phase."""
        shortest = self.settings.shortest_ramp_s
        p[5] = max(p[5], p[4] + 2.0 * shortest)
        length = p[5] - p[4]
        p[6], p[7] = max(p[6], shortest), max(p[7], shortest)
        over = (p[6] + p[7]) / length
        if over > 1.0:
            p[6], p[7] = p[6] / over, p[7] / over
        return p
