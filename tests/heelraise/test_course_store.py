import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, inspect

from heelraise.coach.course import Answer, CourseLog, ExerciseDone, PainEntry, PainMoment
from heelraise.coach.programme.plan import Side
from heelraise.coach.questions import Question
from heelraise.history.errors import BadNote, DatabaseTooNew, DatabaseUnusable, UnknownSession
from heelraise.history.export import export_history
from heelraise.history.notes import Author, Note
from heelraise.history.store import History
from tests.heelraise.coach.programmes import STANDARD, changed
from tests.heelraise.factories import NOON, document

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History(path) as opened:
        yield opened


def done(**changes: object) -> ExerciseDone:
    values: dict[str, object] = {
        "id": uuid4(),
        "at": NOON,
        "day": TODAY,
        "exercise": "heel_raise",
        "side": Side.LEFT,
        "one_leg": True,
        "reps": (12, 12, 9),
        "seconds": 0.0,
        "load_kg": 2.5,
        "programme": STANDARD.digest,
        "session_id": None,
    }
    return ExerciseDone(**(values | changes))  # type: ignore[arg-type]


PAIN = PainEntry(NOON, TODAY, PainMoment.AFTER, 4, sharp=True)
ANSWER = Answer(NOON, TODAY, Question.ACTIVITY, "yes", "dancing in flat shoes")
NOTE = Note(NOON, TODAY, Author.THERAPIST, "Heel further down.\nGood otherwise.")


def filled(history: History) -> ExerciseDone:
    kept = document()
    history.keep(kept)
    one = done(session_id=kept.id)
    history.course.add_pain(PAIN)
    history.course.add_answer(ANSWER)
    history.course.add_done([one], STANDARD)
    history.course.add_note(NOTE)
    history.course.add_note(Note(NOON, TODAY, Author.PATIENT, "stiff", kept.id))
    return one


def test_what_was_entered_is_there_after_closing(path: Path) -> None:
    with History(path) as history:
        one = filled(history)
    with History(path) as history:
        assert history.course.log() == CourseLog((PAIN,), (ANSWER,), (one,))
        assert history.course.notes()[0] == NOTE
        assert history.course.size() == 5


def test_entries_keep_the_order_in_which_they_came_though_the_clock_went_back(history: History) -> None:
    later = PainEntry(NOON, TODAY, PainMoment.BEFORE, 1)
    earlier = PainEntry(NOON - timedelta(days=3), TODAY, PainMoment.BEFORE, 2)
    history.course.add_pain(later)
    history.course.add_pain(earlier)
    assert history.course.log().pain == (later, earlier)


def test_what_is_kept_twice_is_kept_once(history: History) -> None:
    one = done()
    history.course.add_done([one], STANDARD)
    history.course.add_done([one, done()], STANDARD)
    assert len(history.course.log().done) == 2


def test_each_programme_that_was_followed_is_kept_with_its_content(history: History) -> None:
    newer = changed("reps = 12", "reps = 15")
    history.course.add_done([done()], STANDARD)
    history.course.add_done([done(programme=newer.digest)], newer)
    programmes = history.course.programmes()
    assert programmes.keys() == {STANDARD.digest, newer.digest}
    assert json.loads(programmes[newer.digest])["exercises"][0]["stages"][0]["reps"] == 15


def test_a_session_that_is_not_here_takes_no_entry(history: History) -> None:
    with pytest.raises(UnknownSession):
        history.course.add_done([done(), done(session_id=uuid4())], STANDARD)
    with pytest.raises(UnknownSession):
        history.course.add_note(Note(NOON, TODAY, Author.PATIENT, "x", uuid4()))
    assert history.course.size() == 0
    assert history.course.programmes() == {}


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001, "\x1b[2J", "nul\x00"])
def test_a_note_is_plain_text_of_a_sensible_length(text: str) -> None:
    with pytest.raises(BadNote):
        Note(NOON, TODAY, Author.PATIENT, text)


