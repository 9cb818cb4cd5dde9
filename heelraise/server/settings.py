"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from heelraise.history.errors import ServerSetupError
from heelraise.server.tokens import Token
from sensing.said import said


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of a server.

    Parameters
    ----------
    database_url : str
        SQLAlchemy's URL; see `sqlite_url` for a file.
    tokens : tuple of Token
        Who may talk to it; at least one.
    max_body_bytes : int
        Longest body taken. The largest document that the format allows stays below the default.
    link_minutes : float
        How long a link for a browser may wait to be opened.
    visit_hours : float
        How long a browser that opened one may read.
    """

    database_url: str
    tokens: tuple[Token, ...]
    max_body_bytes: int = 2_000_000
    link_minutes: float = 10.0
    visit_hours: float = 8.0

    def __post_init__(self) -> None:
        if not self.tokens:
            raise ServerSetupError(said("the server has no token, nobody could use it; make one first"))


def sqlite_url(path: Path) -> str:
    """Return the database URL of a SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string()
