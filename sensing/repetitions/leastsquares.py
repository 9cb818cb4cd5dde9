"""Small least-squares fits with priors (Levenberg-Marquardt with an analytic Jacobian)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray

Model = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""Parameters to (values, Jacobian)."""


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
    model: Model,
    data: FloatArray,
    start: FloatArray,
    spread: FloatArray,
    noise: float,
    within: Callable[[FloatArray], FloatArray],
    steps: int,
) -> Fit:
    """Minimise ``|data - model|² / noise² + |(p - start) / spread|²``.

    Parameters
    ----------
    model : callable
        Parameters to values and Jacobian.
    data : ndarray of shape (n,)
        What was measured.
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
    p, damping, per_variance = start.copy(), 1e-2, 1.0 / noise**2
    values, jacobian = model(p)
    miss = data - values
    cost = per_variance * float(miss @ miss)
    diagonal = np.diag_indices(len(p))
    hessian, gradient = _slopes(jacobian, miss, weight, p - start, per_variance)
    for _ in range(steps):
        damped = hessian.copy()
        damped[diagonal] *= 1.0 + damping
        tried = within(p + np.linalg.solve(damped, gradient))
        values, new_jacobian = model(tried)
        new_miss, moved = data - values, tried - start
        new_cost = per_variance * float(new_miss @ new_miss) + float(moved @ weight @ moved)
        if new_cost >= cost:
            damping *= 8.0
            continue
        gain, cost = cost - new_cost, new_cost
        p, jacobian, miss = tried, new_jacobian, new_miss
        hessian, gradient = _slopes(jacobian, miss, weight, moved, per_variance)
        damping *= 0.2
        if gain < _CONVERGED * cost:
            break
    residual = float(np.sqrt(miss @ miss / len(miss)))
    scale = max(1.0, residual / noise)
    sd = scale * np.sqrt(np.maximum(np.diag(np.linalg.inv(hessian)), 0.0))
    return Fit(p, residual, sd)


_CONVERGED = 1e-3
"""A step that gains less than this share of the cost was the last one."""


def _slopes(
    jacobian: FloatArray,
    miss: FloatArray,
    weight: NDArray[np.floating],
    moved: FloatArray,
    per_variance: float,
) -> tuple[FloatArray, FloatArray]:
    """Return the Hessian (Gauss-Newton) and the downhill direction."""
    hessian: FloatArray = per_variance * (jacobian.T @ jacobian) + weight
    gradient: FloatArray = per_variance * (jacobian.T @ miss) - weight @ moved
    return hessian, gradient
