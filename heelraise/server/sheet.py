"""Sessions as a table for a spreadsheet: a row each, as the reader's own spreadsheet takes it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import TypeAlias

from heelraise.display.history_view import sets
from heelraise.display.terms import EXERCISES, PLACES, SIDES
from heelraise.history.document import SessionDocument
from heelraise.language import Language, Words, message, words_in
from heelraise.progress.point import SessionPoint, point_of

_DELIMITERS = {Language.ENGLISH: ",", Language.DANISH: ";"}
"""What a spreadsheet parts columns by where this is the language: the comma is Denmark's decimal point."""

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells a spreadsheet that it is UTF-8."""

_Number: TypeAlias = float | None

_TEXTS: tuple[tuple[str, Callable[[SessionDocument, SessionPoint, Words], str]], ...] = (
    (message("Person"), lambda one, _, __: one.pseudonym),
    (message("Started"), lambda one, _, __: f"{one.started_at:%Y-%m-%d %H:%M}"),
    (message("Offset from UTC"), lambda one, _, __: _offset(one)),
    (message("Exercise"), lambda one, _, words: words(EXERCISES[one.exercise])),
    (message("Leg"), lambda one, _, words: words(SIDES[one.side]) if one.side else ""),
    (message("Sensor"), lambda one, _, words: words(PLACES[one.placement])),
    (message("Sets"), lambda _, point, __: sets(point)),
)
_NUMBERS: tuple[tuple[str, int, Callable[[SessionPoint], _Number]], ...] = (
    (message("Repetitions"), 0, lambda point: point.reps),
    (message("Too fast"), 0, lambda point: point.too_fast),
    (message("Up s"), 2, lambda point: point.done.up_s),
    (message("Hold s"), 2, lambda point: point.done.hold_s),
    (message("Down s"), 2, lambda point: point.done.down_s),
    (message("Prescribed up s"), 2, lambda point: point.prescribed.up_s),
    (message("Prescribed hold s"), 2, lambda point: point.prescribed.hold_s),
    (message("Prescribed down s"), 2, lambda point: point.prescribed.down_s),
    (message("Time under tension s"), 1, lambda point: point.tension_s),
    (message("Range °"), 1, lambda point: point.height_deg),
    (message("Rise cm"), 1, lambda point: point.height_cm),
)


def sheet_lines(documents: Iterable[SessionDocument], language: Language) -> Iterator[str]:
    """Yield the table line by line, headings first.

    Times of phases are medians over the repetitions. What is not known is empty.

    Parameters
    ----------
    documents : iterable of SessionDocument
        The sessions, in the order of the rows.
    language : Language
        The reader's.
    """
    words = words_in(language)
    heads = [words(name) for name, _ in _TEXTS] + [words(name) for name, _, _ in _NUMBERS]
    yield _MARK + _line(heads, language)
    for document in documents:
        point = point_of(document, document.started_at, document.started_at.date())
        texts = [value(document, point, words) for _, value in _TEXTS]
        numbers = [_written(value(point), decimals, words) for _, decimals, value in _NUMBERS]
        yield _line(texts + numbers, language)


def _offset(document: SessionDocument) -> str:
    return (document.started_at.tzname() or "").removeprefix("UTC") or "+00:00"


def _written(value: _Number, decimals: int, words: Words) -> str:
    return "" if value is None else words.number(value, decimals)


def _line(cells: list[str], language: Language) -> str:
    line = StringIO()
    csv.writer(line, delimiter=_DELIMITERS[language]).writerow(cells)
    return line.getvalue()
