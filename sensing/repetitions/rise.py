"""The four edges of a repetition from the vertical speed alone, where the sensor hardly tilts."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.edges import EDGE_IN_RAMP
from sensing.repetitions.leastsquares import Fit, descend
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

_UP, _DOWN, _DRIFT, _LEAN = slice(0, 5), slice(5, 10), slice(10, 13), slice(13, 16)
_REST = slice(10, 16)
_COUNT = 16
_CM = 100.0
_FLATTENS = 0.5
"""Share of the rise for each degree that is lost at the top.

The ankle stands 0.12 m behind and 0.07 m above the ball of the foot: pitched by an angle its rise for each
further degree goes as cos - 0.56 sin, which is down to a half at 35 degrees.
"""


@dataclass(frozen=True, slots=True)
class RiseFit:
    """A fitted repetition.

    Parameters
    ----------
    edges_s : tuple of float
        Start, top, start of lowering, end, s.
    edge_sd_s : tuple of float
        Their standard errors, s.
    up_cm, down_cm : float
        Travel of both phases, cm.
    travel_sd_cm : float
        Standard error of the upward travel, cm.
    height_cm : ndarray of shape (n,)
        Height over the window: the measured speed without its fitted drift, integrated, cm.
    error_mps2 : ndarray of shape (3,)
        Error of the accelerometer in the sensor's frame, m/s², as far as leaning shows it.
    error_precision : ndarray of shape (3, 3)
        Inverse of its covariance.
    """

    edges_s: tuple[float, float, float, float]
    edge_sd_s: tuple[float, float, float, float]
    up_cm: float
    down_cm: float
    travel_sd_cm: float
    height_cm: FloatArray
    error_mps2: FloatArray
    error_precision: FloatArray

    @property
    def certainty(self) -> float:
        """Upward travel over its standard error."""
        return self.up_cm / max(self.travel_sd_cm, 1e-9)


def _step(x: FloatArray, length: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Speed that rises from 0 to 1 over `length` as a raised cosine; its slopes in x and length."""
    inside = np.minimum(np.maximum(x / length, 0.0), 1.0)
    angle = pi * inside
    slope = (0.5 * pi / length) * np.sin(angle)
    return 0.5 * (1.0 - np.cos(angle)), slope, -inside * slope


def _integral(t_s: FloatArray, values: FloatArray) -> FloatArray:
    """Trapezoidal integral from the first sample on, of one course or of each column."""
    out = np.zeros_like(values)
    steps = np.diff(t_s) if values.ndim == 1 else np.diff(t_s)[:, None]
    np.cumsum(0.5 * (values[1:] + values[:-1]) * steps, axis=0, out=out[1:])
    return out


def _phase(t_s: FloatArray, p: FloatArray, *, going_up: bool) -> tuple[FloatArray, FloatArray]:
    """Rise of one phase per time, and its Jacobian in (peak, begin, end, ramp in, ramp out).

    The foot turns with a speed that ramps up and down; the higher the heel, the less of it is rise: the ankle
    goes round the ball of the foot.
    """
    peak, begin, end, ramp_in, ramp_out = p.tolist()
    s1, s1_x, s1_r = _step(t_s - begin, ramp_in)
    s2, s2_x, s2_r = _step(t_s - (end - ramp_out), ramp_out)
    shape = s1 - s2
    slopes = np.stack([-s1_x, s2_x, s1_r, -(s2_x + s2_r)], axis=1)
    span, span_slopes = _span(p)
    done = np.clip(_integral(t_s, shape) / span, 0.0, 1.0)
    done_slopes = (_integral(t_s, slopes) - done[:, None] * span_slopes) / span
    share = 1.0 - _FLATTENS * (done if going_up else 1.0 - done)
    share_slopes = (-_FLATTENS if going_up else _FLATTENS) * done_slopes
    jacobian = np.empty((len(t_s), 5))
    jacobian[:, 0] = shape * share
    jacobian[:, 1:] = peak * (slopes * share[:, None] + shape[:, None] * share_slopes)
    return peak * jacobian[:, 0], jacobian


def _span(p: FloatArray) -> tuple[float, FloatArray]:
    """Time that a phase would take at its peak speed, and its slopes in (begin, end, ramp in, ramp out)."""
    _, begin, end, ramp_in, ramp_out = p
    return float(end - begin - 0.5 * (ramp_in + ramp_out)), np.array([-1.0, 1.0, -0.5, -0.5])


def _travel(p: FloatArray) -> tuple[float, FloatArray]:
    """Rise of one phase and its gradient."""
    span, slopes = _span(p)
    mean = 1.0 - 0.5 * _FLATTENS
    return float(p[0] * span * mean), mean * np.concatenate([[span], p[0] * slopes])


