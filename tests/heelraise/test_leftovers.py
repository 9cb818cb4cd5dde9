"""A session that was cut off by power reaches the history and the clinic, once."""

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from heelraise.cli import leftovers
from heelraise.history.document import SessionDocument
from heelraise.history.store import History
from heelraise.journal_marks import JOURNAL, mark_continued, unfinished
from heelraise.places import Places
from heelraise.session_lock import only_session
from tests.heelraise.command_line import CommandLine
from tests.heelraise.factories import NOON

FAST = ("--speed", 100, "--no-sound", "--plain")
LONG_AGO = datetime(2026, 1, 5, 22, 50, 1, 234567, tzinfo=UTC)
PLAN = ("painful=left", "before=1", "one_leg:left=5")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one exercise of the programme was done; made once, it takes a second."""
    return tmp_path_factory.mktemp("done")


@pytest.fixture
def cut(heelraise: CommandLine, places: Places, done: Path) -> Callable[..., Path]:
    """Make what the plug leaves behind when it is pulled after some repetitions."""
    if not any(done.iterdir()):
        heelraise("today", *(part for answer in PLAN for part in ("--answer", answer)))
        ran = heelraise("start", "heel_raise", "--sensor", "sim:clean-set", *FAST)
        assert ran.code == 0, ran.err
        shutil.copytree(places.root, done, dirs_exist_ok=True)
        shutil.rmtree(places.root)

    def make(after: int = 5, began: datetime = LONG_AGO, model: str = "simulated") -> Path:
        (whole,) = (done / "recordings").iterdir()
        folder = places.recordings / f"{began:%Y-%m-%dT%H%M%S}-{model}"
        shutil.copytree(whole, folder)
        _pull_the_plug(folder, after, began)
        return folder

    return make


def _pull_the_plug(folder: Path, after: int, began: datetime) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | {"started_utc": began.isoformat()}))
    lines = (folder / JOURNAL).read_text().splitlines()
    start = json.loads(lines[0]) | {"started_utc": began.isoformat()}
    counted = [number for number, line in enumerate(lines) if "RepDone" in line][after - 1]
    until_s = json.loads(lines[counted])["is"]["t_s"]
    (folder / JOURNAL).write_text("\n".join([json.dumps(start), *lines[1 : counted + 1], lines[1][:9]]))
    whole = gzip.decompress((folder / "arrivals.jsonl.gz").read_bytes()).splitlines(keepends=True)
    (folder / "arrivals.jsonl.gz").unlink()
    first_s = json.loads(whole[0])["t_host_s"]
    arrived = [line for line in whole if json.loads(line)["t_host_s"] - first_s <= until_s]
    (folder / "arrivals.jsonl").write_bytes(b"".join(arrived) + whole[len(arrived)][:20])


def kept_in(places: Places) -> tuple[SessionDocument, ...]:
    with History(places.history) as history:
        return history.sessions()


@pytest.mark.parametrize("command", [["history"], ["progress"], ["sync"], ["export", "FILE"]])
def test_it_is_kept_by_the_next_command_that_looks(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path], tmp_path: Path, command: list[str]
) -> None:
    cut()
    command = [part.replace("FILE", str(tmp_path / "all.json")) for part in command]
    ran = heelraise(*command)
    assert ran.code == 0
    assert " ".join(ran.err.split()).count("was cut off; its 5 repetitions are kept.") == 1
    (kept,) = kept_in(places)
    assert (kept.started_at, kept.summary.reps, kept.side) == (LONG_AGO, 5, "left")
    assert "the session was cut off before its end" in kept.notes
    ran = heelraise(*command)
    assert (ran.code, ran.err) == (0, "")
    assert kept_in(places) == (kept,)


def test_what_is_asked_for_stays_clean(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    cut()
    ran = heelraise("history", "--json")
    (line,) = ran.out.splitlines()
    assert json.loads(line)["sets"] == [5]


def test_it_is_logged_on_its_own_day(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    cut()
    heelraise("history")
    with History(places.history) as history:
        (done,) = history.course.log().done
        (kept,) = history.sessions()
    assert (done.exercise, done.reps, done.session_id) == ("heel_raise", (5,), kept.id)
    assert abs(done.day - date(2026, 1, 5)) <= timedelta(days=1)
    assert done.day == LONG_AGO.astimezone().date()


def test_it_is_sent_and_never_mixed_with_the_next_one(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    with History(places.history) as history:
        history.switch_on_upload("https://clinic.invalid", "env:NONE", NOON)
    cut()
    ran = heelraise("coach", "--sensor", "sim:clean-set", *FAST)
    assert ran.code == 0, ran.err
    assert ran.out.index("its 5 repetitions are kept") < ran.out.index("Looking for the sensor")
    assert [one.summary.reps for one in kept_in(places)] == [5, 12]
    with History(places.history) as history:
        assert len(history.outbox.pending()) == 2
    assert unfinished(places.recordings) == []


def test_while_it_may_go_on_or_another_runs_nothing_happens(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    cut(began=datetime.now(UTC) - timedelta(minutes=30))
    ran = heelraise("history")
    assert (ran.code, ran.err) == (0, "")
    assert kept_in(places) == ()
    cut(model="older")
    with only_session(places.session_lock):
        heelraise("history")
        assert kept_in(places) == ()
    heelraise("history")
    assert [one.started_at for one in kept_in(places)] == [LONG_AGO]


@pytest.mark.parametrize("where", ["mark_ended", "_say_kept"])
def test_the_plug_is_pulled_again_while_it_is_kept(
    heelraise: CommandLine,
    places: Places,
    cut: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    class PulledPlug(BaseException):
        pass

    def pulled(*_: object) -> None:
        raise PulledPlug

    cut()
    with monkeypatch.context() as broken:
        broken.setattr(leftovers, where, pulled)
        with pytest.raises(PulledPlug):
            heelraise("history")
    heelraise("history")
    heelraise("history")
    assert [one.summary.reps for one in kept_in(places)] == [5]
    assert unfinished(places.recordings) == []


def test_a_session_that_ended_but_was_not_kept(
    heelraise: CommandLine, places: Places, done: Path, cut: Callable[..., Path]
) -> None:
    folder = cut(after=12)
    journal = folder / JOURNAL
    whole = journal.read_text().rpartition("\n")[0]
    journal.write_text(whole + '\n{"event":"StopAsked","is":{"t_s":200.0}}\n')
    heelraise("history")
    assert [one.summary.reps for one in kept_in(places)] == [12]


def test_both_parts_of_one_that_went_on_and_was_cut_off_again(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    first = cut(after=3)
    second = cut(after=5, began=LONG_AGO + timedelta(minutes=4), model="again")
    mark_continued(first, second)
    ran = heelraise("history")
    assert " ".join(ran.err.split()).count("was cut off;") == 1
    assert [one.summary.reps for one in kept_in(places)] == [3, 5]
    with History(places.history) as history:
        assert len(history.course.log().done) == 1  # the second part's journal has the first one's events


@pytest.mark.parametrize("damage", ["meta.json", "arrivals.jsonl"])
def test_what_cannot_be_read_is_said_once_and_stops_nothing(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path], damage: str
) -> None:
    folder = cut()
    (folder / damage).write_text("nonsense\n" * 3)
    cut(began=LONG_AGO + timedelta(days=1))
    ran = heelraise("history")
    assert ran.code == 0
    assert "A session that was cut off cannot be kept" in " ".join(ran.err.split())
    assert [one.summary.reps for one in kept_in(places)] == [5]
    assert heelraise("history").err == ""
    assert folder.exists()


def test_one_without_repetitions_is_closed_in_silence(
    heelraise: CommandLine, places: Places, cut: Callable[..., Path]
) -> None:
    folder = cut()
    lines = (folder / "arrivals.jsonl").read_text().splitlines(keepends=True)
    (folder / "arrivals.jsonl").write_text("".join(lines[:40]))
    ran = heelraise("history")
    assert (ran.code, ran.err) == (0, "")
    assert unfinished(places.recordings) == []
