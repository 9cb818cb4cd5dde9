"""A session on both legs as two analyses: the history and the clinic want each leg by itself."""

from __future__ import annotations

from dataclasses import replace

from heelraise.analysis import Analysis
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.state import SessionState


def by_side(analysis: Analysis, state: SessionState) -> tuple[tuple[Side | None, Analysis], ...]:
    """Return the analysis of each leg that did repetitions, in the order in which they began.

    Where all was done with one leg it is the whole analysis. Where the leg changed, what belongs to no set
    (moving the sensor looks like a repetition now and then) is left out.

    Parameters
    ----------
    analysis : Analysis
        What was found.
    state : SessionState
        The session at its end.
    """
    starts: dict[Side | None, set[float]] = {}
    sets = [(one.turn, one.reps) for one in state.done] + [(state.turn, state.reps)]
    for turn, reps in sets:
        if reps:
            starts.setdefault(turn.side, set()).update(rep.start_s for rep in reps)
    if len(starts) < 2:
        return ((next(iter(starts), state.turn.side), analysis),)
    parts = ((side, _part(analysis, of_side)) for side, of_side in starts.items())
    return tuple((side, part) for side, part in parts if part is not None)


def _part(analysis: Analysis, starts_s: set[float]) -> Analysis | None:
    """Return what one leg did; None where that is in the recording before a crash."""
    judged = tuple(item for item in analysis.judged if item.rep.start_s in starts_s)
    if not judged:
        return None
    first_s, last_s = judged[0].rep.start_s, judged[-1].rep.end_s
    attempts = tuple(one for one in analysis.attempts if first_s <= one.start_s <= last_s)
    return replace(analysis, judged=judged, attempts=attempts)