class RiseFitter:
    """Fits up and down at once to the integrated upward acceleration.

    The accelerometer's error makes the integral drift; a parabola takes that up. The person comes down about
    as far as up, which is what tells the drift from the movement where there is no rest. As the leg leans by
    a few degrees in step with the lift, an error across the leg turns into the vertical: 50 mg over 5 degrees
    are 0.04 m/s², as much as the lift itself. That error is a constant of the sensor; it is fitted along,
    and what one repetition shows of it is known to the next.

    Parameters
    ----------
    settings : RiseFitSettings, optional
        Priors.
    """

    def __init__(self, settings: RiseFitSettings | None = None) -> None:
        self.settings = settings or RiseFitSettings()
        self.error_mps2: FloatArray = np.zeros(3)
        self._known: NDArray[np.floating] = np.eye(3) / self.settings.error_sd_mps2**2

    def fit(
        self, t_s: FloatArray, vertical_mps2: FloatArray, up: FloatArray, guess_s: tuple[float, ...]
    ) -> RiseFit:
        """Fit one repetition.

        Parameters
        ----------
        t_s, vertical_mps2 : ndarray of shape (n,)
            Window from the rest (or turn) before to what has been seen after the lowering.
        up : ndarray of shape (n, 3)
            Direction of up in the sensor's frame.
        guess_s : tuple of float
            First guess of start, top, start of lowering, end, s.
        """
        origin = t_s[0]
        t = t_s - origin
        speed = _CM * _integral(t, vertical_mps2)
        start, spread = self._start([edge - origin for edge in guess_s], t, speed)
        data = np.append(speed, 0.0)
        lean = _CM * _integral(t, up - up.mean(axis=0))
        # What does not change from step to step: drift and lean in the Jacobian.
        fixed = np.zeros((len(data), _COUNT), order="F")
        fixed[:-1, _DRIFT], fixed[:-1, _LEAN] = self._drift(t), lean
        fit = descend(
            lambda p: self._model(t, fixed, p),
            data,
            start,
            spread,
            self.settings.noise_cmps,
            self._within,
            self.settings.steps,
            precision=(_LEAN, self._known),
        )
        p = fit.parameters
        true_speed = speed - self._drift(t) @ p[_DRIFT] - lean @ p[_LEAN]
        return self._read(fit, origin, _integral(t, true_speed))

    def _model(self, t: FloatArray, fixed: FloatArray, p: FloatArray) -> tuple[FloatArray, FloatArray]:
        up, up_slopes = _phase(t, p[_UP], going_up=True)
        down, down_slopes = _phase(t, p[_DOWN], going_up=False)
        values = np.empty(len(t) + 1)
        jacobian = fixed.copy(order="F")
        values[:-1] = up - down + fixed[:-1, _REST] @ p[_REST]
        jacobian[:-1, _UP], jacobian[:-1, _DOWN] = up_slopes, -down_slopes
        rise, rise_slopes = _travel(p[_UP])
        fall, fall_slopes = _travel(p[_DOWN])
        weight = self.settings.noise_cmps / self.settings.return_sd_cm
        values[-1] = weight * (rise - fall)
        jacobian[-1, _UP], jacobian[-1, _DOWN] = weight * rise_slopes, -weight * fall_slopes
        return values, jacobian

    @staticmethod
    def _drift(t: FloatArray) -> FloatArray:
        middle = t - 0.5 * t[-1]
        return np.stack([np.ones_like(t), middle, middle**2], axis=1)

    def _start(self, edges: list[float], t: FloatArray, speed: FloatArray) -> tuple[FloatArray, FloatArray]:
        s = self.settings
        start, spread = np.zeros(_COUNT), np.empty(_COUNT)
        shares = (s.up_ramp_shares, s.down_ramp_shares)
        for part, (begin, end), (into, out) in zip((_UP, _DOWN), (edges[:2], edges[2:]), shares, strict=True):
            length = max(end - begin, s.shortest_phase_s)
            peak_cmps = s.travel_cm / (length * (1.0 - 0.5 * (into + out)) * (1.0 - 0.5 * _FLATTENS))
            start[part] = peak_cmps, begin, begin + length, into * length, out * length
            stray = s.stray_share * length + s.stray_s
            spread[part] = (
                s.speed_spread * start[part][0],
                stray,
                stray,
                s.ramp_spread * length,
                s.ramp_spread * length,
            )
        start[10] = float(np.mean(speed))
        spread[_DRIFT] = 50.0, s.drift_cmps2, s.bend_cmps3
        start[_LEAN] = self.error_mps2
        spread[_LEAN] = 1.0
        return start, spread

    def _within(self, p: FloatArray) -> FloatArray:
        shortest = self.settings.shortest_ramp_s
        for part in (_UP, _DOWN):
            phase = p[part]
            phase[0] = max(phase[0], 0.1)
            phase[2] = max(phase[2], phase[1] + 3.0 * shortest)
            phase[3:] = np.maximum(phase[3:], shortest)
            over = (phase[3] + phase[4]) / (phase[2] - phase[1])
            if over > 1.0:
                phase[3:] /= over
        if p[6] < p[2]:
            p[2] = p[6] = 0.5 * (p[2] + p[6])
        return p

    def learn(self, fit: RiseFit) -> None:
        """Keep what an accepted repetition showed of the accelerometer; it holds what was known before."""
        spread = np.linalg.inv(fit.error_precision) + np.eye(3) * self.settings.error_wander_mps2**2
        self.error_mps2 = fit.error_mps2
        self._known = np.linalg.inv(spread)

    def _read(self, fit: Fit, origin: float, height_cm: FloatArray) -> RiseFit:
        p, sd = fit.parameters, fit.sd
        up, down = p[_UP], p[_DOWN]
        edges = (
            up[1] + EDGE_IN_RAMP * up[3],
            up[2] - EDGE_IN_RAMP * up[4],
            down[1] + EDGE_IN_RAMP * down[3],
            down[2] - EDGE_IN_RAMP * down[4],
        )
        rise, _ = _travel(up)
        fall, _ = _travel(down)
        return RiseFit(
            edges_s=tuple(float(origin + edge) for edge in edges),  # type: ignore[arg-type]
            edge_sd_s=tuple(float(sd[k]) for k in (1, 2, 6, 7)),  # type: ignore[arg-type]
            up_cm=rise,
            down_cm=fall,
            travel_sd_cm=float(sd[0] * rise / up[0]),
            height_cm=height_cm,
            error_mps2=p[_LEAN],
            error_precision=np.linalg.inv(np.linalg.inv(fit.hessian)[_LEAN, _LEAN]),
        )
