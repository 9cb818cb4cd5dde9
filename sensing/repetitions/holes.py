"""Repetitions at the border of a hole in the samples."""

from __future__ import annotations

from collections.abc import Sequence

from sensing.repetitions.fits.edges import Edges
from sensing.types import Gap


def at_borders(edges_s: Edges, gaps: Sequence[Gap], first_s: float, last_s: float) -> tuple[Edges, bool]:
    """Move edges that nobody could see to the border of the hole, and say whether a hole is touched.

    A phase that begins in a hole is taken to begin where samples come back; one that ends in it, where they
    stopped. What lies before the first sample or after the last one is such a hole, too.

    Parameters
    ----------
    edges_s : tuple of float
        Start, top, start of lowering, end, s.
    gaps : sequence of Gap
        Holes in order of time.
    first_s, last_s : float
        Borders of what has been seen, s.
    """
    start, top, down, end = (min(max(edge, first_s), last_s) for edge in edges_s)
    touched = False
    for gap in gaps:
        if gap.end_s < start or gap.start_s > end:
            continue
        touched = True
        start = gap.end_s if gap.start_s < start < gap.end_s else start
        down = gap.end_s if gap.start_s < down < gap.end_s else down
        top = gap.start_s if gap.start_s < top < gap.end_s else top
        end = gap.start_s if gap.start_s < end < gap.end_s else end
    top = min(max(top, start), max(end, start))
    down = min(max(down, top), max(end, top))
    return (start, top, down, max(end, down)), touched
