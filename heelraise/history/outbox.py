"""Sessions that wait to be sent, and the log of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from heelraise.history.database import writing
from heelraise.history.tables import OUTBOX, SENT


@dataclass(frozen=True, slots=True)
class Pending:
    """A session that waits.

    Parameters
    ----------
    session_id : UUID
        The session.
    attempts : int
        How often sending it failed.
    last_error : str or None
        Why it failed last, one line.
    next_at : datetime or None
        Not to be tried on its own before, UTC; None for at once.
    """

    session_id: UUID
    attempts: int
    last_error: str | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A transmission: a session left this machine, taken or not.

    Parameters
    ----------
    session_id : UUID
        The session.
    sent_at : datetime
        When, UTC.
    server_url : str
        Where to.
    sha256 : str
        Digest of the bytes sent, hexadecimal.
    response : str
        What came of it, one line.
    """

    session_id: UUID
    sent_at: datetime
    server_url: str
    sha256: str
    response: str


class Outbox:
    """What waits to be sent. Part of `heelraise.history.store.History`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pending(self, due_at: datetime | None = None) -> tuple[Pending, ...]:
        """Return what waits, oldest first; with `due_at` (UTC) only what may be tried by then."""
        query = select(OUTBOX).order_by(OUTBOX.c.place)
        if due_at is not None:
            query = query.where(or_(OUTBOX.c.next_at.is_(None), OUTBOX.c.next_at <= due_at))
        with self._engine.connect() as connection:
            return tuple(_pending(row) for row in connection.execute(query))

    def mark_sent(self, sent: Sent) -> None:
        """Log that the server took a session, and take it out of the outbox."""
        with writing(self._engine) as connection:
            _log(connection, sent)
            connection.execute(delete(OUTBOX).where(OUTBOX.c.session_id == str(sent.session_id)))

    def mark_failed(
        self, session_id: UUID, error: str, next_at: datetime | None, sent: Sent | None = None
    ) -> None:
        """Note that sending failed; the session goes on waiting.

        Parameters
        ----------
        session_id : UUID
            The session.
        error : str
            Why, one line.
        next_at : datetime or None
            When to try again on its own, UTC; None for at once.
        sent : Sent or None
            The transmission, if the session may have left this machine although it was not taken.
        """
        with writing(self._engine) as connection:
            if sent is not None:
                _log(connection, sent)
            change = update(OUTBOX).where(OUTBOX.c.session_id == str(session_id))
            attempts = OUTBOX.c.attempts + 1
            connection.execute(change.values(attempts=attempts, last_error=error, next_at=next_at))

    def sent(self) -> tuple[Sent, ...]:
        """Return the log of what was sent, oldest first. It survives the erasing of sessions."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(SENT).order_by(SENT.c.number)).all()
        return tuple(
            Sent(UUID(row.session_id), row.sent_at, row.server_url, row.sha256, row.response) for row in rows
        )


def put_into_outbox(connection: Connection, session_id: UUID) -> None:
    """Queue a session within a transaction that is open already."""
    connection.execute(insert(OUTBOX).values(session_id=str(session_id), attempts=0))


def _log(connection: Connection, sent: Sent) -> None:
    connection.execute(
        insert(SENT).values(
            session_id=str(sent.session_id),
            sent_at=sent.sent_at,
            server_url=sent.server_url,
            sha256=sent.sha256,
            response=sent.response,
        )
    )


def _pending(row: Any) -> Pending:
    return Pending(UUID(row.session_id), row.attempts, row.last_error, row.next_at)
