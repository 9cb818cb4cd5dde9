"""Back-pressure between an emulated sensor and who listens to it."""

from __future__ import annotations

import asyncio


class Backlog:
    """Counts notifications that were sent and not yet taken, and makes the sender wait when there are many.

    A real sensor does not wait. An emulated one that runs at many times real time has to, or a slow listener
    would fall behind without end.

    Parameters
    ----------
    most : int
        How many may wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()

    def add(self) -> None:
        """Note that one was sent."""
        self._count(self._waiting + 1)

    def take(self) -> None:
        """Note that one was taken."""
        self._count(max(0, self._waiting - 1))

    def clear(self) -> None:
        """Forget those that went down with a link."""
        self._count(0)

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    def _count(self, waiting: int) -> None:
        self._waiting = waiting
        if waiting < self._most:
            self._room.set()
        else:
            self._room.clear()
