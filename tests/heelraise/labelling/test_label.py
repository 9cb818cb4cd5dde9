"""``heelraise label`` on a recording of the repository."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from heelraise.labelling.draft import draft_of
from heelraise.labelling.signal import main_tilt_deg, signal_of
from models.styles import WORDS, flags_of, style_of
from sensing.recording.labels import load_labels
from tests.heelraise.command_line import CommandLine

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "foot"
    shutil.copytree(ROOT / "recordings" / "foot", folder)
    (folder / "labels.json").unlink()
    return folder


def test_what_the_program_found_is_proposed_and_saved_on_request(
    heelraise: CommandLine, folder: Path
) -> None:
    looked = heelraise("label", folder)
    assert looked.code == 0
    assert "found by the program" in looked.out
    assert not (folder / "labels.json").exists()
    assert heelraise("label", folder, "--accept").code == 0
    saved = load_labels(folder)
    assert [flags_of(rep.style) != frozenset() for rep in saved.reps] == [True, True] + [False] * 4
    assert (saved.person, str(saved.prescription)) == ("simulated-11", "3-2-3")
    assert "marked by a person" in heelraise("label", folder).out


def test_corrections_are_saved_at_once(heelraise: CommandLine, folder: Path) -> None:
    given = ("--set", "3 style=low", "--remove", "6", "--add", "47.5 48 48.5 49 dropped", "--person", "p07")
    assert heelraise("label", folder, *given).code == 0
    saved = load_labels(folder)
    assert [rep.style for rep in saved.reps[2:]] == ["low", "ok", "ok", "dropped"]
    assert saved.person == "p07"
    assert heelraise("label", folder, "--anew", "--accept").code == 0
    assert len(load_labels(folder).reps) == 6
    assert (folder / "labels.json.bak").exists()


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--set", "3 end=3", "edges not in order"),
        ("--set", "3 start=9 top=10", "begins before"),
        ("--add", "4 5 6 7 ok", "begins before"),
        ("--remove", "7", "no repetition 7"),
        ("--set", "1 style=nice", "style 'nice' is not known"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    heelraise: CommandLine, folder: Path, option: str, value: str, says: str
) -> None:
    heelraise("label", folder, "--accept")
    before = (folder / "labels.json").read_bytes()
    ran = heelraise("label", folder, option, value)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert says in ran.err
    assert (folder / "labels.json").read_bytes() == before


def test_labels_of_a_csv_stand_beside_it(heelraise: CommandLine, tmp_path: Path) -> None:
    shutil.copy(ROOT / "recordings" / "acc-only.csv", tmp_path / "one.csv")
    assert heelraise("label", tmp_path / "one.csv", "--accept", "--person", "p01").code == 0
    assert (tmp_path / "one.labels.json").exists()


def test_at_the_prompt(heelraise: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["set 1 style=slow", "nonsense", "remove 1", "accept"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    ran = heelraise("label", folder)
    assert ran.code == 0
    assert "style 'slow' is not known" in ran.err
    assert "begin with set" in ran.err
    assert len(load_labels(folder).reps) == 5


def test_ending_the_prompt_saves_nothing(
    heelraise: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", ended)
    assert "Nothing was saved" in heelraise("label", folder).out
    assert not (folder / "labels.json").exists()


def test_the_line_to_look_at_rises_where_the_heel_does(folder: Path) -> None:
    draft = draft_of(folder)
    held = tuple((rep.top, rep.eccentric_start) for rep in draft.labels.reps)
    signal = signal_of(draft.recording, held)
    at_top = np.interp([sum(span) / 2 for span in held], signal.t_s, signal.tilt_deg)
    assert at_top.min() > 25.0
    assert abs(np.percentile(signal.tilt_deg, 20)) < 1.0


def test_tilt_of_a_sensor_that_turns() -> None:
    angle = np.radians(np.linspace(-20.0, 20.0, 41))
    up = np.stack([np.sin(angle), np.zeros(41), np.cos(angle)], axis=1)
    np.testing.assert_allclose(np.abs(main_tilt_deg(up)), np.abs(np.degrees(angle)), atol=1e-9)


def test_styles_and_flags_are_the_same() -> None:
    assert [style_of(flags_of(word)) for word in WORDS] == list(WORDS)
    assert style_of(flags_of("low+eccentric_too_fast")) == "eccentric_too_fast+low"
    assert flags_of("correct") == frozenset()
    assert flags_of("fast") == flags_of("eccentric_too_fast")
