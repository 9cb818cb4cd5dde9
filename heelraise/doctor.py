"""What the program needs on a computer, held against what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from heelraise.machine import Machine
from sensing.said import Said, said

LEAST_BLUEZ = (5, 55)
"""Oldest BlueZ that bleak works with."""

LEAST_FREE_BYTES = 500_000_000
"""An hour of a sensor takes about 40 MB until it is compressed: enough for a week of sessions."""


class Grade(StrEnum):
    """How good it is."""

    FINE = "fine"
    REMARK = "remark"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line: how good it is, and what was found, with what to do about it."""

    grade: Grade
    text: Said


_fine = partial(Diagnosis, Grade.FINE)
_remark = partial(Diagnosis, Grade.REMARK)
_bad = partial(Diagnosis, Grade.BAD)


@dataclass(frozen=True, slots=True)
class Listened:
    """What came of listening for sensors: the names of known ones, or why it was not possible."""

    sensors: tuple[str, ...] = ()
    problem: str | None = None


def diagnose(
    machine: Machine, data_folder: str, listened: Listened | None, sound_problems: Sequence[str], sound: str
) -> tuple[Diagnosis, ...]:
    """Hold everything against what is needed.

    Parameters
    ----------
    machine : Machine
        What is there.
    data_folder : str
        Where the person's data are kept.
    listened : Listened or None
        What came of listening; None where that was not tried.
    sound_problems : sequence of str
        What is wrong with the sound.
    sound : str
        What the sound comes out of.
    """
    named = ", ".join(f"{name} {number}" for name, number in machine.packages if number is not None)
    return (
        _fine(said("Program: {value}", value=f"{named}; {machine.system}")),
        *_emulation(machine),
        *_bluetooth(machine),
        *_listening(listened),
        *_folder(machine, data_folder),
        *_sound(sound_problems, sound),
    )


def _emulation(machine: Machine) -> Iterator[Diagnosis]:
    if dict(machine.packages).get("bumble") is None:
        yield _remark(
            said("Emulated sensors: not installed; if you want them: pip install 'heelraise[virtual]'")
        )


def _bluetooth(machine: Machine) -> Iterator[Diagnosis]:
    if not machine.is_linux:
        return
    if not machine.adapters:
        yield _bad(said("Bluetooth adapter: none; plug one in"))
    elif machine.blocked == "switch":
        yield _bad(said("Bluetooth adapter: switched off by a switch or key of this computer"))
    elif machine.blocked == "setting":
        yield _bad(said("Bluetooth adapter: blocked; run: rfkill unblock bluetooth"))
    else:
        yield _fine(said("Bluetooth adapter: {value}", value=", ".join(machine.adapters)))
    if machine.bluez is None:
        yield _bad(said("Bluetooth service: BlueZ is missing; install the package bluez"))
    elif _numbers(machine.bluez) < LEAST_BLUEZ:
        yield _remark(
            said(
                "Bluetooth service: BlueZ {value} is too old for some sensors; update it to 5.55",
                value=machine.bluez,
            )
        )
    else:
        yield _fine(said("Bluetooth service: BlueZ {value}", value=machine.bluez))


def _numbers(text: str) -> tuple[int, ...]:
    """Read a version; one that is not understood passes for new."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else LEAST_BLUEZ


def _listening(listened: Listened | None) -> Iterator[Diagnosis]:
    if listened is None:
        return
    if listened.problem is not None:
        yield _bad(said("Listening for sensors: {value}", value=listened.problem))
    elif not listened.sensors:
        yield _remark(said("Sensors nearby: none; switch one on, wear it, bring it closer"))
    else:
        yield _fine(said("Sensors nearby: {value}", value=", ".join(listened.sensors)))


def _folder(machine: Machine, folder: str) -> Iterator[Diagnosis]:
    if machine.data_problem is None:
        yield _fine(said("Data folder: {value}", value=folder))
    else:
        why = said("{path} ({why})", path=folder, why=machine.data_problem)
        yield _bad(
            said("Data folder: nothing can be written to {value}; make it yours or name another", value=why)
        )
    if machine.free_bytes < LEAST_FREE_BYTES:
        yield _remark(said("Disk: {value} MB are left; make room", value=machine.free_bytes // 1_000_000))


def _sound(problems: Sequence[str], sound: str) -> Iterator[Diagnosis]:
    for problem in problems:
        yield _remark(said("Sound: {value}; everything is shown as text", value=problem))
    if not problems:
        yield _fine(said("Sound: {value}", value=sound))
