"""``heelraise analyze --plot``: what was found, drawn over the movement."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from sensing.simulator import SCENARIOS, Mount, Sensor, SetPlan, person, simulate
from sensing.types import Samples
from tests.heelraise.command_line import CommandLine
from tests.heelraise.test_cli_analyze import write_csv
from tests.sensing.repetitions.driving import made


def texts(svg: Path) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    samples = simulate(SCENARIOS["one-set"], person(1), Sensor(), 1).samples
    return write_csv(tmp_path_factory.mktemp("picture") / "set.csv", samples)


@pytest.mark.parametrize(("lang", "up"), [("en", "up"), ("da", "op")])
def test_every_repetition_stands_in_the_picture(
    heelraise: CommandLine, csv: Path, tmp_path: Path, lang: str, up: str
) -> None:
    picture = tmp_path / "set.svg"
    ran = heelraise("analyze", csv, "--plot", picture, "--lang", lang)
    assert ran.code == 0
    assert str(picture) in ran.err
    seen = texts(picture)
    assert up in seen
    heads = [one.rstrip("?") for one in seen if one.rstrip("?").isdecimal()]
    assert {str(number) for number in range(1, 13)} <= set(heads)


def test_json_stays_json(heelraise: CommandLine, csv: Path, tmp_path: Path) -> None:
    plain = heelraise("analyze", csv, "--json")
    drawn = heelraise("analyze", csv, "--json", "--plot", tmp_path / "set.png")
    assert drawn.out == plain.out
    assert (tmp_path / "set.png").read_bytes().startswith(b"\x89PNG")


def test_a_leg_is_drawn_by_its_rise(heelraise: CommandLine, tmp_path: Path) -> None:
    samples = made(SetPlan(reps=4), Mount.SHANK).samples
    picture = tmp_path / "leg.svg"
    path = write_csv(tmp_path / "leg.csv", samples)
    assert heelraise("analyze", path, "--placement", "shank", "--plot", picture).code == 0
    assert "rise, cm" in texts(picture)


def test_nothing_found_is_drawn_too_and_only_as_much_as_a_page_holds(
    heelraise: CommandLine, tmp_path: Path
) -> None:
    t_s = np.arange(0.0, 1500.0, 0.05)
    still = Samples(t_s, np.tile([0.0, 0.0, 9.81], (len(t_s), 1)), np.zeros((len(t_s), 3)))
    picture = tmp_path / "still.svg"
    assert heelraise("analyze", write_csv(tmp_path / "still.csv", still), "--plot", picture).code == 0
    (title,) = [one for one in texts(picture) if "still.csv" in one]
    assert "10 more rows" in title


def test_what_cannot_be_drawn_is_refused_before_the_work(
    heelraise: CommandLine, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = heelraise("analyze", csv, "--plot", tmp_path / "set.doc")
    assert (ran.code, ran.out) == (2, "")
    ran = heelraise("analyze", csv, csv, "--plot", tmp_path / "set.png")
    assert (ran.code, ran.out) == (2, "")
    for name in [name for name in sys.modules if name.startswith("heelraise.display.plots.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = heelraise("analyze", csv, "--plot", tmp_path / "set.png")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "leave out --plot" in ran.err
