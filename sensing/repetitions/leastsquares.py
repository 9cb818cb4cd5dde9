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
    hessian : ndarray of shape (k, k)
        Inverse of the parameters' covariance.
    """

    parameters: FloatArray
    residual: float
    sd: FloatArray
    hessian: FloatArray


def descend(
    model: Model,
    data: FloatArray,
    start: FloatArray,
    spread: FloatArray,
    noise: float,
    within: Callable[[FloatArray], FloatArray],
    steps: int,
    precision: tuple[slice, NDArray[np.floating]] | None = None,
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
    precision : tuple of slice and ndarray, optional
        Prior of some parameters that hang together: which, and the inverse of their covariance. It takes the
        place of their `spread`.
    """
    weight = np.diag(1.0 / spread**2)
    if precision is not None:
        weight[precision[0], precision[0]] = precision[1]
    p, damping = start.copy(), 1e-2
    values, jacobian = model(p)
    miss = (data - values) / noise
    cost = float(miss @ miss + (p - start) @ weight @ (p - start))
    diagonal = np.diag_indices(len(p))
    hessian = weight
    for _ in range(steps):
        scaled = jacobian / noise
        hessian = scaled.T @ scaled + weight
        damped = hessian.copy()
        damped[diagonal] *= 1.0 + damping
        tried = within(p + np.linalg.solve(damped, scaled.T @ miss - weight @ (p - start)))
        values, new_jacobian = model(tried)
        new_miss = (data - values) / noise
        new_cost = float(new_miss @ new_miss + (tried - start) @ weight @ (tried - start))
        if new_cost >= cost:
            damping *= 8.0
            continue
        gain, cost = cost - new_cost, new_cost
        p, jacobian, miss = tried, new_jacobian, new_miss
        damping *= 0.2
        if gain < 1e-3 * cost:
            break
    residual = float(noise * np.sqrt(miss @ miss / len(miss)))
    scale = max(1.0, residual / noise)
    sd = scale * np.sqrt(np.maximum(np.diag(np.linalg.inv(hessian)), 0.0))
    return Fit(p, residual, sd, hessian)
