"""How likely four edges are, whatever the drift, the height and the course between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.shapes import KEPT, PLACES, TAIL, shapes
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

STATE = 7
"""What is the sensor's own: error along the leg, error in its three axes, place off the leg's own axis."""

_BEFORE, _AFTER, _HEIGHT, _HOLD = range(4)
_OFFSET, _DATA = 4, 4 + 1 + STATE
_ALL = _DATA + 1
_SENSOR = slice(_OFFSET + 1, _DATA)
_KNOWN = slice(_OFFSET, _ALL)


_INTO_HOLD_S = 0.15
"""A hold does not sag from one sample to the next, s."""


@dataclass(frozen=True, slots=True)
class Half:
    """What one phase adds, for each of several pairs of its edges.

    Parameters
    ----------
    products : ndarray of shape (n, 13, 13)
        Sums of products of the unknowns' columns and the data, the phase's course integrated out.
    volume : ndarray of shape (n,)
        Half the logarithm of the determinant that this leaves.
    """

    products: FloatArray
    volume: FloatArray


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What is likely beside the edges.

    Parameters
    ----------
    offset : float
        Speed at the window's begin, in standard deviations of what was expected.
    sensor, spread : ndarray of shape (7,) and (7, 7)
        The sensor's own, likewise, and its covariance.
    rise_cm, rise_sd_cm : float
        Rise and its standard error, cm.
    """

    offset: float
    sensor: FloatArray
    spread: FloatArray
    rise_cm: float
    rise_sd_cm: float


