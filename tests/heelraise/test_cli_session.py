"""Sessions, sending and serving from the command line."""

import gzip
import json
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from heelraise.history.store import History
from heelraise.language import Language
from heelraise.places import Places
from heelraise.server.run import BackgroundServer
from heelraise.server.settings import ServerSettings, sqlite_url
from heelraise.server.storage import SessionStorage
from heelraise.server.tokens import Role, new_secret, read_tokens, token_of
from models import training
from sensing.simulator import Mount
from tests.heelraise.command_line import CommandLine, Ran

FAST = ("--speed", 100)
NOBODY = "http://127.0.0.1:9"


def coach(heelraise: CommandLine, *more: object) -> Ran:
    return heelraise("coach", "--sensor", "sim:one-set", *FAST, *more)


def one_line(ran: Ran) -> str:
    assert ran.err.startswith("heelraise: ")
    assert ran.err.count("\n") == 1
    return ran.err


def test_a_session_is_shown_kept_and_not_sent(heelraise: CommandLine, places: Places) -> None:
    ran = coach(heelraise, "--side", "left")
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert "12  up" in ran.out
    assert "TOO FAST" in ran.out
    assert "lower it slowly!" in ran.out
    assert "uploading is off" in ran.out
    with History(places.history) as history:
        (kept,) = history.sessions()
        assert history.outbox.pending() == ()
    assert (kept.summary.reps, kept.side) == (12, "left")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs a zone that can be set")
