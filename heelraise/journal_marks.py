"""What stands at the end of a session's journal once nobody writes in it any more.

Without a mark a session was cut off, or runs. `ENDED`: nothing of it is left to do, it is in the history.
`CONTINUED`: it went on in another folder; an `ENDED` after that says that this part is in the history too.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

JOURNAL: Final = "session.jsonl"
ENDED, CONTINUED = "ended", "continued"

_STARTS = {name: f'{{"{name}"'.encode() for name in (ENDED, CONTINUED)}
_LONGEST_MARK: Final = 300
"""A mark is shorter than this, bytes: the name of a folder and a few words."""


def mark_ended(folder: Path) -> None:
    """Note in a journal that nothing is left to do; without a journal nothing happens.

    Where it cannot be written, it is found out anew that the session is in the history.
    """
    path = folder / JOURNAL
    with suppress(OSError):
        if path.exists():
            _append(path, {ENDED: True})


def mark_continued(folder: Path, into: Path) -> None:
    """Note in a journal that its session goes on in another folder; that one must be complete on disk."""
    _append(folder / JOURNAL, {CONTINUED: into.name})


def mark_of(line: bytes) -> str | None:
    """Return which mark a line is; None if it is none."""
    return next((name for name, start in _STARTS.items() if line.startswith(start)), None)


def unfinished(recordings: Path) -> list[Path]:
    """Return the journals, oldest first, after which something may be left to do."""
    return [path for path in sorted(recordings.glob(f"*/{JOURNAL}")) if not _has_ended(path)]


def _has_ended(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _LONGEST_MARK))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError:
        return False  # who reads it says why
    return mark_of(last) == ENDED


def _append(path: Path, mark: dict[str, object]) -> None:
    with path.open("ab") as file:
        file.write(b"\n" + json.dumps(mark).encode() + b"\n")  # the line before may be torn