class RiseEvidence:
    """Likelihood of edges for one window of upward speed.

    The speed is an unknown offset, the sensor's error integrated, what the leg's turning does to a sensor
    that sits off its axis, the lift, a hold that may sag, the lowering, and the next lift where it follows at
    once. Given the edges all of it is linear and normal, so that all of it is integrated out in closed form.
    Before the top nothing of the lowering is there and after it nothing of the lift: each phase adds its part
    by itself, and parts for many pairs of edges are worked out at once.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Times from the window's begin, s.
    speed_cmps : ndarray of shape (n,)
        Integrated acceleration without what is known of the sensor, cm/s.
    drift_cmps : ndarray of shape (n, 7)
        What one standard deviation of each unknown of the sensor would add.
    noise_cmps : float
        Standard deviation of what none of it explains.
    height_cm : float
        Rise to expect.
    settings : RiseFitSettings
        Priors.
    """

    def __init__(
        self,
        t_s: FloatArray,
        speed_cmps: FloatArray,
        drift_cmps: FloatArray,
        noise_cmps: float,
        height_cm: float,
        settings: RiseFitSettings,
    ) -> None:
        self._t_s, self._scale, self._height_cm, self._settings = t_s, 1.0 / noise_cmps, height_cm, settings
        fixed = np.empty((len(t_s), 2 + STATE))
        fixed[:, 0], fixed[:, 1:-1], fixed[:, -1] = settings.offset_cmps, drift_cmps, speed_cmps
        self._fixed = fixed * self._scale
        prior = np.eye(_ALL)
        prior[_HEIGHT, _DATA] = prior[_DATA, _HEIGHT] = height_cm / settings.height_sd_cm
        prior[_DATA, _DATA] += (height_cm / settings.height_sd_cm) ** 2
        prior[_KNOWN, _KNOWN] += self._fixed.T @ self._fixed
        self._prior: NDArray[np.floating] = prior

    def half(self, edges_s: FloatArray, length: NDArray[np.intp], *, going_up: bool) -> Half:
        """Work out what a phase adds for pairs of its edges, with the shapes of these `length_number`."""
        begin_s, end_s = edges_s.T
        settings, scale, t_s = self._settings, self._scale, self._t_s
        course = self._courses(begin_s, end_s, length, going_up)
        whole, parts = course[:, :, 0] * settings.height_sd_cm, course[:, :, 1:] * self._height_cm
        if going_up:
            side, sign, top_s = _BEFORE, 1.0, end_s
            beyond_s, size = np.maximum(begin_s[:, None] - t_s, 0.0), -settings.before_cmps
        else:
            side, sign, top_s = _AFTER, -1.0, begin_s
            beyond_s, size = np.maximum(t_s - end_s[:, None], 0.0), settings.after_cmps
        beside = (size * scale / settings.beside_s**2) * beyond_s**2
        hold = (settings.hold_cmps * scale) * np.clip((t_s - top_s[:, None]) / _INTO_HOLD_S, 0.0, 1.0)
        products = np.zeros((len(begin_s), _ALL, _ALL))
        for place, column, add in ((side, beside, 1.0), (_HEIGHT, whole, 1.0), (_HOLD, hold, sign)):
            products[:, _KNOWN, place] = products[:, place, _KNOWN] = add * (column @ self._fixed)
            products[:, place, place] = add * (column * column).sum(axis=1)
        return self._without_course(products, whole, parts)

    def _without_course(self, products: FloatArray, whole: FloatArray, parts: FloatArray) -> Half:
        """Integrate the departures of the course from the mean one out."""
        turned = parts.transpose(0, 2, 1)
        mixed = np.zeros((len(parts), KEPT, _ALL))
        mixed[:, :, _KNOWN] = turned @ self._fixed
        mixed[:, :, _HEIGHT] = (turned @ whole[:, :, None])[:, :, 0]
        root = np.linalg.cholesky(turned @ parts + np.eye(KEPT))
        solved = np.linalg.solve(root, mixed)
        volume = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
        return Half(products - solved.transpose(0, 2, 1) @ solved, volume)

    def _courses(
        self, begin_s: FloatArray, end_s: FloatArray, length: NDArray[np.intp], going_up: bool
    ) -> FloatArray:
        """Mean course of a phase and departures from it at all times, over the noise, for a rise of 1 cm."""
        duration_s = end_s - begin_s
        share = ((self._t_s - begin_s[:, None]) / duration_s[:, None] + TAIL) / (1.0 + 2.0 * TAIL)
        place = np.minimum(np.maximum(share, 0.0), 1.0) * (PLACES - 1)
        left = np.minimum(place.astype(np.intp), PLACES - 2)
        right_share = (place - left)[:, :, None]
        left += length[:, None] * PLACES
        size = (self._scale if going_up else -self._scale) / duration_s
        table = shapes(going_up=going_up)
        out: FloatArray = table.take(left, axis=0)
        out += right_share * (table.take(left + 1, axis=0) - out)
        out *= size[:, None, None]
        return out

    def cost(self, up: Half, of_up: NDArray[np.intp], down: Half, of_down: NDArray[np.intp]) -> FloatArray:
        """Negative logarithm of the likelihood of pairs of edges put together."""
        root = np.linalg.cholesky(self._prior + up.products[of_up] + down.products[of_down])
        pivots = np.diagonal(root, axis1=1, axis2=2)
        out: FloatArray = 0.5 * pivots[:, _DATA] ** 2 + np.log(pivots[:, :_DATA]).sum(axis=1)
        return out + up.volume[of_up] + down.volume[of_down]

    def unknowns(self, up: Half, down: Half) -> Unknowns:
        """Return what is likely of everything else, for the first pair of edges of each half."""
        products = self._prior + up.products[0] + down.products[0]
        spread = np.linalg.inv(products[:_DATA, :_DATA])
        likely = spread @ products[:_DATA, _DATA]
        unit_cm = self._settings.height_sd_cm
        return Unknowns(
            offset=float(likely[_OFFSET]),
            sensor=likely[_SENSOR],
            spread=spread[_SENSOR, _SENSOR],
            rise_cm=float(likely[_HEIGHT]) * unit_cm,
            rise_sd_cm=float(np.sqrt(max(spread[_HEIGHT, _HEIGHT], 1e-9))) * unit_cm,
        )
