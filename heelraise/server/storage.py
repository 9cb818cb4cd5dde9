"""The server's sessions: one row each, the document as it was sent beside what is searched for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    Text,
    and_,
    case,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError

from heelraise.history.database import UtcDateTime, open_database, writing
from heelraise.history.document import SessionDocument, document_from_wire

MAX_LISTED = 200
"""Most sessions listed at once."""

_MIGRATIONS = "heelraise.server:migrations"

SESSIONS = Table(
    "sessions",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("pseudonym", String(40), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
)


class Stored(Enum):
    """What storing a session came to."""

    NEW = "new"
    KNOWN = "known"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ReceivedSession:
    """A session and when it came in, UTC."""

    document: SessionDocument
    received_at: datetime

    @property
    def place(self) -> Place:
        """Its place in a list of sessions."""
        return Place(self.document.started_at, str(self.document.id))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, UTC: from `since` on, up to but not with `before`; None is open."""

    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list, newest first, was left: the last entry's moment, and its id or name."""

    moment: datetime
    name: str

    def written(self) -> str:
        """Return it as text for an address."""
        return f"{self.moment.astimezone(UTC).isoformat()}_{self.name}"

    @classmethod
    def read(cls, text: str) -> Place:
        """Read what `written` gave.

        Raises
        ------
        ValueError
            If it is none.
        """
        moment, _, name = text.replace(" ", "+").partition("_")  # a plus sign that nobody wrote as %2B
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), name)
        except (OverflowError, OSError):
            raise ValueError("out of range") from None


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person: the newest session, how many there are lately and how many in all."""

    newest: SessionDocument
    recent: int
    sessions: int

    @property
    def place(self) -> Place:
        """Their place in a list of persons."""
        return Place(self.newest.started_at, self.newest.pseudonym)


ANY_TIME = Span()


class SessionStorage:
    """The server's database.

    Parameters
    ----------
    database_url : str
        SQLAlchemy's URL.

    Raises
    ------
    DatabaseUnusable
        If the database cannot be used; `DatabaseTooNew` if a newer program wrote it.
    """

    def __init__(self, database_url: str) -> None:
        self._engine = open_database(database_url, _MIGRATIONS)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def store(self, document: SessionDocument, received_at: datetime) -> Stored:
        """Store a session unless it is there; a stored session is never changed."""
        try:
            with writing(self._engine) as connection:
                _insert(connection, document, received_at)
        except IntegrityError:  # the id is taken; asking first would race with another request
            found = self.session(document.id)
            return Stored.KNOWN if found is not None and found.document == document else Stored.CONFLICT
        return Stored.NEW

    def session(self, session_id: UUID) -> ReceivedSession | None:
        """Return one session; None if there is none with this id."""
        query = select(SESSIONS.c.document, SESSIONS.c.received_at).where(SESSIONS.c.id == str(session_id))
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else ReceivedSession(document_from_wire(row.document), row.received_at)

    def sessions(
        self,
        *,
        pseudonym: str | None = None,
        started: Span = ANY_TIME,
        received: Span = ANY_TIME,
        after: Place | None = None,
        limit: int,
    ) -> tuple[ReceivedSession, ...]:
        """Return the newest sessions first.

        Parameters
        ----------
        pseudonym : str, optional
            Those of one person.
        started, received : Span
            Those that began, and came in, in this time.
        after : Place, optional
            Those that come after this one in the list.
        limit : int
            At most so many.
        """
        query = select(SESSIONS.c.document, SESSIONS.c.received_at)
        if pseudonym is not None:
            query = query.where(SESSIONS.c.pseudonym == pseudonym)
        query = query.where(
            *_within(SESSIONS.c.started_at, started), *_within(SESSIONS.c.received_at, received)
        )
        if after is not None:
            later = and_(SESSIONS.c.started_at == after.moment, SESSIONS.c.id > after.name)
            query = query.where(or_(SESSIONS.c.started_at < after.moment, later))
        query = query.order_by(SESSIONS.c.started_at.desc(), SESSIONS.c.id).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(ReceivedSession(document_from_wire(row.document), row.received_at) for row in rows)

    def people(self, *, lately: datetime, after: Place | None = None, limit: int) -> tuple[PersonSeen, ...]:
        """Return the persons, who trained last first.

        Parameters
        ----------
        lately : datetime
            Sessions that began then or later, UTC, count as recent.
        after : Place, optional
            Those that come after this one in the list.
        limit : int
            At most so many.
        """
        name, newest = SESSIONS.c.pseudonym, func.max(SESSIONS.c.started_at)
        recent = func.sum(case((SESSIONS.c.started_at >= lately, 1), else_=0))
        query = select(name, recent.label("recent"), func.count().label("sessions")).group_by(name)
        if after is not None:
            query = query.having(or_(newest < after.moment, and_(newest == after.moment, name > after.name)))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(newest.desc(), name).limit(limit)).all()
        found = ((self.sessions(pseudonym=row.pseudonym, limit=1), row) for row in rows)
        return tuple(PersonSeen(last.document, row.recent, row.sessions) for (last,), row in found)


def _within(column: Column[datetime], span: Span) -> Iterator[ColumnElement[bool]]:
    if span.since is not None:
        yield column >= span.since
    if span.before is not None:
        yield column < span.before


def _insert(connection: Connection, document: SessionDocument, received_at: datetime) -> None:
    row = insert(SESSIONS).values(
        id=str(document.id),
        pseudonym=document.pseudonym,
        started_at=document.started_at,
        received_at=received_at,
        document=document.wire().decode(),
    )
    connection.execute(row)
