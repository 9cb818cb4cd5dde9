"""Movella DOT, once Xsens DOT: one sample a notification, float32, a counter in µs.

What a notification holds is chosen by a mode; of all modes 21 (acceleration and angular rate) and 26 (the
same behind an orientation, which is passed over) carry what is needed here. Notifications are padded with
zeros to the length of their characteristic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from sensing.errors import SettingsError
from sensing.sensors.decoding import Completed, FrameDecoder, WholeFrames, packets_from, table
from sensing.sensors.model import Command, Response, SensorModel, Span, at_rate
from sensing.types import GRAVITY_MPS2, Packet

_BASE = "1517{}-4947-11e9-8646-d663bd873d93"
SERVICE: Final = _BASE.format("2000")
CONTROL: Final = _BASE.format("2001")
LONG: Final = _BASE.format("2002")
MEDIUM: Final = _BASE.format("2003")
DEVICE_CONTROL: Final = _BASE.format("1002")
BATTERY: Final = _BASE.format("3001")

DEFAULT_RATE_HZ: Final = 60
RATES_HZ: Final = (20, 30, 60)
RATE_MODE: Final = 21
ORIENTATION_MODE: Final = 26

_DATA: Final = {RATE_MODE: MEDIUM, ORIENTATION_MODE: LONG}
_PADDED_TO: Final = {MEDIUM: 40, LONG: 63}
_VALUES = [("acc", "<f4", 3), ("gyr", "<f4", 3)]
_FIELDS: Final = {
    RATE_MODE: np.dtype([("ticks", "<u4"), *_VALUES]),
    ORIENTATION_MODE: np.dtype([("ticks", "<u4"), ("quaternion", "<f4", 4), *_VALUES]),
}
_SET_RATE = 0x10  # the one bit of the mask that says which fields are meant
_DEVICE_CONTROL_LENGTH = 32
_RATE_AT = 24
_MEASUREMENT, _STOP, _START = 1, 0, 1
_FLOAT_STEP = 2.0**-16


def model(rate_hz: int = DEFAULT_RATE_HZ, mode: int = RATE_MODE) -> SensorModel:
    """Return the DOT set to one of its rates and to mode 21 or 26.

    Raises
    ------
    SettingsError
        For another rate or mode.
    """
    if mode not in _FIELDS:
        raise SettingsError(f"Movella DOT has nothing to read in mode {mode}; take 21 or 26")
    key, label = "movella-dot", "Movella DOT"
    if mode != RATE_MODE:
        key, label = f"{key}-mode{mode}", f"{label} in mode {mode}"
    key, label = at_rate(key, label, rate_hz, RATES_HZ, DEFAULT_RATE_HZ)
    start, stop = bytes([_MEASUREMENT, _START, mode]), bytes([_MEASUREMENT, _STOP, mode])
    return SensorModel(
        key=key,
        label=label,
        example_name="Movella DOT",
        name_prefixes=("Movella DOT", "Xsens DOT"),
        service=SERVICE,
        notify_characteristics=(_DATA[mode],),
        # It takes a rate only while it does not measure, and keeps the one that another program set.
        start_commands=(
            Command(CONTROL, stop),
            Command(DEVICE_CONTROL, _rate_command(rate_hz)),
            Command(CONTROL, start),
        ),
        stop_commands=(Command(CONTROL, stop),),
        sampling_rate_hz=float(rate_hz),
        tick_hz=1e6,
        tick_bits=32,
        acc_span=Span(16 * GRAVITY_MPS2, _FLOAT_STEP),
        gyr_span=Span(math.radians(2000), _FLOAT_STEP),
        battery_characteristic=BATTERY,
        new_decoder=partial(_decoder, mode),
        encode=partial(encode, mode),
        respond=partial(respond, start),
    )


def _rate_command(rate_hz: int) -> bytes:
    command = bytearray(_DEVICE_CONTROL_LENGTH)
    command[0] = _SET_RATE
    command[_RATE_AT : _RATE_AT + 2] = rate_hz.to_bytes(2, "little")
    return bytes(command)


def _decoder(mode: int) -> FrameDecoder[bytes]:
    framer = WholeFrames("Movella DOT", _DATA[mode], _FIELDS[mode].itemsize, padded=True)
    return FrameDecoder("Movella DOT", framer, partial(_read, mode))


def _read(mode: int, frames: Sequence[bytes]) -> Completed:
    rows = table(frames, _FIELDS[mode])
    return packets_from(
        rows["acc"].astype(np.float64),
        np.radians(rows["gyr"], dtype=np.float64),
        1,
        rows["ticks"].tolist(),
    )


def encode(mode: int, packet: Packet) -> tuple[bytes, ...]:
    """Return the notification that the sensor sends for the one sample of `packet`.

    Raises
    ------
    SettingsError
        If the packet is not one sample with angular rate and ticks.
    """
    if len(packet) != 1 or packet.gyr_radps is None or packet.t_device_ticks is None:
        raise SettingsError("a Movella DOT packet is one sample with angular rate and ticks")
    row = np.zeros((), _FIELDS[mode])
    row["ticks"], row["acc"], row["gyr"] = (
        packet.t_device_ticks,
        packet.acc_mps2,
        np.degrees(packet.gyr_radps),
    )
    if mode == ORIENTATION_MODE:
        row["quaternion"] = (1, 0, 0, 0)
    return (row.tobytes().ljust(_PADDED_TO[_DATA[mode]], b"\0"),)


def respond(start: bytes, command: bytes) -> Response:
    """React to a command as a sensor that offers the mode of `start` and no other."""
    if command == start:
        return Response(streams=True)
    return Response(streams=False if command[:2] == bytes([_MEASUREMENT, _STOP]) else None)
