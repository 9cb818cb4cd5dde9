"""What the program needs on a computer, held against what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from heelraise.machine import Machine
from sensing.said import said

LEAST_BLUEZ = (5, 55)
"""Oldest BlueZ that bleak works with."""

LEAST_FREE_BYTES = 500_000_000
"""An hour of a sensor takes about 40 MB until it is compressed: enough for a week of sessions."""


class Grade(StrEnum):
    """How good it is."""

    FINE = "fine"
    REMARK = "remark"
    BAD = "bad"


class Subject(StrEnum):
    """What was looked at, and how it was found."""

    PROGRAM = "program"
    NO_EMULATION = "no_emulation"
    ADAPTER = "adapter"
    NO_ADAPTER = "no_adapter"
    SWITCHED_OFF = "switched_off"
    BLOCKED = "blocked"
    BLUEZ = "bluez"
    BLUEZ_OLD = "bluez_old"
    NO_BLUEZ = "no_bluez"
    LISTENED = "listened"
    NO_SENSOR = "no_sensor"
    CANNOT_LISTEN = "cannot_listen"
    FOLDER = "folder"
    FOLDER_CLOSED = "folder_closed"
    SPACE_LOW = "space_low"
    SOUND = "sound"
    NO_SOUND = "no_sound"

    @property
    def grade(self) -> Grade:
        """How good that is."""
        if self in _BAD:
            return Grade.BAD
        return Grade.REMARK if self in _REMARKS else Grade.FINE


_BAD = {
    Subject.NO_ADAPTER,
    Subject.SWITCHED_OFF,
    Subject.BLOCKED,
    Subject.NO_BLUEZ,
    Subject.CANNOT_LISTEN,
    Subject.FOLDER_CLOSED,
}
_REMARKS = {
    Subject.NO_EMULATION,
    Subject.BLUEZ_OLD,
    Subject.NO_SENSOR,
    Subject.SPACE_LOW,
    Subject.NO_SOUND,
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line: what was looked at, with what belongs to it (a version, a path, a reason)."""

    subject: Subject
    value: str = ""


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
    lines = [Diagnosis(Subject.PROGRAM, f"{named}; {machine.system}")]
    if dict(machine.packages).get("bumble") is None:
        lines.append(Diagnosis(Subject.NO_EMULATION))
    lines += [*_bluetooth(machine), *_listening(listened)]
    if machine.data_problem is not None:
        lines.append(
            Diagnosis(
                Subject.FOLDER_CLOSED, said("{path} ({why})", path=data_folder, why=machine.data_problem)
            )
        )
    else:
        lines.append(Diagnosis(Subject.FOLDER, data_folder))
    if machine.free_bytes < LEAST_FREE_BYTES:
        lines.append(Diagnosis(Subject.SPACE_LOW, f"{machine.free_bytes // 1_000_000}"))
    lines += [Diagnosis(Subject.NO_SOUND, problem) for problem in sound_problems]
    if not sound_problems:
        lines.append(Diagnosis(Subject.SOUND, sound))
    return tuple(lines)


def _bluetooth(machine: Machine) -> list[Diagnosis]:
    if not machine.is_linux:
        return []
    lines = []
    if not machine.adapters:
        lines.append(Diagnosis(Subject.NO_ADAPTER))
    elif machine.blocked is not None:
        blocked = {"switch": Subject.SWITCHED_OFF, "setting": Subject.BLOCKED}[machine.blocked]
        lines.append(Diagnosis(blocked))
    else:
        lines.append(Diagnosis(Subject.ADAPTER, ", ".join(machine.adapters)))
    if machine.bluez is None:
        lines.append(Diagnosis(Subject.NO_BLUEZ))
    else:
        is_old = _numbers(machine.bluez) < LEAST_BLUEZ
        lines.append(Diagnosis(Subject.BLUEZ_OLD if is_old else Subject.BLUEZ, machine.bluez))
    return lines


def _numbers(text: str) -> tuple[int, ...]:
    """Read a version; one that is not understood passes for new."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else LEAST_BLUEZ


def _listening(listened: Listened | None) -> list[Diagnosis]:
    if listened is None:
        return []
    if listened.problem is not None:
        return [Diagnosis(Subject.CANNOT_LISTEN, listened.problem)]
    if not listened.sensors:
        return [Diagnosis(Subject.NO_SENSOR)]
    return [Diagnosis(Subject.LISTENED, ", ".join(listened.sensors))]
