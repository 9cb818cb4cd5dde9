"""MbientLab MetaMotion: commands to registers, accelerometer and gyroscope in notifications of their own.

A notification is module, register and three samples of int16 ("packed"). There is no counter: the nth packed
notification of the accelerometer belongs to the nth of the gyroscope. Chips differ between the models (BMI160
in R, RL and C, BMI270 in S), and with them the codes and registers; so the start asks which ones are there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from sensing.errors import PacketError, SettingsError
from sensing.said import said
from sensing.sensors.decoding import Completed, FrameDecoder, packets_from, table
from sensing.sensors.model import Command, CommandAnswer, Response, SensorModel, Span, at_rate
from sensing.types import GRAVITY_MPS2, Packet

_BASE = "326a{}-85cb-9195-d9dd-464cfbbae75a"
SERVICE: Final = _BASE.format("9000")
COMMAND: Final = _BASE.format("9001")
DATA: Final = _BASE.format("9006")

DEFAULT_RATE_HZ: Final = 100
RATE_CODES: Final = {50: 7, 100: 8}
MPS2_PER_COUNT: Final = GRAVITY_MPS2 / 4096  # range 8 g
RADPS_PER_COUNT: Final = math.radians(1 / 32.8)  # range 1000 °/s

_ACC, _GYR = 0x03, 0x13
_SAMPLES = 3
_HEAD = 2
_FRAME = 18
_READ = 0x80
_WHICH_CHIP = {_ACC: bytes([_ACC, _READ]), _GYR: bytes([_GYR, _READ])}
_STOP = tuple(bytes.fromhex(each) for each in ("030100", "03020001", "130100", "13020001"))
_FIELDS = np.dtype([("acc", "<i2", (_SAMPLES, 3)), ("gyr", "<i2", (_SAMPLES, 3))])
_NO_SUCH_CHIP = 404
_PATIENCE = 8  # pairs
_MOST_WAITING = 32  # only where an instrument has fallen silent do so many halves wait for another


@dataclass(frozen=True, slots=True)
class _Chip:
    """What differs between chips.

    Parameters
    ----------
    name : str
        The maker's name.
    rate_base : int
        Added to the code of the rate.
    range_code : int
        8 g, or 1000 °/s.
    packed : int
        Register that delivers three samples at once.
    """

    name: str
    rate_base: int
    range_code: int
    packed: int

    def start(self, module: int, rate_hz: int) -> tuple[bytes, ...]:
        """Return the register writes that set up and start it."""
        return (
            bytes([module, 0x03, self.rate_base + RATE_CODES[rate_hz], self.range_code]),
            bytes([module, self.packed, 0x01]),
            bytes([module, 0x02, 0x01, 0x00]),
            bytes([module, 0x01, 0x01]),
        )


_CHIPS: Final = {
    (_ACC, 1): _Chip("BMI160", 0x20, 0x08, 0x1C),
    (_ACC, 4): _Chip("BMI270", 0xA0, 0x02, 0x05),
    (_GYR, 0): _Chip("BMI160", 0x20, 0x01, 0x07),
    (_GYR, 1): _Chip("BMI270", 0x20, 0x01, 0x05),
}
"""By module and what the module says it is."""
_EMULATED: Final = {_ACC: 1, _GYR: 0}
_PACKED: Final = {
    module: {chip.packed for (of, _), chip in _CHIPS.items() if of == module} for module in (_ACC, _GYR)
}


def model(rate_hz: int = DEFAULT_RATE_HZ) -> SensorModel:
    """Return the MetaMotion at 50 or 100 Hz, ±8 g and ±1000 °/s.

    Raises
    ------
    SettingsError
        For another rate.
    """
    key, label = at_rate("metamotion", "MetaMotion", rate_hz, RATE_CODES, DEFAULT_RATE_HZ)
    return SensorModel(
        key=key,
        label=label,
        example_name="MetaWear",
        name_prefixes=("MetaWear",),
        advertised_services=(SERVICE,),
        service=SERVICE,
        notify_characteristics=(DATA,),
        # Stopped first: it goes on with what an earlier session left running.
        start_commands=tuple(Command(COMMAND, each) for each in (*_STOP, *_WHICH_CHIP.values())),
        stop_commands=tuple(Command(COMMAND, each) for each in _STOP),
        sampling_rate_hz=float(rate_hz),
        samples_per_packet=_SAMPLES,
        acc_span=Span(8 * GRAVITY_MPS2, MPS2_PER_COUNT),
        gyr_span=Span(32768 * RADPS_PER_COUNT, RADPS_PER_COUNT),
        new_decoder=_decoder,
        encode=encode,
        read_answer=read_answer,
        follow_up=partial(follow_up, rate_hz),
        respond=respond,
    )


class MetamotionFramer:
    """Puts the halves together, by their order; see `sensing.sensors.decoding.Framer`.

    When a half was lost, one instrument is ahead from then on. Bursts make it ahead too, but not for long: a
    lead that has not once gone away in `_PATIENCE` pairs is a loss, and as many halves are dropped. Order
    tells no more than that: where the instrument that is sent first lost a half, the other may stay one
    packet (30 ms) behind.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._waiting: dict[int, list[bytes]] = {_ACC: [], _GYR: []}
        self._leads: list[int] = []
        self._is_paired = False

    def frames(self, characteristic: str, payload: bytes) -> tuple[bytes, ...]:
        """Take one notification; return the frame that it completed: accelerometer, then gyroscope.

        Raises
        ------
        PacketError
            If it is neither samples nor an answer to a command.
        """
        if characteristic != DATA:
            raise PacketError(f"MetaMotion does not send data on characteristic {characteristic}")
        if len(payload) < _HEAD:
            raise PacketError(f"MetaMotion notification of {len(payload)} bytes; the head alone has 2")
        module, register = payload[:_HEAD]
        if register & _READ:
            return ()
        if register not in _PACKED.get(module, ()) or len(payload) != _HEAD + _FRAME:
            raise PacketError(f"MetaMotion notification {payload[:_HEAD].hex()} of {len(payload)} bytes")
        self._waiting[module].append(payload[_HEAD:])
        return self._pair(self._waiting[module])

    def _pair(self, grown: list[bytes]) -> tuple[bytes, ...]:
        acc, gyr = self._waiting[_ACC], self._waiting[_GYR]
        if not acc or not gyr:
            if len(grown) > _MOST_WAITING:
                self._drop(grown, 1)
            return ()
        if not self._is_paired:
            # One was started before the other: what it sent until then has no other half.
            self._is_paired = True
            del acc[:-1], gyr[:-1]
        frame = acc.pop(0) + gyr.pop(0)
        self._leads.append(len(acc) + len(gyr))  # one of them is empty
        if len(self._leads) == _PATIENCE:
            self._drop(acc or gyr, min(self._leads))
            self._leads.clear()
        return (frame,)

    def _drop(self, halves: list[bytes], count: int) -> None:
        self.lost += count
        del halves[:count]


