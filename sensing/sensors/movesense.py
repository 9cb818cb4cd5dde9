"""Movesense: its GATT data protocol, stream ``IMU6`` (accelerometer and gyroscope).

A packet holds N samples in planar order: first N times x, y, z of the accelerometer (float32, m/s²), then N
times x, y, z of the gyroscope (float32, °/s). It is longer than a notification from 52 Hz or 104 Hz on and
comes in up to three parts then: types 2, 3 and 4. N follows from the rate and is never taken from the first
part, which may by itself divide into whole samples.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from sensing.errors import PacketError, SettingsError
from sensing.said import said
from sensing.sensors.decoding import Completed, FrameDecoder, packets_from, table
from sensing.sensors.model import Command, CommandAnswer, Response, SensorModel, Span, at_rate
from sensing.types import GRAVITY_MPS2, Packet

SERVICE: Final = "34802252-7185-4d5d-b431-630e7050e8f0"
COMMAND: Final = "34800001-7185-4d5d-b431-630e7050e8f0"
DATA: Final = "34800002-7185-4d5d-b431-630e7050e8f0"
ADVERTISED: Final = (
    "0000fdf3-0000-1000-8000-00805f9b34fb",
    "0000fe06-0000-1000-8000-00805f9b34fb",  # firmware before 2023
    SERVICE,  # not seen in advertisements, but unmistakable
)

DEFAULT_RATE_HZ: Final = 104
SAMPLES_PER_PACKET: Final = {13: 1, 26: 2, 52: 4, 104: 8, 208: 16}
"""Samples in a packet by rate, Hz. Faster rates exist but do not fit through the radio."""

_REF: Final = 99  # any number from 1 to 255; the sensor repeats it in all that belongs to the stream
_HELLO, _SUBSCRIBE, _UNSUBSCRIBE = 0, 1, 2
_ANSWER, _FIRST, _SECOND, _THIRD = 1, 2, 3, 4
_HEADER = 2
_CLOCK = 4
_SAMPLE = 24
_LONGEST_NOTIFICATION = 150
_MEANINGS = {404: said("it does not know this stream"), 507: said("it has no room for more streams")}
_FLOAT_STEP = 2.0**-16  # of a float32 near the end of either range


def model(rate_hz: int = DEFAULT_RATE_HZ) -> SensorModel:
    """Return the Movesense set to one of its rates: 13, 26, 52, 104 or 208 Hz.

    Raises
    ------
    SettingsError
        For another rate.
    """
    key, label = at_rate("movesense", "Movesense", rate_hz, SAMPLES_PER_PACKET, DEFAULT_RATE_HZ)
    path = f"/Meas/IMU6/{rate_hz}"
    return SensorModel(
        key=key,
        label=label,
        example_name="Movesense 000000000000",
        name_prefixes=("Movesense",),
        advertised_services=ADVERTISED,
        service=SERVICE,
        notify_characteristics=(DATA,),
        start_commands=(Command(COMMAND, bytes([_SUBSCRIBE, _REF]) + path.encode()),),
        stop_commands=(Command(COMMAND, bytes([_UNSUBSCRIBE, _REF])),),
        sampling_rate_hz=float(rate_hz),
        samples_per_packet=SAMPLES_PER_PACKET[rate_hz],
        tick_hz=1000.0,
        tick_bits=32,
        acc_span=Span(16 * GRAVITY_MPS2, _FLOAT_STEP),
        gyr_span=Span(math.radians(2000), _FLOAT_STEP),
        new_decoder=partial(_decoder, SAMPLES_PER_PACKET[rate_hz]),
        encode=partial(encode, SAMPLES_PER_PACKET[rate_hz]),
        read_answer=read_answer,
        respond=partial(respond, path),
    )


class MovesenseFramer:
    """Puts the parts of packets together; see `sensing.sensors.decoding.Framer`.

    A packet whose other parts were lost is counted and raises nothing: that is the radio's doing. Answers to
    commands are passed over.

    Parameters
    ----------
    samples_per_packet : int
        Number of samples in each packet, given by the rate.
    """

    def __init__(self, samples_per_packet: int) -> None:
        self.lost = 0
        self._length = _CLOCK + samples_per_packet * _SAMPLE
        self._unfinished: dict[int, tuple[int, bytes]] = {}  # number of the next part, bytes so far

    def frames(self, characteristic: str, payload: bytes) -> tuple[bytes, ...]:
        """Take one notification; return the packet's body that it completed, if any.

        Raises
        ------
        PacketError
            If the bytes do not follow the protocol.
        """
        if characteristic != DATA:
            raise PacketError(f"Movesense does not send data on characteristic {characteristic}")
        if len(payload) < _HEADER:
            raise PacketError(f"Movesense notification of {len(payload)} bytes; the header alone has 2")
        kind, ref = payload[0], payload[1]
        if kind == _FIRST:
            if self._unfinished.pop(ref, None) is not None:
                self.lost += 1
            return self._grown(kind, ref, payload[_HEADER:])
        if kind == _ANSWER:
            return ()
        if kind not in (_SECOND, _THIRD):
            raise PacketError(f"Movesense notification of unknown type {kind}")
        waiting = self._unfinished.pop(ref, None)
        if waiting is None or waiting[0] != kind:
            # The part before this one was lost; what is left of the packet goes with it, counted once.
            self.lost += kind == _SECOND or waiting is not None
            return ()
        return self._grown(kind, ref, waiting[1] + payload[_HEADER:])

    def _grown(self, part: int, ref: int, body: bytes) -> tuple[bytes, ...]:
        """Return the body if it is whole, else keep it for its next part."""
        if len(body) == self._length:
            return (body,)
        if len(body) > self._length:
            raise PacketError(f"Movesense packet of {len(body)} bytes, expected {self._length}")
        if part == _THIRD:
            raise PacketError(f"Movesense packet ends after {len(body)} of {self._length} bytes")
        self._unfinished[ref] = (part + 1, body)
        return ()


def _decoder(samples_per_packet: int) -> FrameDecoder[bytes]:
    framer = MovesenseFramer(samples_per_packet)
    return FrameDecoder("Movesense", framer, partial(_read, samples_per_packet))


def _read(samples_per_packet: int, bodies: Sequence[bytes]) -> Completed:
    """Read whole bodies of data packets."""
    planes = (samples_per_packet, 3)
    rows = table(bodies, np.dtype([("ticks", "<u4"), ("acc", "<f4", planes), ("gyr", "<f4", planes)]))
    return packets_from(
        rows["acc"].astype(np.float64),
        np.radians(rows["gyr"], dtype=np.float64),
        samples_per_packet,
        rows["ticks"].tolist(),
    )


def encode(samples_per_packet: int, packet: Packet) -> tuple[bytes, ...]:
    """Return the notifications that the sensor sends for `packet`, cut as it does.

    Parameters
    ----------
    samples_per_packet : int
        Number of samples that the sensor's rate asks for.
    packet : Packet
        Exactly that many samples, with angular rate and ticks.

    Raises
    ------
    SettingsError
        If the packet is not of that form.
    """
    if len(packet) != samples_per_packet or packet.gyr_radps is None or packet.t_device_ticks is None:
        raise SettingsError(f"a Movesense packet has {samples_per_packet} samples, angular rate and ticks")
    body = (
        packet.t_device_ticks.to_bytes(_CLOCK, "little")
        + packet.acc_mps2.astype("<f4").tobytes()
        + np.degrees(packet.gyr_radps).astype("<f4").tobytes()
    )
    step = _LONGEST_NOTIFICATION - _HEADER
    parts = [body[start : start + step] for start in range(0, len(body), step)]
    return tuple(bytes([_FIRST + number, _REF]) + part for number, part in enumerate(parts))


def read_answer(payload: bytes) -> CommandAnswer | None:
    """Read a notification as the answer to one of our commands; None where it is data."""
    if len(payload) < _HEADER + 2 or payload[0] != _ANSWER:
        return None
    status = int.from_bytes(payload[2:4], "little")
    if not 100 <= status < 600:
        # Movesense's own sample firmware sends its "507" the other way round.
        status = int.from_bytes(payload[2:4], "big")
    return CommandAnswer(status, 200 <= status < 300, _MEANINGS.get(status, ""))


def respond(path: str, command: bytes) -> Response:
    """React to a command as a sensor that offers the stream `path` and no other."""
    kind, ref, argument = command[:1], command[1:2], command[2:].rstrip(b"\0")
    if kind == bytes([_HELLO]):
        return Response((bytes([_ANSWER]) + ref + b"\x01000000000000\0Movesense\0",))
    if kind == bytes([_SUBSCRIBE]) and argument == path.encode():
        return Response((_answer(ref, 200),), streams=True)
    if kind == bytes([_UNSUBSCRIBE]):
        return Response((_answer(ref, 200),), streams=False)
    return Response((_answer(ref, 404),))


def _answer(ref: bytes, status: int) -> bytes:
    return bytes([_ANSWER]) + ref + status.to_bytes(2, "little")
