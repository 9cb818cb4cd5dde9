"""Remarks on a whole set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from heelraise.coach.summary import JudgedRep, tension_times_s
from sensing.prescription import Prescription

SLOWER_BELOW = 0.85
"""A set under this share of its prescribed time gets one remark: each repetition may be in order, and yet."""


def is_a_little_fast(spans: Sequence[tuple[float, float]], per_rep_s: float) -> bool:
    """Whether a set as a whole was done a little fast.

    Parameters
    ----------
    spans : sequence of tuple
        Start and end of each repetition, s.
    per_rep_s : float
        Prescribed time of one, s.
    """
    return sum(tension_times_s(spans)) < SLOWER_BELOW * per_rep_s * len(spans)


def sets_to_slow_down(judged: Sequence[JudgedRep], prescription: Prescription | None) -> tuple[int, ...]:
    """Return the numbers of the sets that were, as a whole, a little fast.

    A free phase (``x``) or the person's own tempo leaves nothing to compare with.
    """
    per_rep_s = None if prescription is None else prescription.rep_s
    if per_rep_s is None:
        return ()
    sets = groupby(judged, key=lambda item: item.rep.set_index)
    return tuple(
        index for index, members in sets if is_a_little_fast([item.span_s for item in members], per_rep_s)
    )
