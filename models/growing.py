"""Grows the trees of a flag, by gradient boosting: each mends what those before it left wrong.

Without class weights, so that the probabilities are those of the data. Against a regression on features and
their products, trees turn sharply where one number stops meaning much and another takes over (a fit that was
unsure of its edges), and say nothing wild of what nobody has shown them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from models.trees import DEPTH, FlagTrees
from sensing.types import FloatArray, Placement

_TREES = 150
_RATE = 0.1
"""Share of its finding that each tree may add: half of it with twice the trees scored the same."""

_LEAST_REPS = 30
"""Repetitions in a leaf, at least: a handful is one person's."""

_SHRINKAGE = 1.0
_DECIMALS = 6
"""Features are rounded, so that the last digits of another machine's arithmetic grow no other trees."""


@dataclass(frozen=True, slots=True, eq=False)
class FlagRows:
    """What a flag is learned from.

    Parameters
    ----------
    x : ndarray of shape (n, k)
        Features.
    y, weight, groups : ndarray of shape (n,)
        Labels of 0 and 1, how much a row counts, and number of the person.
    placements : ndarray of shape (n,)
        Placement as text.
    """

    x: FloatArray
    y: FloatArray
    weight: FloatArray
    groups: FloatArray
    placements: NDArray[np.str_]

    def at(self, carrier: Sequence[Placement]) -> NDArray[np.bool_]:
        """Say which rows were measured at some placements, ``(n,)``."""
        return np.isin(self.placements, [str(where) for where in carrier])

    def grown(
        self, carrier: Sequence[Placement], among: NDArray[np.intp] | None = None
    ) -> HistGradientBoostingClassifier:
        """Grow trees for a carrier, among some rows; of the other one too where its own are all of a kind."""
        rows = np.arange(len(self.y)) if among is None else among
        own = rows[self.at(carrier)[rows]]
        if len(np.unique(self.y[own])) == 2:
            rows = own
        return fitted(self.x[rows], self.y[rows], self.weight[rows])


def fitted(x: FloatArray, y: FloatArray, weight: FloatArray | None = None) -> HistGradientBoostingClassifier:
    """Grow the trees of one flag on features ``(n, k)``, labels of 0 and 1 and weights ``(n,)``."""
    boosted = HistGradientBoostingClassifier(
        learning_rate=_RATE,
        max_iter=_TREES,
        max_depth=DEPTH,
        max_leaf_nodes=None,
        min_samples_leaf=_LEAST_REPS,
        l2_regularization=_SHRINKAGE,
        early_stopping=False,
    )
    return boosted.fit(np.round(x, _DECIMALS), y, sample_weight=weight)


def stored(boosted: HistGradientBoostingClassifier, names: Sequence[str]) -> FlagTrees:
    """Take the numbers out of grown trees; scikit-learn shows them nowhere else."""
    trees = [_filled(grown.nodes) for (grown,) in boosted._predictors]
    asked, limits, leaves = (np.array(table) for table in zip(*trees, strict=True))
    return FlagTrees(tuple(names), float(boosted._baseline_prediction[0, 0]), asked, limits, leaves)


def _filled(nodes: Any) -> tuple[list[int], list[float], list[float]]:
    """Return questions, limits and leaves of one tree; below a leaf that comes early stand copies of it."""
    asked, limits = [0] * (2**DEPTH - 1), [0.0] * (2**DEPTH - 1)
    level = [0]
    for depth in range(DEPTH):
        below = []
        for place, number in enumerate(level, 2**depth - 1):
            node = nodes[number]
            if node["is_leaf"]:
                below += [number, number]
                continue
            asked[place], limits[place] = int(node["feature_idx"]), float(node["num_threshold"])
            below += [int(node["left"]), int(node["right"])]
        level = below
    return asked, limits, [float(nodes[number]["value"]) for number in level]
