"""``heelraise check``: whether a sensor is fit for a set."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.options import LangOption, SensorOption, SensorsOption, SpeedOption, words_of

if TYPE_CHECKING:
    from heelraise.language import Words
    from sensing.health import Health
    from sensing.sources import Source


def check(
    sensor: SensorOption,
    seconds: Annotated[float, typer.Option(min=4.0, max=120.0, help="How long to listen.")] = 10.0,
    speed: SpeedOption = 1.0,
    sensors: SensorsOption = None,
    lang: LangOption = None,
) -> None:
    """Say in one line whether a sensor is fit for a set.

    Exit code 1 if it is not.
    """
    from heelraise.cli.sources import source_of
    from heelraise.display.health_view import health_line

    words = words_of(lang)
    source, _ = source_of(sensor, speed, sensors)
    typer.echo(words("Looking for the sensor …"))
    health = asyncio.run(_listen(source, seconds, words))
    typer.echo(health_line(health, words))
    raise typer.Exit(0 if health.go else 1)


async def _listen(source: Source, seconds: float, words: Words) -> Health:
    from heelraise.sensor_check import listen
    from sensing.health import health_of

    async with source:
        typer.echo(words("Connected to {name}", name=source.name))
        typer.echo(words("Stand still for a moment, then lift your heel once and lower it."))
        samples = await listen(source, seconds)
        return health_of(samples, source.model.sampling_rate_hz, source.battery_percent)
