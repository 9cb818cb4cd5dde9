"""Getting a lost sensor back, whatever the way to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sensing.errors import LinkLostError, SensingError
from sensing.said import said, said_by
from sensing.sources.hostclock import HostClock

_Back = TypeVar("_Back")


@dataclass(frozen=True, slots=True)
class Retries:
    """How often to try again, and for how long.

    Parameters
    ----------
    first_wait_s, growth, longest_wait_s : float
        Wait before the second attempt, s, how many times longer each further one is, and the longest: quick
        enough that a set can go on, and easy on an adapter that has to recover.
    give_up_s : float
        After a loss the sensor is looked for this long, s. A rest between exercises or a change of battery
        takes less; longer than that, the person has gone.
    """

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


async def until_back(
    attempt: Callable[[], Awaitable[_Back]], name: str, lost_s: float, clock: HostClock, retries: Retries
) -> _Back:
    """Try until the sensor of that name, lost at `lost_s`, is back; return what the last attempt did.

    Raises
    ------
    LinkLostError
        If it did not come back in time.
    """
    for wait_s in retries.waits_s():
        try:
            return await attempt()
        except SensingError as error:
            if clock.now_s() - lost_s >= retries.give_up_s:
                raise LinkLostError(
                    said(
                        "lost the link to {sensor} and did not get it back: {why}",
                        sensor=name,
                        why=said_by(error),
                    )
                ) from error
        await clock.pause(wait_s)
    raise AssertionError("the waits do not end")
