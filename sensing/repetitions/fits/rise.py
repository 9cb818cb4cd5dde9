"""The four edges of a repetition from the vertical speed alone, where the sensor hardly tilts."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import median

import numpy as np
from numpy.typing import NDArray

from sensing.motion.middle import middle
from sensing.motion.slope import slope
from sensing.repetitions.fits.edges import Edges
from sensing.repetitions.fits.rise_evidence import STATE, RiseEvidence
from sensing.repetitions.fits.rise_search import EdgeSearch, Found
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

_CM = 100.0
_CALM_SAMPLES = 6
_CALM = np.hanning(2 * _CALM_SAMPLES + 3)[1:-1]
_CALM /= _CALM.sum()
_FEWEST = 5
"""Fewer samples cannot be thinned."""
_REMEMBERED = 9
"""Heights that the person's own is the median of."""


@dataclass(frozen=True, slots=True)
class RiseFit:
    """A fitted repetition.

    Parameters
    ----------
    edges_s : tuple of float
        Start, top, start of lowering, end, s.
    down_sd_s : float
        Standard error of the lowering's time, s.
    up_cm : float
        Rise, cm.
    height_cm : ndarray of shape (n,)
        Height over the window: the measured speed without its fitted drift, integrated, cm.
    sensor : ndarray of shape (7,)
        Error along the leg and in each axis, m/s², and place off the leg's axis, m, as far as it showed.
    sensor_spread : ndarray of shape (7, 7)
        Its covariance.
    """

    edges_s: Edges
    down_sd_s: float
    up_cm: float
    height_cm: FloatArray
    sensor: FloatArray
    sensor_spread: FloatArray


def _integral(t_s: FloatArray, values: FloatArray) -> FloatArray:
    """Trapezoidal integral from the first sample on, of one course or of each column."""
    out = np.zeros_like(values)
    steps = np.diff(t_s) if values.ndim == 1 else np.diff(t_s)[:, None]
    np.cumsum(0.5 * (values[1:] + values[:-1]) * steps, axis=0, out=out[1:])
    return out


def _thinned(values: FloatArray) -> FloatArray:
    """Every other sample but the ends, calmed."""
    half: FloatArray = 0.25 * values[:-2:2] + 0.5 * values[1:-1:2] + 0.25 * values[2::2]
    return half


