"""How long to wait for a sensor, and what several sources of one program owe each other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to look, to wait and to try again.

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
    first_wait_s, growth, longest_wait_s : float
        Wait before the second attempt, s, how many times longer each further one is, and the longest: quick
        enough that a set can go on, and easy on an adapter that has to recover.
    give_up_s : float
        After a loss the sensor is looked for this long, s. A rest between exercises or a change of battery
        takes less; longer than that, the person has gone.
    """

    find_s: float = 20.0
    silence_s: float = 5.0
    first_attempts: int = 3
    first_wait_s: float = 0.5
    growth: float = 2.0
    longest_wait_s: float = 10.0
    give_up_s: float = 900.0

    def waits_s(self) -> Iterator[float]:
        """Yield the waits between attempts, s, without end."""
        wait_s = self.first_wait_s
        while True:
            yield min(wait_s, self.longest_wait_s)
            wait_s *= self.growth


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
