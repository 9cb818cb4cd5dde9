"""Everything the program keeps about a person, in one file they can read or take elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heelraise.history.store import History
from heelraise.history.wholefile import write_whole

EXPORT_FORMAT = 1


def export_history(history: History, path: Path) -> int:
    """Write all that is kept to a JSON file and return the number of sessions.

    The file is complete or not there: it is written beside and moved into place, readable by its owner only.

    Parameters
    ----------
    history : History
        The store.
    path : Path
        The file to write; an existing one is replaced.

    Raises
    ------
    HistoryError
        If the file cannot be written.
    """
    shelf = history.shelf()
    consent = history.consent()
    content: dict[str, Any] = {
        "format": EXPORT_FORMAT,
        "pseudonym": history.pseudonym(),
        "upload": None if consent is None else asdict(consent),
        "sessions": [document.model_dump(mode="json") for document in shelf.sessions],
        "sessions_not_readable_by_this_version": [one.document for one in shelf.unread],
        "course": _course(history),
        "sent": [asdict(sent) for sent in history.outbox.sent()],
    }
    write_whole(path, json.dumps(content, indent=1, default=str, ensure_ascii=False).encode())
    return len(shelf)


def _course(history: History) -> dict[str, Any]:
    log = history.course.log()
    return {
        "exercises": [asdict(one) for one in log.done],
        "pain": [asdict(one) for one in log.pain],
        "answers": [asdict(one) for one in log.answers],
        "notes": [asdict(one) for one in history.course.notes()],
        "programmes": {
            digest: json.loads(content) for digest, content in history.course.programmes().items()
        },
    }
