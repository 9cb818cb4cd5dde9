"""Two sensors at once, left and right: which is which, and both read while it happens.

Whatever ends one leaves the other going.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sensing.errors import SensorError, SettingsError
from sensing.link import SourceItem
from sensing.said import said
from sensing.sensors.streaming import StreamModel
from sensing.sources import Entered, Source
from sensing.stream import SampleStream
from sensing.types import Samples

if TYPE_CHECKING:
    from heelraise.live import LiveSession


class WornSide(StrEnum):
    """The leg that carries a sensor."""

    LEFT = "left"
    RIGHT = "right"


_NAMES = {WornSide.LEFT: ("left", "venstre"), WornSide.RIGHT: ("right", "højre", "hoejre")}


@dataclass(frozen=True, slots=True)
class LiftSettings:
    """When one of two sensors has plainly moved and the other not.

    Parameters
    ----------
    window_s : float
        Movement is looked at over this time, s: about that of one phase of a lift.
    radps, mps2 : float
        A lifted heel turns faster than this, rad/s, root mean square (30 degrees in 3 s are 0.17); without
        gyroscope its acceleration varies more than this, m/s². Swaying stays under a third of it.
    ratio : float
        The other leg moves so many times less.
    """

    window_s: float = 1.0
    radps: float = 0.15
    mps2: float = 0.3
    ratio: float = 3.0


def sides_by_name(names: Sequence[str]) -> tuple[WornSide, ...] | None:
    """Return the side of each sensor where the names of both say it, in English or Danish."""
    said = [
        [side for side, words in _NAMES.items() if any(w in name.casefold() for w in words)] for name in names
    ]
    sides = tuple(found[0] for found in said if len(found) == 1)
    return sides if len(sides) == len(names) == len(set(sides)) else None


class LiftedFirst:
    """Finds out which of two sensors is on the leg that is lifted.

    Parameters
    ----------
    models : sequence of StreamModel
        What kind of sensors they are.
    """

    def __init__(self, models: Sequence[StreamModel]) -> None:
        self._settings = LiftSettings()
        self._streams = [SampleStream(model) for model in models]
        self._recent: list[deque[Samples]] = [deque() for _ in models]

    def push(self, number: int, item: SourceItem) -> int | None:
        """Take an item of one of them; return the number of the lifted one as soon as it is plain."""
        samples = self._streams[number].push(item)
        if samples is None or not len(samples):
            return None
        recent = self._recent[number]
        recent.append(samples)
        while float(samples.t_s[-1] - recent[0].t_s[-1]) > self._settings.window_s:
            recent.popleft()
        return self._plain()

    def _plain(self) -> int | None:
        moved = [self._moved(recent) for recent in self._recent]
        for number, much in enumerate(moved):
            others = [other for place, other in enumerate(moved) if place != number]
            if much > 1.0 and all(0.0 <= other * self._settings.ratio < much for other in others):
                return number
        return None

    def _moved(self, recent: deque[Samples]) -> float:
        """Return how much moved in the window, 1 being a lift; less than 0 where it is not full yet."""
        if not recent or float(recent[-1].t_s[-1] - recent[0].t_s[0]) < 0.8 * self._settings.window_s:
            return -1.0
        if recent[0].gyr_radps is not None:
            rate = np.concatenate([part.gyr_radps for part in recent if part.gyr_radps is not None])
            return float(np.sqrt((rate**2).sum(axis=1).mean())) / self._settings.radps
        acc = np.concatenate([part.acc_mps2 for part in recent])
        return float(np.sqrt(acc.var(axis=0).sum())) / self._settings.mps2


def sides_asked(sides: Sequence[WornSide], sensors: int) -> tuple[WornSide, ...] | None:
    """Return the sides that were said for each sensor; None where none were.

    Raises
    ------
    SettingsError
        If they do not fit the sensors.
    """
    if not sides:
        return None
    if len(sides) != sensors or len(set(sides)) != sensors:
        raise SettingsError(
            said("two sensors need --side left and --side right, in their order, or no --side")
        )
    return tuple(sides)


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
        self._heard: asyncio.Queue[SourceItem | None] = asyncio.Queue()

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
            yield item
        await self._reading  # raises what ended it

    async def _read(self) -> None:
        try:
            async for item in self._source:
                self._heard.put_nowait(item)
        finally:
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
