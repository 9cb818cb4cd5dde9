"""What a phone's app is to its source: something that can be opened, gives messages, and may fall silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sensing.sensors.phone import PhoneModel
from sensing.sources.retrying import Retries
from sensing.types import Arrival


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known once an app sends.

    Parameters
    ----------
    model : PhoneModel
        The app, with or without gyroscope.
    name : str
        Name that the phone or its experiment goes by.
    arrivals : tuple of Arrival
        What came while finding that out, to be kept like all that follows.
    """

    model: PhoneModel
    name: str
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class PhonePatience(Retries):
    """How long to wait for a phone; beside how often, as `Retries` has it, with shorter waits.

    Parameters
    ----------
    answer_s : float
        An app answers within this time, s, or is not there.
    find_s : float
        A person has so long to start the app on a phone that sends by itself, s.
    silence_s : float
        A phone that sends nothing for so long is lost, s: apps send several times a second, and Wi-Fi's own
        breaks are shorter.
    poll_s : float
        An app that has to be asked is asked so often, s: enough for a warning while the heel goes down.
    """

    answer_s: float = 3.0
    find_s: float = 120.0
    silence_s: float = 4.0
    poll_s: float = 0.1
    longest_wait_s: float = 5.0


class Connection(Protocol):
    """The way to one app."""

    async def open(self) -> Opened:
        """Reach the app and wait until it sends; may be called again after a loss.

        Raises
        ------
        SensingError
            If it is not there, is another program, or sends nothing that can be used.
        """

    async def next(self) -> Arrival:
        """Return the next message.

        Raises
        ------
        LinkLostError
            If there is none for too long, or the connection broke.
        """

    async def close(self) -> None:
        """Let go of the app, as far as there is anything to let go of."""