def test_erasing_a_session_takes_what_hangs_on_it(history: History) -> None:
    one = filled(history)
    assert one.session_id is not None
    history.erase(one.session_id)
    assert history.course.log() == CourseLog((PAIN,), (ANSWER,), ())
    assert history.course.notes() == (NOTE,)


def test_erasing_all_takes_everything_out_of_the_file(path: Path) -> None:
    with History(path) as history:
        filled(history)
        history.erase_all()
        assert history.course.size() == 0
        assert history.course.programmes() == {}
    assert b"dancing" not in path.read_bytes()


def test_the_export_holds_the_course(history: History, tmp_path: Path) -> None:
    one = filled(history)
    export_history(history, tmp_path / "all.json")
    course = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["course"]
    assert course["exercises"][0]["id"] == str(one.id)
    assert course["exercises"][0]["reps"] == [12, 12, 9]
    assert course["pain"][0]["score"] == 4
    assert course["pain"][0]["day"] == "2026-11-22"
    assert course["answers"][0]["about"] == "dancing in flat shoes"
    assert course["notes"][0]["text"] == NOTE.text
    assert course["programmes"].keys() == {STANDARD.digest}


def test_a_store_from_before_gets_the_tables_and_keeps_its_sessions(path: Path) -> None:
    with History(path) as history:
        history.keep(kept := document())
    with closing(sqlite3.connect(path)) as plain, plain:
        for table in ("pain", "answers", "exercises", "notes", "programmes"):
            plain.execute(f"DROP TABLE {table}")
        plain.execute("UPDATE alembic_version SET version_num = '0001'")
    with History(path) as history:
        assert history.sessions() == (kept,)
        filled(history)


def test_the_tables_are_those_of_the_migrations(path: Path, tmp_path: Path) -> None:
    with History(path):
        pass
    engine = create_engine(f"sqlite:///{path}")
    columns = inspect(engine).get_columns("exercises")
    engine.dispose()
    assert [one["name"] for one in columns][:3] == ["number", "at", "day"]
    assert {one["name"] for one in columns if one["nullable"]} == {"session_id"}


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    with History(path):
        pass
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(DatabaseTooNew, match="newer heelraise"):
        History(path)


@pytest.mark.parametrize("broken", ["UPDATE pain SET score = 11", "UPDATE pain SET moment = 'never'"])
def test_an_entry_that_nobody_wrote_is_called_damage(path: Path, broken: str) -> None:
    with History(path) as history:
        history.course.add_pain(PAIN)
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute(broken)
    with History(path) as history, pytest.raises(DatabaseUnusable, match="'pain'"):
        history.course.log()


WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from heelraise.coach.course import PainEntry, PainMoment
from heelraise.history.store import History
with History(Path(sys.argv[1])) as history:
    for score in range(10):
        history.course.add_pain(PainEntry(datetime.now(UTC), date(2026, 11, 22), PainMoment.AFTER, score))
"""


def test_two_programs_at_once_lose_nothing(path: Path) -> None:
    root = Path(__file__).parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=root, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for writer in writers:
        _, err = writer.communicate(timeout=100)
        assert writer.returncode == 0, err
    with History(path) as history:
        assert sorted(one.score for one in history.course.log().pain) == sorted([*range(10)] * 2)


def test_moments_come_back_in_utc(history: History) -> None:
    local = datetime.fromisoformat("2026-10-25T02:30+02:00")
    history.course.add_pain(PainEntry(local, date(2026, 10, 24), PainMoment.AFTER, 1))
    kept = history.course.log().pain[0]
    assert kept.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert kept.day == date(2026, 10, 24)


def test_who_opens_first_waits_for_a_program_that_writes_meanwhile(path: Path) -> None:
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        letting_go.start()
        with History(path) as history:
            history.course.add_pain(PAIN)
        letting_go.join()
    with History(path) as history:
        assert history.course.log().pain == (PAIN,)
