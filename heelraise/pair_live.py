"""Two sensors while it happens: both are read at once, and whatever ends one leaves the other going."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Self, TypeAlias

from heelraise.live import LiveEvent, LiveLine
from heelraise.pair import LiftedFirst, WornSide
from sensing.errors import SensingError, SensorError
from sensing.link import SourceItem
from sensing.said import said
from sensing.sources import Source

_LIFT_WITHIN_S = 60.0
"""A person who reads, thinks and lifts takes less."""

_Heard: TypeAlias = tuple[int, SourceItem | SensingError | None]


@dataclass(frozen=True, slots=True)
class PairEnd:
    """How it ended: by the person (Ctrl-C), and what ended each sensor before its time."""

    interrupted: bool
    problems: tuple[SensingError | None, ...]


class PairReading:
    """Reads several sources at once, in the order in which they were added; a context manager."""

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._entered = AsyncExitStack()
        self._heard: asyncio.Queue[_Heard] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._entered.aclose()

    async def add(self, source: Source) -> None:
        """Connect a source and read it from now on.

        It is not left to wait for the next one: an emulated sensor that nobody reads holds the clock of all.

        Raises
        ------
        SensingError
            If it cannot be had.
        """
        await self._entered.enter_async_context(source)
        self._sources.append(source)
        self._tasks.append(asyncio.create_task(self._read(len(self._tasks), source)))

    async def which_is_lifted(self) -> int:
        """Return the number of the sensor that is lifted; the other has to be still.

        Raises
        ------
        SensorError
            If it does not get plain, or a sensor ends.
        """
        finder = LiftedFirst([source.model for source in self._sources])
        first_s: float | None = None
        while True:
            number, item = await self._heard.get()
            if item is None or isinstance(item, SensingError):
                raise item or SensorError(
                    said("{sensor} ended; begin again", sensor=self._sources[number].name)
                )
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

    async def follow(
        self,
        lines: Mapping[WornSide, LiveLine],
        show: Callable[[WornSide, LiveEvent], None],
        stop_after_s: float | None = None,
    ) -> PairEnd:
        """Follow all until the last has ended, the person interrupts or the time is up.

        Parameters
        ----------
        lines : mapping of WornSide to LiveLine
            The line of each source, in the order of the sources.
        show : callable
            Told everything as it happens, and on which side.
        stop_after_s : float, optional
            End after this time on the arrivals' clock, s.
        """
        problems: list[SensingError | None] = [None] * len(lines)
        going, interrupted, first_s, sides = len(lines), False, None, list(lines)
        try:
            while going:
                number, item = await self._heard.get()
                if item is None or isinstance(item, SensingError):
                    problems[number], going = item, going - 1
                    continue
                side = sides[number]
                for event in lines[side].push(item):
                    show(side, event)
                first_s = item.t_host_s if first_s is None else first_s
                if stop_after_s is not None and item.t_host_s - first_s >= stop_after_s:
                    break
        except asyncio.CancelledError:
            interrupted = True  # Ctrl-C, the usual end
        for side, line in lines.items():
            for event in line.finish():
                show(side, event)
        return PairEnd(interrupted, tuple(problems))

    async def _read(self, number: int, source: Source) -> None:
        try:
            async for item in source:
                self._heard.put_nowait((number, item))
        except SensingError as error:
            self._heard.put_nowait((number, error))
        else:
            self._heard.put_nowait((number, None))
