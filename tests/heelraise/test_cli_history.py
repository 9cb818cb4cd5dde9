"""``heelraise history`` and ``progress`` from the command line."""

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from heelraise.history.store import History
from heelraise.places import Places
from tests.heelraise.coach.programmes import STANDARD
from tests.heelraise.command_line import CommandLine
from tests.heelraise.progress.courses import course


@pytest.fixture
def weeks(places: Places) -> None:
    """Two weeks of training in the person's store."""
    documents, log = course(2)
    with History(places.history) as history:
        for one in documents:
            history.keep(one)
        for entry in log.pain:
            history.course.add_pain(entry)
        history.course.add_done(log.done, STANDARD)


def test_without_sessions_it_says_where_they_come_from(heelraise: CommandLine) -> None:
    for command in (("history",), ("progress",)):
        ran = heelraise(*command, "--lang", "en")
        assert (ran.code, ran.err) == (0, "")
        assert "heelraise start" in ran.out
    assert heelraise("history", "--json").out == ""


@pytest.mark.usefixtures("weeks")
def test_the_list_and_one_session_of_it(heelraise: CommandLine) -> None:
    sessions = [json.loads(line) for line in heelraise("history", "--json").out.splitlines()]
    assert [one["reps"] for one in sessions] == [36, 36, 36, 36, 36, 36, 15]
    assert sessions[0]["pain"] == {"before": 4, "during": 5, "after": 5}
    start = sessions[2]["id"][:8]
    assert start in heelraise("history").out
    shown = heelraise("history", "show", start, "--lang", "da")
    assert (shown.code, shown.err) == (0, "")
    assert "Sæt 3" in shown.out
    assert json.loads(heelraise("history", "show", start, "--json").out)["id"] == sessions[2]["id"]


@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize("name", ["zzz", ""])
def test_a_session_that_is_not_there_is_one_line(heelraise: CommandLine, name: str) -> None:
    ran = heelraise("history", "show", name)
    assert ran.code == 1
    assert ran.err == f"heelraise: no session with an id that begins with '{name}'; see: heelraise history\n"


@pytest.mark.usefixtures("weeks")
def test_since_leaves_out_earlier_ones(heelraise: CommandLine) -> None:
    assert len(heelraise("history", "--json", "--since", "2026-10-13").out.splitlines()) == 3
    assert heelraise("history", "--since", "yesterday").code == 2


@pytest.mark.usefixtures("weeks")
def test_the_progress_as_text_and_as_a_picture(heelraise: CommandLine, tmp_path: Path) -> None:
    assert "12 Oct" in heelraise("progress", "--lang", "en").out
    picture = tmp_path / "way.PNG"
    ran = heelraise("progress", "--out", picture)
    assert (ran.code, ran.err) == (0, "")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert heelraise("progress", "--out", tmp_path / "way.doc").code == 2


@pytest.mark.usefixtures("weeks")
def test_without_matplotlib_text_stays(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("heelraise.display.plots.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = heelraise("progress", "--out", tmp_path / "way.png")
    assert (ran.code, ran.out) == (1, "")
    assert "pip install 'heelraise[plot]'" in ran.err
    assert ran.err.count("\n") == 1
    assert heelraise("progress").code == 0


@pytest.mark.usefixtures("weeks")
def test_sessions_of_a_newer_version_are_counted_not_hidden(heelraise: CommandLine, places: Places) -> None:
    connection = sqlite3.connect(places.history)
    with connection:
        connection.execute(
            "UPDATE sessions SET document = replace(document, '\"format\":1', '\"format\":99') "
            "WHERE id IN (SELECT id FROM sessions LIMIT 2)"
        )
    connection.close()
    ran = heelraise("history", "--json", "--lang", "en")
    assert (ran.code, len(ran.out.splitlines())) == (0, 5)
    assert ran.err.startswith("2 sessions of a newer heelraise are not shown.")
