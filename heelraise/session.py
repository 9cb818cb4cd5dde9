"""A session once it is over: what each leg did, and the document of it that is kept and sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from uuid import uuid4

from heelraise.analysis import Analysis
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.state import SessionState
from heelraise.history.document import OWN_TEMPO, SessionDocument, document_from_contract
from sensing.recording import RecordingMeta

_SAME_S = 0.001
"""Found live and found again in the recording, a repetition's start is the same to this, s: far above what
numbers lose on the way, far below any other repetition."""


def document_of(
    analysis: Analysis, meta: RecordingMeta, pseudonym: str, started_at: datetime
) -> SessionDocument:
    """Put together the document of a finished session; its id is new.

    Parameters
    ----------
    analysis : Analysis
        What was found.
    meta : RecordingMeta
        What is known about the recording. Address and name of the sensor do not get into the document.
    pseudonym : str
        The person's random name.
    started_at : datetime
        Start of the recording, with the offset of the person's clock.

    Raises
    ------
    BadDocument
        If the session is beyond what a document may hold.
    """
    facts = {
        "id": uuid4(),
        "pseudonym": pseudonym,
        "started_at": started_at,
        "program_version": version("heelraise"),
        "sensor": "unknown" if meta.sensor_model is None else meta.model().label,
        "side": meta.side,
        "exercise": meta.exercise,
        "prescription": str(analysis.prescription or OWN_TEMPO),
    }
    return document_from_contract(analysis.as_json(), facts)


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
    starts: dict[Side | None, list[float]] = {}
    sets = [(one.turn, one.reps) for one in state.done] + [(state.turn, state.reps)]
    for turn, reps in sets:
        if reps:
            starts.setdefault(turn.side, []).extend(rep.start_s for rep in reps)
    if len(starts) < 2:
        return ((next(iter(starts), state.turn.side), analysis),)
    parts = ((side, _part(analysis, of_side)) for side, of_side in starts.items())
    return tuple((side, part) for side, part in parts if part is not None)


def _part(analysis: Analysis, starts_s: list[float]) -> Analysis | None:
    """Return what one leg did; None where that is in the recording before a crash."""
    judged = tuple(
        item for item in analysis.judged if any(abs(item.rep.start_s - one) < _SAME_S for one in starts_s)
    )
    if not judged:
        return None
    first_s, last_s = judged[0].rep.start_s, judged[-1].rep.end_s
    attempts = tuple(one for one in analysis.attempts if first_s <= one.start_s <= last_s)
    return replace(analysis, judged=judged, attempts=attempts)