class RiseFitter:
    """Finds the likeliest edges of a repetition in the integrated upward acceleration.

    The accelerometer's error makes the integral drift, and as the leg leans by a few degrees in step with the
    lift an error across the leg turns into the vertical: 50 mg over 5 degrees are 0.04 m/s², as much as the
    lift itself. A sensor that sits off the leg's axis is lifted by the lean as well. All of this is the
    sensor's own and stays: what one repetition shows of it is known to the next.

    Parameters
    ----------
    settings : RiseFitSettings, optional
        Priors.
    """

    def __init__(self, settings: RiseFitSettings | None = None) -> None:
        self.settings = s = settings or RiseFitSettings()
        self._search = EdgeSearch(s)
        self._sensor: FloatArray = np.zeros(STATE)
        first_sd = [s.first_error_sd_mps2, *[s.error_sd_mps2] * 3, *[s.place_sd_m] * 3]
        # Root of what is not known of the sensor yet.
        self._root: NDArray[np.floating] = np.diag(first_sd)
        self._wander = np.diag(np.square([*[s.error_wander_mps2] * 4, *[s.place_wander_m] * 3]))
        self._upright: FloatArray | None = None
        self._heights_cm: deque[float] = deque(maxlen=_REMEMBERED)

    def fit(
        self, t_s: FloatArray, vertical_mps2: FloatArray, up: FloatArray, guess_s: tuple[float, ...]
    ) -> RiseFit | None:
        """Fit one repetition; None where the samples are too few or not of this world.

        Parameters
        ----------
        t_s, vertical_mps2 : ndarray of shape (n,)
            Window from the rest (or turn) before to what has been seen after the lowering.
        up : ndarray of shape (n, 3)
            Direction of up in the sensor's frame.
        guess_s : tuple of float
            First guess of start, top, start of lowering, end, s.
        """
        if len(t_s) < _FEWEST or not (np.isfinite(vertical_mps2).all() and np.isfinite(up).all()):
            return None
        origin_s, t = float(t_s[0]), t_s - t_s[0]
        speed, own = self._speed(t, vertical_mps2, up)
        seen = slice(
            0, max(int(np.searchsorted(t, guess_s[3] - origin_s + self.settings.look_after_s)), _FEWEST)
        )
        own_cm = self.own_height_cm
        evidence = RiseEvidence(
            _thinned(t[seen]),
            _thinned(speed[seen]),
            _thinned(own[seen]),
            self._noise_cmps(speed[seen]),
            self.settings.height_cm if own_cm is None else own_cm,
            self.settings,
        )
        try:
            found = self._search.find(evidence, [edge - origin_s for edge in guess_s], float(t[seen][-1]))
        except np.linalg.LinAlgError:
            return None
        known = found.unknowns
        true_speed = speed - self.settings.offset_cmps * known.offset - own @ known.sensor
        return self._read(found, t_s, _integral(t, true_speed))

    def _read(self, found: Found, t_s: FloatArray, height_cm: FloatArray) -> RiseFit:
        known, root = found.unknowns, self._root
        start, top, down, end = np.clip(t_s[0] + found.edges_s, t_s[0], t_s[-1]).tolist()
        return RiseFit(
            edges_s=(start, top, down, end),
            down_sd_s=self._down_sd_s(found, known.rise_cm / known.rise_sd_cm),
            up_cm=known.rise_cm,
            height_cm=height_cm,
            sensor=self._sensor + root @ known.sensor,
            sensor_spread=root @ known.spread @ root.T,
        )

    @property
    def own_height_cm(self) -> float | None:
        """How far this person rises, cm; None before a repetition was accepted."""
        return median(self._heights_cm) if self._heights_cm else None

    @property
    def knows_up(self) -> bool:
        """Whether a fit has taken note of where up is."""
        return self._upright is not None

    def known_mps2(self, vertical_mps2: FloatArray, up: FloatArray) -> FloatArray:
        """Upward acceleration without what accepted repetitions have shown of the sensor, m/s²."""
        upright = up[0] if self._upright is None else self._upright
        out: FloatArray = vertical_mps2 - self._sensor[0] - (up - upright) @ self._sensor[1:4]
        return out

    def _speed(
        self, t: FloatArray, vertical_mps2: FloatArray, up: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Speed without what is known of the sensor, and what is not known of it may add, cm/s."""
        drift = self._drift(t, up)
        own: FloatArray = drift @ self._root
        return _CM * _integral(t, vertical_mps2) - drift @ self._sensor, own

    def _drift(self, t: FloatArray, up: FloatArray) -> FloatArray:
        """Speed that a unit of each of the sensor's unknowns adds, cm/s."""
        if self._upright is None:
            self._upright = up.mean(axis=0)
        lean = _integral(t, up - self._upright)
        out = np.empty((len(t), STATE))
        out[:, 0], out[:, 1:4] = t, lean
        for axis in range(3):
            out[:, 4 + axis] = slope(up[:, axis], t)
        out *= _CM
        return out

    def _noise_cmps(self, speed: FloatArray) -> float:
        """Tremor of the speed, by what a window of half a second takes out of it, and the floor."""
        if len(speed) < len(_CALM):
            return self.settings.noise_cmps
        calm = np.convolve(speed, _CALM, mode="valid")
        tremor_cmps = middle(np.abs(speed[_CALM_SAMPLES:-_CALM_SAMPLES] - calm))
        return hypot(self.settings.noise_cmps, self.settings.tremor_weight * tremor_cmps)

    def _down_sd_s(self, found: Found, certainty: float) -> float:
        """Return the standard error of the lowering's time, s.

        It is more than how flat the top of the likelihood is: some move as none of the shapes does; and
        where little is certain of the height, the reading may have been wrong altogether.
        """
        s, time_s = self.settings, float(found.edges_s[3] - found.edges_s[2])
        flat_s, shape_s = s.flat_weight * found.sd_s(2, 3), s.shape_error_share * time_s
        return sqrt(flat_s**2 + shape_s**2 + (s.misread_s / max(certainty, 1.0)) ** 2)

    def learn(self, fit: RiseFit) -> None:
        """Keep what an accepted repetition showed of sensor and person."""
        self._sensor = fit.sensor
        self._root = np.linalg.cholesky(fit.sensor_spread + self._wander)
        self._heights_cm.append(fit.up_cm)
