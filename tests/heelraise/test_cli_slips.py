"""What is mistyped, pressed too soon or pointed at the wrong thing: one line says so, and nothing is lost."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from heelraise.cli.leaving import INTERRUPTED
from heelraise.history.store import History
from heelraise.places import Places
from heelraise.session_lock import only_session
from sensing.recording import open_recording
from sensing.recording.csv_file import csv_text
from tests.heelraise.command_line import CommandLine, failed
from tests.heelraise.factories import NOON, document

RECORDINGS = Path(__file__).parents[2] / "recordings"

_CHILD = """
import sys
class Impatient:
    def find_spec(self, name, *_):
        if name == "numpy":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
from heelraise.cli import main
main(["history"])
"""


def test_ctrl_c_while_libraries_load_ends_it_quietly() -> None:
    child = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=False)
    assert (child.returncode, child.stderr) == (INTERRUPTED, "")


@pytest.mark.parametrize("address", ["clinic", "ftp://clinic.example", "http://clinic.example", "https:// x"])
def test_consent_is_not_given_to_an_address_that_nothing_may_be_sent_to(
    heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("CLINIC_TOKEN", "secret")
    assert address in failed(heelraise("consent", "--server", address, "--token", "env:CLINIC_TOKEN"))
    assert "is off" in heelraise("consent").out


@pytest.mark.parametrize("entry", [("pain", "3", "--when", "after"), ("done", "heel_raise"), ("note", "x")])
def test_a_slip_in_the_year_is_not_entered(heelraise: CommandLine, entry: tuple[str, ...]) -> None:
    today = datetime.now(UTC).astimezone()
    slip = f"{today.date() - timedelta(days=10 * 365)}"
    assert failed(heelraise(*entry, "--day", slip)).startswith(f"{slip} is over a year ago; today is ")
    assert "Nothing was entered" in heelraise("undo", "--yes").out


def test_nothing_since_a_day_is_not_nothing_at_all(heelraise: CommandLine, places: Places) -> None:
    with History(places.history) as history:
        history.keep(document(started_at=NOON))
    for command in ("history", "progress"):
        late = heelraise(command, "--since", "2999-01-01", "--lang", "en").out
        assert late == "Nothing is kept since Tue, 1 Jan 2999.\n"
        assert "Nothing is kept since" not in heelraise(command).out


def test_erasing_waits_for_a_session_that_runs(heelraise: CommandLine, places: Places) -> None:
    with only_session(places.session_lock):
        assert failed(heelraise("erase", "--yes")).startswith("another session is running")
    assert heelraise("erase", "--yes").code == 0


def test_no_pain_is_not_a_verdict(heelraise: CommandLine) -> None:
    assert heelraise("pain").out == "No pain is noted yet.\n"
    assert heelraise("pain", "3", "--when", "after").out == heelraise("pain").out


def test_a_pipe_cannot_be_looked_at_twice(heelraise: CommandLine) -> None:
    for command in ("analyze", "import"):
        there, end = os.pipe()
        os.write(end, b"time,acc_x,acc_y,acc_z\n0,0,0,9.81\n")
        os.close(end)
        assert "save it as a file first" in failed(heelraise(command, f"/dev/fd/{there}"))
        os.close(there)


def test_what_else_is_no_recording_of_another_program(heelraise: CommandLine, tmp_path: Path) -> None:
    torn = tmp_path / "phone.zip"
    torn.write_bytes(b"PK\x03\x04" + bytes(100))
    assert failed(heelraise("analyze", torn)) == f"{torn}: damaged or locked ZIP; export it again"
    assert "export-recording" in failed(heelraise("import", RECORDINGS / "foot", "--out", tmp_path))
    empty = tmp_path / "empty.json"
    empty.write_text("[]", encoding="utf-8")
    assert failed(heelraise("analyze", empty)).endswith("known here; export it from the app as CSV")


def test_a_result_that_cannot_be_written_is_refused_before_the_work(
    heelraise: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "one.csv").write_text(csv_text(open_recording(RECORDINGS / "foot").data), encoding="utf-8")
    for where in (tmp_path / "none" / "a.json", tmp_path):
        ran = heelraise("evaluate", tmp_path, "--json", where)
        assert failed(ran).startswith(f"{where}: cannot be written (")
        assert ran.out == ""


def test_a_data_folder_that_is_a_file(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HEELRAISE_DATA", str(tmp_path / "file"))
    assert failed(heelraise("history")).endswith("; make it yours or name another")


class Keyboard:
    """Somebody who answers nothing, but leaves in the way given."""

    def __init__(self, leaves: type[BaseException]) -> None:
        self._leaves = leaves

    def readline(self, *_: object) -> str:
        raise self._leaves


@pytest.mark.parametrize(("leaves", "code"), [(KeyboardInterrupt, INTERRUPTED), (EOFError, 0)])
@pytest.mark.parametrize("command", ["today", "pain", "start"])
def test_ctrl_c_at_a_question_ends_the_command_the_end_of_input_the_questions(
    heelraise: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    leaves: type[BaseException],
    code: int,
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(leaves))
    monkeypatch.setattr(f"heelraise.cli.{command}.somebody_is_there", lambda: True)
    asked = (command, "heel_raise") if command == "start" else (command,)
    ran = heelraise(*asked)
    # Without a sensor `start` has nothing to lead: it is refused, once the questions are over.
    assert ran.code == (2 if command == "start" and not code else code)
    assert "[yes/no]" in ran.out


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("--sets", "3"), "--sets: only with --reps"),
        (("--rest", "30"), "--rest: only with --reps"),
        (("--sensor", "sim:one-set", "--sound", "x.wav"), "--sound: not with two sensors"),
        (("--sensor", "sim:one-set", "--reps", "12", "--resume"), "--reps, --resume: not with two sensors"),
    ],
)
def test_an_option_that_nothing_comes_of_is_refused(
    heelraise: CommandLine, given: tuple[str, ...], why: str
) -> None:
    ran = heelraise("coach", "--sensor", "sim:one-set", "--plain", "--no-sound", "--seconds", 1, *given)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_text(heelraise: CommandLine, tmp_path: Path) -> None:
    odd = tmp_path / "lab\udcff.csv"
    odd.write_text(csv_text(open_recording(RECORDINGS / "foot").data), encoding="utf-8")
    odd.with_suffix(".truth.json").write_text('{"count": 6, "exercise": "heel raise"}', encoding="utf-8")
    assert heelraise("analyze", odd, "--plot", tmp_path / "lab.png").code == 0
    assert heelraise("evaluate", tmp_path, "--json", tmp_path / "out.json", "--processes", 1).code == 0
    assert "lab?" in (tmp_path / "out.json").read_text(encoding="utf-8")
    line = failed(heelraise("label", odd, "--person", "\udcff", "--accept"))
    assert '"person": "?"' in line
    assert line.endswith("holds bytes that are no text; write it otherwise")
