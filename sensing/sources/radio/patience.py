"""How long to wait for a sensor, and what several sources of one program owe each other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sensing.sources.retrying import Retries


@dataclass(frozen=True, slots=True)
class Patience(Retries):
    """How long to look, to wait and to try again; beside how often, as `Retries` has it.

    Parameters
    ----------
    find_s : float
        One look for the sensor, s: sensors advertise every 0.1 to 2 s, and a person needs some time to wake
        one.
    silence_s : float
        A connected sensor that sends nothing for so long is lost, s. Links give up after 2 to 6 s.
    first_attempts : int
        So many times it is tried to connect and start before the session begins: the first attempt often
        fails where several devices advertise, or right after another program has let go of the sensor.
    """

    find_s: float = 20.0
    silence_s: float = 5.0
    first_attempts: int = 3


@dataclass(frozen=True, slots=True)
class Company:
    """The sources of one program: they scan by turns, and none takes a sensor that another one has.

    Parameters
    ----------
    scanning : asyncio.Lock
        Held by whoever scans; some systems refuse a second scan of the same program.
    taken : dict
        Address of each sensor that is in use, with the source that has it.
    """

    scanning: asyncio.Lock = field(default_factory=asyncio.Lock)
    taken: dict[str, object] = field(default_factory=dict)
