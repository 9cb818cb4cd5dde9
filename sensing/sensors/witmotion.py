"""WitMotion WT901BLECL and its relatives over Bluetooth 5: frames of 20 bytes, no clock, no checksum.

A frame is ``55 61`` and nine int16: accelerometer, gyroscope and three angles, which are not used here.
Notifications may hold several frames or a piece of one, so the stream is read as bytes.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError, SettingsError
from sensing.sensors.model import CommandAnswer, Response, SensorModel
from sensing.types import GRAVITY_MPS2, Packet, frozen

# The base is the maker's own (…9a34fb), not that of the Bluetooth SIG (…9b34fb).
SERVICE: Final = "0000ffe5-0000-1000-8000-00805f9a34fb"
DATA: Final = "0000ffe4-0000-1000-8000-00805f9a34fb"
COMMAND: Final = "0000ffe9-0000-1000-8000-00805f9a34fb"

RATE_HZ: Final = 100
MPS2_PER_COUNT: Final = 16 * GRAVITY_MPS2 / 32768
RADPS_PER_COUNT: Final = float(np.radians(2000 / 32768))

_UNLOCK = bytes.fromhex("ffaa6988b5")
_RATE_100_HZ = bytes.fromhex("ffaa030900")
_FRAME = 20
_SAMPLE_FRAME = b"\x55\x61"
_REGISTER_FRAME = b"\x55\x71"


def model() -> SensorModel:
    """Return the WitMotion set to 100 Hz, the fastest rate at which it does not lose frames."""
    return SensorModel(
        key="witmotion",
        label="WitMotion",
        example_name="WT901BLE67",
        name_prefixes=("WT",),
        advertised_services=(SERVICE,),
        service=SERVICE,
        notify_characteristics=(DATA,),
        command_characteristic=COMMAND,
        start_commands=(_UNLOCK, _RATE_100_HZ),
        stop_commands=(),
        command_pause_s=0.1,
        sampling_rate_hz=float(RATE_HZ),
        samples_per_packet=1,
        tick_hz=None,
        tick_bits=None,
        has_gyr=True,
        has_battery_service=False,
        new_decoder=WitmotionDecoder,
        encode=encode,
        read_answer=read_answer,
        respond=partial(respond, _RATE_100_HZ),
    )


class WitmotionDecoder:
    """Decoder of the frame stream; see `sensing.sensors.model.Decoder`."""

    def __init__(self) -> None:
        self._rest = b""
        self._damaged = 0
        self._in_step = True

    @property
    def damaged(self) -> int:
        """Number of stretches of bytes that belonged to no frame, and of notifications from elsewhere."""
        return self._damaged

    def push(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one notification; return one packet with the frames that it completed, if any.

        Bytes that belong to no frame are skipped and counted in `damaged`: nothing tells a lost piece from
        noise here.

        Raises
        ------
        PacketError
            If the characteristic is not that of the frames.
        """
        # Firmware revisions differ in the base of the UUID; the first part is the same in all.
        if characteristic[:8] != DATA[:8]:
            self._damaged += 1
            raise PacketError(f"WitMotion does not send data on characteristic {characteristic}")
        data = self._joined(payload)
        rows, at = [], 0
        while (frame := self._frame_at(data, at)) is not None:
            if data[frame : frame + 2] == _SAMPLE_FRAME:
                rows.append(np.frombuffer(data, "<i2", 6, frame + 2))
            at = frame + _FRAME
        self._rest = data[_next_start(data, at) :]
        return (_packet(np.stack(rows)),) if rows else ()

    def _joined(self, payload: bytes) -> bytes:
        """Put `payload` after what is left; where it begins a frame, the rest of the last one was lost."""
        if self._rest and payload[:2] in (_SAMPLE_FRAME, _REGISTER_FRAME):
            self._damaged += 1
            return payload
        return self._rest + payload

    def _frame_at(self, data: bytes, at: int) -> int | None:
        """Return the place of the first whole frame from `at` on; None when there is none yet."""
        place = _next_start(data, at)
        if place != at and self._in_step:
            self._damaged += 1
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


def _packet(counts: NDArray[np.int16]) -> Packet:
    """Turn rows of six counts into samples."""
    return Packet(
        acc_mps2=frozen(counts[:, :3] * MPS2_PER_COUNT, columns=3),
        gyr_radps=frozen(counts[:, 3:] * RADPS_PER_COUNT, columns=3),
    )


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


def read_answer(payload: bytes) -> CommandAnswer | None:
    """Return None: this sensor answers no command."""
    del payload
    return None


def respond(rate_command: bytes, command: bytes) -> Response:
    """React to a command. An emulated sensor begins with the rate command, a real one sends before it too."""
    return Response(streams=True if command == rate_command else None)
