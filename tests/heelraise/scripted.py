"""A sensor whose every word is written down beforehand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Self

from sensing.link import SourceItem
from sensing.sensors import model
from sensing.sensors.model import SensorModel

MOVESENSE = model("movesense")


class Scripted:
    """A source that yields a list, and then what a list cannot hold: an error, or Ctrl-C."""

    model: SensorModel = MOVESENSE
    battery_percent = None

    def __init__(
        self, items: Sequence[SourceItem], then: BaseException | None = None, name: str = "scripted"
    ) -> None:
        self.name = name
        self._items = items
        self._then = then

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        for item in self._items:
            yield item
            await asyncio.sleep(0)
        if self._then is not None:
            raise self._then
