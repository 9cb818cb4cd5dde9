"""Opening a database and bringing its tables up to date, for the person's store and for the server."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.types import TypeDecorator

from heelraise.history.errors import DatabaseTooNew, DatabaseUnusable
from sensing.said import said, system_reason

_BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another one: far more than any transaction here takes."""

_TRIES = 20
"""So many other programs in a row may be writing when a database is opened."""

_ROOM_BYTES = 64 * 1024
"""Free space under which a disk counts as full, bytes: SQLite asks for 32 KiB at once beside the database."""

_SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous = FULL",  # what was reported as kept survives the plug being pulled
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # erased health data are overwritten, not merely unlinked
)
_WRITE_AHEAD = "PRAGMA journal_mode = WAL"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC; SQLite would lose the time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC without zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back with the zone."""
        return None if value is None else value.replace(tzinfo=UTC)


def open_database(url: str | URL, migrations: str) -> Engine:
    """Open a database and run the migrations it lacks, in one transaction.

    Parameters
    ----------
    url : str or URL
        SQLAlchemy's URL of the database. A SQLite file and its folder are made if missing, readable by their
        owner only.
    migrations : str
        Where the migrations are, as ``package:folder``.

    Raises
    ------
    DatabaseUnusable
        If it cannot be opened; `DatabaseTooNew` if a newer program wrote it.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise DatabaseUnusable(said("database URL not understood: {why}", why=_first_line(error))) from None
    name = _name(engine.url)
    if engine.dialect.name == "sqlite":
        _make_file(engine.url.database)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with writing(engine) as connection:
            _upgrade(connection, migrations, name)
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(engine, error) from None
    except DatabaseUnusable:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: all of it happens or nothing.

    Raises
    ------
    DatabaseUnusable
        If the system does not let it, for instance because the disk is full.
    """
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(heelraise_writes=True)
            with connection.begin():
                yield connection
    except OperationalError as error:
        raise _unusable(engine, error) from None


def _upgrade(connection: Connection, migrations: str, name: str) -> None:
    config = Config()
    config.set_main_option("script_location", migrations)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present - known:
        raise DatabaseTooNew(
            said(
                "{path}: written by a newer heelraise (tables {tables}); update with: pip install -U "
                "heelraise",
                path=name,
                tables=max(present),
            )
        )
    command.upgrade(config, "head")


def _make_file(database: str | None) -> None:
    if database is None or database in {"", ":memory:"}:
        return
    path = Path(database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)  # before SQLite makes it for everyone to read
    except OSError as error:
        where = said("{path} ({why})", path=path, why=system_reason(error))
        raise DatabaseUnusable(
            said("Data folder: nothing can be written to {value}; make it yours or name another", value=where)
        ) from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Python's own handling would leave CREATE TABLE outside the transaction: we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma).close()
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side.

    SQLite does not wait with this for another program that writes, whatever its timeout; with a lock of our
    own it does, and then we try again.
    """
    for _ in range(_TRIES):
        try:
            connection.execute(_WRITE_AHEAD).close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE").close()
            connection.execute("COMMIT").close()
        else:
            return
    connection.execute(_WRITE_AHEAD).close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a reader's lock later can fail without waiting.
    writes = connection.get_execution_options().get("heelraise_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unusable(engine: Engine, error: DBAPIError) -> DatabaseUnusable:
    name = _name(engine.url)
    if engine.dialect.name == "sqlite" and _is_full(name):
        # SQLite says "disk I/O error" where it finds no room for the files beside the database.
        return DatabaseUnusable(
            said("{path}: cannot be written: the disk is full; make room, then try again", path=name)
        )
    why = _first_line(error.orig)
    if type(error.orig) is sqlite3.DatabaseError:  # what is damaged; its subclasses say what else is wrong
        return DatabaseUnusable(
            said(
                "{path}: damaged ({why}); put a copy of it back, or move it away to begin anew",
                path=name,
                why=why,
            )
        )
    return DatabaseUnusable(said("{path}: cannot be used as a database: {why}", path=name, why=why))


def _name(url: URL) -> str:
    return url.render_as_string(hide_password=True).removeprefix("sqlite:///")


def _is_full(path: str) -> bool:
    try:
        return shutil.disk_usage(Path(path).parent).free < _ROOM_BYTES
    except OSError:
        return False


def _first_line(error: BaseException | None) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
