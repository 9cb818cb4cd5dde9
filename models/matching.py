"""Which repetition found is which one done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sensing.types import FloatArray

LEAST_OVERLAP = 0.5
"""Two belong together if they share this part of the shorter one, and neither shares more with another."""


class Spanned(Protocol):
    """Whatever has a first and a last edge, s."""

    @property
    def start_s(self) -> float:
        """First edge, s."""

    @property
    def end_s(self) -> float:
        """Last edge, s."""


def matched(true: Sequence[Spanned], found: Sequence[Spanned]) -> list[tuple[int, int]]:
    """Pair repetitions that overlap most, each with one other at most.

    Parameters
    ----------
    true : sequence of Spanned
        What was done, in order.
    found : sequence of Spanned
        What was found, in order.

    Returns
    -------
    list of (int, int)
        Places in `true` and in `found`; what is missing in it was missed, or is extra.
    """
    if not true or not found:
        return []
    shared_s, share = _overlap(true, found)
    best_found, best_true = shared_s.argmax(axis=1), shared_s.argmax(axis=0)
    return [
        (place, int(other))
        for place, other in enumerate(best_found)
        if best_true[other] == place and share[place, other] >= LEAST_OVERLAP
    ]


def _overlap(true: Sequence[Spanned], found: Sequence[Spanned]) -> tuple[FloatArray, FloatArray]:
    """Seconds that each two share, and the same as part of the shorter one."""
    one = np.array([(rep.start_s, rep.end_s) for rep in true])
    two = np.array([(rep.start_s, rep.end_s) for rep in found])
    begin = np.maximum(one[:, None, 0], two[None, :, 0])
    end = np.minimum(one[:, None, 1], two[None, :, 1])
    shared_s = np.maximum(end - begin, 0.0)
    shorter_s = np.minimum(np.diff(one)[:, 0][:, None], np.diff(two)[:, 0][None, :])
    return shared_s, shared_s / np.maximum(shorter_s, 1e-9)
