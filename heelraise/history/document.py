"""The session document: what is kept of a session and what is sent to the clinic. Format 1.

Its measuring part has the keys of the JSON contract. The limits keep a server safe from hostile input; no
honest session comes near them. A change of meaning gets a new format number, never a new reading of the old.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Annotated, Any, Literal, Self

from pydantic import (
    UUID4,
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from heelraise.history.errors import BadDocument
from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from models.verdict import TOO_FAST, Flag, Verdict
from sensing.errors import SettingsError
from sensing.prescription import Prescription
from sensing.types import Exercise, Placement

FORMAT = 1
MAX_REPS = 2000
MAX_SPANS = 2000
MAX_NOTES = 50
OWN_TEMPO = "own"
"""Written instead of a prescription where the first repetitions stood for one."""

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_FARTHEST_ZONE = timedelta(hours=14)


def _on_a_clock(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    if offset is None or offset % timedelta(minutes=1) or abs(offset) > _FARTHEST_ZONE:
        raise ValueError("must have the offset of a time zone")
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("must lie between the years 2000 and 2200")
    return moment.replace(tzinfo=timezone(offset))


def _prescribed(text: str) -> str:
    if text != OWN_TEMPO:
        try:
            Prescription.parse(text)
        except SettingsError as error:
            raise ValueError(str(error)) from None
    return text


def _forwards(span: tuple[float, float]) -> tuple[float, float]:
    if span[1] < span[0]:
        raise ValueError("ends before it starts")
    return span


# No control characters: these strings end up on terminals, in pages and in other people's databases.
Line = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
Label = Annotated[Line, Field(max_length=80)]
Seconds = Annotated[float, Field(ge=-1e7, le=1e7)]
Duration = Annotated[float, Field(ge=0, le=1e6)]
Degrees = Annotated[float, Field(ge=-360, le=360)]
Probability = Annotated[float, Field(ge=0, le=1)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=MAX_REPS)]
Span = Annotated[tuple[Seconds, Seconds], AfterValidator(_forwards)]
Spans = Annotated[tuple[Span, ...], Field(max_length=MAX_SPANS)]
LocalMoment = Annotated[AwareDatetime, AfterValidator(_on_a_clock)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class RepPart(_Part):
    """One repetition: edges and durations in s, angles in degrees, flags and verdict."""

    index: Number
    set: Number
    start: Seconds
    top: Seconds
    eccentric_start: Seconds
    end: Seconds
    concentric_s: Duration
    hold_s: Duration
    eccentric_s: Duration
    rom_deg: Degrees | None
    top_deg: Degrees | None
    bottom_deg: Degrees | None
    rise_cm: Annotated[float, Field(ge=-1000, le=1000)] | None
    flags: Annotated[tuple[Flag, ...], Field(max_length=len(Flag))]
    verdict: Verdict
    p_too_fast: Probability
    confidence: Probability
    reported_at: Seconds
    warned_at: Seconds | None

    @property
    def too_fast(self) -> bool:
        """Whether it went up or down too fast."""
        return not TOO_FAST.isdisjoint(self.flags)

    @model_validator(mode="after")
    def _edges_in_order(self) -> Self:
        if not self.start <= self.top <= self.eccentric_start <= self.end:
            raise ValueError("start, top, eccentric_start and end must follow each other")
        return self


class SetPart(_Part):
    """One set: first and last edge, s, and count of repetitions."""

    index: Number
    start: Seconds
    end: Seconds
    reps: Count


class SummaryPart(_Part):
    """Sums over the session."""

    reps: Count
    too_fast: Count
    time_under_tension_s: Duration


class SessionDocument(_Part):
    """One finished session, as kept and as sent.

    `started_at` carries the offset that the person's clock had; UTC in documents that were made without it.
    """

    format: Literal[1]
    id: UUID4
    pseudonym: Annotated[str, StringConstraints(pattern=PSEUDONYM_PATTERN)]
    started_at: LocalMoment
    program_version: Annotated[Line, Field(max_length=40)]
    sensor: Label
    side: Literal["left", "right"] | None
    exercise: Exercise
    prescription: Annotated[Line, Field(max_length=20), AfterValidator(_prescribed)]
    duration_s: Duration
    sampling_rate_hz: Annotated[float, Field(gt=0, le=100_000)]
    placement: Placement
    gaps: Spans
    reps: Annotated[tuple[RepPart, ...], Field(max_length=MAX_REPS)]
    attempts: Spans
    notes: Annotated[tuple[Line, ...], Field(max_length=MAX_NOTES)]
    sets: Annotated[tuple[SetPart, ...], Field(max_length=MAX_REPS)]
    summary: SummaryPart

    @model_validator(mode="after")
    def _sums_agree(self) -> Self:
        if self.summary.reps != len(self.reps):
            raise ValueError(f"summary.reps is {self.summary.reps}, repetitions are {len(self.reps)}")
        if self.summary.too_fast != sum(rep.too_fast for rep in self.reps):
            raise ValueError("summary.too_fast is not the number of repetitions flagged too fast")
        return self

    def local_start(self, zone: tzinfo | None = None) -> datetime:
        """Return the start on the person's clock; where the document has only UTC, in a zone.

        Parameters
        ----------
        zone : tzinfo, optional
            The person's zone; the system's if not given.
        """
        return self.started_at if self.started_at.utcoffset() else self.started_at.astimezone(zone)

    def wire(self) -> bytes:
        """Return the document as UTF-8 JSON: always the same bytes for the same document."""
        return self.model_dump_json().encode()


def document_from_contract(contract: Mapping[str, Any], facts: Mapping[str, Any]) -> SessionDocument:
    """Make the document of a session.

    The name of the recording is left behind: it may say who or where.

    Parameters
    ----------
    contract : mapping
        What was measured: the fields of ``analyze --json``.
    facts : mapping
        The document's other fields. Its `id` is made on the person's machine, so that sending twice cannot
        make two sessions; `sensor` is the kind of it, never its address or serial number.

    Raises
    ------
    BadDocument
        If a field is missing, unknown or out of its limits.
    """
    measured = {key: value for key, value in contract.items() if key != "recording"}
    try:
        # strict=False: lists and words become tuples and enums here; what comes over the wire stays strict.
        return SessionDocument.model_validate({"format": FORMAT, **facts, **measured}, strict=False)
    except ValidationError as error:
        raise BadDocument(one_line(error)) from None


def document_from_wire(body: bytes | str) -> SessionDocument:
    """Read a document from JSON.

    Raises
    ------
    BadDocument
        If it is not a session document of a format that this version knows. The message does not repeat
        what was in it.
    """
    try:
        return SessionDocument.model_validate_json(body)
    except ValidationError as error:
        raise BadDocument(one_line(error)) from None


def one_line(error: ValidationError) -> str:
    """Say in one line what is wrong first, without the values."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])[:100]
    place = "".join(letter if letter.isprintable() else "?" for letter in place)  # may be a hostile key
    rest = error.error_count() - 1
    more = f" (and {rest} more)" if rest else ""
    return f"not a session document: {place + ': ' if place else ''}{first['msg']}{more}"
