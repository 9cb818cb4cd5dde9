"""What a sensor is to the rest of the line: data, a decoder and an encoder. No radio, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sensing.types import Packet


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


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """What the sensor said to a command.

    Parameters
    ----------
    status : int
        Status as in HTTP: 200 is yes, 404 an unknown stream.
    """

    status: int

    @property
    def accepted(self) -> bool:
        """Whether the command was carried out."""
        return 200 <= self.status < 300


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


@dataclass(frozen=True, slots=True)
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
        Service UUIDs that identify it in an advertisement, 128-bit lower case.
    service : str
        UUID of the GATT service that holds the characteristics.
    notify_characteristics : tuple of str
        Characteristics to subscribe to, before the start commands are written.
    command_characteristic : str or None
        Where commands go.
    start_commands, stop_commands : tuple of bytes
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
    has_gyr : bool
        Whether angular rate is delivered.
    has_battery_service : bool
        Whether the standard battery service (180F) is there.
    new_decoder : callable
        Makes a `Decoder`.
    encode : callable
        Turns a `Packet` into the notifications that the sensor would send for it.
    read_answer : callable
        Reads a notification as the answer to a command; None where it is none.
    respond : callable
        What the sensor does with the bytes of a command.
    """

    key: str
    label: str
    example_name: str
    name_prefixes: tuple[str, ...]
    advertised_services: tuple[str, ...]
    service: str
    notify_characteristics: tuple[str, ...]
    command_characteristic: str | None
    start_commands: tuple[bytes, ...]
    stop_commands: tuple[bytes, ...]
    command_pause_s: float
    sampling_rate_hz: float
    samples_per_packet: int
    tick_hz: float | None
    tick_bits: int | None
    has_gyr: bool
    has_battery_service: bool
    new_decoder: Callable[[], Decoder]
    encode: Callable[[Packet], tuple[bytes, ...]]
    read_answer: Callable[[bytes], CommandAnswer | None]
    respond: Callable[[bytes], Response]
