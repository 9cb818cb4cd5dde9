"""What a hospital's system reads. The resources are held against a well-known FHIR library."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel

from heelraise.history.document import RepPart, SessionDocument, SummaryPart
from heelraise.server.fhir.terms import SYSTEM, code_system
from models.verdict import Flag, Verdict
from sensing.types import Exercise, Placement
from tests.heelraise.factories import NOON, PSEUDONYM, document
from tests.heelraise.server_client import AS_CLINIC, AS_UPLOADER, Clock, TestClient, put

Json = dict[str, Any]
OTHER = "2222-3333-4444"


def checked(resource: Json) -> Json:
    """The resource, once the library has taken all of it and every code of a closed list is in it."""
    model = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    for part in _parts(model):
        for name, field in type(part).model_fields.items():
            extra = field.json_schema_extra
            allowed = extra.get("enum_values") if isinstance(extra, dict) else None
            value = getattr(part, name)
            if isinstance(allowed, list) and isinstance(value, str) and "+" not in allowed:
                assert value in allowed, f"{type(part).__name__}.{name} is {value}"
    for value in _values(resource):
        assert value not in ("", None, [], {}), "FHIR knows nothing empty"
    return resource


def _parts(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _parts(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from _parts(one)


def _values(value: Any) -> Iterator[Any]:
    yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(one)


def read(server: TestClient, path: str, status: int = 200, **query: Any) -> Json:
    answer = server.get(f"/fhir/{path}", params=query or None, headers=AS_CLINIC)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/fhir+json"
    found: Json = answer.json()
    return checked(found)


def ids(bundle: Json, mode: str = "match") -> list[str]:
    return [one["resource"]["id"] for one in bundle.get("entry", []) if one["search"]["mode"] == mode]


def components(resource: Mapping[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in resource["component"]:
        (coding,) = one["code"]["coding"]
        assert coding["system"] == SYSTEM
        (value,) = (one[name] for name in one if name.startswith("value"))
        if isinstance(value, dict):
            value = value["value"] if "value" in value else value["coding"][0]["code"]
        found.setdefault(coding["code"], []).append(value)
    return found


def test_a_session_is_an_observation_of_its_sums(server: TestClient, clock: Clock) -> None:
    sent = document()
    clock.now += timedelta(minutes=5)
    put(server, sent)
    found = read(server, f"Observation/{sent.id}")
    assert found["subject"]["reference"] == f"Patient/{PSEUDONYM}"
    assert found["effectiveDateTime"] == "2026-11-22T12:00:00.000+00:00"
    assert found["issued"] == found["meta"]["lastUpdated"] == "2026-11-22T12:05:00.000+00:00"
    assert found["code"]["coding"][0]["code"] == "heel_raise"
    assert found["bodySite"]["coding"][0]["code"] == "left"
    assert found["contained"][0]["deviceName"][0]["name"] == "Movesense"
    assert found["note"] == [{"text": "no gyroscope: rise only"}]
    assert components(found) == {
        "reps": [12],
        "too_fast": [2],
        "sets": [1],
        "attempts": [1],
        "gaps": [1],
        "time_under_tension_s": [sent.summary.time_under_tension_s],
        "duration_s": [118.2],
        "prescription": ["3-2-3"],
        "placement": ["ankle"],
    }
    assert len(found["hasMember"]) == 12


def test_the_time_is_that_of_the_persons_clock(server: TestClient) -> None:
    sent = document(started_at=datetime(2026, 11, 22, 23, 50, tzinfo=timezone(timedelta(hours=1))))
    put(server, sent)
    assert read(server, f"Observation/{sent.id}")["effectiveDateTime"] == "2026-11-22T23:50:00.000+01:00"


def test_a_repetition_is_one_of_its_own(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    members = read(server, f"Observation/{sent.id}")["hasMember"]
    fourth = read(server, members[3]["reference"])
    assert fourth["subject"]["reference"] == f"Patient/{PSEUDONYM}"
    assert components(fourth) == {
        "index": [4],
        "set": [1],
        "concentric_s": [3.0],
        "hold_s": [2.0],
        "eccentric_s": [1.0],
        "rom_deg": [42.6],
        "verdict": ["fault"],
        "flag": ["eccentric_too_fast"],
        "p_too_fast": [0.97],
        "confidence": [0.98],
    }
    units = {
        one["code"]["coding"][0]["code"]: one["valueQuantity"]["code"]
        for one in fourth["component"]
        if "valueQuantity" in one
    }
    assert units["eccentric_s"] == "s"
    assert units["rom_deg"] == "deg"


def test_a_search_gives_one_patient_newest_first(server: TestClient) -> None:
    old, new = document(started_at=NOON - timedelta(days=1)), document(reps=0)
    foreign = document(pseudonym=OTHER)
    for sent in (old, new, foreign):
        put(server, sent)
    for name in (PSEUDONYM, f"Patient/{PSEUDONYM}"):
        found = read(server, "Observation", patient=name)
        assert ids(found) == [str(new.id), str(old.id)]
        assert {one["resource"]["subject"]["reference"] for one in found["entry"]} == {f"Patient/{PSEUDONYM}"}
    assert ids(read(server, "Observation", subject=OTHER, category="activity")) == [str(foreign.id)]
    assert "entry" not in read(server, "Observation", patient="4444-3333-2222")
    whole = read(server, "Observation", patient=PSEUDONYM, _include="Observation:has-member")
    assert ids(whole) == [str(new.id), str(old.id)]
    assert ids(whole, "include") == [f"{old.id}-{place}" for place in range(1, 13)]
    urls = [one["fullUrl"] for one in whole["entry"]]
    assert urls[0] == f"http://testserver/fhir/Observation/{new.id}"


@pytest.mark.parametrize(
    ("date", "days"),
    [
        (["2026-11-22"], {22}),
        (["2026-11"], {21, 22, 23}),
        (["2026"], {21, 22, 23}),
        (["ge2026-11-22"], {22, 23}),
        (["gt2026-11-22"], {23}),
        (["lt2026-11-22"], {21}),
        (["le2026-11-22"], {21, 22}),
        (["sa2026-11-21", "eb2026-11-23"], {22}),
        (["eq2026-11-22T12:00Z"], {22}),
        (["2026-11-22T13:00:00.000+01:00"], {22}),
        (["gt2026-11-22T12:00:00Z"], {23}),
        (["ge2027", "lt2026"], set()),
    ],
)
def test_dates(server: TestClient, date: list[str], days: set[int]) -> None:
    for day in (21, 22, 23):
        put(server, document(started_at=NOON.replace(day=day)))
    found = read(server, "Observation", patient=PSEUDONYM, date=date)
    assert {int(one["resource"]["effectiveDateTime"][8:10]) for one in found.get("entry", [])} == days


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs a zone that can be set")
def test_a_day_without_a_zone_is_the_servers(server: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    time.tzset()
    try:
        late = document(started_at=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))  # half past midnight there
        put(server, late)
        assert ids(read(server, "Observation", patient=PSEUDONYM, date="2026-11-22")) == [str(late.id)]
        assert ids(read(server, "Observation", patient=PSEUDONYM, date="2026-11-21")) == []
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_came_in_since_the_last_look(server: TestClient, clock: Clock) -> None:
    first, late = document(), document(started_at=NOON - timedelta(days=9))
    put(server, first)
    seen = read(server, f"Observation/{first.id}")["meta"]["lastUpdated"]
    clock.now += timedelta(seconds=1)
    put(server, late)
    assert ids(read(server, "Observation", patient=PSEUDONYM, _lastUpdated=f"gt{seen}")) == [str(late.id)]


def test_pages_follow_each_other_without_a_gap(server: TestClient) -> None:
    sent = [document(started_at=NOON - timedelta(days=number // 2), reps=1) for number in range(7)]
    for one in sent:
        put(server, one)
    put(server, document(pseudonym=OTHER))
    seen: list[str] = []
    page = read(server, "Observation", patient=PSEUDONYM, date="le2026-11-22", _count=2)
    while True:
        assert len(ids(page)) <= 2
        seen += ids(page)
        put(
            server, document(started_at=NOON + timedelta(days=len(seen)))
        )  # what comes in meanwhile moves none
        links = {one["relation"]: one["url"] for one in page["link"]}
        if "next" not in links:
            break
        page = read(server, links["next"].removeprefix("http://testserver/fhir/"))
    assert sorted(seen) == sorted(str(one.id) for one in sent)


def test_a_page_with_repetitions_is_shorter(server: TestClient) -> None:
    sent = [
        document(started_at=NOON - timedelta(days=n), reps=reps) for n, reps in enumerate((2000, 500, 500, 1))
    ]
    for one in sent:
        put(server, one)
    asked = {"patient": PSEUDONYM, "_include": "Observation:has-member"}
    seen, path, query = [], "Observation", asked
    while path:
        answer = server.get(f"/fhir/{path}", params=query or None, headers=AS_CLINIC).json()
        seen.append(ids(answer))
        links = {one["relation"]: one["url"] for one in answer["link"]}
        path, query = links.get("next", "").removeprefix("http://testserver/fhir/"), {}
    first, second, third, fourth = (str(one.id) for one in sent)
    assert seen == [[first], [second, third], [fourth]]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"patient": "Anna"},
        {"patient": [PSEUDONYM, OTHER]},
        {"patient": PSEUDONYM, "subject": OTHER},
        {"patient": f"{PSEUDONYM},{OTHER}"},
        {"patient": PSEUDONYM, "date": "yesterday"},
        {"patient": PSEUDONYM, "date": "2026-13"},
        {"patient": PSEUDONYM, "date": "ne2026"},
        {"patient": PSEUDONYM, "date": "0001-01-01T00:00+14:00"},
        {"patient": PSEUDONYM, "date": "9999"},
        {"patient": PSEUDONYM, "_count": "0"},
        {"patient": PSEUDONYM, "_count": "-1"},
        {"patient": PSEUDONYM, "_page": "2"},
        {"patient": PSEUDONYM, "code": "x"},
        {"patient": PSEUDONYM, "category": "laboratory"},
        {"patient:missing": "false"},
        {"patient": PSEUDONYM, "_sort": "code"},
    ],
)
def test_what_is_not_understood_is_refused(server: TestClient, query: Json) -> None:
    put(server, document())
    found = read(server, "Observation", 400, **query)
    assert found["issue"][0]["severity"] == "error"
    assert found["issue"][0]["diagnostics"].isprintable()


@pytest.mark.parametrize(
    "path",
    [
        f"Observation/{UUID(int=4)}",
        "Observation/1",
        "Patient/Anna",
        f"Patient/{OTHER}",
        "CodeSystem/other",
        "Encounter",
        "",
    ],
)
def test_what_is_not_there(server: TestClient, path: str) -> None:
    assert read(server, path, 404)["issue"][0]["code"] == "not-found"


@pytest.mark.parametrize("end", ["-0", "-13", "-x", "-01", "x", "-"])
def test_a_repetition_that_is_not_there(server: TestClient, end: str) -> None:
    sent = document()
    put(server, sent)
    read(server, f"Observation/{sent.id}{end}", 404)


def test_only_a_clinic_reads_and_nobody_writes(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    paths = [f"Observation/{sent.id}", f"Observation?patient={PSEUDONYM}", f"Patient/{PSEUDONYM}"]
    for path in paths:
        for headers, status, code in (({}, 401, "login"), (AS_UPLOADER, 403, "forbidden")):
            answer = server.get(f"/fhir/{path}", headers=headers)
            assert answer.status_code == status
            assert checked(answer.json())["issue"][0]["code"] == code
        assert server.get(f"/fhir/{path}", headers=AS_CLINIC).headers["cache-control"] == "no-store"
    assert server.get(f"/fhir/{paths[0]}").headers["www-authenticate"] == "Bearer"
    refused = server.post("/fhir/Observation", headers=AS_CLINIC, json={})
    assert refused.status_code == 405
    assert checked(refused.json())["resourceType"] == "OperationOutcome"


def test_the_statement_needs_no_token_and_names_what_is_served(server: TestClient) -> None:
    answer = server.get("/fhir/metadata")
    statement = checked(answer.json())
    assert statement["fhirVersion"] == "4.0.1"
    (rest,) = statement["rest"]
    assert {one["type"] for one in rest["resource"]} == {"Observation", "Patient", "CodeSystem"}
    assert server.get("/fhir/metadata", headers={"accept": "application/fhir+xml"}).status_code == 406
    json_too = {"accept": "application/fhir+xml, application/fhir+json;q=0.9"}
    assert server.get("/fhir/metadata", headers=json_too).status_code == 200


def test_a_person_is_a_random_name_and_nothing_else(server: TestClient) -> None:
    put(server, document())
    assert read(server, f"Patient/{PSEUDONYM}").keys() == {"resourceType", "id", "identifier"}


def test_every_word_of_ours_is_defined(server: TestClient) -> None:
    defined = {one["code"] for one in read(server, "CodeSystem/heelraise")["concept"]}
    words = {str(one) for kind in (Exercise, Placement, Verdict, Flag) for one in kind}
    keys = set(RepPart.model_fields) | set(SummaryPart.model_fields) | set(SessionDocument.model_fields)
    ours = {"repetition", "flag", "left", "right"}
    assert defined - words - ours <= keys, "codes are the words of the session document"
    assert words <= defined
    assert defined == {one["code"] for one in code_system()["concept"]}


@pytest.mark.parametrize(
    "changes",
    [
        {"sensor": "", "side": None, "program_version": ""},
        {"sensor": " ", "exercise": Exercise.LIMB, "prescription": "own"},
        {"sensor": '"<é☃\u00a0', "prescription": "x-0-3"},
    ],
)
def test_odd_documents_give_whole_resources(server: TestClient, changes: Json) -> None:
    for reps in (0, 3):
        sent = document(reps=reps, **changes)
        assert put(server, sent).status_code == 201
    read(server, "Observation", patient=PSEUDONYM, _include="Observation:has-member")
