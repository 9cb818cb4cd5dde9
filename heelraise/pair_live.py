"""Two sensors while it happens: both are read at once, and whatever ends one leaves the other going."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from typing import Any, Self

from heelraise.live import LiveSession
from heelraise.pair import LiftedFirst
from sensing.errors import SensingError, SensorError
from sensing.link import SourceItem
from sensing.said import said
from sensing.sensors.streaming import StreamModel
from sensing.sources import Entered, Source

_LIFT_WITHIN_S = 60.0
"""A person who reads, thinks and lifts takes less."""


class ReadAhead:
    """A sensor that is read from when it is entered on, whether or not anybody iterates over it yet.

    It is not left to wait for the next one: an emulated sensor that nobody reads holds the clock of all.

    Parameters
    ----------
    source : Source
        The sensor, not yet entered.
    """

    model: StreamModel
    name: str

    def __init__(self, source: Source) -> None:
        self._source = source
        self._heard: asyncio.Queue[SourceItem | SensingError | None] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        self.model, self.name = self._source.model, self._source.name
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *of: object) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._source.__aexit__(*of)

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Iterate over what nobody has taken yet; who comes after somebody else gets the rest."""
        while (item := await self._heard.get()) is not None:
            if isinstance(item, SensingError):
                raise item
            yield item

    async def _read(self) -> None:
        try:
            async for item in self._source:
                self._heard.put_nowait(item)
        except SensingError as error:
            self._heard.put_nowait(error)
        else:
            self._heard.put_nowait(None)


async def which_is_lifted(sources: Sequence[Entered]) -> int:
    """Return the number of the sensor that is lifted; the other has to be still.

    Raises
    ------
    SensingError
        If it does not get plain, or a sensor ends.
    """
    finder = LiftedFirst([source.model for source in sources])
    watching = [asyncio.create_task(_watch(finder, *one)) for one in enumerate(sources)]
    try:
        done, _ = await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)


async def _watch(finder: LiftedFirst, number: int, source: Entered) -> int:
    first_s: float | None = None
    async for item in source:
        lifted = finder.push(number, item)
        if lifted is not None:
            return lifted
        first_s = item.t_host_s if first_s is None else first_s
        if item.t_host_s - first_s > _LIFT_WITHIN_S:
            raise SensorError(
                said(
                    "it was not plain which heel was lifted; stand still on the other leg, or say "
                    "--side left --side right in the order of the sensors"
                )
            )
    raise SensorError(said("{sensor} ended; begin again", sensor=source.name))


async def together(sessions: Iterable[Coroutine[Any, Any, LiveSession]]) -> list[LiveSession]:
    """Let sessions go on until the last has ended; Ctrl-C ends each of them as it would end one alone.

    Parameters
    ----------
    sessions : iterable of coroutine
        What `heelraise.live.follow` returns, for each sensor.
    """
    going = [asyncio.create_task(session) for session in sessions]
    try:
        await asyncio.wait(going, return_when=asyncio.FIRST_EXCEPTION)
    except asyncio.CancelledError:
        pass  # this is Ctrl-C
    finally:
        for task in going:
            task.cancel()
        await asyncio.wait(going)
    return [task.result() for task in going]
