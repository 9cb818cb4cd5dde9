"""The documents name what there is."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from heelraise.cli.main import app
from heelraise.sensor_text import SensorKind

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


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
