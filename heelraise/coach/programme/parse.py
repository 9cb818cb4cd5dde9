"""From the text of a programme file to a programme, or to an error that names file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import BaseModel, ValidationError

from heelraise.coach.errors import ProgrammeError
from heelraise.coach.programme.lines import line_of
from heelraise.coach.programme.model import FORMAT, Programme
from heelraise.coach.programme.plan import ExerciseKind
from heelraise.coach.programme.reasons import reason_of
from sensing.said import said, said_by

_Place = tuple[str | int, ...]


def programme_from_toml(text: str, file: str) -> Programme:
    """Read a programme.

    Parameters
    ----------
    text : str
        Content of the file.
    file : str
        What to call it in an error.

    Raises
    ------
    ProgrammeError
        If it is no TOML, of a format that this version does not know, or not a whole and sensible programme.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+)", str(error))
        line = int(where[1]) if where else None
        raise ProgrammeError(file, said("not readable as TOML: {why}", why=said_by(error)), line) from None
    reason: str
    found = content.get("format")
    if type(found) is not int or found != FORMAT:
        reason = said(
            "this version reads format {known}; 'heelraise programme copy' writes one", known=FORMAT
        )
        raise ProgrammeError(file, reason, line_of(text, ("format",)), "format")
    try:
        programme = Programme.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        # A misspelt key is also a missing one: say the misspelling, which has a line of its own.
        first = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
        raise _at(text, file, first["loc"], reason_of(first)) from None
    for place, reason in _contradictions(programme):
        raise _at(text, file, place, reason)
    return programme


def _at(text: str, file: str, place: _Place, reason: str) -> ProgrammeError:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return ProgrammeError(file, reason, line_of(text, place), key)


def _contradictions(programme: Programme) -> Iterator[tuple[_Place, str]]:
    """Find what no single section can know."""
    known = {one.key: one for one in programme.exercises}
    main = known.get(programme.schedule.main)
    if main is None or main.kind is not ExerciseKind.RAISES:
        yield (
            ("schedule", "main"),
            said("name one of the exercises of kind 'raises', not {name}", name=programme.schedule.main),
        )
    yield from _twice("exercises", [one.key for one in programme.exercises])
    yield from _twice("screening", [one.key for one in programme.screening])
    for number, exercise in enumerate(programme.exercises):
        weeks = [stage.from_week for stage in exercise.stages]
        if weeks and weeks[0] != 0:
            yield ("exercises", number, "stages", 0, "from_week"), said("the first stage starts in week 0")
        for place, (before, after) in enumerate(pairwise(weeks)):
            if after <= before:
                yield (
                    ("exercises", number, "stages", place + 1, "from_week"),
                    said(
                        "stages follow each other: {after} comes after {before}", after=after, before=before
                    ),
                )
    for path, source in _sources(programme, ()):
        if source not in programme.sources:
            yield path, said("'{source}' is not among [sources]; add it there or name another", source=source)


def _twice(section: str, keys: Sequence[str]) -> Iterator[tuple[_Place, str]]:
    for key, count in Counter(keys).items():
        if count > 1:
            last = len(keys) - 1 - keys[::-1].index(key)
            yield (section, last, "key"), said("'{key}' is there {count} times", key=key, count=count)


def _sources(part: BaseModel, path: _Place) -> Iterator[tuple[_Place, str]]:
    for name in type(part).model_fields:
        value, here = getattr(part, name), (*path, name)
        if name == "source":
            yield here, value
        elif name == "other_sources":
            yield from (((*here, key), source) for key, source in value.items())
        elif isinstance(value, BaseModel):
            yield from _sources(value, here)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _sources(item, (*here, number))
