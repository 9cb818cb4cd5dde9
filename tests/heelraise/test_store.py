import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, inspect

from heelraise.history import store
from heelraise.history.database import writing
from heelraise.history.errors import (
    DatabaseTooNew,
    DatabaseUnusable,
    HistoryError,
    SessionExists,
    UnknownSession,
)
from heelraise.history.export import export_history
from heelraise.history.store import History
from heelraise.history.tables import METADATA
from tests.heelraise.factories import NOON, document

SERVER = "https://clinic.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History(path) as opened:
        yield opened


def test_a_session_is_there_after_closing(path: Path) -> None:
    kept = document()
    with History(path) as history:
        history.keep(kept)
    with History(path) as history:
        assert history.sessions() == (kept,)
        assert history.session(kept.id) == kept


def test_keeping_twice_keeps_one_and_another_with_the_same_id_is_refused(history: History) -> None:
    kept = document()
    history.keep(kept)
    history.keep(kept)
    with pytest.raises(SessionExists):
        history.keep(document(kept.id, reps=3))
    assert history.sessions() == (kept,)


def test_sessions_come_oldest_first(history: History) -> None:
    late, early = document(), document(started_at=NOON.replace(year=2025))
    history.keep(late)
    history.keep(early)
    assert history.sessions() == (early, late)


def test_nothing_is_queued_until_uploading_is_switched_on(history: History) -> None:
    before, after = document(), document()
    history.keep(before)
    assert history.consent() is None
    assert history.outbox.pending() == ()
    history.switch_on_upload(SERVER, "env:TOKEN", NOON)
    history.keep(after)
    history.keep(before)  # is kept already, and was not meant to be sent then
    assert [pending.session_id for pending in history.outbox.pending()] == [after.id]


def test_switching_uploading_off_empties_the_outbox(history: History) -> None:
    history.switch_on_upload(SERVER, "env:TOKEN", NOON)
    history.keep(document())
    history.switch_off_upload()
    assert history.consent() is None
    assert history.outbox.pending() == ()
    assert len(history.sessions()) == 1


def test_keeping_and_queueing_happen_together_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the plug was pulled")

    with History(path) as history:
        history.switch_on_upload(SERVER, "env:TOKEN", NOON)
        with monkeypatch.context() as patch:
            patch.setattr(store, "put_into_outbox", fail)
            with pytest.raises(RuntimeError):
                history.keep(document())
        assert history.sessions() == ()
        assert history.outbox.pending() == ()


KILLED = """
import os, sys
from pathlib import Path
from heelraise.history import store
from heelraise.history.database import writing
from tests.heelraise.factories import document
history = store.History(Path(sys.argv[1]))
history.keep(document())
store.put_into_outbox = lambda *_: os._exit(9)
history.keep(document())
"""


def test_a_kill_in_the_middle_leaves_what_was_kept_and_nothing_half(path: Path) -> None:
    with History(path) as history:
        history.switch_on_upload(SERVER, "env:TOKEN", NOON)
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=root, check=False, timeout=60)
    assert ended.returncode == 9
    with History(path) as history:
        assert len(history.sessions()) == len(history.outbox.pending()) == 1


def test_erasing_one(history: History) -> None:
    history.switch_on_upload(SERVER, "env:TOKEN", NOON)
    gone, stays = document(), document()
    history.keep(gone)
    history.keep(stays)
    history.erase(gone.id)
    assert history.sessions() == (stays,)
    assert [pending.session_id for pending in history.outbox.pending()] == [stays.id]
    for act in (history.erase, history.session):
        with pytest.raises(UnknownSession, match=r"^no session "):
            act(gone.id)


def test_what_is_erased_is_no_longer_in_the_files(path: Path) -> None:
    with History(path) as history:
        name = history.pseudonym()
        for _ in range(5):
            history.keep(document(pseudonym=name))
        history.erase_all()
        assert history.sessions() == ()
        for file in path.parent.iterdir():
            assert name.encode() not in file.read_bytes()
        assert history.pseudonym() != name


def test_the_pseudonym_stays_the_same(history: History) -> None:
    assert history.pseudonym() == history.pseudonym()


def test_the_store_is_for_its_owner_only(history: History, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_export_holds_everything_and_replaces_whole(history: History, tmp_path: Path) -> None:
    history.switch_on_upload(SERVER, "env:TOKEN", NOON)
    kept = document()
    history.keep(kept)
    target = tmp_path / "mine.json"
    target.write_text("old")
    assert export_history(history, target) == 1
    content = json.loads(target.read_text(encoding="utf-8"))
    assert content["sessions"] == [json.loads(kept.wire())]
    assert content["upload"]["server_url"] == SERVER
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["mine.json"]
    with pytest.raises(HistoryError, match="cannot be written"):
        export_history(history, tmp_path / "missing" / "mine.json")


def test_migrations_make_the_tables_that_the_code_expects(history: History, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    there = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {column["name"]: column for column in there.get_columns(table.name)}
        assert {c.name: c.nullable for c in table.columns} == {n: c["nullable"] for n, c in columns.items()}
    engine.dispose()


def test_the_journal_and_foreign_keys_are_on(path: Path) -> None:
    with History(path) as history, history._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heelraise.history.migrations.versions import m0001_sessions

    migration = Path(m0001_sessions.__file__).read_text(encoding="utf-8")
    folder = path.parent / "migrations" / "versions"
    folder.mkdir(parents=True)
    (folder / "m0001_sessions.py").write_text(migration + "    raise RuntimeError('half way')\n")
    env = Path(m0001_sessions.__file__).parents[1] / "env.py"
    (folder.parent / "env.py").write_text(env.read_text(encoding="utf-8"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "_MIGRATIONS", str(folder.parent))
        with pytest.raises(RuntimeError, match="half way"):
            History(path)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with History(path) as history:
        history.keep(document())


def test_a_newer_database_is_left_alone(path: Path) -> None:
    with History(path):
        pass
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.commit()
    with pytest.raises(DatabaseTooNew, match=r"newer heelraise.*pip install -U heelraise$"):
        History(path)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("dear diary " * 100)
    with pytest.raises(DatabaseUnusable, match=r"history\.db: damaged .*move it away to begin anew"):
        History(path)
    assert path.read_text().startswith("dear diary")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="nothing can be written"):
        History(tmp_path / "file" / "history.db")


def test_a_full_disk_is_called_that(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with History(path) as history:
        history.keep(document())
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4096))
        with pytest.raises(DatabaseUnusable, match="the disk is full; make room"):
            fill(history)
        assert len(history.sessions()) == 1


def fill(history: History) -> None:
    with writing(history._engine) as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(1000000) AS much")
