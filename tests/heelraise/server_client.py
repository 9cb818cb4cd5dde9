"""What the tests of the server share: its tokens, its settings, and a client that needs no network."""

import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

with warnings.catch_warnings():
    # Newer Starlettes want another package for this client and say so on import; httpx still serves.
    warnings.filterwarnings("ignore", message="Using `httpx` with")
    from fastapi.testclient import TestClient

from heelraise.history.document import SessionDocument
from heelraise.server.settings import ServerSettings, sqlite_url
from heelraise.server.tokens import Role, new_secret, token_of
from heelraise.upload import send
from tests.heelraise.factories import NOON

__all__ = [
    "AS_CLINIC",
    "AS_UPLOADER",
    "CLINIC",
    "UPLOAD",
    "Clock",
    "TestClient",
    "put",
    "sent_before_a_crash",
    "settings",
]

UPLOAD, CLINIC = new_secret(), new_secret()
AS_UPLOADER = {"authorization": f"Bearer {UPLOAD}"}
AS_CLINIC = {"authorization": f"Bearer {CLINIC}"}


class Clock:
    """A server's clock that a test can put on."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


def settings(path: Path, **changes: Any) -> ServerSettings:
    tokens = (token_of(UPLOAD, Role.UPLOAD), token_of(CLINIC, Role.CLINIC))
    return ServerSettings(sqlite_url(path), tokens, **changes)


def put(server: TestClient, sent: SessionDocument, headers: dict[str, str] = AS_UPLOADER) -> httpx.Response:
    answer: httpx.Response = server.put(f"/api/v1/sessions/{sent.id}", content=sent.wire(), headers=headers)
    return answer


def sent_before_a_crash(document: SessionDocument, server_url: str, token: str) -> bool:
    """Send as ever; the program ends before it can note the answer."""
    send(document, server_url, token)
    raise RuntimeError("the plug was pulled")
