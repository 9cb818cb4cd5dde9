"""What this server speaks of FHIR, as a CapabilityStatement, and what went wrong, as an OperationOutcome."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from heelraise.server.fhir.resources import fhir_moment
from heelraise.server.fhir.terms import Json

VERSION = "4.0.1"
MEDIA_TYPE = "application/fhir+json"

_SECURITY = "Authorization: Bearer TOKEN, where TOKEN is one of the role 'clinic'. This statement needs none."
_SEARCH = "A search finds the sessions of one patient, newest first; _include gives their repetitions too."
_PARAMETERS = (
    ("patient", "reference", "Needed: the random name, also as Patient/NAME. 'subject' is the same."),
    ("date", "date", "When the session began; eq gt lt ge le sa eb. Without a zone it is the server's."),
    ("_lastUpdated", "date", "When the session came in, to take in what is new; as for date."),
    ("category", "token", "activity is all there is."),
)
_ISSUE_CODES = {
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
}


def capability_statement(now: datetime) -> Json:
    """Return what can be asked for.

    Parameters
    ----------
    now : datetime
        The time of the statement.
    """
    read = [{"code": "read"}]
    search: Json = {
        "type": "Observation",
        "documentation": _SEARCH,
        "interaction": [*read, {"code": "search-type"}],
        "searchInclude": ["Observation:has-member"],
        "searchParam": [
            {"name": name, "type": kind, "documentation": meaning} for name, kind, meaning in _PARAMETERS
        ],
    }
    others = [{"type": name, "interaction": read} for name in ("Patient", "CodeSystem")]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": fhir_moment(now),
        "kind": "instance",
        "software": {"name": "heelraise", "version": version("heelraise")},
        "implementation": {"description": "Sessions of heel raises, sent by patients to their clinic"},
        "fhirVersion": VERSION,
        "format": [MEDIA_TYPE, "json"],
        "rest": [{"mode": "server", "security": {"description": _SECURITY}, "resource": [search, *others]}],
    }


def outcome(status: int, diagnostics: str) -> Json:
    """Return what went wrong.

    Parameters
    ----------
    status : int
        HTTP's status of it.
    diagnostics : str
        One line.
    """
    issue = {"severity": "error", "code": _ISSUE_CODES.get(status, "invalid"), "diagnostics": diagnostics}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
