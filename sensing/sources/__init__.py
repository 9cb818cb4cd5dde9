"""Where arrivals come from while they happen: async context managers that are iterated once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol, Self

from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.sensors.streaming import StreamModel

__all__ = ["Entered", "LinkEvent", "LinkState", "Source", "SourceItem"]


class Entered(Protocol):
    """A sensor that streams."""

    @property
    def model(self) -> StreamModel:
        """What kind of sensor it is."""

    @property
    def name(self) -> str:
        """Name that the sensor goes by."""

    def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Iterate over what arrives until the sensor has nothing more to say."""


class Source(Entered, Protocol):
    """A sensor; `model`, `name` and `battery_percent` are known after entering."""

    @property
    def battery_percent(self) -> int | None:
        """Charge on entering, %; None where the sensor does not tell."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...
