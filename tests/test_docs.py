"""The documents name what there is."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.main import get_command

from heelraise.cli.program import app
from heelraise.sensor_text import SensorKind
from sensing.types import GRAVITY_MPS2

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]

CALL = re.compile(r"(?<![\w./-])(?:\.venv/bin/)?heelraise ([a-z][a-z-]*)([^`\n|']*)")
"""A command in a document. What stands in single quotes is for another program."""


def test_the_readme_begins_with_the_two_make_commands() -> None:
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert blocks[:2] == ["make demo\n", "make check\n"]


@pytest.mark.parametrize("document", ["README.md", "docs/commands.md"])
def test_every_command_is_documented(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"`{command}`" not in text] == []


def test_every_kind_of_sensor_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert [kind for kind in SensorKind if f"`{kind}:" not in text] == []


def test_links_lead_somewhere() -> None:
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
            assert "://" in target or (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert [page for page in sorted(pages - {"README.md"}) if f"]({page})" not in index] == []


def options_of(command: Any, words: list[str]) -> set[str]:
    """The options of a command and of those below it that are named."""
    below = [one for name, one in getattr(command, "commands", {}).items() if name in words]
    return {option for one in (command, *below) for each in one.params for option in each.opts}


def test_the_documents_give_commands_only_options_that_they_have() -> None:
    known, wrong = get_command(app).commands, []  # type: ignore[attr-defined]
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        for name, rest in CALL.findall(path.read_text(encoding="utf-8")):
            assert name in known, f"{path.name}: {name}"
            options = set(re.findall(r"--[a-z-]+", rest)) - options_of(known[name], rest.split())
            wrong += [f"{path.name}: {name} {option}" for option in sorted(options - {"--help"})]
    assert wrong == []


def test_the_page_for_python_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = pd.read_csv(ROOT / "recordings/acc-only.csv")
    axes = [f"acc_{axis}" for axis in "xyz"]
    lab = (
        (ours[axes] / GRAVITY_MPS2)
        .set_axis(["ax", "ay", "az"], axis="columns")
        .assign(ms=ours["time"] * 1000)
    )
    lab.assign(gx=np.nan, gy=np.nan, gz=np.nan).to_csv(tmp_path / "lab.csv", index=False)
    (tmp_path / "study").mkdir()
    shutil.copy(ROOT / "recordings/acc-only.csv", tmp_path / "study" / "p08.csv")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```python\n(.*?)^```", page, re.M | re.S):
        names: dict[str, Any] = {}
        exec(block, names)  # what a reader would do with it
        assert (
            len(names["reps"]) == json.loads((ROOT / "recordings/acc-only.truth.json").read_text())["count"]
        )


def test_the_citation_names_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
