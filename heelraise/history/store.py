"""The person's own store of sessions: one SQLite file on their own machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.engine import URL

from heelraise.history.consent import UploadConsent, pseudonym_of, read_consent, write_consent
from heelraise.history.course_store import CourseStore, erase_course
from heelraise.history.database import open_database, writing
from heelraise.history.document import SessionDocument, document_from_wire
from heelraise.history.errors import BadDocument, DatabaseUnusable, SessionExists, UnknownSession
from heelraise.history.outbox import Outbox, put_into_outbox
from heelraise.history.tables import METADATA, OUTBOX, SESSIONS, SETTINGS
from sensing.said import said

_MIGRATIONS = "heelraise.history:migrations"


@dataclass(frozen=True, slots=True)
class UnreadSession:
    """A session that this version cannot read, as one from a newer version; its text is kept as it is."""

    id: UUID
    started_at: datetime
    document: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is kept: the sessions, oldest first, and those that this version cannot read."""

    sessions: tuple[SessionDocument, ...]
    unread: tuple[UnreadSession, ...]

    def __len__(self) -> int:
        return len(self.sessions) + len(self.unread)


class History:
    """Finished sessions, the course around them, the outbox and the consent. Use it in a ``with``.

    Parameters
    ----------
    path : Path
        The SQLite file; it and its folder are made if missing, readable by their owner only.

    Raises
    ------
    DatabaseUnusable
        If the file cannot be used; `DatabaseTooNew` if a newer program wrote it.
    """

    def __init__(self, path: Path) -> None:
        url = URL.create("sqlite", database=str(path))
        self._engine = open_database(url, _MIGRATIONS)
        missing = METADATA.tables.keys() - set(inspect(self._engine).get_table_names())
        if missing:
            self.close()
            raise DatabaseUnusable(
                said(
                    "{path}: damaged, it lacks the tables {missing}; put back a copy, or move it away to "
                    "begin anew",
                    path=path,
                    missing=", ".join(sorted(missing)),
                )
            )
        self.outbox = Outbox(self._engine)
        self.course = CourseStore(self._engine)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, *documents: SessionDocument) -> None:
        """Keep sessions and, if uploading is on, queue them: all of it or nothing.

        Keeping the same session again changes nothing.

        Raises
        ------
        SessionExists
            If another session has one of these ids.
        """
        with writing(self._engine) as connection:
            for document in documents:
                known = _find(connection, document.id)
                if known is not None and known != document:
                    raise SessionExists(
                        said("session {session} is kept already and reads differently", session=document.id)
                    )
                if known is None:
                    _insert(connection, document)
                    if read_consent(connection) is not None:
                        put_into_outbox(connection, document.id)

    def began_at(self, started_at: datetime, side: str | None = None) -> bool:
        """Return whether a session that began at this very moment is kept, also one that is not readable.

        Parameters
        ----------
        started_at : datetime
            The moment.
        side : {'left', 'right'}, optional
            Only one of this leg, where two sensors were recorded at once.
        """
        query = select(SESSIONS.c.document).where(SESSIONS.c.started_at == started_at)
        with self._engine.connect() as connection:
            texts = connection.scalars(query).all()
        return any(side is None or _side_of(text) in (None, side) for text in texts)

    def session(self, session_id: UUID) -> SessionDocument:
        """Return one session.

        Raises
        ------
        UnknownSession
            If there is none with this id.
        """
        with self._engine.connect() as connection:
            found = _find(connection, session_id)
        if found is None:
            raise UnknownSession(said("no session {session}", session=session_id))
        return found

    def started_at(self, session_id: UUID) -> datetime:
        """Return when a session began, UTC, also of one that this version cannot read.

        Raises
        ------
        UnknownSession
            If there is none with this id.
        """
        with self._engine.connect() as connection:
            found = connection.scalar(select(SESSIONS.c.started_at).where(SESSIONS.c.id == str(session_id)))
        if found is None:
            raise UnknownSession(said("no session {session}", session=session_id))
        moment: datetime = found
        return moment

    def sessions(self) -> tuple[SessionDocument, ...]:
        """Return all sessions that this version can read, oldest first."""
        return self.shelf().sessions

    def shelf(self) -> Shelf:
        """Return all sessions, those apart that this version cannot read."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(SESSIONS).order_by(SESSIONS.c.started_at)).all()
        sessions, unread = [], []
        for row in rows:
            try:
                sessions.append(document_from_wire(row.document))
            except BadDocument:
                unread.append(UnreadSession(UUID(row.id), row.started_at, row.document))
        return Shelf(tuple(sessions), tuple(unread))

    def erase(self, session_id: UUID) -> None:
        """Erase one session here, also from the outbox. What a server has is not touched.

        Raises
        ------
        UnknownSession
            If there is none with this id.
        """
        with writing(self._engine) as connection:
            erased = connection.execute(delete(SESSIONS).where(SESSIONS.c.id == str(session_id)))
            if erased.rowcount == 0:
                raise UnknownSession(said("no session {session}", session=session_id))
        self._forget()

    def erase_all(self) -> None:
        """Erase sessions, course, outbox, consent and pseudonym.

        The log of what was sent stays, so that the person can still ask the clinic to erase it too.
        """
        with writing(self._engine) as connection:
            for table in (OUTBOX, SESSIONS, SETTINGS):
                connection.execute(delete(table))
            erase_course(connection)
        self._forget()

    def pseudonym(self) -> str:
        """Return the person's random name; the first call makes it."""
        with writing(self._engine) as connection:
            return pseudonym_of(connection)

    def consent(self) -> UploadConsent | None:
        """Return what the person agreed to; None while uploading is off."""
        with self._engine.connect() as connection:
            return read_consent(connection)

    def switch_on_upload(self, server_url: str, token_reference: str, agreed_at: datetime) -> None:
        """Note the person's consent to send sessions to one server. Sessions kept from now on are queued.

        Parameters
        ----------
        server_url : str
            The server; another one needs a new consent.
        token_reference : str
            Where the token is found, such as ``env:NAME`` or ``file:PATH``; never the token itself.
        agreed_at : datetime
            Now, UTC.
        """
        with writing(self._engine) as connection:
            write_consent(connection, UploadConsent(agreed_at, server_url, token_reference))

    def switch_off_upload(self) -> None:
        """Withdraw the consent. What waits in the outbox is not sent and no longer waits."""
        with writing(self._engine) as connection:
            write_consent(connection, None)
            connection.execute(delete(OUTBOX))

    def _forget(self) -> None:
        # The write-ahead log still holds pages with what was erased: write it back and cut it to nothing.
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _find(connection: Connection, session_id: UUID) -> SessionDocument | None:
    text = connection.scalar(select(SESSIONS.c.document).where(SESSIONS.c.id == str(session_id)))
    return None if text is None else document_from_wire(text)


def _side_of(text: str) -> str | None:
    """Return the leg of a document; None where it is not said, or not readable."""
    try:
        return document_from_wire(text).side
    except BadDocument:
        return None


def _insert(connection: Connection, document: SessionDocument) -> None:
    text = document.wire().decode()
    connection.execute(
        insert(SESSIONS).values(id=str(document.id), started_at=document.started_at, document=text)
    )
