"""Small least-squares fits with priors (Levenberg-Marquardt with an analytic Jacobian)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray

Products = Callable[[FloatArray], NDArray[np.floating]]
"""Parameters to the scalar products of all columns: those of the Jacobian and, last, data minus model."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Outcome of a fit.

    Parameters
    ----------
    parameters : ndarray of shape (k,)
        Where the descent ended.
    residual : float
        Root mean square of data minus model.
    sd : ndarray of shape (k,)
        Standard error of each parameter.
    """

    parameters: FloatArray
    residual: float
    sd: FloatArray


def descend(
    products: Products,
    samples: int,
    start: FloatArray,
    spread: FloatArray,
    noise: float,
    within: Callable[[FloatArray], FloatArray],
    steps: int,
) -> Fit:
    """Minimise ``|data - model|² / noise² + |(p - start) / spread|²``.

    Parameters
    ----------
    products : callable
        The model, by its scalar products: with few parameters a step costs calls, and one product is one.
    samples : int
        How many data there are.
    start, spread : ndarray of shape (k,)
        First guess, which is the centre of the priors too, and their standard deviations.
    noise : float
        Standard deviation of the data about the model.
    within : callable
        Brings parameters back into what is physically possible.
    steps : int
        Most steps.
    """
    weight = np.diag(1.0 / spread**2)
    last, per_variance = len(start), 1.0 / noise**2
    p, moved, damping = start, np.zeros(last), 1e-2
    found = products(p)
    cost = per_variance * float(found[last, last])
    for _ in range(steps):
        damped, downhill = _slopes(found, weight, moved, per_variance)
        damped.reshape(-1)[:: last + 1] *= 1.0 + damping
        tried = within(p + np.linalg.solve(damped, downhill))
        new_found, new_moved = products(tried), tried - start
        new_cost = per_variance * float(new_found[last, last]) + float(new_moved @ weight @ new_moved)
        if new_cost >= cost:
            damping *= 8.0
            continue
        gain, cost = cost - new_cost, new_cost
        p, found, moved = tried, new_found, new_moved
        damping *= 0.2
        if gain < _CONVERGED * cost:
            break
    hessian, _ = _slopes(found, weight, moved, per_variance)
    residual = sqrt(float(found[last, last]) / samples)
    sd = max(1.0, residual / noise) * np.sqrt(np.maximum(np.linalg.inv(hessian).diagonal(), 0.0))
    return Fit(p, residual, sd)


_CONVERGED = 1e-3
"""A step that gains less than this share of the cost was the last one."""


def _slopes(
    products: NDArray[np.floating], weight: NDArray[np.floating], moved: FloatArray, per_variance: float
) -> tuple[FloatArray, FloatArray]:
    """Return the Hessian (Gauss-Newton) and the downhill direction."""
    scaled = per_variance * products[:-1]
    hessian: FloatArray = scaled[:, :-1] + weight
    downhill: FloatArray = scaled[:, -1] - weight @ moved
    return hessian, downhill
