"""What a sensor is to the rest of the line: data, a decoder and an encoder. No radio, no clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from typing import Final, Protocol

from sensing.errors import SettingsError
from sensing.types import Packet

BATTERY_LEVEL: Final = "00002a19-0000-1000-8000-00805f9b34fb"
"""Characteristic of the standard battery service."""


@dataclass(frozen=True, slots=True)
class Span:
    """What one of the instruments in a sensor can tell.

    Parameters
    ----------
    most : float
        Largest value that it can send, in the unit of `sensing.types.Packet`.
    step : float
        Difference of neighbouring values, at most.
    """

    most: float
    step: float


@dataclass(frozen=True, slots=True)
class Command:
    """Bytes to write to a sensor.

    Parameters
    ----------
    characteristic : str
        Where to write them.
    payload : bytes
        The bytes.
    """

    characteristic: str
    payload: bytes


class Decoder(Protocol):
    """Turns notifications into packets. Keeps what is left of a cut packet, nothing else."""

    @property
    def damaged(self) -> int:
        """Number of packets that were thrown away as incomplete or malformed."""

    def push(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one notification; return the packets that it completed.

        Raises
        ------
        PacketError
            If the bytes do not follow the protocol. They are counted in `damaged`; the decoder stays usable.
        """

    def push_many(self, characteristic: str, payloads: Sequence[bytes]) -> list[tuple[Packet, ...]]:
        """Take notifications of one characteristic in a row; return what each of them completed.

        The same as `push` one by one, only faster; those that raise there complete nothing here.
        """


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """What the sensor said to a command.

    Parameters
    ----------
    status : int
        As the sensor's protocol numbers it.
    accepted : bool
        Whether the command was carried out.
    meaning : str
        What the maker calls this status; empty where nobody knows.
    """

    status: int
    accepted: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """How the sensor itself reacts to a command; what an emulated one goes by.

    Parameters
    ----------
    notifications : tuple of bytes
        What it sends back.
    streams : bool or None
        True begins to send samples, False stops it, None leaves it as it was.
    """

    notifications: tuple[bytes, ...] = ()
    streams: bool | None = None


class Need(StrEnum):
    """What a kind of sensor needs before it streams, beyond being switched on; a scan cannot see it."""

    OFF_CHARGER = "off_charger"
    PROGRAM = "program"
    PROGRAMMABLE = "programmable"
    SKETCH = "sketch"


def at_rate(key: str, label: str, rate_hz: int, rates_hz: Collection[int], usual_hz: int) -> tuple[str, str]:
    """Return key and label of a sensor at one of its rates; the usual one goes without saying.

    Raises
    ------
    SettingsError
        If it has no such rate.
    """
    if rate_hz not in rates_hz:
        raise SettingsError(f"{label} has no rate {rate_hz} Hz; take one of {sorted(rates_hz)}")
    return (key, label) if rate_hz == usual_hz else (f"{key}-{rate_hz}", f"{label} at {rate_hz} Hz")


def _no_answer(payload: bytes) -> None:
    """Read nothing: the sensor answers no commands, or does not tell its battery in the stream."""
    del payload


def _nothing_more(payload: bytes) -> tuple[Command, ...]:
    """Ask for no further commands."""
    del payload
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorModel:
    """One kind of sensor, set to one rate.

    Parameters
    ----------
    key : str
        Short name used in ``virtual:<key>`` and in recordings, e.g. ``movesense``.
    label : str
        Name for people.
    example_name : str
        A name as such a sensor advertises it; the emulated one has it.
    name_prefixes : tuple of str
        How the advertised name begins.
    advertised_services : tuple of str
        Service UUIDs that identify it in an advertisement, 128-bit lower case; empty where it is known by
        its name alone.
    service : str
        UUID of the GATT service that holds the characteristics.
    notify_characteristics : tuple of str
        Characteristics to subscribe to, before the start commands are written. Samples come on the first,
        answers to commands on the last.
    sample_characteristics : int
        Samples come on so many of the first of them: the notifications of a packet on each in turn.
    start_commands, stop_commands : tuple of Command
        Written in this order.
    command_pause_s : float
        Time that the sensor needs between two commands, s.
    sampling_rate_hz : float
        Nominal rate that the start commands ask for, Hz.
    samples_per_packet : int
        Number of samples that the sensor sends at once.
    tick_hz : float or None
        Rate of the sensor's own counter, Hz; None without one.
    tick_bits : int or None
        Width of that counter.
    acc_span : Span
        What the accelerometer can tell, m/s².
    gyr_span : Span or None
        What the gyroscope can tell, rad/s; None where there is none.
    battery_characteristic : str or None
        Characteristic whose first byte is the charge in %, `BATTERY_LEVEL` in most; None without one.
    need : Need or None
        What it needs before it streams, beyond being switched on.
    new_decoder : callable
        Makes a `Decoder`.
    encode : callable
        Turns a `Packet` into the notifications that the sensor would send for it.
    read_answer : callable
        Reads a notification as the answer to a command; None where it is none.
    follow_up : callable
        Commands that a notification, as an answer, calls for next.
    read_battery : callable
        Reads a notification as the battery's charge, %; None where it is none.
    respond : callable
        What the sensor does with the bytes of a command.
    description : str or None
        Text of the person's own file that describes it; kept with its recordings, so that they stay readable.
    """

    key: str
    label: str
    example_name: str
    name_prefixes: tuple[str, ...]
    advertised_services: tuple[str, ...] = ()
    service: str
    notify_characteristics: tuple[str, ...]
    sample_characteristics: int = 1
    start_commands: tuple[Command, ...] = ()
    stop_commands: tuple[Command, ...] = ()
    command_pause_s: float = 0.0
    sampling_rate_hz: float
    samples_per_packet: int = 1
    tick_hz: float | None = None
    tick_bits: int | None = None
    acc_span: Span
    gyr_span: Span | None
    battery_characteristic: str | None = BATTERY_LEVEL
    need: Need | None = None
    new_decoder: Callable[[], Decoder]
    encode: Callable[[Packet], tuple[bytes, ...]]
    read_answer: Callable[[bytes], CommandAnswer | None] = _no_answer
    follow_up: Callable[[bytes], tuple[Command, ...]] = _nothing_more
    read_battery: Callable[[bytes], int | None] = _no_answer
    respond: Callable[[bytes], Response]
    description: str | None = None

    @property
    def has_gyr(self) -> bool:
        """Whether angular rate is delivered."""
        return self.gyr_span is not None

    def notifications(self, packet: Packet) -> tuple[tuple[str, bytes], ...]:
        """Return characteristic and bytes of each notification that the sensor would send for `packet`."""
        payloads = self.encode(packet)
        turns = cycle(self.notify_characteristics[: self.sample_characteristics])
        return tuple(zip(turns, payloads, strict=False))
