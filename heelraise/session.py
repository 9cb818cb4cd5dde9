"""What happens to a session once it is over: it is kept, and sent if the person wants that."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from uuid import uuid4

from heelraise.analysis import Analysis
from heelraise.history.document import OWN_TEMPO, SessionDocument, document_from_contract
from sensing.recording import RecordingMeta


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
        Start of the recording, UTC.

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
