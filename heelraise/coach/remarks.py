"""Remarks on a whole set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from heelraise.coach.summary import JudgedRep, tension_times_s
from sensing.prescription import Prescription

SLOWER_BELOW = 0.85
"""A set under this share of its prescribed time gets one remark: each repetition may be in order, and yet."""


def sets_to_slow_down(judged: Sequence[JudgedRep], prescription: Prescription | None) -> tuple[int, ...]:
    """Return the numbers of the sets that were, as a whole, a little fast.

    A free phase (``x``) or the person's own tempo leaves nothing to compare with.
    """
    per_rep_s = None if prescription is None else prescription.rep_s
    if per_rep_s is None:
        return ()
    slower = []
    for index, members in groupby(judged, key=lambda item: item.rep.set_index):
        spans_s = [item.span_s for item in members]
        if sum(tension_times_s(spans_s)) < SLOWER_BELOW * per_rep_s * len(spans_s):
            slower.append(index)
    return tuple(slower)
