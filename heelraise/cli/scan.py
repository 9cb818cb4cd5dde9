"""``heelraise scan``."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from heelraise.cli.options import LangOption, SensorsOption, own_places, words_of
from heelraise.own_sensors import known_sensors


def scan(
    seconds: Annotated[float, typer.Option(min=0.5, max=120.0, help="How long to listen.")] = 5.0,
    sensors: SensorsOption = None,
    lang: LangOption = None,
) -> None:
    """List the Bluetooth sensors that are near."""
    from rich.console import Console

    from heelraise.display.scan_view import show_scan
    from sensing.sources.radio import scan as listen

    known = known_sensors(own_places(), sensors)
    show_scan(Console(), asyncio.run(listen(seconds, sensors=known)), words_of(lang))
