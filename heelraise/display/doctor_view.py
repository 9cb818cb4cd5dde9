"""What the doctor found, a line each: a mark, what it is, and what to do."""

from __future__ import annotations

from heelraise.doctor import Diagnosis, Grade, Subject
from heelraise.language import Words, message

_MARKS = {Grade.FINE: "✓", Grade.REMARK: "!", Grade.BAD: "✗"}
_SAID = {
    Subject.PROGRAM: message("Program: {value}"),
    Subject.NO_EMULATION: message(
        "Emulated sensors: not installed; if you want them: pip install 'heelraise[virtual]'"
    ),
    Subject.ADAPTER: message("Bluetooth adapter: {value}"),
    Subject.NO_ADAPTER: message("Bluetooth adapter: none; plug one in"),
    Subject.SWITCHED_OFF: message("Bluetooth adapter: switched off by a switch or key of this computer"),
    Subject.BLOCKED: message("Bluetooth adapter: blocked; run: rfkill unblock bluetooth"),
    Subject.BLUEZ: message("Bluetooth service: BlueZ {value}"),
    Subject.BLUEZ_OLD: message(
        "Bluetooth service: BlueZ {value} is too old for some sensors; update it to 5.55"
    ),
    Subject.NO_BLUEZ: message("Bluetooth service: BlueZ is missing; install the package bluez"),
    Subject.LISTENED: message("Sensors nearby: {value}"),
    Subject.NO_SENSOR: message("Sensors nearby: none; switch one on, wear it, bring it closer"),
    Subject.CANNOT_LISTEN: message("Listening for sensors: {value}"),
    Subject.FOLDER: message("Data folder: {value}"),
    Subject.FOLDER_CLOSED: message(
        "Data folder: nothing can be written to {value}; make it yours or name another"
    ),
    Subject.SPACE_LOW: message("Disk: {value} MB are left; make room"),
    Subject.SOUND: message("Sound: {value}"),
    Subject.NO_SOUND: message("Sound: {value}; everything is shown as text"),
}


def doctor_lines(found: tuple[Diagnosis, ...], words: Words) -> list[str]:
    """Say what was found, a line each."""
    return [f"{_MARKS[one.subject.grade]} {words(_SAID[one.subject], value=one.value)}" for one in found]
