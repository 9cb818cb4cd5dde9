"""``heelraise train``: weights and card are written, and what fails leaves everything as it was."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from models import training
from sensing.simulator import Mount
from tests.heelraise.command_line import CommandLine

RECORDINGS = Path(__file__).parent.parent.parent / "recordings"


def test_a_training_that_fails_overwrites_nothing(heelraise: CommandLine, tmp_path: Path) -> None:
    weights, labelled, page = tmp_path / "weights", tmp_path / "labelled", tmp_path / "card.md"
    weights.mkdir()
    labelled.mkdir()
    for path in (weights / "form.json", weights / "card.json", page):
        path.write_text("before")
    given = ("train", "--people", 0, "--add", labelled, "--folder", weights, "--page", page)
    ran = heelraise(*given)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "no labelled recording here" in ran.err
    shutil.copytree(RECORDINGS / "foot", labelled / "foot")
    ran = heelraise(*given)
    assert ran.code == 1
    assert "take at least 2" in ran.err
    for path in (weights / "form.json", weights / "card.json", page):
        assert path.read_text() == "before"
    assert len(list(weights.iterdir())) == 2


def test_a_folder_that_is_not_there_is_wrong_usage(heelraise: CommandLine, tmp_path: Path) -> None:
    assert heelraise("train", "--add", tmp_path / "none").code == 2


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
