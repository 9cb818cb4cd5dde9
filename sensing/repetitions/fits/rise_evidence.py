"""How likely four edges are, whatever the drift, the height and the course between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.fits.shapes import FINE, KEPT, PLACES, TAIL, between_places, finely
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

STATE = 7
"""What is the sensor's own: error along the leg, error in its three axes, place off the leg's own axis."""

_HEIGHT, _HOLD, _OFFSET, _DATA = 0, 1, 2, -1
_SENSOR = slice(_OFFSET + 1, None)
_KNOWN = slice(_OFFSET, None)
"""Places of the unknowns, the sensor's own behind the offset; the data stand behind all of them."""

_POWERS = 5
"""Running sums of so many powers of the time are kept, and of what is fixed times the first three."""

_INTO_HOLD_S = 0.15
"""A hold does not sag from one sample to the next, s."""


@dataclass(frozen=True, slots=True)
class Halves:
    """What phases add, each with some pair of edges.

    Parameters
    ----------
    products : ndarray of shape (n, m, m)
        Sums of products of the unknowns' columns and the data, all that is the phase's own integrated out.
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
    sensor, spread : ndarray of shape (m,) and (m, m)
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
    by itself, and parts for many pairs of edges, of both phases, are worked out at once.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Times from the window's begin, s.
    speed_cmps : ndarray of shape (n,)
        Integrated acceleration without what is known of the sensor, cm/s.
    drift_cmps : ndarray of shape (n, m)
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
        self._settings, scale = settings, 1.0 / noise_cmps
        fixed = np.empty((len(t_s), drift_cmps.shape[1] + 2))
        fixed[:, 0], fixed[:, 1:-1], fixed[:, -1] = settings.offset_cmps, drift_cmps, speed_cmps
        fixed *= scale
        self._step_s, self._count = float(t_s[-1] - t_s[0]) / max(len(t_s) - 1, 1), len(t_s)
        self._begin_s, self._t_s = float(t_s[0]), t_s
        self._fixed = fixed
        self._sums = _running(t_s, fixed)
        prior = np.eye(_OFFSET + fixed.shape[1])
        prior[_HEIGHT, _DATA] = prior[_DATA, _HEIGHT] = height_cm / settings.height_sd_cm
        prior[_DATA, _DATA] += (height_cm / settings.height_sd_cm) ** 2
        prior[_KNOWN, _KNOWN] += fixed.T @ fixed
        self._prior: NDArray[np.floating] = prior
        self._sizes = scale * np.array([height_cm] * KEPT + [settings.height_sd_cm])
        self._hold = settings.hold_cmps * scale
        self._before = -settings.before_cmps * scale / settings.beside_s**2
        self._after = settings.after_cmps * scale / settings.beside_s**2

    def halves(
        self, edges_s: FloatArray, of_table: NDArray[np.intp], ups: int, *, roughly: bool = False
    ) -> Halves:
        """Work out what phases add, the first `ups` of them lifts, the others lowerings.

        Parameters
        ----------
        edges_s : ndarray of shape (n, 2)
            Begin and end of each phase, s.
        of_table : ndarray of shape (n,)
            Which courses each of them may run, by `table_number`.
        ups : int
            How many of them are lifts.
        roughly : bool
            Whether a course's nearest tabulated place will do.
        """
        courses, known = self._courses(edges_s, of_table, roughly)
        size = self._sizes / (edges_s[:, 1:] - edges_s[:, :1])
        with_known = (courses.transpose(0, 2, 1) @ known) * size[:, :, None]
        among = (courses.transpose(0, 2, 1) @ courses) * (size[:, :, None] * size[:, None])
        mixed = np.zeros((len(edges_s), KEPT, len(self._prior)))
        mixed[:, :, _KNOWN], mixed[:, :, _HEIGHT] = with_known[:, :KEPT], among[:, :KEPT, KEPT]
        root = np.linalg.cholesky(among[:, :KEPT, :KEPT] + np.eye(KEPT))
        beside, beside2 = self._run_beside(edges_s, ups)
        hold, hold2 = self._held(edges_s, ups)
        own = np.zeros((len(edges_s), KEPT + 1, len(self._prior)))
        own[:, :KEPT] = _substituted(root, mixed) if roughly else np.linalg.solve(root, mixed)
        own[:, KEPT, _KNOWN] = beside / np.sqrt(1.0 + beside2)[:, None]
        products = own.transpose(0, 2, 1) @ own
        np.negative(products, out=products)
        products[:, _KNOWN, _HEIGHT] += with_known[:, KEPT]
        products[:, _HEIGHT, _HEIGHT] += among[:, KEPT, KEPT]
        products[:, _KNOWN, _HOLD] += hold
        products[:, _HOLD, _HOLD] += hold2
        volume = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1) + 0.5 * np.log(1.0 + beside2)
        return Halves(products, volume)

    def _courses(
        self, edges_s: FloatArray, of_table: NDArray[np.intp], roughly: bool
    ) -> tuple[FloatArray, FloatArray]:
        """Return each phase's courses, as if it took 1 s, and what is fixed, over the phase's samples."""
        per_sample = self._step_s / (edges_s[:, 1] - edges_s[:, 0])
        begin = (edges_s[:, 0] - self._begin_s) / self._step_s - TAIL / per_sample
        first = np.minimum(np.maximum(np.ceil(begin), 0.0), self._count)
        # Of a phase that still runs only a part is seen.
        seen = max(int(self._count - first.min()), 1)
        width = min(int((1.0 + 2.0 * TAIL) / float(per_sample.min())) + 1, seen)
        steps = FINE if roughly else PLACES - 1
        to_place, at = per_sample * (steps / (1.0 + 2.0 * TAIL)), np.arange(width)
        place = ((first - begin) * to_place)[:, None] + to_place[:, None] * at
        # At the last place nothing is left of any course.
        is_seen = (at < (self._count - first)[:, None]) & (place < steps)
        place = np.where(is_seen, place, float(steps))
        courses = finely(place, of_table) if roughly else between_places(place, of_table)
        samples = first.astype(np.intp)[:, None] + at
        return courses, self._fixed.take(samples, axis=0, mode="clip")

    def _run_beside(self, edges_s: FloatArray, ups: int) -> tuple[FloatArray, FloatArray]:
        """Hold the movement before a lift, or that after a lowering, against what is fixed and itself."""
        edge_s = np.concatenate([edges_s[:ups, 0], edges_s[ups:, 1]])
        sums = self._sums[np.searchsorted(self._t_s, edge_s)]
        sums[ups:] = self._sums[-1] - sums[ups:]
        size, x = np.full(len(edge_s), self._after), edge_s[:, None]
        size[:ups] = self._before
        fixed, fixed_t, fixed_t2 = _moments(sums)
        fixed = fixed_t2 - 2.0 * x * fixed_t + x**2 * fixed
        one, t, t2, t3, t4 = sums[:, :_POWERS].T
        square = t4 + edge_s * (-4.0 * t3 + edge_s * (6.0 * t2 + edge_s * (-4.0 * t + edge_s * one)))
        return fixed * size[:, None], square * size**2

    def _held(self, edges_s: FloatArray, ups: int) -> tuple[FloatArray, FloatArray]:
        """Hold a sagging hold against what is fixed and itself: from the top, less from the lowering on."""
        count, top_s = len(edges_s), np.concatenate([edges_s[:ups, 1], edges_s[ups:, 0]])
        x = np.concatenate([top_s, top_s + _INTO_HOLD_S])
        sums = self._sums[-1] - self._sums[np.searchsorted(self._t_s, x)]
        fixed, fixed_t, _ = _moments(sums)
        fixed = (fixed_t - x[:, None] * fixed) / _INTO_HOLD_S
        (one, t, t2), full = (sums[:count, :3] - sums[count:, :3]).T, sums[count:, 0]
        square = (t2 - 2.0 * top_s * t + top_s**2 * one) / _INTO_HOLD_S**2 + full
        size = np.full(count, -self._hold)
        size[:ups] = self._hold
        return (fixed[:count] - fixed[count:]) * size[:, None], square * size * self._hold

    def cost(self, halves: Halves, of_up: NDArray[np.intp], of_down: NDArray[np.intp]) -> FloatArray:
        """Negative logarithm of the likelihood of lifts and lowerings put together."""
        root = np.linalg.cholesky(self._prior + halves.products[of_up] + halves.products[of_down])
        pivots = np.diagonal(root, axis1=1, axis2=2)
        out: FloatArray = 0.5 * pivots[:, _DATA] ** 2 + np.log(pivots[:, :_DATA]).sum(axis=1)
        return out + halves.volume[of_up] + halves.volume[of_down]

    def unknowns(self, halves: Halves, of_up: int, of_down: int) -> Unknowns:
        """Return what is likely of everything else, for a lift and a lowering."""
        products = self._prior + halves.products[of_up] + halves.products[of_down]
        # Only the lower triangles are whole.
        lower = np.tril(products)
        products = lower + lower.T
        products.reshape(-1)[:: len(products) + 1] *= 0.5
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


def _running(t_s: FloatArray, fixed: FloatArray) -> FloatArray:
    """Return sums up to each sample, from none of them to all."""
    powers, wide = t_s[:, None] ** np.arange(_POWERS), fixed.shape[1]
    out = np.zeros((len(t_s) + 1, _POWERS + 3 * wide))
    out[1:, :_POWERS] = powers
    for power in range(3):
        first = _POWERS + power * wide
        out[1:, first : first + wide] = fixed * powers[:, power, None]
    np.cumsum(out, axis=0, out=out)
    return out


def _substituted(root: NDArray[np.floating], right: FloatArray) -> FloatArray:
    """Solve many small systems with lower triangular matrices: a quarter of `np.linalg.solve`'s time.

    Parameters
    ----------
    root : ndarray of shape (n, m, m)
        The matrices.
    right : ndarray of shape (n, m, k)
        Right sides.
    """
    rows, out = np.ascontiguousarray(root.transpose(1, 2, 0)), np.ascontiguousarray(right.transpose(1, 2, 0))
    for place in range(len(rows)):
        out[place] /= rows[place, place]
        out[place + 1 :] -= rows[place + 1 :, place, None] * out[place]
    return out.transpose(2, 0, 1)


def _moments(sums: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return out of running sums those of what is fixed, and of that times the time and its square."""
    wide = (sums.shape[1] - _POWERS) // 3
    of_0, of_1, of_2 = (sums[:, _POWERS + power * wide :][:, :wide] for power in range(3))
    return of_0, of_1, of_2
