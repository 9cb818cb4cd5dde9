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
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, document: str) -> None:
    assert f"`{command}`" in (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SensorKind)
def test_every_kind_of_sensor_is_documented(kind: SensorKind) -> None:
    assert f"`{kind}:" in (ROOT / "docs/commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["README.md", *sorted(p.name for p in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document if document == "README.md" else ROOT / "docs" / document
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert "://" in target or (path.parent / target).exists(), target
