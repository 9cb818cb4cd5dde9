"""``heelraise scan``."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer


def scan(
    seconds: Annotated[float, typer.Option(min=0.5, max=120.0, help="How long to listen.")] = 5.0,
) -> None:
    """List the Bluetooth sensors that are near."""
    from sensing.sources.radio import scan as listen

    found = asyncio.run(listen(seconds))
    known = [one for one in found if one.model is not None]
    for one in known:
        assert one.model is not None
        typer.echo(f"ble:{one.address}  {one.name or '?'}  {one.rssi_dbm} dBm  {one.model.label}")
    others = len(found) - len(known)
    if not known:
        typer.echo("No sensor that is known here; switch it on, wear it, bring it closer.")
    if others:
        typer.echo(f"{others} other Bluetooth device{'s' if others > 1 else ''} nearby.")
