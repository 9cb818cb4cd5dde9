import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heelraise.history.document import (
    MAX_REPS,
    SessionDocument,
    document_from_contract,
    document_from_wire,
)
from heelraise.history.errors import BadDocument
from heelraise.history.pseudonym import PSEUDONYM_PATTERN, new_pseudonym
from models.verdict import Flag, Verdict
from sensing.types import Exercise, Placement
from tests.heelraise.factories import contract, document, facts, judged_set

seconds = st.floats(-1e4, 1e4).map(lambda value: round(value, 6))
durations = st.floats(0, 1e5).map(lambda value: round(value, 6))
degrees = st.floats(-360, 360).map(lambda value: round(value, 1))
probabilities = st.floats(0, 1).map(lambda value: round(value, 3))
lines = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60)
spans = st.lists(st.tuples(seconds, seconds).map(lambda span: sorted(span)), max_size=4)


@st.composite
def reps(draw: st.DrawFn) -> dict[str, Any]:
    edges = sorted(draw(st.tuples(seconds, seconds, seconds, seconds)))
    flags = draw(st.lists(st.sampled_from(Flag), unique=True, max_size=4))
    optional_degrees = st.none() | degrees
    return {
        "index": draw(st.integers(1, 999)),
        "set": draw(st.integers(1, 20)),
        **dict(zip(("start", "top", "eccentric_start", "end"), edges, strict=True)),
        **{name: draw(durations) for name in ("concentric_s", "hold_s", "eccentric_s")},
        **{name: draw(optional_degrees) for name in ("rom_deg", "top_deg", "bottom_deg", "rise_cm")},
        "flags": [str(flag) for flag in flags],
        "verdict": str(draw(st.sampled_from(Verdict))),
        "p_too_fast": draw(probabilities),
        "confidence": draw(probabilities),
        "reported_at": draw(seconds),
        "warned_at": draw(st.none() | seconds),
    }


@st.composite
def contracts(draw: st.DrawFn) -> dict[str, Any]:
    done = draw(st.lists(reps(), max_size=5))
    too_fast = sum(any(flag.endswith("too_fast") for flag in rep["flags"]) for rep in done)
    return {
        "recording": "x",
        "duration_s": draw(durations),
        "sampling_rate_hz": draw(st.floats(1, 2000)),
        "placement": draw(st.sampled_from(Placement)).value,
        "gaps": draw(spans),
        "reps": done,
        "attempts": draw(spans),
        "notes": draw(st.lists(lines, max_size=3)),
        "sets": [],
        "summary": {"reps": len(done), "too_fast": too_fast, "time_under_tension_s": draw(durations)},
    }


@given(contracts(), lines, st.sampled_from(["left", "right", None]), st.sampled_from(Exercise))
def test_a_document_survives_the_wire_byte_for_byte(
    fields: dict[str, Any], sensor: str, side: Any, exercise: Exercise
) -> None:
    made = document_from_contract(fields, facts(sensor=sensor, side=side, exercise=exercise))
    again = document_from_wire(made.wire())
    assert again == made
    assert again.wire() == made.wire()


def test_the_document_says_what_analyze_says_but_not_the_recordings_name() -> None:
    fields = contract(judged_set())
    sent = json.loads(document_from_contract(fields, facts()).wire())
    name = fields.pop("recording")
    assert {key: sent[key] for key in fields} == fields
    assert name not in json.dumps(sent)


def changed(*path: str | int, value: Any) -> bytes:
    fields = json.loads(document().wire())
    place = fields
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(fields).encode()


HOSTILE = {
    "NaN": changed("duration_s", value=float("nan")),
    "infinity": changed("reps", 0, "start", value=float("inf")),
    "number as text": changed("duration_s", value="118.2"),
    "huge number": changed("duration_s", value=1e300),
    "huge integer": document().wire().replace(b"118.2", b"9" * 5000),
    "unknown key": changed("name", value="Anna"),
    "unknown key below": changed("reps", 0, "note", value="x"),
    "hostile key": changed("a\nb\x1b[31m" + "k" * 500, value=1),
    "newer format": changed("format", value=2),
    "civil number": changed("pseudonym", value="010190-1234"),
    "long sensor": changed("sensor", value="x" * 81),
    "terminal codes": changed("sensor", value="\x1b]0;x\x07"),
    "line break": changed("notes", value=["one\ntwo"]),
    "many notes": changed("notes", value=["x"] * 51),
    "many repetitions": changed("reps", value=[{}] * (MAX_REPS + 1)),
    "no time zone": changed("started_at", value="2026-11-22T12:00:00"),
    "no such zone": changed("started_at", value="2026-11-22T12:00:00+15:00"),
    "a zone of seconds": changed("started_at", value="2026-11-22T12:00:00+01:00:30"),
    "before our time": changed("started_at", value="0001-01-01T00:00:00Z"),
    "unix time": changed("started_at", value=1_700_000_000),
    "no random id": changed("id", value="00000000-0000-1000-8000-000000000000"),
    "edges out of order": changed("reps", 0, "top", value=0.0),
    "gap backwards": changed("gaps", value=[[2.0, 1.0]]),
    "gap of three": changed("gaps", value=[[1.0, 2.0, 3.0]]),
    "unknown flag": changed("reps", 0, "flags", value=["lazy"]),
    "sums disagree": changed("summary", "reps", value=11),
    "fast ones disagree": changed("summary", "too_fast", value=0),
    "nonsense tempo": changed("prescription", value="fast"),
    "not JSON": b"\x00\xff",
    "empty": b"",
    "a list": b"[]",
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_is_refused_in_one_printable_line(body: bytes) -> None:
    with pytest.raises(BadDocument) as caught:
        document_from_wire(body)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_fields_that_are_missing_are_named() -> None:
    fields = contract(judged_set())
    del fields["sets"]
    with pytest.raises(BadDocument, match="sets: Field required"):
        document_from_contract(fields, facts())


def test_a_document_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        document().side = "right"  # type: ignore[misc]


def test_own_tempo_and_a_session_without_repetitions_are_fine() -> None:
    made: SessionDocument = document(reps=0, prescription="own")
    assert made.summary.reps == 0


def test_pseudonyms_are_random_and_can_hold_no_civil_number() -> None:
    made = {new_pseudonym() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(PSEUDONYM_PATTERN, name) for name in made)
    assert not re.fullmatch(PSEUDONYM_PATTERN, "2222229-2222")


def test_the_start_keeps_the_persons_clock() -> None:
    evening = datetime(2026, 11, 22, 23, 50, tzinfo=timezone(timedelta(hours=1)))
    sent = document(started_at=evening)
    assert b'"started_at":"2026-11-22T23:50:00+01:00"' in sent.wire()
    read = document_from_wire(sent.wire())
    assert (read.wire(), read.started_at.isoformat()) == (sent.wire(), "2026-11-22T23:50:00+01:00")
    assert read.local_start(UTC).day == 22
    assert b'"started_at":"2026-11-22T12:00:00Z"' in document().wire()
    assert document().local_start(timezone(timedelta(hours=13))).day == 23