def test_what_is_kept_carries_the_clock_of_this_computer(
    heelraise: CommandLine, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        coach(heelraise)
    finally:
        monkeypatch.undo()
        time.tzset()
    with History(places.history) as history:
        (started,) = (one.started_at for one in history.sessions())
    assert started.utcoffset() == timedelta(hours=5, minutes=45)


def test_no_line_of_a_session_is_wider_than_80_columns(heelraise: CommandLine) -> None:
    for language in Language:
        lines = coach(heelraise, "--lang", language).out.splitlines()
        wide = [line for line in lines if len(line.rstrip()) > 80 and "/" not in line]  # paths may be long
        assert wide == []


def test_a_session_without_repetitions_is_not_kept_but_its_recording_is(
    heelraise: CommandLine, places: Places
) -> None:
    ran = coach(heelraise, "--seconds", 3)
    assert ran.code == 0
    assert "No repetitions were seen." in ran.out
    assert not places.history.exists()
    assert len(list(places.recordings.iterdir())) == 1


def test_record_then_analyze_then_replay(heelraise: CommandLine, places: Places, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    assert heelraise("record", "--sensor", "sim:one-set", *FAST, "--folder", folder).code == 0
    assert json.loads(heelraise("analyze", "--json", folder).out)["summary"]["reps"] == 12
    assert "12  up" in heelraise("replay", folder, *FAST).out
    assert heelraise("coach", "--sensor", f"replay:{folder}", *FAST).code == 0
    assert len(list(places.recordings.iterdir())) == 1
    ran = heelraise("record", "--sensor", "sim:one-set", *FAST, "--folder", folder)
    assert ran.code == 1
    assert "there is a recording already" in one_line(ran)


def test_a_torn_last_line_is_read_up_to_there(heelraise: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "torn"
    heelraise("record", "--sensor", "sim:one-set", *FAST, "--folder", folder)
    whole = gzip.decompress((folder / "arrivals.jsonl.gz").read_bytes())
    (folder / "arrivals.jsonl.gz").unlink()
    (folder / "arrivals.jsonl").write_bytes(whole[:-20])
    found = json.loads(heelraise("analyze", "--json", folder).out)
    assert found["summary"]["reps"] == 12
    assert any("torn last line" in note for note in found["notes"])


def test_a_server_that_is_down_costs_nothing_and_sync_sends_once(
    heelraise: CommandLine, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("CLINIC_TOKEN", secret)
    assert heelraise("consent", "--server", NOBODY, "--token", "env:CLINIC_TOKEN").code == 0
    ran = coach(heelraise)
    assert ran.code == 0
    assert "waits in the outbox" in " ".join(ran.out.split())
    ran = heelraise("sync")
    assert ran.code == 1
    assert "try again later" in one_line(ran)
    shown = heelraise("sync", "--show").out
    settings = ServerSettings(sqlite_url(tmp_path / "server.db"), (token_of(secret, Role.UPLOAD),))
    with BackgroundServer(settings) as server:
        heelraise("consent", "--server", server.url, "--token", "env:CLINIC_TOKEN")
        ran = heelraise("sync")
        assert (ran.code, ran.err) == (0, "")
        assert "1 sent, 0 waiting" in ran.out
        assert shown in ran.out  # the first time, what is sent is shown unasked
        assert "0 sent, 0 waiting" in heelraise("sync").out
        assert "Summary uploaded" in coach(heelraise).out
    storage = SessionStorage(settings.database_url)
    rows = storage.sessions(limit=10)
    storage.close()
    assert len(rows) == 2
    assert shown.strip() in {row.document.wire().decode() for row in rows}


def test_a_wrong_token_is_said_and_the_session_waits(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ServerSettings(sqlite_url(tmp_path / "server.db"), (token_of(new_secret(), Role.UPLOAD),))
    monkeypatch.setenv("CLINIC_TOKEN", new_secret())
    with BackgroundServer(settings) as server:
        heelraise("consent", "--server", server.url, "--token", "env:CLINIC_TOKEN")
        assert "does not accept the token" in coach(heelraise).out
        ran = heelraise("sync")
    assert ran.code == 1
    assert "does not accept the token" in one_line(ran)
    assert heelraise("sync", "--show").out.count("\n") == 1


def test_consent_is_off_until_given_and_can_be_withdrawn(
    heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_TOKEN", "x" * 20)
    assert "is off" in heelraise("consent").out
    assert NOBODY in heelraise("consent", "--server", NOBODY, "--token", "env:CLINIC_TOKEN").out
    assert "is on" in heelraise("consent").out
    assert "is off" in heelraise("consent", "--off").out
    assert "uploading is off" in heelraise("sync").out
    assert heelraise("consent", "--server", NOBODY).code == 2
    ran = heelraise("consent", "--server", NOBODY, "--token", "env:MISSING")
    assert ran.code == 1
    one_line(ran)


def test_export_writes_everything(heelraise: CommandLine, tmp_path: Path) -> None:
    coach(heelraise)
    assert "1 session" in heelraise("export", tmp_path / "all.json").out
    assert len(json.loads((tmp_path / "all.json").read_text())["sessions"]) == 1


def test_tokens_are_made_for_a_server(heelraise: CommandLine, tmp_path: Path) -> None:
    ran = heelraise("serve", "--folder", tmp_path)
    assert ran.code == 1
    assert "heelraise token clinic" in one_line(ran)
    secret = heelraise("token", "clinic", "--label", "ward 3", "--folder", tmp_path).out.strip()
    (known,) = read_tokens(Places(tmp_path).server_tokens)
    assert known == token_of(secret, Role.CLINIC, "ward 3")


@pytest.mark.parametrize("sensor", ["virtual:abacus", "sim:nobody", "replay:nowhere"])
def test_what_is_not_there_is_said_in_one_line(heelraise: CommandLine, sensor: str) -> None:
    ran = heelraise("coach", "--sensor", sensor)
    assert ran.code == 1
    one_line(ran)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("coach",),
        ("coach", "--sensor", "abacus"),
        ("coach", "--sensor", "sim:one-set", "--prescription", "own"),
        ("coach", "--sensor", "ble:", "--speed", "5"),
        ("serve", "--certificate", "x.pem"),
    ],
)
def test_wrong_usage_is_exit_code_2(heelraise: CommandLine, arguments: tuple[str, ...]) -> None:
    assert heelraise(*arguments).code == 2


@pytest.mark.skipif(
    sys.platform != "linux" or Path("/run/dbus/system_bus_socket").exists(),
    reason="this machine may have Bluetooth",
)
@pytest.mark.parametrize("arguments", [("scan",), ("coach", "--sensor", "ble:")])
def test_without_bluetooth_it_says_what_is_missing(
    heelraise: CommandLine, arguments: tuple[str, ...]
) -> None:
    ran = heelraise(*arguments)
    assert ran.code == 1
    assert "Bluetooth is not available" in one_line(ran)


def test_the_demo_ends_with_a_session_on_the_server(
    heelraise: CommandLine, places: Places, tmp_path: Path
) -> None:
    ran = heelraise("demo", "--speed", 50, "--picture", tmp_path / "demo.svg")
    assert (ran.code, ran.err) == (0, "")
    assert "Movesense" in ran.out
    assert "TOO FAST" in ran.out
    assert "Summary uploaded" in ran.out
    storage = SessionStorage(sqlite_url(places.demo.server_database))
    (row,) = storage.sessions(limit=10)
    storage.close()
    assert str(row.document.id) in ran.out
    assert row.document.summary.reps == 12
    (folder,) = places.demo.recordings.iterdir()
    assert f"analyze {folder}" in ran.out
    assert not places.history.exists()  # the person's own store is not touched
    picture = (tmp_path / "demo.svg").read_text()
    assert "Summary&#160;uploaded" in picture
    assert "url(http" not in picture


def test_training_writes_weights_and_card(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_place = partial(training.train, mounts=(Mount.INSTEP,), workers=1)
    monkeypatch.setattr(training, "train", one_place)
    assert heelraise("train", "--people", 1, "--folder", tmp_path).code == 1
    ran = heelraise("train", "--people", 4, "--folder", tmp_path, "--page", tmp_path / "card.md")
    assert ran.code == 0
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "form.json",
        "card.json",
        "card.md",
    }
