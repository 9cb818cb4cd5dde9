"""What a search for Observations asks for.

What is not understood is refused: a filter that is passed over would give a clinic more than it asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from heelraise.history.pseudonym import PSEUDONYM_PATTERN
from heelraise.server.fhir.terms import PERSONS
from heelraise.server.storage import MAX_LISTED, Place, Span

_USUAL_COUNT = 50
_PERSON: Final = re.compile(PSEUDONYM_PATTERN)
_MOMENT: Final = re.compile(
    r"(?P<prefix>eq|gt|lt|ge|le|sa|eb)?"
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d{1,6}))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_JSON_NAMES = frozenset({"json", "text/json", "application/json", "application/fhir+json"})
_MEMBERS = frozenset({"Observation:has-member", "Observation:has-member:Observation"})
_CATEGORIES = frozenset({"activity", "http://terminology.hl7.org/CodeSystem/observation-category|activity"})
_ONLY: Mapping[str, frozenset[str]] = {
    "category": _CATEGORIES,
    "_include": _MEMBERS,
    "_sort": frozenset({"-date"}),
    "_format": _JSON_NAMES,
}
"""Parameters that have these values and no others."""


class BadSearch(ValueError):
    """A search that is not understood, or not served."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search for the sessions of one person.

    Parameters
    ----------
    pseudonym : str
        The person.
    started, received : Span
        When the session began and when it came in.
    members : bool
        Whether to give the repetitions as well.
    count : int
        Most sessions on a page.
    after : Place or None
        Where the page before ended.
    """

    pseudonym: str
    started: Span
    received: Span
    members: bool
    count: int
    after: Place | None


def search_of(parameters: Iterable[tuple[str, str]]) -> Search:
    """Read the parameters of a search.

    Raises
    ------
    BadSearch
        If one of them is not known or has a value that cannot be.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault("patient" if name == "subject" else name, []).append(value)
    for name, known in _ONLY.items():
        for value in given.get(name, ()):
            if value not in known:
                raise BadSearch(f"{name}: only {' or '.join(sorted(known))} is served")
    search = Search(
        _person(given.pop("patient", [])),
        _span("date", given.pop("date", [])),
        _span("_lastUpdated", given.pop("_lastUpdated", [])),
        "_include" in given,
        _count(given.pop("_count", [])),
        _place(given.pop("_page", [])),
    )
    unknown = sorted(given.keys() - _ONLY.keys())
    if unknown:
        raise BadSearch(f"{unknown[0][:40]!a} is not served; see the CapabilityStatement")
    return search


def _person(values: list[str]) -> str:
    if len(values) != 1:
        raise BadSearch("name one patient: patient=RANDOM-NAME")
    name = values[0].removeprefix(f"{PERSONS}|").removeprefix("Patient/")
    if not _PERSON.fullmatch(name):
        raise BadSearch("patient is a random name such as k7wq-3mfx-9t2c")
    return name


def _span(name: str, values: list[str]) -> Span:
    since: datetime | None = None
    before: datetime | None = None
    for value in values:
        first, end, prefix = _range(name, value)
        if prefix in {"eq", "ge"}:
            since = first if since is None else max(since, first)
        if prefix in {"gt", "sa"}:
            since = end if since is None else max(since, end)
        if prefix in {"eq", "le"}:
            before = end if before is None else min(before, end)
        if prefix in {"lt", "eb"}:
            before = first if before is None else min(before, first)
    return Span(since, before)


def _range(name: str, value: str) -> tuple[datetime, datetime, str]:
    """Return the first moment that a value means, the first one after it, and its prefix."""
    found = _MOMENT.fullmatch(value.replace(" ", "+"))  # a plus sign that nobody wrote as %2B
    if found is None:
        raise BadSearch(f"{name}: a moment such as ge2026-11-22 or lt2026-11-22T08:00:00Z")
    parts = found.groupdict()
    zone = (parts["zone"] or "").replace("Z", "+00:00")
    day = f"{parts['year']}-{parts['month'] or '01'}-{parts['day'] or '01'}"
    clock = f"{parts['hour'] or '00'}:{parts['minute'] or '00'}:{parts['second'] or '00'}"
    try:
        first = datetime.fromisoformat(f"{day}T{clock}.{(parts['fraction'] or '').ljust(6, '0')}{zone}")
        # Without a zone it is the server's own, as FHIR has it: each end by itself, the clocks may change.
        return first.astimezone(UTC), _next(first, parts).astimezone(UTC), parts["prefix"] or "eq"
    except (ValueError, OverflowError, OSError):
        raise BadSearch(f"{name}: there is no such moment") from None


def _next(first: datetime, parts: Mapping[str, str | None]) -> datetime:
    if parts["fraction"]:
        return first + timedelta(microseconds=10 ** (6 - len(parts["fraction"])))
    if parts["second"]:
        return first + timedelta(seconds=1)
    if parts["minute"]:
        return first + timedelta(minutes=1)
    if parts["day"]:
        return first + timedelta(days=1)
    year, months = first.year, first.month if parts["month"] else 12
    return first.replace(year=year + months // 12, month=months % 12 + 1)


def _count(values: list[str]) -> int:
    if not values:
        return _USUAL_COUNT
    text = values[-1]
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise BadSearch("_count is a number from 1 on")
    return min(int(text[:9]), MAX_LISTED)


def _place(values: list[str]) -> Place | None:
    if not values:
        return None
    try:
        return Place.read(values[-1])
    except ValueError:
        raise BadSearch("_page is what a page before said") from None
