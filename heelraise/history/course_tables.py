"""The tables of the training's course, as the newest migration leaves them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, String, Table, Text

from heelraise.history.database import UtcDateTime
from heelraise.history.tables import METADATA


def _entries(name: str, *columns: Column[Any]) -> Table:
    """Make a table of dated entries: order of entry, moment in UTC, the person's day."""
    return Table(
        name,
        METADATA,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("at", UtcDateTime, nullable=False),
        Column("day", Date, nullable=False, index=True),
        *columns,
    )


def _session() -> Column[str]:
    return Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"))


PAIN = _entries(
    "pain",
    Column("moment", String(20), nullable=False),
    Column("score", Integer, nullable=False),
    Column("sharp", Boolean, nullable=False),
)

ANSWERS = _entries(
    "answers",
    Column("question", String(40), nullable=False),
    Column("about", String(60), nullable=False),
    Column("value", Text, nullable=False),
)

EXERCISES = _entries(
    "exercises",
    Column("id", String(36), nullable=False, unique=True),
    Column("exercise", String(40), nullable=False),
    Column("side", String(10), nullable=False),
    Column("one_leg", Boolean, nullable=False),
    Column("reps", String(400), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("load_kg", Float, nullable=False),
    Column("programme", String(12), nullable=False),
    _session(),
)

NOTES = _entries(
    "notes", Column("author", String(20), nullable=False), Column("text", Text, nullable=False), _session()
)

PROGRAMMES = Table(
    "programmes",
    METADATA,
    Column("digest", String(12), primary_key=True),
    Column("first_used_at", UtcDateTime, nullable=False),
    Column("content", Text, nullable=False),
)

COURSE_TABLES = (PAIN, ANSWERS, EXERCISES, NOTES, PROGRAMMES)
"""All of them: what is erased together."""
