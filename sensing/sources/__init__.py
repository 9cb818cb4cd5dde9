"""Where arrivals come from while they happen: async context managers that are iterated once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from sensing.sensors.model import SensorModel
from sensing.types import Arrival


class LinkState(StrEnum):
    """What happened to the link."""

    LOST = "lost"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class LinkEvent:
    """The link to the sensor broke, or is there again.

    After ``back`` the sensor streams from scratch: decoders start anew, its counter may have restarted.

    Parameters
    ----------
    t_host_s : float
        Host clock when it was noticed, s.
    state : LinkState
        What happened.
    """

    t_host_s: float
    state: LinkState


class Source(Protocol):
    """A sensor that streams; `model`, `name` and `battery_percent` are known after entering."""

    @property
    def model(self) -> SensorModel:
        """What kind of sensor it is."""

    @property
    def name(self) -> str:
        """Name that the sensor goes by."""

    @property
    def battery_percent(self) -> int | None:
        """Charge on entering, %; None where the sensor does not tell."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def __aiter__(self) -> AsyncIterator[Arrival | LinkEvent]:
        """Iterate over what arrives until the sensor has nothing more to say."""
