"""The programming interface, version 1."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from heelraise.history.document import SessionDocument, SummaryPart, document_from_wire
from heelraise.history.errors import BadDocument
from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from heelraise.server.access import InBody, InServices, clinic_token, known_token
from heelraise.server.storage import MAX_LISTED, ReceivedSession, Span, Stored

api = APIRouter(prefix="/api/v1")


class Problem(BaseModel):
    """What is wrong, in one line."""

    detail: str


class Receipt(BaseModel):
    """The session is stored."""

    id: UUID
    stored: Literal["new", "known"] = Field(description="`known`: it was there already, nothing changed.")


class Health(BaseModel):
    """The server runs and reaches its database."""

    status: Literal["ok"]


class SessionOverview(BaseModel):
    """A session in a list."""

    id: UUID
    pseudonym: str
    started_at: datetime
    received_at: datetime
    exercise: str
    prescription: str
    summary: SummaryPart


class PageLink(BaseModel):
    """A link for a browser: works once, for a short while."""

    path: str


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


def _problems(**reasons: str) -> dict[int | str, dict[str, Any]]:
    return {int(code[1:]): {"model": Problem, "description": reason} for code, reason in reasons.items()}


_TOKEN_PROBLEMS = _problems(_401="Token missing or not known")
_READ_PROBLEMS = _TOKEN_PROBLEMS | _problems(_403="The token may only upload")
_PUT_PROBLEMS = _TOKEN_PROBLEMS | _problems(
    _409="Another session has this id",
    _413="Body too long",
    _422="Not a session document, or its id is not the one in the address",
)
_DOCUMENT_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SessionDocument"}}},
    }
}


@api.get("/health", tags=["server"])
def health(services: InServices) -> Health:
    """Whether the server runs and reaches its database. Needs no token and tells nothing else."""
    services.storage.sessions(limit=0)
    return Health(status="ok")


@api.put(
    "/sessions/{session_id}",
    status_code=201,
    tags=["sessions"],
    dependencies=[Depends(known_token)],
    responses={200: {"model": Receipt, "description": "It was there already"}, **_PUT_PROBLEMS},
    openapi_extra=_DOCUMENT_BODY,
)
def put_session(session_id: UUID, body: InBody, services: InServices, response: Response) -> Receipt:
    """Store a finished session. Sending the same one again is safe: it stays one session."""
    try:
        document = document_from_wire(body)
    except BadDocument as error:
        raise HTTPException(422, str(error)) from None
    if document.id != session_id:
        raise HTTPException(422, "the document's id is not the id in the address")
    stored = services.storage.store(document, services.now())
    if stored is Stored.CONFLICT:
        raise HTTPException(409, "another session with this id is stored; a stored session is never changed")
    if stored is Stored.KNOWN:
        response.status_code = 200
        return Receipt(id=session_id, stored="known")
    return Receipt(id=session_id, stored="new")


@api.get(
    "/sessions/{session_id}",
    tags=["sessions"],
    dependencies=[Depends(clinic_token)],
    responses=_READ_PROBLEMS | _problems(_404="No such session"),
)
def get_session(session_id: UUID, services: InServices) -> SessionDocument:
    """Return one session as it was sent."""
    found = services.storage.session(session_id)
    if found is None:
        raise HTTPException(404, "no such session")
    return found.document


@api.get("/sessions", tags=["sessions"], dependencies=[Depends(clinic_token)], responses=_READ_PROBLEMS)
def list_sessions(
    services: InServices,
    pseudonym: Annotated[
        str | None, Query(pattern=PSEUDONYM_PATTERN, description="One person's only")
    ] = None,
    since: Annotated[
        AwareDatetime | None,
        AfterValidator(lambda moment: moment and _utc(moment)),
        Query(description="Started then or later, with time zone"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LISTED, description="At most so many")] = 50,
) -> list[SessionOverview]:
    """Return the newest sessions first."""
    found = services.storage.sessions(pseudonym=pseudonym, started=Span(since), limit=limit)
    return [_overview(item) for item in found]


@api.post(
    "/links",
    status_code=201,
    tags=["pages"],
    dependencies=[Depends(clinic_token)],
    responses=_READ_PROBLEMS,
)
def make_link(
    services: InServices,
    session_id: Annotated[
        UUID | None, Query(description="The session to show; left out: the persons")
    ] = None,
) -> PageLink:
    """Make a link with which a browser can read the pages without the token."""
    return PageLink(path=services.browsers.link(session_id))


def _overview(item: ReceivedSession) -> SessionOverview:
    document = item.document
    return SessionOverview(
        id=document.id,
        pseudonym=document.pseudonym,
        started_at=document.started_at,
        received_at=item.received_at,
        exercise=document.exercise,
        prescription=document.prescription,
        summary=document.summary,
    )
