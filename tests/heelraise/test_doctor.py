"""``heelraise doctor`` on machines of all kinds; this one included."""

from dataclasses import replace
from pathlib import Path

import pytest

from heelraise.display.doctor_view import doctor_lines
from heelraise.doctor import Diagnosis, Grade, Listened, Subject, diagnose
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


def found_on(machine: Machine, listened: Listened | None = HEARD) -> dict[Subject, str]:
    found = diagnose(machine, "/home/p/data", listened, (), "ALSA, da")
    return {one.subject: one.value for one in found}


def bad(found: dict[Subject, str]) -> set[Subject]:
    return {subject for subject in found if subject.grade is Grade.BAD}


def test_a_machine_with_everything() -> None:
    found = found_on(LINUX)
    assert bad(found) == set()
    assert found[Subject.LISTENED] == "Movesense 1 (Movesense)"
    assert {subject.grade for subject in found} == {Grade.FINE}


@pytest.mark.parametrize(
    ("machine", "subject"),
    [
        (replace(LINUX, adapters=()), Subject.NO_ADAPTER),
        (replace(LINUX, blocked="switch"), Subject.SWITCHED_OFF),
        (replace(LINUX, blocked="setting"), Subject.BLOCKED),
        (replace(LINUX, bluez=None), Subject.NO_BLUEZ),
        (replace(LINUX, data_problem="Read-only file system"), Subject.FOLDER_CLOSED),
        (replace(LINUX, bluez="5.50"), Subject.BLUEZ_OLD),
        (replace(LINUX, free_bytes=10**6), Subject.SPACE_LOW),
        (replace(LINUX, packages=(("bumble", None),)), Subject.NO_EMULATION),
    ],
)
def test_what_is_missing_is_named(machine: Machine, subject: Subject) -> None:
    found = found_on(machine)
    assert subject in found
    assert bad(found) == ({subject} if subject.grade is Grade.BAD else set())


def test_an_odd_version_passes() -> None:
    assert Subject.BLUEZ in found_on(replace(LINUX, bluez="5.79-rc1"))


def test_other_systems_are_not_asked_for_bluez() -> None:
    windows = replace(LINUX, is_linux=False, adapters=None, bluez=None)
    assert bad(found_on(windows)) == set()
    assert bad(found_on(windows, Listened(problem="off"))) == {Subject.CANNOT_LISTEN}


@pytest.mark.parametrize("language", list(Language))
def test_everything_is_said_in_one_line(language: Language) -> None:
    lines = doctor_lines(tuple(Diagnosis(subject, "X") for subject in Subject), words_in(language))
    assert len(lines) == len(Subject)
    assert not any("\n" in line for line in lines)


def test_a_data_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert this_machine(tmp_path / "data").data_problem is not None
    assert this_machine(tmp_path / "not" / "yet").data_problem is None
    assert not (tmp_path / "not").exists()


def test_this_machine(heelraise: CommandLine, places: Places) -> None:
    ran = heelraise("doctor", "--no-scan", "--lang", "en")
    assert ran.code in (0, 1)
    assert f"✓ Data folder: {places.root}" in ran.out
