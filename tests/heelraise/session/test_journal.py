"""A crash costs no set: what was written down leads to the same state."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.events import Event, LinkBack, LinkLost, Progress, RepDone, SensorOk, Tick
from heelraise.coach.session.state import SessionState, Stand
from heelraise.coach.session.turns import Task, Turn
from heelraise.coaching import replayed
from heelraise.journal import CutOff, Journal, SessionStart, last_cut_off, left_over
from heelraise.journal_marks import JOURNAL, mark_continued, mark_ended, unfinished
from sensing.errors import RecordingError
from sensing.types import Phase
from tests.heelraise.session.playing import raises, rep_of, stretch
from tests.heelraise.session.test_laws import stories

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def written(folder: Path, events: list[Event], turns: tuple[Turn, ...] = raises()) -> SessionStart:
    folder.mkdir(parents=True, exist_ok=True)
    start = SessionStart(turns, asks_pain=True, started_utc=NOON)
    with Journal(folder, start) as journal:
        for event in events:
            journal.append(event)
    return start


def in_the_set(count: int = 2) -> list[Event]:
    events: list[Event] = [SensorOk(0.0), Progress(3.6, Phase.CONCENTRIC)]
    return events + [RepDone(11.2 + 8.0 * n, rep_of(3.0 + 8.0 * n)) for n in range(count)]


def found(recordings: Path, seconds: float) -> CutOff:
    cut_off = last_cut_off(recordings, NOON + timedelta(seconds=seconds))
    assert cut_off is not None
    return cut_off


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(stories())
def test_what_is_read_is_what_was_written(tmp_path: Path, story: tuple[SessionState, list[Event]]) -> None:
    folder = tmp_path / "rec"
    (folder / JOURNAL).unlink(missing_ok=True)
    events = [event for event in story[1] if not isinstance(event, Tick)]
    start = written(folder, events)
    cut_off = last_cut_off(tmp_path, NOON)
    if cut_off is not None:  # else the session is over
        assert (cut_off.start, list(cut_off.events)) == (start, events)


def test_the_same_set_goes_on_with_the_same_repetitions(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    cut_off = found(tmp_path, 90.0)
    state = replayed(first_coach(cut_off.start), cut_off.events_until(NOON + timedelta(seconds=90))).session
    assert (state.stand, len(state.reps), state.turn.number) == (Stand.SET, 2, 1)
    state = replayed(
        first_coach(Task(raises())),
        [*cut_off.events_until(NOON + timedelta(seconds=90)), LinkBack(90.0), RepDone(99.0, rep_of(91.0))],
    ).session
    assert (state.stand, [len(one.reps) for one in state.done]) == (Stand.REST, [3])


def test_a_crash_and_a_sensor_out_of_reach_come_to_the_same(tmp_path: Path) -> None:
    events = in_the_set()
    written(tmp_path / "rec", events)
    resumed = found(tmp_path, 60.0).events_until(NOON + timedelta(seconds=60))
    after = [LinkBack(60.0), RepDone(70.0, rep_of(62.0))]
    lost = [*events, LinkLost(events[-1].t_s), *after]
    assert (
        replayed(first_coach(Task(raises())), [*resumed, *after]).session
        == replayed(first_coach(Task(raises())), lost).session
    )


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    path = tmp_path / "rec" / JOURNAL
    path.write_bytes(path.read_bytes()[:-9])
    assert len(found(tmp_path, 60.0).events) == len(in_the_set()) - 1
    mark_continued(tmp_path / "rec", tmp_path / "rec-2")
    assert last_cut_off(tmp_path, NOON) is None


def test_the_marks_say_what_is_left_to_do(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    path = tmp_path / "rec" / JOURNAL
    path.write_bytes(path.read_bytes()[:-9])
    cut_off = left_over(path)
    assert cut_off is not None
    assert cut_off.may_go_on(NOON)
    assert not cut_off.may_go_on(NOON + timedelta(hours=3))
    mark_continued(tmp_path / "rec", tmp_path / "rec-2")
    part = left_over(path)
    assert part is not None
    assert (part.went_on, part.events) == (True, cut_off.events)
    assert not part.may_go_on(NOON)
    assert unfinished(tmp_path) == [path]
    mark_ended(tmp_path / "rec")
    assert left_over(path) is None
    assert unfinished(tmp_path) == []


def test_there_is_no_mark_where_there_is_no_journal(tmp_path: Path) -> None:
    mark_ended(tmp_path)
    mark_ended(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_damage_elsewhere_is_said(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    path = tmp_path / "rec" / JOURNAL
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], b"{nonsense", *lines[2:]]))
    with pytest.raises(RecordingError, match="line 2"):
        last_cut_off(tmp_path, NOON)


@pytest.mark.parametrize("content", [b"", b'{"turns": [', b'{"format": 99}\n', b"\x00\xff\n"])
def test_a_journal_without_a_beginning_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rec").mkdir()
    (tmp_path / "rec" / JOURNAL).write_bytes(content)
    assert last_cut_off(tmp_path, NOON) is None


def test_what_is_over_or_long_ago_does_not_go_on(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    assert last_cut_off(tmp_path, NOON + timedelta(hours=3)) is None
    mark_ended(tmp_path / "rec")
    assert last_cut_off(tmp_path, NOON) is None


def test_a_clock_that_was_set_back_makes_no_time(tmp_path: Path) -> None:
    written(tmp_path / "rec", in_the_set())
    events = found(tmp_path, -3600.0).events_until(NOON - timedelta(hours=1))
    assert events[-1].t_s == in_the_set()[-1].t_s


def test_a_stretch_goes_on_where_it_was(tmp_path: Path) -> None:
    turns = (stretch(Side.LEFT),)
    held: list[Event] = [SensorOk(0.0), Progress(22.0, Phase.CONCENTRIC)]
    written(tmp_path / "rec", held, turns)
    cut_off = found(tmp_path, 200.0)
    state = replayed(first_coach(cut_off.start), cut_off.events_until(NOON + timedelta(seconds=200))).session
    assert (state.stand, state.left_s) == (Stand.PAUSED, 18.0)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    with Journal(tmp_path, SessionStart(raises(), started_utc=NOON)) as journal:
        journal._file.close()
        with Path("/dev/full").open("ab") as journal._file:
            with pytest.raises(RecordingError, match="No space left"):
                journal.append(SensorOk(0.0))
            journal.append(Tick(1.0))
            with suppress(OSError):
                journal._file.close()
