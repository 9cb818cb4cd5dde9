"""Erasing what is kept about a person: sessions, their raw recordings, and the course around them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from heelraise.history.errors import HistoryError
from heelraise.history.store import History
from heelraise.places import Places
from sensing.said import said, system_reason


@dataclass(frozen=True, slots=True)
class Doomed:
    """What an erasure takes.

    Parameters
    ----------
    session_id : UUID or None
        The one session; None for everything.
    sessions : int
        How many sessions go.
    recordings : tuple of Path
        Recording folders that go with them.
    entries : int
        How many entries of the course go: exercises, pain, answers, notes.
    programme : Path or None
        The person's own programme file, if it goes.
    servers : tuple of str
        Servers that were sent one of these sessions; what they have stays there.
    """

    session_id: UUID | None
    sessions: int
    recordings: tuple[Path, ...]
    entries: int
    programme: Path | None
    servers: tuple[str, ...]


def doomed(history: History, places: Places, session_id: UUID | None = None) -> Doomed:
    """Say what erasing one session, or everything, would take.

    Raises
    ------
    UnknownSession
        If there is no session with this id.
    """
    sent = history.outbox.sent()
    folders = sorted(path for path in places.recordings.glob("*") if path.is_dir() and not path.is_symlink())
    if session_id is None:
        servers = {entry.server_url for entry in sent}
        own_programme = places.programme if places.programme.exists() else None
        kept = len(history.shelf()), tuple(folders), history.course.size(), own_programme
        return Doomed(None, *kept, tuple(sorted(servers)))
    # A recording folder is named by the start of its session.
    start = f"{history.started_at(session_id):%Y-%m-%dT%H%M%S}-"
    servers = {entry.server_url for entry in sent if entry.session_id == session_id}
    own = tuple(path for path in folders if path.name.startswith(start))
    return Doomed(session_id, 1, own, history.course.size(session_id), None, tuple(sorted(servers)))


def erase(history: History, what: Doomed) -> None:
    """Erase it; with everything go course, programme, outbox, consent and name.

    The log of what was sent stays.

    Raises
    ------
    HistoryError
        If a recording cannot be removed; the sessions are still there then, and it can be tried again.
    """
    _remove(what.recordings)
    if what.programme is not None:
        what.programme.unlink(missing_ok=True)
    if what.session_id is None:
        history.erase_all()
    else:
        history.erase(what.session_id)


def _remove(folders: Sequence[Path]) -> None:
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise HistoryError(
                said(
                    "{folder}: cannot be removed: {why}; sessions are still kept",
                    folder=folder,
                    why=system_reason(error),
                )
            ) from None
