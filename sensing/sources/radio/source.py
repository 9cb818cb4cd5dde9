"""A live sensor: find it, follow its stream, and get it back after each loss."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from typing import Self

from bleak.backends.device import BLEDevice

from sensing.errors import (
    LinkLostError,
    RadioError,
    SensorError,
    SensorNotFoundError,
    SensorRefusedError,
    UnknownSensorError,
)
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.said import all_of, said
from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.model import SensorModel
from sensing.sources.hostclock import HostClock
from sensing.sources.radio.link import Link
from sensing.sources.radio.patience import Company, Patience
from sensing.sources.radio.scanning import Backends, Found, found_of, listening
from sensing.sources.retrying import until_back


class RadioSource:
    """A sensor over Bluetooth Low Energy; see `sensing.sources.Source`.

    When the link breaks, or nothing comes for a while, iteration yields a `LinkEvent`, looks for the same
    sensor again, with growing waits between the attempts, and starts it from scratch.

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
    patience : Patience, optional
        How long to look, to wait and to try again.
    company : Company, optional
        Shared by the sources of one program where there are several.
    sensors : Sensors
        Those that are known.
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
        patience: Patience | None = None,
        company: Company | None = None,
        sensors: Sensors = SHIPPED,
    ) -> None:
        self._wanted = wanted
        self._clock = clock
        self._only = model
        self._backends = backends
        self._patience = patience or Patience()
        self._company = company or Company()
        self._sensors = sensors
        self._link: Link | None = None
        self._address: str | None = None

    async def __aenter__(self) -> Self:
        """Find the sensor, connect, and start it.

        Raises
        ------
        RadioError
            If there is no Bluetooth, no such sensor, or no link to it.
        SensorError
            If nothing here speaks its protocol, it refuses to start, or sends nothing.
        """
        try:
            await self._begin(await self._find())
        except BaseException:
            self._release()
            raise
        return self

    async def _begin(self, device: BLEDevice) -> None:
        """Start the sensor; what may mend itself is tried again."""
        for left, wait_s in zip(
            reversed(range(self._patience.first_attempts)), self._patience.waits_s(), strict=False
        ):
            try:
                await self._start(device)
                return
            except (LinkLostError, SensorRefusedError, UnknownSensorError) as error:
                if not left:
                    raise
                await self._clock.pause(wait_s)
                try:
                    device = await self._find()
                except (RadioError, SensorError):
                    raise error from None  # that it hides now says less than why it failed

    async def __aexit__(self, *_: object) -> None:
        """Stop the sensor and disconnect; a link that is gone already is none the worse."""
        if self._link is not None:
            await self._link.close()
            self._link = None
        self._release()

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Yield what arrives, as long as the sensor is there.

        Raises
        ------
        LinkLostError
            If the link broke and could not be made again.
        """
        while self._link is not None:
            item = await self._link.next(self._patience.silence_s)
            yield item
            if isinstance(item, LinkEvent):
                await self._link.close()
                self._link = None
                self._link = await until_back(
                    self._restart, self.name, item.t_host_s, self._clock, self._patience
                )
                yield LinkEvent(self._link.t_connected_s, LinkState.BACK)

    async def _restart(self) -> Link:
        return await self._start(await self._find())

    async def _start(self, device: BLEDevice) -> Link:
        link = Link(device, self.name, self.model, self._clock, self._backends)
        battery_percent = await link.open(self._patience.silence_s)
        self._link, self.battery_percent = link, battery_percent
        return link

    def _release(self) -> None:
        if self._address is not None and self._company.taken.get(self._address) is self:
            del self._company.taken[self._address]

    async def _find(self) -> BLEDevice:
        """Return the first device that is wanted and known; from then on it is the only one."""
        strangers: dict[str, str] = {}
        async with self._company.scanning, listening(self._backends) as scanner:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience.find_s):
                    async for device, advertisement in scanner.advertisement_data():
                        found = self._as_asked(found_of(device, advertisement, self._sensors))
                        if not self._is_wanted(found):
                            continue
                        if found.model is not None:
                            self._take(found, found.model)
                            return device
                        # Its name may come with a later advertisement: go on listening.
                        strangers[found.address] = found.name or found.address
        raise self._not_found(strangers)

    def _take(self, found: Found, model: SensorModel) -> None:
        if self._address is None:
            self.model, self.name = model, found.name or found.address
        self._address = found.address
        self._company.taken[found.address] = self

    def _as_asked(self, found: Found) -> Found:
        """Put the model that was asked for in place of the recognised one, where both are the same sensor."""
        if found.address == self._address:
            return replace(found, model=self.model)  # whatever this one advertisement says of itself
        if self._only is None or found.model is None:
            return found
        # Its keys at other rates begin like the usual one; devices of one maker may share the service.
        return replace(found, model=self._only if self._only.key.startswith(found.model.key) else None)

    def _is_wanted(self, found: Found) -> bool:
        if self._address is not None:
            return found.address == self._address
        if found.address in self._company.taken:
            return False
        if self._wanted is None:
            return found.model is not None
        wanted = self._wanted.casefold()
        return wanted == found.address.casefold() or wanted in (found.name or "").casefold()

    def _not_found(self, strangers: dict[str, str]) -> SensorError | RadioError:
        if strangers:
            return UnknownSensorError(
                said(
                    "{found} is no sensor that is known here; known are {known}",
                    found=all_of(strangers.values()),
                    known=", ".join(self._sensors.labels),
                )
            )
        find_s, wanted = self._patience.find_s, self._wanted
        advice = said("switch it on, wear it, bring it closer")
        if wanted is None:
            what = said("no sensor found within {find_s:g} s; {advice}", find_s=find_s, advice=advice)
        else:
            what = said(
                "no '{wanted}' found within {find_s:g} s; {advice}",
                wanted=wanted,
                find_s=find_s,
                advice=advice,
            )
        return SensorNotFoundError(what)
