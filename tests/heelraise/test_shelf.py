"""A store that is not as this version left it."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from heelraise.erasure import doomed, erase
from heelraise.history.errors import DatabaseUnusable
from heelraise.history.export import export_history
from heelraise.history.store import History
from heelraise.places import Places
from tests.heelraise.factories import NOON, document


def execute(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A store with one session of ours and one of a newer version."""
    path = tmp_path / "history.db"
    newer = document(started_at=NOON + timedelta(days=2))
    with History(path) as history:
        history.keep(document())
        history.keep(newer)
    text = json.dumps(json.loads(newer.wire()) | {"format": 99, "mood": "fine"})
    execute(path, "UPDATE sessions SET document = ? WHERE id = ?", text, str(newer.id))
    return path


def test_a_session_of_a_newer_version_hides_no_other(kept: Path) -> None:
    with History(kept) as history:
        shelf = history.shelf()
        assert history.sessions() == shelf.sessions
    assert (len(shelf.sessions), len(shelf.unread), len(shelf)) == (1, 1, 2)
    assert shelf.unread[0].started_at == NOON + timedelta(days=2)


def test_a_session_that_cannot_be_read_can_be_erased(kept: Path) -> None:
    with History(kept) as history:
        (unread,) = history.shelf().unread
        erase(history, doomed(history, Places(kept.parent), unread.id))
        assert len(history.shelf()) == 1


def test_an_export_has_what_cannot_be_read_as_it_is(kept: Path, tmp_path: Path) -> None:
    with History(kept) as history:
        assert export_history(history, tmp_path / "all.json") == 2
        history.erase_all()
        assert not len(history.shelf())
    (text,) = json.loads((tmp_path / "all.json").read_text())["sessions_not_readable_by_this_version"]
    assert json.loads(text)["mood"] == "fine"


def test_a_store_that_lacks_a_table_is_called_damaged(kept: Path) -> None:
    execute(kept, "DROP TABLE sent")
    with pytest.raises(DatabaseUnusable, match="lacks the tables sent"):
        History(kept)
