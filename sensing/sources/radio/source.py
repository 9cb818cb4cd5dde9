"""A live sensor: find it, follow its stream, and get it back once after each loss."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from bleak.backends.device import BLEDevice

from sensing.errors import (
    LinkLostError,
    RadioError,
    SensorError,
    SensorNotFoundError,
    UnknownSensorError,
)
from sensing.sensors import MODELS
from sensing.sensors.model import SensorModel
from sensing.sources import LinkEvent, LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.radio.link import Link
from sensing.sources.radio.scanning import Backends, Found, found_of, listening
from sensing.types import Arrival

_CONNECT_ATTEMPTS: Final = 2  # the first one often fails where several devices advertise


class RadioSource:
    """A sensor over Bluetooth Low Energy; see `sensing.sources.Source`.

    When the link breaks, or nothing comes for `silence_timeout_s`, iteration yields a `LinkEvent`, looks for
    the sensor again and starts it from scratch: once per loss.

    Parameters
    ----------
    wanted : str or None
        Address, or part of the name, of the sensor; None takes the first known one that shows up.
    clock : HostClock
        Stamps what arrives.
    model : SensorModel, optional
        Takes sensors of this kind only, and at its rate; without it any known one at its default rate.
    backends : Backends, optional
        bleak backends in place of the system's own.
    find_timeout_s : float
        How long to look for the sensor, s.
    silence_timeout_s : float
        How long a connected sensor may send nothing, s of the wall.
    """

    model: SensorModel
    name: str
    battery_percent: int | None

    def __init__(
        self,
        wanted: str | None,
        clock: HostClock,
        *,
        model: SensorModel | None = None,
        backends: Backends | None = None,
        find_timeout_s: float = 20.0,
        silence_timeout_s: float = 5.0,
    ) -> None:
        self._wanted = wanted
        self._clock = clock
        self._only = model
        self._backends = backends
        self._find_timeout_s = find_timeout_s
        self._silence_timeout_s = silence_timeout_s
        self._link: Link | None = None

    async def __aenter__(self) -> Self:
        """Find the sensor, connect, and start it.

        Raises
        ------
        RadioError
            If there is no Bluetooth, no such sensor, or no link to it.
        SensorError
            If nothing here speaks its protocol, it refuses to start, or sends nothing.
        """
        for attempt in range(1, _CONNECT_ATTEMPTS + 1):
            try:
                self._link = await self._open()
                break
            except LinkLostError:
                if attempt == _CONNECT_ATTEMPTS:
                    raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the sensor and disconnect; a link that is gone already is none the worse."""
        if self._link is not None:
            await self._link.close()
            self._link = None

    async def __aiter__(self) -> AsyncIterator[Arrival | LinkEvent]:
        """Yield what arrives, as long as the sensor is there.

        Raises
        ------
        LinkLostError
            If the link broke and could not be made again.
        """
        while self._link is not None:
            item = await self._link.next(self._silence_timeout_s)
            yield item
            if isinstance(item, LinkEvent):
                await self._link.close()
                self._link = await self._reopen()
                yield LinkEvent(self._link.t_connected_s, LinkState.BACK)

    async def _reopen(self) -> Link:
        try:
            return await self._open()
        except (RadioError, SensorError) as error:
            raise LinkLostError(f"lost the link to {self.name} and did not get it back: {error}") from error

    async def _open(self) -> Link:
        device, found = await self._find()
        assert found.model is not None
        self.model, self.name, self._wanted = found.model, found.name or found.address, found.address
        link = Link(device, self.name, self.model, self._clock, self._backends)
        self.battery_percent = await link.open(self._silence_timeout_s)
        return link

    async def _find(self) -> tuple[BLEDevice, Found]:
        """Return the first device that is wanted and known."""
        strangers: dict[str, str] = {}
        async with listening(self._backends) as scanner:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._find_timeout_s):
                    async for device, advertisement in scanner.advertisement_data():
                        found = self._as_asked(found_of(device, advertisement))
                        if not self._is_wanted(found):
                            continue
                        if found.model is not None:
                            return device, found
                        # Its name may come with a later advertisement: go on listening.
                        strangers[found.address] = found.name or found.address
        raise self._not_found(strangers)

    def _as_asked(self, found: Found) -> Found:
        """Put the model that was asked for in place of the recognised one, where both are the same sensor."""
        if self._only is None or found.model is None:
            return found
        return replace(found, model=self._only if found.model.service == self._only.service else None)

    def _is_wanted(self, found: Found) -> bool:
        if self._wanted is None:
            return found.model is not None
        wanted = self._wanted.casefold()
        return wanted == found.address.casefold() or wanted in (found.name or "").casefold()

    def _not_found(self, strangers: dict[str, str]) -> SensorError | RadioError:
        if strangers:
            known = ", ".join(sorted({model.label.split(" at ")[0] for model in MODELS.values()}))
            return UnknownSensorError(
                f"{' and '.join(strangers.values())} is no sensor that is known here; known are {known}"
            )
        what = "sensor" if self._wanted is None else f"'{self._wanted}'"
        return SensorNotFoundError(
            f"no {what} found within {self._find_timeout_s:g} s; switch it on, wear it, bring it closer"
        )
