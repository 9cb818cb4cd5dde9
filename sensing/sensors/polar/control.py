"""Polar's control point: what to write to it, what its answers mean, and what follows from them.

One command at a time: each answer calls for the next. What is running is stopped, then for each instrument
the settings are asked for, and those that are wanted are sent back to start it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from sensing.said import said
from sensing.sensors.model import CommandAnswer

_ANSWER = 0xF0
_HEAD = 4
_HEAD_WITH_MORE = 5
_PARAMETER_ERROR = 5
_RATE_ERROR = 8
_MEANINGS: Final = {
    1: said("it does not know this command"),
    2: said("it does not know this kind of measurement"),
    3: said("it cannot measure this"),
    4: said("it found the command too long or too short"),
    _PARAMETER_ERROR: said("it does not take these settings"),
    6: said("it is doing so already"),
    7: said("it does not offer this resolution"),
    _RATE_ERROR: said("it does not offer this rate"),
    9: said("it does not offer this range"),
    10: said("the radio's packets are too small for it; use another adapter"),
    11: said("it does not offer three axes"),
    12: said("it is in a state that does not allow this; switch it off and on"),
    13: said("it is in its charger; take it out"),
    14: said("its memory is full"),
}


class Operation(IntEnum):
    """Commands to the control point."""

    SETTINGS = 1
    START = 2
    STOP = 3


class Measurement(IntEnum):
    """What can be started; ``SDK`` is a mode that offers more rates."""

    ACC = 2
    GYRO = 5
    SDK = 9


class Setting(IntEnum):
    """What a measurement is set to."""

    RATE = 0
    RESOLUTION = 1
    RANGE = 2
    RANGE_MILLI = 3
    CHANNELS = 4
    FACTOR = 5
    SECURITY = 6


_WIDTHS: Final = {
    Setting.RATE: 2,
    Setting.RESOLUTION: 2,
    Setting.RANGE: 2,
    Setting.RANGE_MILLI: 4,
    Setting.CHANNELS: 1,
    Setting.FACTOR: 4,
    Setting.SECURITY: 16,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the control point.

    Parameters
    ----------
    operation, measurement : int
        What it answers.
    status : int
        0 is yes.
    settings : dict
        What it says about settings: allowed ones, or the factor after a start.
    """

    operation: int
    measurement: int
    status: int
    settings: dict[int, tuple[int, ...]]

    @classmethod
    def read(cls, payload: bytes) -> Answer | None:
        """Read a notification; None where it is no answer."""
        if len(payload) < _HEAD or payload[0] != _ANSWER:
            return None
        return cls(payload[1], payload[2], payload[3], settings_in(payload[_HEAD_WITH_MORE:]))

    @property
    def factor(self) -> float:
        """What counts have to be multiplied by, 1 where nothing is said; not finite if that is nonsense."""
        bits = self.settings.get(Setting.FACTOR)
        return 1.0 if not bits else float(struct.unpack("<f", struct.pack("<I", bits[0]))[0])


def settings_in(params: bytes) -> dict[int, tuple[int, ...]]:
    """Read settings: number, how many values, values. What is cut off or unknown ends it."""
    found: dict[int, tuple[int, ...]] = {}
    at = 0
    while at + 2 <= len(params) and params[at] in _WIDTHS:
        width, count = _WIDTHS[Setting(params[at])], params[at + 1]
        end = at + 2 + width * count
        if end > len(params):
            break
        values = (params[start : start + width] for start in range(at + 2, end, width))
        found[params[at]] = tuple(int.from_bytes(value, "little") for value in values)
        at = end
    return found


def settings_out(settings: Iterable[tuple[Setting, tuple[int, ...]]]) -> bytes:
    """Write settings as they are read by `settings_in`."""
    return b"".join(
        bytes([setting, len(values)])
        + b"".join(value.to_bytes(_WIDTHS[setting], "little") for value in values)
        for setting, values in settings
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one instrument is to be started.

    Parameters
    ----------
    measurement : Measurement
        Which one.
    rate_hz : int
        Samples a second.
    range : int
        Largest value, g or °/s; the largest one offered if this is not.
    """

    measurement: Measurement
    rate_hz: int
    range: int

    @property
    def ask(self) -> bytes:
        """The command that asks for its settings."""
        return bytes([Operation.SETTINGS, self.measurement])

    @property
    def stop(self) -> bytes:
        """The command that stops it."""
        return bytes([Operation.STOP, self.measurement])

    def start(self, offered: dict[int, tuple[int, ...]]) -> bytes:
        """Return the command that starts it, with one value of each setting that is offered."""
        wishes = {Setting.RATE: self.rate_hz, Setting.RANGE: self.range}
        chosen = []
        for number, values in offered.items():
            setting = Setting(number)
            if values and setting in (Setting.RATE, Setting.RESOLUTION, Setting.RANGE, Setting.CHANNELS):
                wish = wishes.get(setting)
                chosen.append((setting, (wish if wish in values else max(values),)))
        return bytes([Operation.START, self.measurement]) + settings_out(chosen)


@dataclass(frozen=True, slots=True)
class Script:
    """The conversation that starts a device.

    Parameters
    ----------
    instruments : tuple of Wanted
        What to start, in this order.
    sdk : bool
        Whether the rates are those of the SDK mode.
    """

    instruments: tuple[Wanted, ...]
    sdk: bool = False

    @property
    def stops(self) -> tuple[bytes, ...]:
        """The commands that stop everything."""
        sdk_off = bytes([Operation.STOP, Measurement.SDK])
        return (*(each.stop for each in self.instruments), *((sdk_off,) if self.sdk else ()))

    def next(self, payload: bytes) -> bytes | None:
        """Return the command that an answer calls for; None at the end, or where it is none."""
        answer = Answer.read(payload)
        if answer is None or not self.judge(answer).accepted:
            return None
        command = bytes([answer.operation, answer.measurement])
        for wanted in self.instruments:
            if command == wanted.ask:
                return wanted.start(answer.settings)
        steps = self._steps()
        return steps[steps.index(command) + 1] if command in steps[:-1] else None

    def _steps(self) -> list[bytes]:
        """Return operation and measurement of all commands whose next one depends on nothing else."""
        sdk_on = bytes([Operation.START, Measurement.SDK])
        steps = [*self.stops, *((sdk_on,) if self.sdk else ())]
        for wanted in self.instruments:
            steps += [wanted.ask, bytes([Operation.START, wanted.measurement])]
        return steps

    def judge(self, answer: Answer) -> CommandAnswer:
        """Say whether the conversation can go on after an answer."""
        status = answer.status
        if answer.operation == Operation.STOP:
            return CommandAnswer(status, True)  # that it was not running is no fault
        for wanted in self.instruments:
            rates = answer.settings.get(Setting.RATE, ())
            asked = (answer.operation, answer.measurement) == (Operation.SETTINGS, wanted.measurement)
            if asked and status == 0 and wanted.rate_hz not in rates:
                status = _RATE_ERROR
        return CommandAnswer(status, status == 0, _MEANINGS.get(status, ""))
