"""Decision trees of one flag, as plain numbers: each adds to the log odds what the branch it ends in says.

A tree asks at most `DEPTH` questions ("is this feature over this limit?") and is stored as if it asked all of
them of everybody: a branch that ended before asks on, and gives the same number whatever the answer. So all
trees of a flag are three tables, and all are climbed at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import NAMES
from sensing.types import FloatArray, Placement

PLACEMENTS = (Placement.FOOT, Placement.ANKLE, Placement.SHANK, Placement.THIGH)
"""Where a sensor can sit."""

CARRIERS = (PLACEMENTS[:2], PLACEMENTS[2:])
"""Those where the tilt carries the measurement, and those where the rise does."""

DEPTH = 4
"""Questions to a leaf: what decides goes together in threes and fours."""

_ASKED = 2**DEPTH - 1
_LEAVES = 2**DEPTH
_LIMIT = 500.0
_NO_PLACES: NDArray[np.intp] = np.empty((0, _ASKED), dtype=np.intp)
_PLACE = {name: place for place, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, eq=False)
class FlagTrees:
    """The trees of one flag.

    Parameters
    ----------
    names : tuple of str
        Features that are asked about, out of `models.features.NAMES`.
    start : float
        Log odds before any tree.
    asked : ndarray of shape (trees, 15)
        Which of `names` each question is about: the first one's two followers stand in places 1 and 2, those
        of place ``i`` in ``2 i + 1`` (not over the limit) and ``2 i + 2`` (over it).
    limits : ndarray of shape (trees, 15)
        Limit of each question, in the feature's unit.
    leaves : ndarray of shape (trees, 16)
        What is added to the log odds, by where one arrives.
    placements : tuple of Placement, optional
        Where the model judges the flag; elsewhere the rule does.
    grown_for : tuple of Placement, optional
        Where the repetitions were measured that it was grown from.
    """

    names: tuple[str, ...]
    start: float
    asked: NDArray[np.intp]
    limits: FloatArray
    leaves: FloatArray
    placements: tuple[Placement, ...] = PLACEMENTS
    grown_for: tuple[Placement, ...] = PLACEMENTS

    def probabilities(self, rows: FloatArray) -> FloatArray:
        """Return the probability for each row of features ``(n, len(NAMES))``; NaN where one asked for is."""
        forest = Forest([self])
        return np.array([forest.probabilities(row)[0] for row in rows])

    def as_fields(self) -> dict[str, Any]:
        """Return plain fields, ready for JSON."""
        return {
            "names": list(self.names),
            "start": self.start,
            "asked": self.asked.tolist(),
            "limits": self.limits.tolist(),
            "leaves": self.leaves.tolist(),
            "placements": [str(where) for where in self.placements],
            "grown_for": [str(where) for where in self.grown_for],
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> FlagTrees:
        """Make them of plain fields.

        Raises
        ------
        KeyError, TypeError, ValueError
            If something is missing, no finite number, or does not fit together.
        """
        names = tuple(str(name) for name in fields["names"])
        asked = np.array(fields["asked"], dtype=np.intp).reshape(-1, _ASKED)
        limits = np.array(fields["limits"], dtype=float).reshape(-1, _ASKED)
        leaves = np.array(fields["leaves"], dtype=float).reshape(-1, _LEAVES)
        start = float(fields["start"])
        if not len(asked) == len(limits) == len(leaves):
            raise ValueError("questions, limits and leaves do not fit")
        if not set(names) <= set(NAMES) or not ((asked >= 0) & (asked < len(names))).all():
            raise ValueError("features that nobody knows")
        if not (np.isfinite(limits).all() and np.isfinite(leaves).all() and np.isfinite(start)):
            raise ValueError("numbers are not finite")
        placements = tuple(Placement(name) for name in list[str](fields["placements"]))
        grown_for = tuple(Placement(name) for name in list[str](fields["grown_for"]))
        return cls(names, start, asked, limits, leaves, placements, grown_for)


class Forest:
    """Trees of several flags, climbed together: asking each by itself takes most of its time for asking.

    Parameters
    ----------
    trees : sequence of FlagTrees
        Those of one placement.
    """

    def __init__(self, trees: Sequence[FlagTrees]) -> None:
        places = [np.array([_PLACE[name] for name in each.names]) for each in trees]
        self._asked = np.concatenate([_NO_PLACES, *(p[t.asked] for p, t in zip(places, trees, strict=True))])
        self._limits = np.concatenate([np.empty((0, _ASKED)), *(each.limits for each in trees)])
        self._leaves = np.concatenate([np.empty((0, _LEAVES)), *(each.leaves for each in trees)])
        tree = np.arange(len(self._leaves))
        self._first, self._first_leaf = _ASKED * tree, _LEAVES * tree - _ASKED
        counts = [len(each.leaves) for each in trees]
        borders = np.cumsum([0, *counts]).tolist()
        self._each = list(zip(places, [each.start for each in trees], pairwise(borders), strict=True))

    def probabilities(self, row: FloatArray) -> list[float]:
        """Return each flag's probability for one row of features; NaN where one that it asks for is."""
        at = np.zeros(len(self._first), dtype=np.intp)
        for _ in range(DEPTH):
            place = self._first + at
            at += at + 1 + (row.take(self._asked.take(place)) > self._limits.take(place))
        added, is_seen = self._leaves.take(self._first_leaf + at), np.isfinite(row)
        out = []
        for places, start, (first, last) in self._each:
            log_odds = min(max(start + float(added[first:last].sum()), -_LIMIT), _LIMIT)
            out.append(1.0 / (1.0 + exp(-log_odds)) if is_seen[places].all() else nan)
        return out


def columns(rows: FloatArray, names: Sequence[str]) -> FloatArray:
    """Return the named features of each row ``(n, len(NAMES))``, ``(n, len(names))``.

    Raises
    ------
    KeyError
        For a name that is no feature.
    """
    out: FloatArray = rows[:, [_PLACE[name] for name in names]]
    return out
