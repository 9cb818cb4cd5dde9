"""A session as FHIR R4 resources: one Observation with the sums, and one for each repetition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from heelraise.history.document import RepPart, SessionDocument
from heelraise.server.fhir.terms import PERSONS, Json, concept
from heelraise.server.storage import ReceivedSession

_UCUM = "http://unitsofmeasure.org"
_CATEGORY = {
    "system": "http://terminology.hl7.org/CodeSystem/observation-category",
    "code": "activity",
    "display": "Activity",
}
_READ_AS = {"deg": "°", "1": "of 1"}
"""Units as people read them, where UCUM writes another sign."""

_UUID_LENGTH = 36


def session_resource(item: ReceivedSession) -> Json:
    """Return the Observation of a session: its sums, and references to its repetitions."""
    document = item.document
    found: Json = {
        **_observation(item, str(document.id), document.exercise),
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{document.id}"}],
        "method": {"text": f"inertial sensor, heelraise {document.program_version}".strip()},
        "component": list(_sums(document)),
    }
    notes = [{"text": note} for note in document.notes if note.strip()]
    members = [{"reference": f"Observation/{_id_of(document, place)}"} for place in _places(document)]
    optional = {"note": notes, "hasMember": members, "bodySite": document.side and concept(document.side)}
    return {**found, **{name: value for name, value in optional.items() if value}, **_sensor(document)}


def repetition_resources(item: ReceivedSession) -> Iterator[Json]:
    """Yield the Observation of each repetition.

    Its time is the session's: a repetition is timed on the sensor's own clock.
    """
    for place, rep in zip(_places(item.document), item.document.reps, strict=True):
        found = _observation(item, _id_of(item.document, place), "repetition")
        yield {**found, "component": list(_measured(rep))}


def patient_resource(pseudonym: str) -> Json:
    """Return the Patient: a random name, nothing else is known here."""
    identifier = {"system": PERSONS, "value": pseudonym}
    return {"resourceType": "Patient", "id": pseudonym, "identifier": [identifier]}


def observed_in(observation_id: str) -> tuple[UUID, int | None] | None:
    """Return the session that the id of an Observation is of, and the repetition's place if it is of one.

    None for what is no such id.
    """
    text, rest = observation_id[:_UUID_LENGTH], observation_id[_UUID_LENGTH:]
    if not re.fullmatch(r"(-[1-9][0-9]{0,6})?", rest):
        return None
    try:
        session = UUID(text)
    except ValueError:
        return None
    return (session, int(rest[1:]) if rest else None) if str(session) == text else None


def fhir_moment(moment: datetime) -> str:
    """Return a moment as FHIR writes it, with its zone, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


def _observation(item: ReceivedSession, resource_id: str, code: str) -> Json:
    """Return what every Observation of a session has."""
    document = item.document
    person = {
        "reference": f"Patient/{document.pseudonym}",
        "identifier": {"system": PERSONS, "value": document.pseudonym},
    }
    received = fhir_moment(item.received_at)
    return {
        "resourceType": "Observation",
        "id": resource_id,
        "meta": {"lastUpdated": received},
        "status": "final",
        "category": [{"coding": [_CATEGORY]}],
        "code": concept(code),
        "subject": person,
        "performer": [person],
        "effectiveDateTime": fhir_moment(document.started_at),
        "issued": received,
    }


def _sensor(document: SessionDocument) -> Json:
    name = document.sensor.strip()
    if not name:
        return {}
    device = {
        "resourceType": "Device",
        "id": "sensor",
        "deviceName": [{"name": name, "type": "model-name"}],
    }
    return {"contained": [device], "device": {"reference": "#sensor"}}


def _sums(document: SessionDocument) -> Iterator[Json]:
    summary = document.summary
    counts = {
        "reps": summary.reps,
        "too_fast": summary.too_fast,
        "sets": len(document.sets),
        "attempts": len(document.attempts),
        "gaps": len(document.gaps),
    }
    for code, count in counts.items():
        yield {"code": concept(code), "valueInteger": count}
    yield _quantity("time_under_tension_s", summary.time_under_tension_s, "s")
    yield _quantity("duration_s", document.duration_s, "s")
    yield {"code": concept("prescription"), "valueString": document.prescription}
    yield {"code": concept("placement"), "valueCodeableConcept": concept(document.placement)}


def _measured(rep: RepPart) -> Iterator[Json]:
    yield {"code": concept("index"), "valueInteger": rep.index}
    yield {"code": concept("set"), "valueInteger": rep.set}
    yield _quantity("concentric_s", rep.concentric_s, "s")
    yield _quantity("hold_s", rep.hold_s, "s")
    yield _quantity("eccentric_s", rep.eccentric_s, "s")
    if rep.rom_deg is not None:
        yield _quantity("rom_deg", rep.rom_deg, "deg")
    if rep.rise_cm is not None:
        yield _quantity("rise_cm", rep.rise_cm, "cm")
    yield {"code": concept("verdict"), "valueCodeableConcept": concept(rep.verdict)}
    for flag in rep.flags:
        yield {"code": concept("flag"), "valueCodeableConcept": concept(flag)}
    yield _quantity("p_too_fast", rep.p_too_fast, "1")
    yield _quantity("confidence", rep.confidence, "1")


def _quantity(code: str, value: float, unit: str) -> Json:
    quantity = {"value": value, "unit": _READ_AS.get(unit, unit), "system": _UCUM, "code": unit}
    return {"code": concept(code), "valueQuantity": quantity}


def _places(document: SessionDocument) -> range:
    # Not the index: nothing holds a foreign document to give each repetition another one.
    return range(1, len(document.reps) + 1)


def _id_of(document: SessionDocument, place: int) -> str:
    return f"{document.id}-{place}"
