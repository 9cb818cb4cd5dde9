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
        raise ProgrammeError(file, f"not readable as TOML: {error}", line) from None
    found = content.get("format")
    if type(found) is not int or found != FORMAT:
        reason = f"this version reads format {FORMAT}; 'heelraise programme copy' writes one"
        raise ProgrammeError(file, reason, line_of(text, ("format",)), "format")
    try:
        programme = Programme.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        # A misspelt key is also a missing one: say the misspelling, which has a line of its own.
        first = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
        raise _at(text, file, first["loc"], _message(first["type"], first["msg"])) from None
    for place, reason in _contradictions(programme):
        raise _at(text, file, place, reason)
    return programme


def _at(text: str, file: str, place: _Place, reason: str) -> ProgrammeError:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return ProgrammeError(file, reason, line_of(text, place), key)


def _message(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "no such key here; check the spelling"
    if kind == "missing":
        return "is missing here"
    return message.removeprefix("Value error, ").replace("Input should", "should")


def _contradictions(programme: Programme) -> Iterator[tuple[_Place, str]]:
    """Find what no single section can know."""
    known = {one.key: one for one in programme.exercises}
    main = known.get(programme.schedule.main)
    if main is None or main.kind is not ExerciseKind.RAISES:
        yield (
            ("schedule", "main"),
            f"name one of the exercises of kind 'raises', not {programme.schedule.main}",
        )
    yield from _twice("exercises", [one.key for one in programme.exercises])
    yield from _twice("screening", [one.key for one in programme.screening])
    for number, exercise in enumerate(programme.exercises):
        weeks = [stage.from_week for stage in exercise.stages]
        if weeks and weeks[0] != 0:
            yield ("exercises", number, "stages", 0, "from_week"), "the first stage starts in week 0"
        for place, (before, after) in enumerate(pairwise(weeks)):
            if after <= before:
                yield (
                    ("exercises", number, "stages", place + 1, "from_week"),
                    f"stages follow each other: {after} comes after {before}",
                )
    for path, source in _sources(programme, ()):
        if source not in programme.sources:
            yield path, f"'{source}' is not among [sources]; add it there or name another"


def _twice(section: str, keys: Sequence[str]) -> Iterator[tuple[_Place, str]]:
    for key, count in Counter(keys).items():
        if count > 1:
            last = len(keys) - 1 - keys[::-1].index(key)
            yield (section, last, "key"), f"'{key}' is there {count} times"


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
