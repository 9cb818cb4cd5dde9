"""The pages for a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Cookie, Header, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from heelraise.history.document import SessionDocument
from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from heelraise.language import language_of_browser
from heelraise.server.access import InServices
from heelraise.server.list_pages import LISTED, RECENT_DAYS, people_page, sessions_page
from heelraise.server.page import HEADERS, closed_page, missing_page
from heelraise.server.session_page import session_page
from heelraise.server.sheet import sheet_lines
from heelraise.server.storage import Place, SessionStorage

pages = APIRouter(include_in_schema=False)

_COOKIE = "heelraise_visit"

InCookie = Annotated[str | None, Cookie(alias=_COOKIE)]
InLanguages = Annotated[str, Header(alias="accept-language")]
InPlace = Annotated[str | None, Query(max_length=100)]


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
def show_start() -> Response:
    """Go to where one begins."""
    return RedirectResponse("/people", 303)


@pages.get("/people")
def show_people(
    services: InServices, cookie: InCookie = None, languages: InLanguages = "", after: InPlace = None
) -> Response:
    """Show the persons, who trained last first."""
    language = language_of_browser(languages)
    if not services.browsers.admits(cookie):
        return _html(closed_page(language), 401)
    lately = services.now() - timedelta(days=RECENT_DAYS)
    found = services.storage.people(lately=lately, after=_place(after), limit=LISTED + 1)
    shown = found[:LISTED]
    return _html(people_page(shown, language, shown[-1].place if len(found) > LISTED else None))


@pages.get("/sessions")
def show_sessions(
    services: InServices,
    cookie: InCookie = None,
    languages: InLanguages = "",
    pseudonym: Annotated[str | None, Query(pattern=PSEUDONYM_PATTERN)] = None,
    after: InPlace = None,
) -> Response:
    """Show the newest sessions, of everybody or of one person."""
    language = language_of_browser(languages)
    if not services.browsers.admits(cookie):
        return _html(closed_page(language), 401)
    found = services.storage.sessions(pseudonym=pseudonym, after=_place(after), limit=LISTED + 1)
    shown = found[:LISTED]
    following = shown[-1].place if len(found) > LISTED else None
    return _html(sessions_page(shown, language, pseudonym, following))


@pages.get("/sessions.csv")
def give_sheet(
    services: InServices,
    cookie: InCookie = None,
    languages: InLanguages = "",
    pseudonym: Annotated[str | None, Query(pattern=PSEUDONYM_PATTERN)] = None,
) -> Response:
    """Give all sessions, of everybody or of one person, as a table for a spreadsheet."""
    language = language_of_browser(languages)
    if not services.browsers.admits(cookie):
        return _html(closed_page(language), 401)
    lines = sheet_lines(_all_sessions(services.storage, pseudonym), language)
    name = "heelraise" if pseudonym is None else f"heelraise-{pseudonym}"
    given = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines, headers=given, media_type="text/csv")


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


def _all_sessions(storage: SessionStorage, pseudonym: str | None) -> Iterator[SessionDocument]:
    after: Place | None = None
    while some := storage.sessions(pseudonym=pseudonym, after=after, limit=LISTED):
        yield from (item.document for item in some)
        after = some[-1].place


def _place(text: str | None) -> Place | None:
    """Return where a page begins; at the top where an address was changed by hand."""
    try:
        return None if text is None else Place.read(text)
    except ValueError:
        return None


def _html(content: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(content, status, HEADERS)
