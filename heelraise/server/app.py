"""The server put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

from heelraise.language import language_of_browser
from heelraise.server.access import Services
from heelraise.server.api import api
from heelraise.server.browser import BrowserAccess
from heelraise.server.fhir.service import fhir_app
from heelraise.server.page import HEADERS, missing_page
from heelraise.server.pages import pages
from heelraise.server.settings import ServerSettings
from heelraise.server.storage import SessionStorage

_DESCRIPTION = """
Takes the sessions that people chose to send and gives them to their clinic.
A session is sent under a random pseudonym; it holds a summary and the repetitions, no raw recording.
"""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: ServerSettings, now: Callable[[], datetime] = _utc_now) -> FastAPI:
    """Make the server's application; its database is opened and brought up to date here.

    Parameters
    ----------
    settings : ServerSettings
        What it is started with.
    now : callable
        Gives the time, UTC.

    Raises
    ------
    DatabaseUnusable
        If the database cannot be used.
    """
    storage = SessionStorage(settings.database_url)
    link_life, visit_life = timedelta(minutes=settings.link_minutes), timedelta(hours=settings.visit_hours)

    @asynccontextmanager
    async def closing_storage(_app: FastAPI) -> AsyncIterator[None]:
        yield
        storage.close()

    app = FastAPI(
        title="heelraise",
        version=version("heelraise"),
        description=_DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere
        redoc_url=None,
        lifespan=closing_storage,
    )
    services = Services(settings, storage, BrowserAccess(now, link_life, visit_life), now)
    app.state.services = services
    app.include_router(api)
    app.include_router(pages)
    app.mount("/fhir", fhir_app(services))
    app.add_exception_handler(RequestValidationError, _say_what_is_wrong)
    return app


async def _say_what_is_wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not request.url.path.startswith("/api/"):  # an address in a browser, changed by hand
        language = language_of_browser(request.headers.get("accept-language", ""))
        return HTMLResponse(missing_page(language), 404, HEADERS)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return JSONResponse({"detail": f"{place}: {first['msg']}"}, 422)
