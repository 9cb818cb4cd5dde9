"""The parts of the data that are scored apart: placements, near the limit, labelled by a person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.dataset import Dataset
from models.scores import NEAR_LIMIT, Score, score
from models.verdict import Flag
from sensing.types import FloatArray

NEAR = "lowering near the limit"
"""What the part of the scores is called."""

Part = NDArray[np.bool_]
"""Which rows belong to a part, ``(n,)``."""


def near_limit(data: Dataset, known: Part) -> Part:
    """Return which of the known rows have a true time near its limit."""
    ratio = data.limit_ratio[known]
    near: Part = (ratio >= NEAR_LIMIT[0]) & (ratio <= NEAR_LIMIT[1])
    return near


def parts_of(data: Dataset, known: Part, flag: Flag) -> dict[str, Part]:
    """Return which of the known rows belong to each part that is scored apart."""
    placements, near, real = data.placements[known], near_limit(data, known), data.groups[known] < 0
    at = {str(where): placements == where for where in np.unique(placements)}
    parts = {"all": np.ones(len(near), bool)} | at | {NEAR: near}
    if flag is Flag.ECCENTRIC_TOO_FAST:
        parts |= {f"{where}, {NEAR}": part & near for where, part in at.items()}
    return parts | ({"labelled recordings": real} if real.any() else {})


def scores_of(p: FloatArray, true: FloatArray, parts: dict[str, Part]) -> dict[str, Score]:
    """Score probabilities against labels of 0 and 1, each ``(n,)``, part by part."""
    return {name: score(p[part], true[part]) for name, part in parts.items()}
