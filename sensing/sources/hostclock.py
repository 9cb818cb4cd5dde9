"""The one clock of `sensing`: it stamps what arrives, and is handed in from outside."""

from __future__ import annotations

import asyncio
import math
import time

from sensing.errors import SettingsError


class HostClock:
    """Monotonic time since the clock was made, s; it may run faster than the wall's.

    An emulated sensor steers the clock: it holds it until the emulated person has got there, so that a slow
    machine slows the emulated time down and never tears holes into it.

    Parameters
    ----------
    speed : float
        Seconds of this clock in one second of the wall. 1 wherever a real sensor is on the other end.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not 0 < speed < math.inf:
            raise SettingsError(f"speed {speed:g} of the clock; it must be above 0")
        self.speed = speed
        self._limits_s: dict[object, float] = {}
        self._limit_s = math.inf
        self._base_s = 0.0
        self._wall_base_s = time.monotonic()

    def now_s(self) -> float:
        """Return the time, s. Never goes back by itself."""
        wall_s = time.monotonic()
        t_s = self._base_s + (wall_s - self._wall_base_s) * self.speed
        if t_s < self._limit_s:
            return t_s
        # Held: the clock goes on from here when it is let go, it does not catch up.
        self._base_s, self._wall_base_s = self._limit_s, wall_s
        return self._limit_s

    def hold_at(self, t_s: float, holder: object = None) -> None:
        """Let the clock go no further than `t_s` until told otherwise; infinity lets it run.

        Where several hold it, each by itself, it stops at the earliest.
        """
        now_s = self.now_s()
        self._limits_s[holder] = t_s
        self._limit_s = max(min(self._limits_s.values()), now_s)

    def go_to(self, t_s: float) -> None:
        """Let the clock show `t_s` now: that of a recording that is replayed."""
        self._base_s, self._wall_base_s = t_s, time.monotonic()

    async def pause(self, duration_s: float) -> None:
        """Wait for so many seconds at the clock's speed, whether or not it is held meanwhile."""
        await asyncio.sleep(duration_s / self.speed)

    async def sleep_until(self, t_s: float) -> None:
        """Return when the clock has reached `t_s`."""
        while (left_s := t_s - self.now_s()) > 0:
            await asyncio.sleep(left_s / self.speed)
