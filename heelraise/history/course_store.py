"""Keeping the course of the training: each entry on its own, in the order in which it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from heelraise.coach.course import Answer, CourseLog, ExerciseDone, PainEntry, PainMoment
from heelraise.coach.programme.model import Programme
from heelraise.coach.programme.plan import Side
from heelraise.coach.questions import Question
from heelraise.history.course_tables import ANSWERS, COURSE_TABLES, EXERCISES, NOTES, PAIN, PROGRAMMES
from heelraise.history.database import writing
from heelraise.history.errors import DatabaseUnusable, UnknownSession
from heelraise.history.notes import Author, Note
from sensing.said import said, said_by

_T = TypeVar("_T")

Entry: TypeAlias = PainEntry | Answer | ExerciseDone | Note
"""Whatever a person enters."""


class CourseStore:
    """What was done, what hurt, what was answered and noted. `History.course` is one.

    Parameters
    ----------
    engine : Engine
        The person's store.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def log(self) -> CourseLog:
        """Return everything that the rules look at, from one moment.

        Raises
        ------
        DatabaseUnusable
            If an entry is none that the program ever wrote.
        """
        with self._engine.connect() as connection, connection.begin():
            return CourseLog(
                pain=_all(connection, PAIN, _pain_of),
                answers=_all(connection, ANSWERS, _answer_of),
                done=_all(connection, EXERCISES, _done_of),
            )

    def add_pain(self, entry: PainEntry) -> None:
        """Keep a number on the pain scale; a later one of the same day and moment corrects it."""
        self._add(
            PAIN, entry.at, entry.day, {"moment": entry.moment, "score": entry.score, "sharp": entry.sharp}
        )

    def add_answer(self, answer: Answer) -> None:
        """Keep an answer; the last one to a question counts."""
        values = {"question": answer.question, "about": answer.about, "value": answer.value}
        self._add(ANSWERS, answer.at, answer.day, values)

    def add_done(self, done: Sequence[ExerciseDone], programme: Programme) -> None:
        """Keep what was done of an exercise, all of it or nothing.

        An entry of the same id takes the place of the earlier one: the session went on.

        Parameters
        ----------
        done : sequence of ExerciseDone
            One a side.
        programme : Programme
            What it was done under; its content is kept too, once.

        Raises
        ------
        UnknownSession
            If it names a session that is not kept here.
        """
        with self._refusing(done), writing(self._engine) as connection:
            for one in done:
                _keep_programme(connection, programme, one.at)
                connection.execute(delete(EXERCISES).where(EXERCISES.c.id == str(one.id)))
                connection.execute(insert(EXERCISES).values(**_row_of(one)))

    def add_note(self, note: Note) -> None:
        """Keep a note.

        Raises
        ------
        UnknownSession
            If it is about a session that is not kept here.
        """
        with self._refusing([note]):
            values = {"author": note.author, "text": note.text, "session_id": _text(note.session_id)}
            self._add(NOTES, note.at, note.day, values)

    def newest(self) -> Entry | None:
        """Return what was entered last, by the clock; None where nothing was."""
        with self._engine.connect() as connection:
            found = _newest(connection)
        return None if found is None else found[1]

    def withdraw(self) -> Entry | None:
        """Erase what was entered last and return it; None where nothing was."""
        with writing(self._engine) as connection:
            found = _newest(connection)
            if found is None:
                return None
            table, entry, number = found
            connection.execute(delete(table).where(table.c.number == number))
            return entry

    def notes(self) -> tuple[Note, ...]:
        """Return all notes, in the order in which they were written."""
        with self._engine.connect() as connection:
            return _all(connection, NOTES, _note_of)

    def programmes(self) -> dict[str, str]:
        """Return the content, as JSON, of each programme that anything was done under, by its digest."""
        with self._engine.connect() as connection:
            return {row.digest: row.content for row in connection.execute(select(PROGRAMMES))}

    def size(self, session_id: UUID | None = None) -> int:
        """Return how many entries there are, programmes aside; with a session, those that belong to it."""
        log, notes = self.log(), self.notes()
        if session_id is not None:
            ids = [one.session_id for one in log.done] + [one.session_id for one in notes]
            return ids.count(session_id)
        return len(log.pain) + len(log.answers) + len(log.done) + len(notes)

    def _add(self, table: Table, at: datetime, day: object, values: dict[str, Any]) -> None:
        with writing(self._engine) as connection:
            connection.execute(insert(table).values(at=at, day=day, **values))

    @contextmanager
    def _refusing(self, entries: Sequence[ExerciseDone | Note]) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            ids = sorted({str(one.session_id) for one in entries if one.session_id is not None})
            raise UnknownSession(said("no session {session}", session=", ".join(ids))) from None


