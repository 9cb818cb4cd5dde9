"""Everything that keeping, sending and serving sessions raises on purpose. Each message is one line.

::

    HistoryError
    ├── DatabaseUnusable                  the file cannot be opened, or is no database of ours
    │   └── DatabaseTooNew                a newer program wrote it
    ├── UnknownSession (also KeyError)    no session with that id
    ├── SessionExists                     the id is taken by a session that reads differently
    ├── BadDocument (also ValueError)     not a session document
    ├── BadNote (also ValueError)         a note that cannot be kept
    ├── UploadError                       raised by `heelraise.upload` and `heelraise.sync`
    │   ├── UploadOff                     the person has not switched uploading on
    │   ├── ServerUnreachable             it may work later: the session stays in the outbox
    │   ├── WrongToken                    nothing will work until the token is put right
    │   └── ServerRefused                 the server will not take this one document
    └── ServerSetupError                  the server cannot start as it is set up

All are raised with `sensing.said.said`, to be told in the person's language, but `BadDocument`: it answers a
program, not a person, and is English as everything in the server's API.
"""

from __future__ import annotations


class HistoryError(Exception):
    """Base of the tree. The message is one line that says what happened and what to do."""


class DatabaseUnusable(HistoryError):
    """The database cannot be opened or is damaged."""


class DatabaseTooNew(DatabaseUnusable):
    """The database was written by a newer version of the program."""


class UnknownSession(HistoryError, KeyError):
    """No session with that id."""

    __str__ = Exception.__str__  # KeyError would put the sentence in quotes


class SessionExists(HistoryError):
    """The id belongs to another session already."""


class BadDocument(HistoryError, ValueError):
    """Bytes or fields that are no session document."""


class BadNote(HistoryError, ValueError):
    """A note that cannot be kept."""


class UploadError(HistoryError):
    """A session could not be sent.

    Parameters
    ----------
    message : str
        One line.
    transmitted : bool
        Whether the session may have left this machine all the same.
    """

    def __init__(self, message: str, *, transmitted: bool = False) -> None:
        self.transmitted = transmitted
        super().__init__(message)


class UploadOff(UploadError):
    """The person has not switched uploading on, or switched it off."""


class ServerUnreachable(UploadError):
    """No answer, or an answer that says "later".

    Parameters
    ----------
    message : str
        One line.
    status : int or None
        The HTTP status it answered with; None without an answer.
    transmitted : bool
        Whether the session may have left this machine all the same.
    """

    def __init__(self, message: str, *, status: int | None = None, transmitted: bool = False) -> None:
        self.status = status
        super().__init__(message, transmitted=transmitted or status is not None)


class WrongToken(UploadError):
    """The server does not accept the token."""


class ServerRefused(UploadError):
    """The server refuses this document.

    Parameters
    ----------
    message : str
        One line.
    status : int
        The HTTP status it answered with.
    """

    def __init__(self, message: str, status: int) -> None:
        self.status = status
        super().__init__(message, transmitted=True)


class ServerSetupError(HistoryError):
    """The server cannot start as it is set up."""
