"""The tables of the person's store, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

from heelraise.history.database import UtcDateTime

METADATA = MetaData()

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("document", Text, nullable=False),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=True),
    Column(
        "session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text),
    Column("next_at", UtcDateTime),
)

SENT = Table(
    "sent",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("session_id", String(36), nullable=False, index=True),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("server_url", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("response", Text, nullable=False),
)

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
