"""The FHIR interface: read-only, for a clinic's token, never more than one patient in an answer."""

from __future__ import annotations

from itertools import accumulate
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi import Path as PathParameter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from heelraise.server.access import InServices, Services, clinic_token
from heelraise.server.fhir.conformance import MEDIA_TYPE, capability_statement, outcome
from heelraise.server.fhir.resources import (
    observed_in,
    patient_resource,
    repetition_resources,
    session_resource,
)
from heelraise.server.fhir.search import BadSearch, Search, search_of
from heelraise.server.fhir.terms import SYSTEM_ID, Json, code_system
from heelraise.server.storage import ReceivedSession

_MOST_MEMBERS = 1000
"""Most repetitions on a page, but for those of its first session: about 3 MB."""

_JSON_RANGES = ("*/*", "application/*", "application/json", "text/json", MEDIA_TYPE)


class FhirResponse(JSONResponse):
    """A resource."""

    media_type = MEDIA_TYPE


def json_is_taken(request: Request) -> None:
    """Refuse who takes no JSON."""
    accepted = request.headers.get("accept", "*/*").lower()
    if not any(part.partition(";")[0].strip() in _JSON_RANGES for part in accepted.split(",")):
        raise HTTPException(406, f"only {MEDIA_TYPE} is served")


def fhir_app(services: Services) -> FastAPI:
    """Return the application of the FHIR interface, to be mounted.

    Parameters
    ----------
    services : Services
        What the server's requests share.
    """
    app = FastAPI(
        openapi_url=None,  # FHIR has a description of its own
        default_response_class=FhirResponse,
        dependencies=[Depends(json_is_taken)],
    )
    app.state.services = services
    app.add_exception_handler(AnyHTTPException, _say_in_fhir)
    app.add_exception_handler(RequestValidationError, _say_what_is_wrong)
    app.get("/metadata")(metadata)
    for path, answer in (
        ("/Observation", search_observations),
        ("/Observation/{observation_id}", read_observation),
        ("/Patient/{pseudonym}", read_patient),
        ("/CodeSystem/{system_id}", read_code_system),
    ):
        app.get(path, dependencies=[Depends(clinic_token)])(answer)
    return app


def metadata(services: InServices) -> Json:
    """Say what can be asked for."""
    return capability_statement(services.now())


def search_observations(request: Request, services: InServices) -> Json:
    """Find the sessions of one patient."""
    try:
        search = search_of(request.query_params.multi_items())
    except BadSearch as error:
        raise HTTPException(400, str(error)) from None
    found = services.storage.sessions(
        pseudonym=search.pseudonym,
        started=search.started,
        received=search.received,
        after=search.after,
        limit=search.count + 1,
    )
    return _bundle(request, search, found)


def read_observation(observation_id: str, services: InServices) -> Json:
    """Return one session, or one repetition of it."""
    asked = observed_in(observation_id)
    found = None if asked is None else services.storage.session(asked[0])
    if asked is None or found is None:
        raise HTTPException(404, "no such Observation")
    place = asked[1]
    if place is None:
        return session_resource(found)
    if place > len(found.document.reps):
        raise HTTPException(404, "no such Observation")
    return list(repetition_resources(found))[place - 1]


def read_patient(
    pseudonym: Annotated[str, PathParameter(pattern=PSEUDONYM_PATTERN)], services: InServices
) -> Json:
    """Return a person of whom there is a session."""
    if not services.storage.sessions(pseudonym=pseudonym, limit=1):
        raise HTTPException(404, "no such Patient")
    return patient_resource(pseudonym)


def read_code_system(system_id: str) -> Json:
    """Return what our codes mean."""
    if system_id != SYSTEM_ID:
        raise HTTPException(404, "no such CodeSystem")
    return code_system()


def _bundle(request: Request, search: Search, found: tuple[ReceivedSession, ...]) -> Json:
    """Return a page of what was found; one more than the page holds says that there is another."""
    base = str(request.url.replace(query="")).removesuffix("Observation")
    page = _page(search, found)
    entries = [_entry(base, session_resource(item), "match") for item in page]
    if search.members:
        entries += [_entry(base, one, "include") for item in page for one in repetition_resources(item)]
    links = [{"relation": "self", "url": str(request.url)}]
    if len(found) > len(page):
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != "_page"]
        query = urlencode([*asked, ("_page", page[-1].place.written())])
        links.append({"relation": "next", "url": f"{base}Observation?{query}"})
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "link": links}
    return {**bundle, "entry": entries} if entries else bundle  # FHIR knows no empty lists


def _page(search: Search, found: tuple[ReceivedSession, ...]) -> tuple[ReceivedSession, ...]:
    """Return as many sessions as were asked for, fewer where their repetitions would be too many, but one."""
    page = found[: search.count]
    if not search.members:
        return page
    reps = accumulate(len(item.document.reps) for item in page)
    return page[: max(1, sum(count <= _MOST_MEMBERS for count in reps))]


def _entry(base: str, resource: Json, mode: str) -> Json:
    url = f"{base}{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


async def _say_in_fhir(_request: Request, error: Exception) -> FhirResponse:
    assert isinstance(error, AnyHTTPException)
    return FhirResponse(outcome(error.status_code, error.detail), error.status_code, error.headers)


async def _say_what_is_wrong(_request: Request, error: Exception) -> FhirResponse:
    # The only thing checked before is the name in an address.
    return FhirResponse(outcome(404, "no such resource"), 404)
