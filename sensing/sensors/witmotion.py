"""WitMotion WT901BLECL and its relatives over Bluetooth 5: frames of 20 bytes, no clock, no checksum.

A frame is ``55 61`` and nine int16: accelerometer, gyroscope and three angles, which are not used here.
Notifications may hold several frames or a piece of one, so the stream is read as bytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from sensing.errors import PacketError, SettingsError
from sensing.sensors.decoding import Completed, FrameDecoder, packets_from, table
from sensing.sensors.model import Command, Response, SensorModel, Span, at_rate
from sensing.types import GRAVITY_MPS2, Packet

# The base is the maker's own (…9a34fb), not that of the Bluetooth SIG (…9b34fb).
SERVICE: Final = "0000ffe5-0000-1000-8000-00805f9a34fb"
DATA: Final = "0000ffe4-0000-1000-8000-00805f9a34fb"
COMMAND: Final = "0000ffe9-0000-1000-8000-00805f9a34fb"

DEFAULT_RATE_HZ: Final = 100
RATE_CODES: Final = {20: 0x07, 50: 0x08, 100: 0x09}
MPS2_PER_COUNT: Final = 16 * GRAVITY_MPS2 / 32768
RADPS_PER_COUNT: Final = float(np.radians(2000 / 32768))

_UNLOCK = bytes.fromhex("ffaa6988b5")
_RATE_REGISTER = 0x03
_ASK_BATTERY = bytes.fromhex("ffaa276400")
_BATTERY_HEAD = bytes.fromhex("55716400")
_PERCENT_FROM_CENTIVOLTS = (
    (396, 100), (393, 90), (387, 75), (382, 60), (379, 50), (377, 40),
    (373, 30), (370, 20), (368, 15), (350, 10), (340, 5),
)  # fmt: skip
_EMULATED_CENTIVOLTS = 390
_FRAME = 20
_SAMPLE_FRAME = b"\x55\x61"
_REGISTER_FRAME = b"\x55\x71"
_FIELDS = np.dtype([("head", "<u2"), ("acc", "<i2", 3), ("gyr", "<i2", 3), ("angles", "<i2", 3)])


def model(rate_hz: int = DEFAULT_RATE_HZ) -> SensorModel:
    """Return the WitMotion set to one of its rates; above 100 Hz it loses frames.

    Raises
    ------
    SettingsError
        For another rate.
    """
    key, label = at_rate("witmotion", "WitMotion", rate_hz, RATE_CODES, DEFAULT_RATE_HZ)
    set_rate = bytes([0xFF, 0xAA, _RATE_REGISTER, RATE_CODES[rate_hz], 0])
    return SensorModel(
        key=key,
        label=label,
        example_name="WT901BLE67",
        name_prefixes=("WT",),
        advertised_services=(SERVICE,),
        service=SERVICE,
        notify_characteristics=(DATA,),
        start_commands=tuple(Command(COMMAND, bytes_) for bytes_ in (_UNLOCK, _ASK_BATTERY, set_rate)),
        command_pause_s=0.1,
        sampling_rate_hz=float(rate_hz),
        acc_span=Span(16 * GRAVITY_MPS2, MPS2_PER_COUNT),
        gyr_span=Span(math.radians(2000), RADPS_PER_COUNT),
        battery_characteristic=None,  # some have one, but it tells nothing; the register does
        new_decoder=_decoder,
        encode=encode,
        read_battery=read_battery,
        respond=partial(respond, set_rate),
    )


class WitmotionFramer:
    """Finds frames in the stream of bytes; see `sensing.sensors.decoding.Framer`.

    Bytes that belong to no frame are skipped, each stretch counted once: nothing tells a lost piece from
    noise here.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._rest = b""
        self._in_step = True

    def frames(self, characteristic: str, payload: bytes) -> tuple[bytes, ...]:
        """Take one notification; return the sample frames that it completed, in one piece.

        Raises
        ------
        PacketError
            If the characteristic is not that of the frames.
        """
        # Firmware revisions differ in the base of the UUID; the first part is the same in all.
        if characteristic[:8] != DATA[:8]:
            raise PacketError(f"WitMotion does not send data on characteristic {characteristic}")
        if not self._rest and len(payload) == _FRAME and payload.startswith(_SAMPLE_FRAME):
            self._in_step = True
            return (payload,)  # as nearly always
        data = self._joined(payload)
        found, at = [], 0
        while (frame := self._frame_at(data, at)) is not None:
            at = frame + _FRAME
            if data[frame : frame + 2] == _SAMPLE_FRAME:
                found.append(data[frame:at])
        self._rest = data[_next_start(data, at) :]
        return (b"".join(found),) if found else ()

    def _joined(self, payload: bytes) -> bytes:
        """Put `payload` after what is left; where it begins a frame, the rest of the last one was lost."""
        if self._rest and payload[:2] in (_SAMPLE_FRAME, _REGISTER_FRAME):
            self.lost += 1
            return payload
        return self._rest + payload

    def _frame_at(self, data: bytes, at: int) -> int | None:
        """Return the place of the first whole frame from `at` on; None when there is none yet."""
        place = _next_start(data, at)
        if place != at and self._in_step:
            self.lost += 1
            self._in_step = False
        if place + _FRAME > len(data):
            return None
        self._in_step = True
        return place


def _next_start(data: bytes, at: int) -> int:
    """Return where the next frame begins or may begin; the end of `data` when nothing there can be one."""
    place = data.find(b"\x55", at)
    while place >= 0 and data[place : place + 2] not in (_SAMPLE_FRAME, _REGISTER_FRAME, b"\x55"):
        place = data.find(b"\x55", place + 1)
    return len(data) if place < 0 else place


def _decoder() -> FrameDecoder[bytes]:
    return FrameDecoder("WitMotion", WitmotionFramer(), _read)


def _read(frames: Sequence[bytes]) -> Completed:
    """Read sample frames, one or more in a piece."""
    rows = table(frames, _FIELDS)
    counts = [len(frame) // _FRAME for frame in frames]
    return packets_from(rows["acc"] * MPS2_PER_COUNT, rows["gyr"] * RADPS_PER_COUNT, counts)


def encode(packet: Packet) -> tuple[bytes, ...]:
    """Return the notifications that the sensor sends for `packet`: one frame each, angles left at zero.

    Raises
    ------
    SettingsError
        If the packet has no angular rate.
    """
    if packet.gyr_radps is None:
        raise SettingsError("a WitMotion packet needs angular rate")
    counts = np.hstack((packet.acc_mps2 / MPS2_PER_COUNT, packet.gyr_radps / RADPS_PER_COUNT))
    rows = np.clip(np.rint(counts), -32768, 32767).astype("<i2")
    return tuple(_SAMPLE_FRAME + row.tobytes() + bytes(6) for row in rows)


def read_battery(payload: bytes) -> int | None:
    """Read the battery's charge, %, out of a notification; None where it says nothing about it."""
    at = payload.find(_BATTERY_HEAD)
    if at < 0 or len(payload) < at + _FRAME:
        return None
    centivolts = int.from_bytes(payload[at + 4 : at + 6], "little")
    return next((percent for least, percent in _PERCENT_FROM_CENTIVOLTS if centivolts >= least), 0)


def respond(set_rate: bytes, command: bytes) -> Response:
    """React to a command. An emulated sensor begins with the rate command, a real one sends before it too."""
    if command == _ASK_BATTERY:
        answer = _BATTERY_HEAD + _EMULATED_CENTIVOLTS.to_bytes(2, "little")
        return Response((answer.ljust(_FRAME, b"\0"),))
    return Response(streams=True if command == set_rate else None)
