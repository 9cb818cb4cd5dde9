"""Writing a file for the person: complete or not there, and an error they can read."""

from __future__ import annotations

from pathlib import Path

from heelraise.history.errors import HistoryError
from sensing.recording import wholefile
from sensing.said import said, system_reason


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, readable by its owner only.

    Raises
    ------
    HistoryError
        If it cannot be written; what was there before is kept.
    """
    try:
        wholefile.write_whole(path, content)
    except OSError as error:
        raise HistoryError(
            said("{path}: cannot be written: {why}", path=path, why=system_reason(error))
        ) from None