def _decoder() -> FrameDecoder[bytes]:
    return FrameDecoder("MetaMotion", MetamotionFramer(), _read)


def _read(frames: Sequence[bytes]) -> Completed:
    rows = table(frames, _FIELDS)
    return packets_from(rows["acc"] * MPS2_PER_COUNT, rows["gyr"] * RADPS_PER_COUNT, _SAMPLES)


def encode(packet: Packet) -> tuple[bytes, ...]:
    """Return the two notifications that a sensor with BMI160 sends for `packet`.

    Raises
    ------
    SettingsError
        If the packet is not three samples with angular rate.
    """
    if len(packet) != _SAMPLES or packet.gyr_radps is None:
        raise SettingsError(f"a MetaMotion packet has {_SAMPLES} samples and angular rate")
    out = []
    for module, values in (
        (_ACC, packet.acc_mps2 / MPS2_PER_COUNT),
        (_GYR, packet.gyr_radps / RADPS_PER_COUNT),
    ):
        counts = np.clip(np.rint(values), -32768, 32767).astype("<i2")
        out.append(bytes([module, _CHIPS[module, _EMULATED[module]].packed]) + counts.tobytes())
    return tuple(out)


def read_answer(payload: bytes) -> CommandAnswer | None:
    """Read a notification as a module's word on what it is; None where it is data or something else."""
    if payload[:_HEAD] not in _WHICH_CHIP.values():
        return None
    chip = _CHIPS.get((payload[0], payload[_HEAD])) if len(payload) > _HEAD else None
    if chip is None:
        of_acc = said("its accelerometer is none that is known here")
        of_gyr = said("its gyroscope is none that is known here")
        return CommandAnswer(_NO_SUCH_CHIP, False, of_acc if payload[0] == _ACC else of_gyr)
    return CommandAnswer(0, True, chip.name)


def follow_up(rate_hz: int, payload: bytes) -> tuple[Command, ...]:
    """Return what starts the chip that a module says it has."""
    answer = read_answer(payload)
    if answer is None or not answer.accepted:
        return ()
    chip = _CHIPS[payload[0], payload[_HEAD]]
    return tuple(Command(COMMAND, each) for each in chip.start(payload[0], rate_hz))


def respond(command: bytes) -> Response:
    """React to a command as a sensor with BMI160 that streams once both instruments run."""
    if command in _WHICH_CHIP.values():
        return Response((command + bytes([_EMULATED[command[0]], 1]),))
    if command == bytes([_GYR, 0x01, 0x01]):
        return Response(streams=True)
    return Response(streams=False if command in _STOP else None)
