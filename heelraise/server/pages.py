"""The pages for a browser."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Cookie, Header, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from heelraise.language import language_of_browser
from heelraise.server.access import InServices
from heelraise.server.page import HEADERS, closed_page, missing_page, session_page, sessions_page
from heelraise.server.storage import MAX_LISTED

pages = APIRouter(include_in_schema=False)

_COOKIE = "heelraise_visit"

InCookie = Annotated[str | None, Cookie(alias=_COOKIE)]
InLanguages = Annotated[str, Header(alias="accept-language")]


@pages.get("/open/{code}")
def open_link(code: str, request: Request, services: InServices, languages: InLanguages = "") -> Response:
    """Turn a one-time link into a cookie and go to the page it is for."""
    visit = services.browsers.open(code)
    if visit is None:
        return _html(closed_page(language_of_browser(languages)), 401)
    response = RedirectResponse(
        visit.path, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    )
    response.set_cookie(
        _COOKIE, visit.cookie, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return response


@pages.get("/")
@pages.get("/sessions")
def show_sessions(
    services: InServices,
    cookie: InCookie = None,
    languages: InLanguages = "",
    pseudonym: Annotated[str | None, Query(pattern=PSEUDONYM_PATTERN)] = None,
) -> Response:
    """Show the newest sessions, of everybody or of one person."""
    language = language_of_browser(languages)
    if not services.browsers.admits(cookie):
        return _html(closed_page(language), 401)
    newest = services.storage.sessions(pseudonym=pseudonym, limit=MAX_LISTED)
    return _html(sessions_page(newest, language, pseudonym))


@pages.get("/sessions/{session_id}")
def show_session(
    session_id: UUID, services: InServices, cookie: InCookie = None, languages: InLanguages = ""
) -> Response:
    """Show one session."""
    language = language_of_browser(languages)
    if not services.browsers.admits(cookie):
        return _html(closed_page(language), 401)
    found = services.storage.session(session_id)
    if found is None:
        return _html(missing_page(language), 404)
    return _html(session_page(found.document, language))


def _html(content: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(content, status, HEADERS)
