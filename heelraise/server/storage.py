"""The server's sessions: one row each, the document as it was sent beside what is searched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, insert, select
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
        self, *, pseudonym: str | None = None, since: datetime | None = None, limit: int
    ) -> tuple[ReceivedSession, ...]:
        """Return the newest sessions first: at most `limit`, of one person, from `since` (UTC) on."""
        query = select(SESSIONS.c.document, SESSIONS.c.received_at)
        if pseudonym is not None:
            query = query.where(SESSIONS.c.pseudonym == pseudonym)
        if since is not None:
            query = query.where(SESSIONS.c.started_at >= since)
        query = query.order_by(SESSIONS.c.started_at.desc(), SESSIONS.c.id).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(ReceivedSession(document_from_wire(row.document), row.received_at) for row in rows)


def _insert(connection: Connection, document: SessionDocument, received_at: datetime) -> None:
    row = insert(SESSIONS).values(
        id=str(document.id),
        pseudonym=document.pseudonym,
        started_at=document.started_at,
        received_at=received_at,
        document=document.wire().decode(),
    )
    connection.execute(row)
