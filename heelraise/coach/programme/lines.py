"""On which line of a TOML text a key stands, so that an error can point there.

Python's reader of TOML forgets positions. The text has been read without error before it gets here, so a look
at table headers and at what stands before the first ``=`` is enough; inside inline tables the line of the key
that holds them is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"' ]+?)\s*\]")
_KEY = re.compile(r"^\s*([\w.\-\"' ]+?)\s*=")
_LONG = re.compile(r'"""|\'\'\'')


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line, from 1, of the key at `path` or of the nearest thing around it that has one.

    Parameters
    ----------
    text : str
        Valid TOML.
    path : sequence of str or int
        Keys, and numbers from 0 within arrays of tables.
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        found = lines.get(tuple(path[:length]))
        if found is not None:
            return found
    return None


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside_long = False
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if not inside_long and header:
            table = _open(_parts(header[2]), header[1] == "[[", counts)
            lines.setdefault(table, number)
        elif not inside_long and key:
            parts = _parts(key[1])
            for length in range(1, len(parts) + 1):
                lines.setdefault(table + parts[:length], number)
        inside_long ^= len(_LONG.findall(line)) % 2 == 1
    return lines


def _open(names: Path, repeated: bool, counts: dict[Path, int]) -> Path:
    """Return the path of the table that a header opens, with the numbers of the arrays around it."""
    path: Path = ()
    for place, name in enumerate(names):
        path += (name,)
        last = place == len(names) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (counts[path],)
    return path


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
