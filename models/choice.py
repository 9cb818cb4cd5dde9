"""Who judges a flag at a placement: the model where it is better than the rule beyond chance, else the rule.

Better is a smaller Brier score (mean squared error of the probability, which only honest probabilities make
small) on people whom the model has not seen: over all repetitions at the placement, and over those near the
limit, which are few but the ones that matter. A tie goes to the rule: it is simpler, and can be explained.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from models.trees import PLACEMENTS
from sensing.types import FloatArray, Placement

_STANDARD_ERRORS = 1.0
"""How many standard errors over people the gain has to be."""

Part = NDArray[np.bool_]


def where_better(
    model: FloatArray,
    rule: FloatArray,
    true: FloatArray,
    groups: FloatArray,
    at: Callable[[Placement], Part],
    near: Part,
) -> tuple[Placement, ...]:
    """Return the placements at which the model is to judge.

    Parameters
    ----------
    model, rule, true : ndarray of shape (n,)
        Probability by either, the model's from people held out, and what is true (0 or 1).
    groups : ndarray of shape (n,)
        Number of the person.
    at : callable
        Says which rows belong to a placement, ``(n,)``.
    near : ndarray of shape (n,)
        Which rows lie near the limit; nowhere true for a flag that has no such limit.
    """
    gain = (rule - true) ** 2 - (model - true) ** 2
    return tuple(
        where
        for where in PLACEMENTS
        if _is_gain(gain, groups, at(where)) and not _is_gain(-gain, groups, at(where) & near)
    )


def _is_gain(gain: FloatArray, groups: FloatArray, part: Part) -> bool:
    """Say whether a gain is more than chance makes of it: people differ, repetitions of one are alike."""
    people, number = np.unique(groups[part], return_inverse=True)
    if len(people) < 2:
        return False
    each = np.bincount(number, weights=gain[part])
    return bool(each.mean() > _STANDARD_ERRORS * each.std(ddof=1) / np.sqrt(len(people)))
