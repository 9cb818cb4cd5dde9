"""Everything that the pure rules raise on purpose. Each message is one line that says what to do.

::

    CoachError (also ValueError)
    ├── ProgrammeError    a programme file that cannot be used; names file, line and key
    └── AnswerError       an answer or a pain score that cannot be meant
"""

from __future__ import annotations

from sensing.said import said


class CoachError(ValueError):
    """Base of the tree."""


class ProgrammeError(CoachError):
    """A programme file cannot be used.

    Parameters
    ----------
    file : str
        Name of the file, as the person knows it.
    reason : str
        What is wrong and what to do.
    line : int or None
        Line in the file, counted from 1.
    key : str
        The key at fault, dotted; empty where no single one is.
    """

    def __init__(self, file: str, reason: str, line: int | None = None, key: str = "") -> None:
        self.file = file
        self.reason = reason
        self.line = line
        self.key = key
        where = file if line is None else said("{path}, line {line}", path=file, line=line)
        what = said("{where}: {reason}", where=key, reason=reason) if key else reason
        super().__init__(said("{where}: {reason}", where=where, reason=what))


class AnswerError(CoachError):
    """An answer cannot be meant: a pain of 11, an exercise that nobody prescribed."""
