"""The course of the training: exercises done, pain, answers, notes, and their programmes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _entries("pain", _of("moment", sa.String(20)), _of("score", sa.Integer()), _of("sharp", sa.Boolean()))
    _entries("answers", _of("question", sa.String(40)), _of("about", sa.String(60)), _of("value", sa.Text()))
    _entries(
        "exercises",
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        _of("exercise", sa.String(40)),
        _of("side", sa.String(10)),
        _of("one_leg", sa.Boolean()),
        _of("reps", sa.String(400)),
        _of("seconds", sa.Float()),
        _of("load_kg", sa.Float()),
        _of("programme", sa.String(12)),
        _session(),
    )
    _entries("notes", _of("author", sa.String(20)), _of("text", sa.Text()), _session())
    op.create_table(
        "programmes",
        sa.Column("digest", sa.String(12), primary_key=True),
        _of("first_used_at", sa.DateTime()),
        _of("content", sa.Text()),
    )


def _entries(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _of("at", sa.DateTime()),
        sa.Column("day", sa.Date, nullable=False, index=True),
        *columns,
    )


def _session() -> sa.Column[Any]:
    return sa.Column("session_id", sa.String(36), sa.ForeignKey("sessions.id", ondelete="CASCADE"))


def _of(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
