"""One session at a time: a lock that the operating system lets go of, however the program ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from heelraise.history.errors import HistoryError
from sensing.said import said, system_reason

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class SessionRunning(HistoryError):
    """Another session runs in the same data folder."""


@contextmanager
def only_session(path: Path) -> Iterator[None]:
    """Hold the lock of a data folder.

    Parameters
    ----------
    path : Path
        The lock file; made if missing, and left behind.

    Raises
    ------
    SessionRunning
        If another program holds it.
    HistoryError
        If the folder is not there and cannot be made, or nothing can be written in it.
    """
    with _opened(path) as file:
        try:
            _lock(file)
        except OSError:
            raise SessionRunning(
                said("another session is running; end that one first, or wait until it is over")
            ) from None
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise HistoryError(
            said("{path}: cannot be written: {why}", path=path, why=system_reason(error))
        ) from None
