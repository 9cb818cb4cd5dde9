"""From the tables of a file to a sensor model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from sensing.said import said
from sensing.sensors.described.binary import BinaryCode, read_parts
from sensing.sensors.described.checked import Checked
from sensing.sensors.described.layout import AXES, Axis
from sensing.sensors.described.lines import LineCode, pieces, read_lines
from sensing.sensors.described.scales import Scales, read_scales
from sensing.sensors.model import BATTERY_LEVEL, Command, Decoder, Need, Response, SensorModel, Span
from sensing.types import Packet

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_MOST_COMMAND_BYTES: Final = 4096
_EMULATED_BATTERY_PERCENT: Final = 87


class Code(Protocol):
    """How samples become notifications and back: packets of bytes, or lines of text."""

    axes: tuple[Axis, ...]
    characteristics: tuple[str, ...]
    samples: int
    tick_bits: int | None

    @property
    def spans(self) -> tuple[Span, Span | None]:
        """What accelerometer and gyroscope can tell."""

    def new_decoder(self) -> Decoder:
        """Return a fresh decoder."""

    def encode(self, packet: Packet) -> tuple[bytes, ...]:
        """Return the notifications for `packet`."""

    def read_battery(self, payload: bytes) -> int | None:
        """Read a notification as the battery's charge, %; None where it is none."""

    def battery_line(self, percent: int) -> tuple[bytes, ...]:
        """Return the notifications that tell the battery's charge, %."""


def build(table: Checked, description: str | None) -> SensorModel:
    """Return the model that the tables of a file describe.

    Parameters
    ----------
    table : Checked
        The whole file.
    description : str or None
        Its text, where recordings are to keep it.

    Raises
    ------
    SensorFileError
        If a key is missing, not known, or its value makes no sense.
    """
    start, stop = _commands(table, "start"), _commands(table, "stop")
    model = _streaming(table, start, stop)
    model = replace(
        model,
        battery_characteristic=BATTERY_LEVEL if table.flag("battery") else None,
        command_pause_s=table.number("command-pause-s", 0.0, 5.0, default=0.0),
        need=Need(table.choice("need", Need)) if table.has("need") else None,
        description=description,
    )
    table.done()
    return model


def _streaming(table: Checked, start: tuple[Command, ...], stop: tuple[Command, ...]) -> SensorModel:
    """Take what a sensor is found by, and what it sends."""
    key, label = _key(table), table.name("label")
    names, advertised = _found_by(table)
    code = _code(table, label)
    acc_span, gyr_span = code.spans
    return SensorModel(
        key=key,
        label=label,
        example_name=table.name("example-name") if table.has("example-name") else (*names, label)[0],
        name_prefixes=names,
        advertised_services=advertised,
        service=table.uuid("service"),
        notify_characteristics=code.characteristics,
        sample_characteristics=len(code.characteristics),
        start_commands=start,
        stop_commands=stop,
        sampling_rate_hz=table.number("rate-hz", 5.0, 1000.0),
        samples_per_packet=code.samples,
        tick_hz=None if code.tick_bits is None else table.number("ticks-hz", 0.1, 1e9),
        tick_bits=code.tick_bits,
        acc_span=acc_span,
        gyr_span=gyr_span,
        new_decoder=code.new_decoder,
        encode=code.encode,
        read_battery=code.read_battery,
        respond=_responder(start, stop, code.battery_line(_EMULATED_BATTERY_PERCENT)),
    )


def _key(table: Checked) -> str:
    key = table.text("key")
    if not _KEY.fullmatch(key):
        raise table.wrong("key", said("is '{key}'; write at most 31 of a-z, 0-9 and -", key=key))
    return key


def _found_by(table: Checked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = table.texts("names", optional=True)
    advertised = tuple(table.uuid("advertised", each) for each in table.texts("advertised", optional=True))
    if not all(names) or not (names or advertised):
        raise table.wrong(
            "names", said("has to say how the sensor's name begins, unless 'advertised' is given")
        )
    return names, advertised


def _code(table: Checked, label: str) -> Code:
    scales = read_scales(table)
    samples = table.whole("samples", 1, 100, default=1)
    streams = table.tables("streams", most=9)
    code: Code
    if len(streams) == 1 and streams[0].has("prefix"):
        if samples != 1:
            raise table.wrong("samples", said("is {samples}; a line of text is one sample", samples=samples))
        code = LineCode(label, read_lines(streams[0]), scales)
    else:
        code = BinaryCode(label, read_parts(streams, samples), scales)
    _check_axes(table, [axis.name for axis in code.axes], scales)
    return code


def _check_axes(table: Checked, found: list[str], scales: Scales) -> None:
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise table.wrong("streams", said("name {twice} twice", twice=twice))
    for kind in ("acc", "gyr"):
        missing = [name for name in AXES if name.startswith(kind) and name not in found]
        if missing and (kind == "acc" or len(missing) < 3 or scales.gyr_radps is not None):
            raise table.wrong("streams", said("do not name {missing}", missing=", ".join(missing)))
    if scales.gyr_radps is None and "gyr_x" in found:
        raise table.wrong("gyr", said('is missing; write a line [gyr], then unit = "deg/s" and scale = 1.0'))


def _commands(table: Checked, key: str) -> tuple[Command, ...]:
    if not table.has(key):
        return ()
    inner = table.table(key)
    characteristic = inner.uuid("characteristic")
    payloads = pieces(inner.text("text")) if inner.has("text") else _from_hex(inner)
    if sum(map(len, payloads)) > _MOST_COMMAND_BYTES:
        raise inner.wrong("text", said("is longer than {most} bytes", most=_MOST_COMMAND_BYTES))
    inner.done()
    return tuple(Command(characteristic, payload) for payload in payloads)


def _from_hex(table: Checked) -> tuple[bytes, ...]:
    given = table.texts("hex")
    try:
        payloads = tuple(bytes.fromhex(each) for each in given)
    except ValueError:
        raise table.wrong(
            "hex", said('is not understood; write e.g. hex = ["01 ff"], a text a command')
        ) from None
    if not all(payloads):
        raise table.wrong("hex", said("has an empty command"))
    return payloads


def _responder(
    start: tuple[Command, ...], stop: tuple[Command, ...], greeting: tuple[bytes, ...]
) -> Callable[[bytes], Response]:
    return partial(
        _respond, start[-1].payload if start else None, stop[-1].payload if stop else None, greeting
    )


def _respond(
    start: bytes | None, stop: bytes | None, greeting: tuple[bytes, ...], command: bytes
) -> Response:
    """React to a command as the emulated sensor: streaming goes with the last one of each list."""
    if command == start:
        return Response(greeting, streams=True)
    return Response(streams=False if command == stop else None)
