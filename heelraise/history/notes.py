"""Free words of the patient or the therapist, on a day or a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from heelraise.history.errors import BadNote
from sensing.said import said

_LONGEST = 2000


class Author(StrEnum):
    """Who wrote a note."""

    PATIENT = "patient"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Note:
    """A note.

    Parameters
    ----------
    at : datetime
        When it was written, UTC.
    day : date
        The person's day that it is about.
    author : Author
        Who wrote it.
    text : str
        What was written; lines are kept, other control characters are none of it.
    session_id : UUID or None
        The session that it is about, if one is.

    Raises
    ------
    BadNote
        If there is nothing in it, or too much.
    """

    at: datetime
    day: date
    author: Author
    text: str
    session_id: UUID | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.text.strip()) <= _LONGEST:
            raise BadNote(
                said(
                    "a note has 1 to {most} characters; this one has {count}",
                    most=_LONGEST,
                    count=len(self.text.strip()),
                )
            )
        if not self.text.replace("\n", " ").isprintable():
            raise BadNote(said("a note is plain text: it holds a control character that cannot be kept"))
