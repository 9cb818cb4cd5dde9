"""Text lines over a serial service: the values of a sample in a row, behind a prefix.

What else is said on the line (prompts, echoes, other lines) is passed over: such services are consoles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sensing.errors import PacketError, SettingsError
from sensing.said import said
from sensing.sensors.decoding import FrameDecoder, packets_from
from sensing.sensors.described.checked import Checked
from sensing.sensors.described.layout import Fields, read_fields
from sensing.sensors.described.scales import Scales, column_of, stacked
from sensing.sensors.model import Decoder, Span
from sensing.types import Packet

PIECE = 20
"""What fits into one notification or write of any Bluetooth link, bytes."""

TICK_BITS = 32

_NUMBER = rb"([-+]?[0-9]{1,12}(?:\.[0-9]{0,12})?(?:[eE][-+]?[0-9]{1,2})?)"
_WHOLE = rb"([0-9]{1,20})"
_IN_NUMBERS = "0123456789+-.eE\r\n"
_LONGEST_LINE = 512


@dataclass(frozen=True, slots=True)
class Lines:
    """What a line looks like.

    Parameters
    ----------
    characteristic : str
        Where the text comes from.
    prefix : str
        What the line of a sample begins with, behind any prompt.
    separator : str
        What stands between two values.
    fields : Fields
        What the values mean.
    decimals : int
        Digits behind the point that the sensor writes; the emulated one does.
    battery_prefix : str or None
        What the line with the battery's charge, %, begins with; None where there is none.
    """

    characteristic: str
    prefix: str
    separator: str
    fields: Fields
    decimals: int
    battery_prefix: str | None

    def pattern(self) -> re.Pattern[bytes]:
        """Return what finds the values at the end of a line."""
        values = [_WHOLE if n == self.fields.ticks else _NUMBER for n in range(self.fields.count)]
        between = rb" *" + re.escape(self.separator.encode()) + rb" *"
        return re.compile(re.escape(self.prefix.encode()) + rb" *" + between.join(values) + rb" *$")


def read_lines(stream: Checked) -> Lines:
    """Take a stream of a file as lines of text.

    Raises
    ------
    SensorFileError
        If something in it makes no sense.
    """
    lines = Lines(
        stream.uuid("characteristic"),
        stream.name("prefix"),
        _separator(stream),
        read_fields(stream, "fields"),
        stream.whole("decimals", 0, 9, default=6),
        stream.name("battery-prefix") if stream.has("battery-prefix") else None,
    )
    stream.done()
    return lines


def _separator(stream: Checked) -> str:
    separator = stream.text("separator")
    if len(separator) > 8 or set(separator) & set(_IN_NUMBERS):
        raise stream.wrong(
            "separator",
            said("'{separator}' cannot stand between numbers; write e.g. \",\"", separator=separator),
        )
    return separator


class LineFramer:
    """Finds the lines of samples in pieces of text; see `sensing.sensors.decoding.Framer`."""

    def __init__(self, label: str, lines: Lines) -> None:
        self.lost = 0
        self._label = label
        self._lines = lines
        self._prefix = lines.prefix.encode()
        self._pattern = lines.pattern()
        self._rest = b""

    def frames(self, characteristic: str, payload: bytes) -> list[bytes]:
        """Take one notification; return the lines that it completed, values only.

        Raises
        ------
        PacketError
            If it is of another characteristic.
        """
        if characteristic != self._lines.characteristic:
            raise PacketError(f"{self._label} does not send data on characteristic {characteristic}")
        *lines, self._rest = (self._rest + payload).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            self.lost += 1
            self._rest = b""
        return [values for line in lines if (values := self._values(line)) is not None]

    def _values(self, line: bytes) -> bytes | None:
        # Consoles switch the flow of text on and off by these two bytes, anywhere.
        line = line.translate(None, b"\x11\x13\r")
        found = self._pattern.search(line) if len(line) <= _LONGEST_LINE else None
        if found is None:
            self.lost += self._prefix in line
            return None
        return b" ".join(found.groups())


class LineCode:
    """Reads and writes the values of lines; see `sensing.sensors.described.building.Code`.

    Parameters
    ----------
    label : str
        Name of the sensor, for messages.
    lines : Lines
        What a line looks like.
    scales : Scales
        What a count is.
    """

    samples = 1

    def __init__(self, label: str, lines: Lines, scales: Scales) -> None:
        self.characteristics: tuple[str, ...] = (lines.characteristic,)
        self.axes = lines.fields.axes
        self.tick_bits = None if lines.fields.ticks is None else TICK_BITS
        self._label = label
        self._lines = lines
        self._scales = scales

    @property
    def spans(self) -> tuple[Span, Span | None]:
        """What accelerometer and gyroscope can tell: text has no largest number."""
        return self._scales.spans(math.inf, 10.0**-self._lines.decimals)

    def new_decoder(self) -> Decoder:
        """Return a fresh decoder."""
        return FrameDecoder(self._label, LineFramer(self._label, self._lines), self.read)

    def read_battery(self, payload: bytes) -> int | None:
        """Read a notification that holds the whole line with the battery's charge, %; else None."""
        prefix = self._lines.battery_prefix
        found = (
            None if prefix is None else re.search(re.escape(prefix.encode()) + rb"([0-9]{1,3})\r?\n", payload)
        )
        return None if found is None or int(found[1]) > 100 else int(found[1])

    def battery_line(self, percent: int) -> tuple[bytes, ...]:
        """Return the notifications that tell the battery's charge, %."""
        prefix = self._lines.battery_prefix
        return () if prefix is None else pieces(f"{prefix}{percent}\r\n")

    def read(self, frames: Sequence[bytes]) -> list[tuple[Packet, ...] | None]:
        """Turn lines of values into a sample each; None for one that no sensor can measure."""
        rows = [frame.split() for frame in frames]
        fields = self._lines.fields
        columns = {
            axis.name: np.array([float(row[axis.column]) for row in rows]) * self._scales.of(axis)
            for axis in fields.axes
        }
        ticks = None
        if fields.ticks is not None:
            ticks = [int(row[fields.ticks]) % 2**TICK_BITS for row in rows]
        acc = stacked(columns, "acc")
        assert acc is not None
        return packets_from(acc, stacked(columns, "gyr"), 1, ticks)

    def encode(self, packet: Packet) -> tuple[bytes, ...]:
        """Return the notifications for `packet`: its line, in pieces.

        Raises
        ------
        SettingsError
            If it has more than one sample, or lacks ticks.
        """
        lines, fields = self._lines, self._lines.fields
        if len(packet) != 1 or (fields.ticks is not None and packet.t_device_ticks is None):
            raise SettingsError(f"a line of {self._label} is one sample, with ticks where it has a counter")
        values = ["0"] * fields.count
        for axis in fields.axes:
            count = float(column_of(packet, axis)[0]) / self._scales.of(axis)
            values[axis.column] = f"{count:.{lines.decimals}f}"
        if fields.ticks is not None:
            values[fields.ticks] = str(packet.t_device_ticks)
        return pieces(f"{lines.prefix}{lines.separator.join(values)}\r\n")


def pieces(text: str) -> tuple[bytes, ...]:
    """Cut text into what fits into one notification or write."""
    whole = text.encode()
    return tuple(whole[start : start + PIECE] for start in range(0, len(whole), PIECE))
