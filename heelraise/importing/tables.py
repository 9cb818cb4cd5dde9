"""Finding the table in a text: where its heading is, what separates its columns, how numbers look."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from typing import Final, TypeVar

import pandas as pd

from heelraise.importing.headings import plain

_HEADING_WITHIN: Final = 60  # lines; makers' own headers have up to a dozen
_SEPARATORS: Final = (",", ";", "\t")
_DECIMAL_COMMA: Final = re.compile(r"\d,\d")
_SAMPLE_LINES: Final = 20

Match = TypeVar("Match")


def find_table(
    text: str, match: Callable[[tuple[str, ...]], Match | None]
) -> tuple[pd.DataFrame, Match] | None:
    """Return the first table whose headings `match` accepts, with what it made of them; None without one.

    Its columns are numbered.
    """
    start = 0
    for _ in range(_HEADING_WITHIN):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        for separator in _SEPARATORS:
            headings = _headings(line, separator)
            found = match(headings) if len(headings) > 1 else None
            if found is not None:
                rest = "" if end < 0 else text[end + 1 :]
                return _frame(rest, separator, len(headings)), found
        if end < 0:
            return None
        start = end + 1
    return None


def first_headings(text: str) -> tuple[str, ...]:
    """Return the headings of what looks most like a table, as they are written, for a message."""
    lines = text[:20_000].splitlines()[:_HEADING_WITHIN]
    rows = [
        next(csv.reader([line], delimiter=sep), []) for line in lines for sep in _SEPARATORS if line.strip()
    ]
    return tuple(cell.strip() for cell in max(rows, key=len, default=[]))


def _headings(line: str, separator: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line.strip("\r")], delimiter=separator), [])
    except csv.Error:
        return ()
    return tuple(plain(cell) for cell in cells)


def _frame(body: str, separator: str, width: int) -> pd.DataFrame:
    sample = "\n".join(body[:20_000].splitlines()[:_SAMPLE_LINES])
    decimal = "," if separator != "," and _DECIMAL_COMMA.search(sample) else "."
    try:
        return pd.read_csv(
            StringIO(body),
            sep=separator,
            decimal=decimal,
            header=None,
            names=range(width),
            usecols=range(width),
            index_col=False,
            skip_blank_lines=True,
            skipinitialspace=True,
            on_bad_lines="skip",
            na_values=["null", "None", "-"],
            low_memory=False,
        )
    except (pd.errors.EmptyDataError, pd.errors.ParserError):
        return pd.DataFrame(columns=range(width))
