"""How a browser gets in without ever seeing the token: a link that works once, then a cookie for a while.

Both live in memory only: a restart of the server shuts every browser out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from heelraise.server.tokens import digest_of

_MAX_WAITING = 1000
"""Links and visits kept at most; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An opened link: the cookie's value and the page to show."""

    cookie: str
    path: str


class BrowserAccess:
    """Links that wait to be opened and browsers that may read.

    They are looked up by digest, so that the time a lookup takes says nothing about a secret.

    Parameters
    ----------
    now : callable
        Gives the time, UTC.
    link_life, visit_life : timedelta
        How long a link may wait, and how long a browser may read.
    """

    def __init__(self, now: Callable[[], datetime], link_life: timedelta, visit_life: timedelta) -> None:
        self._now = now
        self._link_life = link_life
        self._visit_life = visit_life
        self._lock = Lock()
        self._links: dict[str, tuple[datetime, str]] = {}
        self._visits: dict[str, datetime] = {}

    def link(self, session_id: UUID | None = None) -> str:
        """Return the path of a new link, to the page of one session or to the persons."""
        page = "/people" if session_id is None else f"/sessions/{session_id}"
        code = secrets.token_urlsafe(24)
        with self._lock:
            if len(self._links) >= _MAX_WAITING:
                del self._links[next(iter(self._links))]
            self._links[digest_of(code)] = (self._now() + self._link_life, page)
        return f"/open/{code}"

    def open(self, code: str) -> Visit | None:
        """Use up a link; None if there is no such link, it was opened before or has waited too long."""
        with self._lock:
            expires, path = self._links.pop(digest_of(code), (None, ""))
            if expires is None or expires < self._now():
                return None
            cookie = secrets.token_urlsafe(32)
            if len(self._visits) >= _MAX_WAITING:
                del self._visits[next(iter(self._visits))]
            self._visits[digest_of(cookie)] = self._now() + self._visit_life
        return Visit(cookie, path)

    def admits(self, cookie: str | None) -> bool:
        """Whether a browser with this cookie may read."""
        if cookie is None:
            return False
        with self._lock:
            expires = self._visits.get(digest_of(cookie))
        return expires is not None and expires >= self._now()
