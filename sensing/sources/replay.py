"""A recording folder as though it were the sensor: the same arrivals in the same rhythm, or faster."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol, Self

from sensing.errors import RecordingError, SettingsError
from sensing.link import SourceItem
from sensing.recording.folder import is_recording_folder, read_items, sensor_of
from sensing.recording.meta import read_meta
from sensing.recording.writer import META
from sensing.said import said

_AT_ONCE = 50


class Clock(Protocol):
    """The clock by which the replay keeps time; `sensing.sources.hostclock.HostClock` is one."""

    async def sleep_until(self, t_s: float) -> None:
        """Return when the clock has reached `t_s`."""

    def go_to(self, t_s: float) -> None:
        """Let the clock show `t_s` now."""


class ReplaySource:
    """Replays a recording folder; see `sensing.sources.Source`.

    The clock is set to the recording's time and the arrivals keep their stamps, so that what is made of them
    is the same to the last bit, however fast and on whatever machine they are replayed.

    Parameters
    ----------
    folder : Path or str
        A recording folder.
    clock : Clock
        Keeps the time.
    speed : float
        Seconds of the recording in one second of the clock; infinity does not wait at all.

    Raises
    ------
    RecordingError
        If the folder cannot be read.
    SettingsError
        If the speed is not above 0.
    """

    battery_percent = None

    def __init__(self, folder: Path | str, clock: Clock, speed: float = 1.0) -> None:
        if not speed > 0:
            raise SettingsError(f"replay speed {speed:g}; it must be above 0")
        self._folder = Path(folder)
        if not is_recording_folder(self._folder):
            raise RecordingError(
                self._folder, said("no recording folder; only those can be replayed, not a CSV")
            )
        self.model = sensor_of(self._folder, read_meta(self._folder / META))
        self.name = self._folder.resolve().name
        self._items, _ = read_items(self._folder)
        self._clock = clock
        self._speed = speed

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Iterate over what arrived and what happened to the link, waiting until each is due."""
        first_s = self._items[0].t_host_s
        self._clock.go_to(first_s)
        for number, item in enumerate(self._items):
            if math.isfinite(self._speed):
                await self._clock.sleep_until(first_s + (item.t_host_s - first_s) / self._speed)
            else:
                self._clock.go_to(item.t_host_s)
                if number % _AT_ONCE == 0:
                    await asyncio.sleep(0)  # others have their turn, Ctrl-C too
            yield item
