"""Polar Verity Sense, OH1 and H10: Polar Measurement Data, acceleration and, in the first, angular rate."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from sensing.errors import SettingsError
from sensing.sensors.model import Command, CommandAnswer, Need, Response, SensorModel, Span, at_rate
from sensing.sensors.polar.control import (
    Answer,
    Measurement,
    Operation,
    Script,
    Setting,
    Wanted,
    settings_out,
)
from sensing.sensors.polar.deltas import CHANNELS, packed
from sensing.sensors.polar.frames import COMPRESSED, FORMS, HEAD
from sensing.sensors.polar.stream import CONTROL, DATA, SERVICE, TICK_BITS, TICK_HZ, decoder
from sensing.types import GRAVITY_MPS2, FloatArray, Packet

_ACC, _GYRO = Measurement.ACC, Measurement.GYRO


@dataclass(frozen=True, slots=True)
class _Device:
    """What differs between the devices.

    Parameters
    ----------
    key, label, name : str
        Key, name for people and beginning of the advertised name.
    rates_hz : tuple of int
        Rates, the default one first.
    sdk_rates_hz : tuple of int
        Those of them that need the SDK mode.
    samples_per_packet : int
        What an emulated one sends at once.
    has_charger : bool
        Whether it is charged, and silent meanwhile; the others have a coin cell.
    kinds : dict
        How an emulated one writes the samples of its instruments.
    factors : dict
        Factors that an emulated one names when it is started.
    """

    key: str
    label: str
    name: str
    rates_hz: tuple[int, ...]
    sdk_rates_hz: tuple[int, ...]
    samples_per_packet: int
    has_charger: bool
    kinds: dict[Measurement, int]
    factors: dict[Measurement, float]


_RANGES: Final = {_ACC: 8, _GYRO: 2000}
_DEVICES: Final = (
    _Device(
        "polar-verity", "Polar Verity Sense", "Polar Sense", (52, 104), (104,), 13, True,
        {_ACC: COMPRESSED, _GYRO: COMPRESSED}, {_ACC: 8 / 32768, _GYRO: 2000 / 32768},
    ),
    _Device("polar-oh1", "Polar OH1", "Polar OH1", (50,), (), 10, True, {_ACC: COMPRESSED + 1}, {}),
    _Device("polar-h10", "Polar H10", "Polar H10", (100, 50, 200), (), 25, False, {_ACC: 1}, {}),
)  # fmt: skip


DEFAULT_KEYS: Final = frozenset(device.key for device in _DEVICES)


def models() -> tuple[SensorModel, ...]:
    """Return all devices, each at all its rates; the default rate of a device comes first."""
    return tuple(_model(device, rate_hz) for device in _DEVICES for rate_hz in device.rates_hz)


def _model(device: _Device, rate_hz: int) -> SensorModel:
    key, label = at_rate(device.key, device.label, rate_hz, device.rates_hz, device.rates_hz[0])
    instruments = tuple(Wanted(each, rate_hz, _RANGES[each]) for each in device.kinds)
    script = Script(instruments, sdk=rate_hz in device.sdk_rates_hz)
    return SensorModel(
        key=key,
        label=label,
        example_name=f"{device.name} 00000000",
        name_prefixes=(device.name,),
        service=SERVICE,
        notify_characteristics=(DATA, CONTROL),
        start_commands=(Command(CONTROL, script.stops[0]),),
        stop_commands=tuple(Command(CONTROL, each) for each in script.stops),
        sampling_rate_hz=float(rate_hz),
        samples_per_packet=device.samples_per_packet,
        tick_hz=TICK_HZ,
        tick_bits=TICK_BITS,
        acc_span=Span(_RANGES[_ACC] * GRAVITY_MPS2, _step(device, _ACC)),
        gyr_span=Span(math.radians(_RANGES[_GYRO]), _step(device, _GYRO)) if _GYRO in device.kinds else None,
        need=Need.OFF_CHARGER if device.has_charger else None,
        new_decoder=partial(decoder, tuple(device.kinds), float(rate_hz)),
        encode=partial(_encode, device, rate_hz),
        read_answer=partial(_read_answer, script),
        follow_up=partial(_follow_up, script),
        respond=partial(_respond, device, script),
    )


def _step(device: _Device, measurement: Measurement) -> float:
    return FORMS[measurement, device.kinds[measurement]].scale * device.factors.get(measurement, 1.0)


def _read_answer(script: Script, payload: bytes) -> CommandAnswer | None:
    answer = Answer.read(payload)
    return None if answer is None else script.judge(answer)


def _follow_up(script: Script, payload: bytes) -> tuple[Command, ...]:
    command = script.next(payload)
    return () if command is None else (Command(CONTROL, command),)


def _encode(device: _Device, rate_hz: int, packet: Packet) -> tuple[bytes, ...]:
    """Return the frames that the device sends for `packet`, one an instrument.

    Raises
    ------
    SettingsError
        If the packet is empty or lacks ticks, or angular rate that the device measures.
    """
    parts = {_ACC: packet.acc_mps2, _GYRO: packet.gyr_radps}
    if not len(packet) or packet.t_device_ticks is None or any(parts[each] is None for each in device.kinds):
        raise SettingsError(f"a {device.label} packet has samples of all its instruments, and ticks")
    last_ns = packet.t_device_ticks + round((len(packet) - 1) * TICK_HZ / rate_hz)
    return tuple(
        _frame(device, each, last_ns % 2**TICK_BITS, values)
        for each in device.kinds
        if (values := parts[each]) is not None
    )


def _frame(device: _Device, measurement: Measurement, last_ns: int, values: FloatArray) -> bytes:
    kind = device.kinds[measurement]
    width = FORMS[measurement, kind].width
    most = 2 ** (8 * width - 1)
    counts = np.clip(np.rint(values / _step(device, measurement)), -most, most - 1).astype(np.int64)
    content = packed(counts, width * CHANNELS) if kind & COMPRESSED else counts.astype(f"<i{width}").tobytes()
    head = bytes([measurement]) + last_ns.to_bytes(HEAD - 2, "little") + bytes([kind])
    return head + content


def _respond(device: _Device, script: Script, command: bytes) -> Response:
    """React to a command as a device that offers what `script` wants; it streams once all of it runs."""
    operation, measurement = (*command[:2], 0, 0)[:2]
    wanted = next((each for each in script.instruments if each.measurement == measurement), None)
    params, streams = b"", None
    if operation == Operation.STOP:
        streams = False
    elif operation == Operation.SETTINGS and wanted is not None:
        settings = {Setting.RATE: wanted.rate_hz, Setting.RESOLUTION: 16, Setting.RANGE: wanted.range}
        params = settings_out(
            (each, (value,)) for each, value in {**settings, Setting.CHANNELS: CHANNELS}.items()
        )
    elif operation == Operation.START and wanted is not None:
        if (factor := device.factors.get(wanted.measurement)) is not None:
            params = settings_out([(Setting.FACTOR, (struct.unpack("<I", struct.pack("<f", factor))[0],))])
        streams = True if wanted == script.instruments[-1] else None
    elif command != bytes([Operation.START, Measurement.SDK]) or not script.sdk:
        return Response((bytes([0xF0, operation, measurement, 1, 0]),))
    return Response((bytes([0xF0, operation, measurement, 0, 0]) + params,), streams)
