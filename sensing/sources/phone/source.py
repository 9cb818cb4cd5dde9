"""A phone as a sensor: whatever its app, it is followed, and got back after each loss."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Self

from sensing.errors import LinkLostError
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.sensors.phone import PhoneModel
from sensing.sources.hostclock import HostClock
from sensing.sources.phone.connection import Connection, Opened, PhonePatience
from sensing.sources.retrying import until_back


class PhoneSource:
    """The sensors of a phone, sent by an app on it; see `sensing.sources.Source`.

    Parameters
    ----------
    connection : Connection
        The way to the app.
    clock : HostClock
        Stamps what arrives.
    patience : PhonePatience
        How long to wait.
    """

    model: PhoneModel
    name: str

    def __init__(self, connection: Connection, clock: HostClock, patience: PhonePatience) -> None:
        self._connection = connection
        self._clock = clock
        self._patience = patience
        self._opened: Opened | None = None

    @property
    def listens_on(self) -> int | None:
        """Port that the app must be told, where it calls us; None where we call it."""
        return getattr(self._connection, "port", None)

    @property
    def battery_percent(self) -> int | None:
        """The apps do not tell."""
        return None

    async def __aenter__(self) -> Self:
        """Reach the app and wait until it sends.

        Raises
        ------
        SensingError
            If it is not there, is another program, or sends nothing that can be used.
        """
        try:
            self._opened = await self._connection.open()
        except BaseException:
            await self._connection.close()
            raise
        self.model, self.name = self._opened.model, self._opened.name
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Yield what arrives, and a `LinkEvent` when the phone falls silent and when it is back.

        Raises
        ------
        LinkLostError
            If it did not come back.
        """
        assert self._opened is not None, "enter the source first"
        for arrival in self._opened.arrivals:
            yield arrival
        while True:
            try:
                yield await self._connection.next()
            except LinkLostError:
                lost_s = self._clock.now_s()
                yield LinkEvent(lost_s, LinkState.LOST)
                opened = await until_back(self._again, self.name, lost_s, self._clock, self._patience)
                first_s = opened.arrivals[0].t_host_s if opened.arrivals else self._clock.now_s()
                yield LinkEvent(first_s, LinkState.BACK)
                for arrival in opened.arrivals:
                    yield arrival

    async def _again(self) -> Opened:
        await self._connection.close()
        return await self._connection.open()
