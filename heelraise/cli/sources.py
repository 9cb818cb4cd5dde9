"""Sensors as the options of a command name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from heelraise.cli.options import own_places
from heelraise.own_sensors import known_sensors
from heelraise.sensor_text import SensorText, open_source
from sensing.sources.hostclock import HostClock

if TYPE_CHECKING:
    from heelraise.cli.live_session import Sensor
    from sensing.recording import RecordingMeta
    from sensing.sources import Source


def source_of(text: str, speed: float, sensors: Path | None) -> tuple[Source, HostClock]:
    """Return a sensor, not yet connected, and the clock that it goes by.

    Parameters
    ----------
    text : str
        The value of ``--sensor``.
    speed : float
        How many times as fast as life; other than 1 only where no real sensor is.
    sensors : Path or None
        Folder with descriptions of sensors of one's own.

    Raises
    ------
    SensingError
        If there is no such sensor, scenario or recording.
    """
    clock = HostClock(speed)
    named = _paced([text], speed)[0]
    return open_source(named, clock, sensors=known_sensors(own_places(), sensors)), clock


def sources_of(texts: Sequence[str], speed: float, sensors: Path | None) -> list[Source]:
    """Return several sensors; they share the clock, and the adapter by turns. Like `source_of` otherwise."""
    from sensing.sources.radio import Company

    known = known_sensors(own_places(), sensors)
    clock, company = HostClock(speed), Company()
    return [
        open_source(one, clock, seed=number, sensors=known, company=company)
        for number, one in enumerate(_paced(texts, speed), start=1)
    ]


def sensor_of(text: str, speed: float, sensors: Path | None, meta: RecordingMeta) -> Sensor:
    """Return a sensor for a live session, with what is known beforehand. Like `source_of` otherwise."""
    from heelraise.cli.live_session import Sensor

    return Sensor(*source_of(text, speed, sensors), meta)


def _paced(texts: Sequence[str], speed: float) -> list[SensorText]:
    named = [SensorText.parse(text) for text in texts]
    if speed != 1.0 and not all(one.kind.paced for one in named):
        raise typer.BadParameter("--speed is for sources without a real sensor")
    return named