def erase_course(connection: Connection) -> None:
    """Erase all of it."""
    for table in COURSE_TABLES:
        connection.execute(delete(table))


def _all(connection: Connection, table: Table, read: Callable[[Row[Any]], _T]) -> tuple[_T, ...]:
    rows = connection.execute(select(table).order_by(table.c.number))
    try:
        return tuple(read(row) for row in rows)
    except ValueError as error:
        raise DatabaseUnusable(
            said(
                "{database}: damaged, table '{table}' holds what cannot be: {why}; put back a copy",
                database=connection.engine.url.database,
                table=table.name,
                why=said_by(error),
            )
        ) from None


def _pain_of(row: Row[Any]) -> PainEntry:
    return PainEntry(row.at, row.day, PainMoment(row.moment), row.score, row.sharp)


def _answer_of(row: Row[Any]) -> Answer:
    return Answer(row.at, row.day, Question(row.question), row.value, row.about)


def _done_of(row: Row[Any]) -> ExerciseDone:
    return ExerciseDone(
        id=UUID(row.id),
        at=row.at,
        day=row.day,
        exercise=row.exercise,
        side=Side(row.side),
        one_leg=row.one_leg,
        reps=tuple(int(reps) for reps in row.reps.split()),
        seconds=row.seconds,
        load_kg=row.load_kg,
        programme=row.programme,
        session_id=None if row.session_id is None else UUID(row.session_id),
    )


def _note_of(row: Row[Any]) -> Note:
    session_id = None if row.session_id is None else UUID(row.session_id)
    return Note(row.at, row.day, Author(row.author), row.text, session_id)


def _row_of(done: ExerciseDone) -> dict[str, Any]:
    return {
        "id": str(done.id),
        "at": done.at,
        "day": done.day,
        "exercise": done.exercise,
        "side": done.side,
        "one_leg": done.one_leg,
        "reps": " ".join(map(str, done.reps)),
        "seconds": done.seconds,
        "load_kg": done.load_kg,
        "programme": done.programme,
        "session_id": _text(done.session_id),
    }


def _text(session_id: UUID | None) -> str | None:
    return None if session_id is None else str(session_id)


def _keep_programme(connection: Connection, programme: Programme, at: datetime) -> None:
    digest = programme.digest
    if connection.scalar(select(PROGRAMMES.c.digest).where(PROGRAMMES.c.digest == digest)) is None:
        content = programme.model_dump_json()
        connection.execute(insert(PROGRAMMES).values(digest=digest, first_used_at=at, content=content))


def _newest(connection: Connection) -> tuple[Table, Entry, int] | None:
    """Return the table, the entry and its number of what was entered last."""
    readers: tuple[tuple[Table, Callable[[Row[Any]], Entry]], ...] = (
        (PAIN, _pain_of),
        (ANSWERS, _answer_of),
        (EXERCISES, _done_of),
        (NOTES, _note_of),
    )
    found: list[tuple[Table, Entry, int]] = []
    for table, read in readers:
        row = connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).first()
        if row is not None:
            found.append((table, read(row), row.number))
    return max(found, key=lambda one: one[1].at, default=None)
