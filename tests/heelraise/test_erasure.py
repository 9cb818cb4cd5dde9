"""Erasing from the command line: asked first, all or one, and nothing of other people's."""

import io
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from heelraise.history.outbox import Sent
from heelraise.history.store import History
from heelraise.places import Places
from tests.heelraise.command_line import CommandLine
from tests.heelraise.factories import NOON, document

CLINIC = "https://clinic.example"


def keep(places: Places, minutes: int) -> str:
    """Keep a session and its recording; return the session's id."""
    started_at = NOON + timedelta(minutes=minutes)
    with History(places.history) as history:
        sent = document(started_at=started_at)
        history.keep(sent)
    folder = places.new_recording(started_at, "movesense")
    folder.mkdir(parents=True)
    (folder / "arrivals.jsonl.gz").write_bytes(b"raw")
    return str(sent.id)


def recordings(places: Places) -> list[str]:
    return sorted(path.name for path in places.recordings.iterdir())


def kept(places: Places) -> list[str]:
    with History(places.history) as history:
        return [str(one.id) for one in history.sessions()]


@pytest.fixture
def two(places: Places) -> list[str]:
    return [keep(places, minutes) for minutes in (0, 10)]


def test_everything_goes(heelraise: CommandLine, places: Places, two: list[str]) -> None:
    with History(places.history) as history:
        name = history.pseudonym()
        history.switch_on_upload(CLINIC, "env:TOKEN", NOON)
    ran = heelraise("erase", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert "sessions: 2, raw recordings: 2" in ran.out
    assert kept(places) == recordings(places) == []
    with History(places.history) as history:
        assert history.consent() is None
        assert history.pseudonym() != name
    assert "sessions: 0, raw recordings: 0" in heelraise("erase", "--yes").out


def test_one_session_goes_with_its_recording(heelraise: CommandLine, places: Places, two: list[str]) -> None:
    assert "sessions: 1, raw recordings: 1" in heelraise("erase", two[0], "--yes").out
    assert kept(places) == two[1:]
    assert recordings(places) == ["2026-11-22T121000-movesense"]


def test_what_was_sent_is_said(heelraise: CommandLine, places: Places, two: list[str]) -> None:
    with History(places.history) as history:
        first = history.sessions()[0].id
        history.outbox.mark_sent(Sent(first, NOON, CLINIC, "0" * 64, "201"))
    assert CLINIC not in heelraise("erase", two[1], "--yes").out
    assert CLINIC in heelraise("erase", "--yes").out
    with History(places.history) as history:
        assert len(history.outbox.sent()) == 1


@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 2), ("", 1, 2)])
def test_it_asks_first(
    heelraise: CommandLine,
    places: Places,
    two: list[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    left: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    ran = heelraise("erase")
    assert ran.code == code
    assert "no way back" in ran.out
    assert len(kept(places)) == len(recordings(places)) == left


def test_a_session_that_is_not_there(heelraise: CommandLine, places: Places, two: list[str]) -> None:
    missing = uuid4()
    ran = heelraise("erase", missing, "--yes")
    assert ran.code == 1
    assert ran.err == f"heelraise: no session {missing}\n"
    assert heelraise("erase", "yesterday", "--yes").code == 2
    assert kept(places) == two


def test_a_recording_that_cannot_be_removed_keeps_the_sessions(
    heelraise: CommandLine, places: Places, two: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("shutil.rmtree", refuse)
    ran = heelraise("erase", "--yes")
    assert ran.code == 1
    assert ran.err.startswith("heelraise: ")
    assert ran.err.count("\n") == 1
    assert "Permission denied" in ran.err
    assert kept(places) == two


def test_the_id_of_a_session_is_in_the_export(
    heelraise: CommandLine, places: Places, two: list[str], tmp_path: Path
) -> None:
    heelraise("export", tmp_path / "all.json")
    assert [one["id"] for one in json.loads((tmp_path / "all.json").read_text())["sessions"]] == two
