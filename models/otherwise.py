"""The same repetitions held against tempos that nobody had asked for: more to learn from near the limits.

Of the repetitions that are simulated one in four lies near the limit of its own prescription. Each lies near
that of another one, and what is true of it there is known as well: its times are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np

from models.dataset import LEARNED, Dataset, Known, joined, rows_of
from models.rules import PHASE_OF, TEMPO_FLAGS
from models.settings import TempoSettings
from models.verdict import Flag
from sensing.prescription import Prescription
from sensing.types import Placement, Rep

_TIMES = 2
_WEIGHT = 1.0 / _TIMES
"""All of them count as much as what was asked for: people who keep to their tempo stay as frequent."""

_SLOWEST = 2.0
"""Times by which a tempo is stretched or shortened, at most: a lowering of 1.5 to 6 s instead of 3."""


def held_otherwise(
    reps: Sequence[Rep],
    truth: Sequence[Known],
    prescription: Prescription,
    group: int,
    placement: Placement,
    rng: np.random.Generator,
) -> Dataset:
    """Return the rows of a recording, held against a few other tempos; parameters as of `rows_of`.

    Parameters
    ----------
    reps, truth, prescription, group, placement
        As for `models.dataset.rows_of`.
    rng : Generator
        Draws the tempos.
    """
    return joined(
        [
            _against(reps, truth, _stretched(prescription, float(np.exp(times))), group, placement)
            for times in rng.uniform(-log(_SLOWEST), log(_SLOWEST), _TIMES)
        ]
    )


def _stretched(prescription: Prescription, times: float) -> Prescription:
    up_s, hold_s, down_s = prescription.concentric_s, prescription.hold_s, prescription.eccentric_s
    return Prescription(
        None if up_s is None else times * up_s, times * hold_s, None if down_s is None else times * down_s
    )


def _against(
    reps: Sequence[Rep], truth: Sequence[Known], asked: Prescription, group: int, placement: Placement
) -> Dataset:
    truth = [replace(true, flags=tempo_flags(true, asked)) for true in truth]
    rows = rows_of(reps, truth, asked, group, placement)
    # Of the shape nothing is said a second time.
    y = np.where([flag in TEMPO_FLAGS for flag in LEARNED], rows.y, np.nan)
    return replace(rows, y=y, weight=_WEIGHT * rows.weight, truths=0, missed=0, extra=0)


def tempo_flags(true: Known, asked: Prescription) -> frozenset[Flag]:
    """Return which tempo flags are true of known times, by the limits of the rule."""
    limits_s = TempoSettings().limits_s(asked)
    return frozenset(flag for flag, limit_s in limits_s.items() if getattr(true, PHASE_OF[flag]) < limit_s)
