"""``heelraise doctor`` on machines of all kinds; this one included."""

from dataclasses import replace
from pathlib import Path

import pytest

from heelraise.display.doctor_view import doctor_lines
from heelraise.doctor import Grade, Listened, diagnose
from heelraise.language import Language, words_in
from heelraise.machine import Machine, this_machine
from heelraise.places import Places
from tests.heelraise.command_line import CommandLine

LINUX = Machine(
    system="Linux 6.1, Python 3.11",
    packages=(("heelraise", "0.1.0"), ("bleak", "3.1.0"), ("bumble", "0.0.236")),
    is_linux=True,
    adapters=("hci0",),
    blocked=None,
    bluez="5.66",
    data_problem=None,
    free_bytes=10**10,
)
HEARD = Listened(("Movesense 1 (Movesense)",))


def found_on(machine: Machine, listened: Listened | None = HEARD) -> dict[str, Grade]:
    found = diagnose(machine, "/home/p/data", listened, (), "ALSA, da")
    return {one.text: one.grade for one in found}


def bad(found: dict[str, Grade]) -> list[str]:
    return [text for text, grade in found.items() if grade is Grade.BAD]


def test_a_machine_with_everything() -> None:
    found = found_on(LINUX)
    assert set(found.values()) == {Grade.FINE}
    assert "Sensors nearby: Movesense 1 (Movesense)" in found


MISSING = [
    (replace(LINUX, adapters=()), Grade.BAD, "adapter: none"),
    (replace(LINUX, blocked="switch"), Grade.BAD, "switched off"),
    (replace(LINUX, blocked="setting"), Grade.BAD, "blocked"),
    (replace(LINUX, bluez=None), Grade.BAD, "BlueZ is missing"),
    (replace(LINUX, data_problem="Read-only file system"), Grade.BAD, "nothing can be written"),
    (replace(LINUX, bluez="5.50"), Grade.REMARK, "BlueZ 5.50 is too old"),
    (replace(LINUX, free_bytes=10**6), Grade.REMARK, "1 MB are left"),
    (replace(LINUX, packages=(("bumble", None),)), Grade.REMARK, "Emulated sensors: not installed"),
]


@pytest.mark.parametrize(("machine", "grade", "what"), MISSING)
def test_what_is_missing_is_named(machine: Machine, grade: Grade, what: str) -> None:
    found = found_on(machine)
    assert [of for text, of in found.items() if what in text] == [grade]
    assert len(bad(found)) == (grade is Grade.BAD)


@pytest.mark.parametrize(
    ("listened", "mark"), [(None, ""), (Listened(), "!"), (Listened(problem="off"), "✗"), (HEARD, "✓")]
)
def test_what_came_of_listening(listened: Listened | None, mark: str) -> None:
    lines = doctor_lines(diagnose(LINUX, "", listened, ["mute"], ""), words_in(Language.ENGLISH))
    assert [line[0] for line in lines if "ensors" in line] == list(mark)
    assert "! Sound: mute; everything is shown as text" in lines


def test_an_odd_version_passes() -> None:
    assert "Bluetooth service: BlueZ 5.79-rc1" in found_on(replace(LINUX, bluez="5.79-rc1"))


def test_other_systems_are_not_asked_for_bluez() -> None:
    windows = replace(LINUX, is_linux=False, adapters=None, bluez=None)
    assert bad(found_on(windows)) == []
    assert bad(found_on(windows, Listened(problem="off"))) == ["Listening for sensors: off"]


@pytest.mark.parametrize("machine", [LINUX, *(machine for machine, _, _ in MISSING)])
def test_everything_is_said_in_one_line_in_danish_too(machine: Machine) -> None:
    found = diagnose(machine, "/d", HEARD, (), "ALSA")
    lines = doctor_lines(found, words_in(Language.DANISH))
    assert not any("\n" in line for line in lines)
    assert not {line[2:] for line in lines} & {one.text for one in found if one.grade is not Grade.FINE}


def test_a_data_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert this_machine(tmp_path / "data").data_problem is not None
    assert this_machine(tmp_path / "not" / "yet").data_problem is None
    assert not (tmp_path / "not").exists()


def test_this_machine(heelraise: CommandLine, places: Places) -> None:
    ran = heelraise("doctor", "--no-scan", "--lang", "en")
    assert ran.code in (0, 1)
    assert f"✓ Data folder: {places.root}" in ran.out
