"""``heelraise train``: what fails leaves everything as it was."""

import shutil
from pathlib import Path

import pytest

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


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.train", lambda *_, **__: pytest.fail("has begun to learn"))
    (tmp_path / "file").write_text("")
    ran = heelraise("train", "--folder", tmp_path / "file" / "weights")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"heelraise: {tmp_path / 'file' / 'weights'}: cannot be written (")
