"""Who is asking, and how much may they send: what every request is checked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import ClientDisconnect

from heelraise.server.browser import BrowserAccess
from heelraise.server.settings import ServerSettings
from heelraise.server.storage import SessionStorage
from heelraise.server.tokens import Role, Token, find_token

_bearer = HTTPBearer(auto_error=False, description="The token that the clinic gave out.")


@dataclass(frozen=True, slots=True)
class Services:
    """What the requests of one server share."""

    settings: ServerSettings
    storage: SessionStorage
    browsers: BrowserAccess
    now: Callable[[], datetime]


def services_of(request: Request) -> Services:
    """Return what the server's requests share."""
    services: Services = request.app.state.services
    return services


InServices = Annotated[Services, Depends(services_of)]
InCredentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def known_token(services: InServices, credentials: InCredentials, response: Response) -> Token:
    """Let through who has a token."""
    response.headers["Cache-Control"] = "no-store"
    token = None if credentials is None else find_token(services.settings.tokens, credentials.credentials)
    if token is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "the token is missing or not known; ask the clinic for one",
            {"WWW-Authenticate": "Bearer"},
        )
    return token


def clinic_token(token: Annotated[Token, Depends(known_token)]) -> Token:
    """Let through who may read."""
    if token.role is not Role.CLINIC:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "this token may only upload")
    return token


async def limited_body(request: Request) -> bytes:
    """Return the body, never taking in more than the limit."""
    limit = services_of(request).settings.max_body_bytes
    too_long = HTTPException(413, f"the body is longer than {limit} bytes")
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit() or int(announced[:20]) > limit:
        raise too_long
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise too_long
    except ClientDisconnect:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "the connection broke off") from None
    return bytes(body)


InBody = Annotated[bytes, Depends(limited_body)]
