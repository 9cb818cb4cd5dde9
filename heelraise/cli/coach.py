"""``heelraise coach``, ``record`` and ``replay``: everything that listens to a sensor."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from heelraise.cli.options import (
    ExerciseOption,
    LangOption,
    PlacementOption,
    SecondsOption,
    SensorOption,
    SpeedOption,
    TempoOption,
    words_of,
)
from heelraise.places import places_of
from heelraise.sensor_text import SensorKind, SensorText, open_source
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source
from sensing.sources.hostclock import HostClock
from sensing.types import Exercise, Placement

_INTERRUPTED = 130


class Side(StrEnum):
    """The leg that carries the sensor."""

    LEFT = "left"
    RIGHT = "right"


SideOption = Annotated[Side | None, typer.Option(help="The leg that carries the sensor.")]


def coach(
    sensor: SensorOption,
    prescription: TempoOption = "3-2-3",
    placement: PlacementOption = Placement.AUTO,
    exercise: ExerciseOption = Exercise.HEEL_RAISE,
    side: SideOption = None,
    speed: SpeedOption = 1.0,
    seconds: SecondsOption = None,
    lang: LangOption = None,
) -> None:
    """Follow a session live and keep it.

    Its summary is sent to the clinic where you have switched that on.
    """
    from heelraise.cli.live_session import Stage, run_session
    from heelraise.cli.sending import keep_and_send, new_console

    stage = Stage(new_console(), words_of(lang), places_of(os.environ))
    source = open_source(SensorText.parse(sensor), HostClock(_pace(sensor, speed)))
    meta = RecordingMeta(placement=placement, exercise=exercise, side=side)
    kept = run_session(stage, source, meta, Prescription.parse(prescription), stop_after_s=seconds)
    keep_and_send(stage, kept)
    if kept.session.problem is not None:
        raise kept.session.problem
    raise typer.Exit(_INTERRUPTED if kept.session.interrupted else 0)


def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A recording folder.")],
    prescription: TempoOption = "3-2-3",
    placement: PlacementOption = Placement.AUTO,
    exercise: ExerciseOption = Exercise.HEEL_RAISE,
    speed: SpeedOption = 1.0,
    lang: LangOption = None,
) -> None:
    """Watch a recorded session again as though it happened now.

    Nothing is kept or sent.
    """
    from heelraise.cli.live_session import Stage, run_session
    from heelraise.cli.sending import new_console

    stage = Stage(new_console(), words_of(lang), places_of(os.environ))
    source = open_source(SensorText(SensorKind.REPLAY, str(folder)), HostClock(speed))
    meta = RecordingMeta(placement=placement, exercise=exercise)
    kept = run_session(stage, source, meta, Prescription.parse(prescription), keep_raw=False)
    raise typer.Exit(_INTERRUPTED if kept.session.interrupted else 0)


def record(
    sensor: SensorOption,
    folder: Annotated[
        Path | None, typer.Option(help="New folder for it; one of the user's if not given.")
    ] = None,
    placement: PlacementOption = Placement.AUTO,
    exercise: ExerciseOption = Exercise.HEEL_RAISE,
    side: SideOption = None,
    speed: SpeedOption = 1.0,
    seconds: SecondsOption = None,
) -> None:
    """Write down what a sensor sends, without judging it.

    Ctrl-C ends the recording.
    """
    source = open_source(SensorText.parse(sensor), HostClock(_pace(sensor, speed)))
    meta = RecordingMeta(placement=placement, exercise=exercise, side=side)
    made, count = asyncio.run(_record(source, meta, folder, seconds))
    typer.echo(f"{count} notifications in {made}")


async def _record(
    source: Source, meta: RecordingMeta, folder: Path | None, stop_after_s: float | None
) -> tuple[Path, int]:
    from heelraise.live import record as write_down

    async with source:
        started_at = datetime.now(UTC)
        meta = replace(meta, sensor_model=source.model.key, started_utc=started_at.isoformat())
        made = folder or places_of(os.environ).new_recording(started_at, source.model.key)
        with RecordingWriter(made, meta) as writer:
            typer.echo(f"Recording {source.name} to {made}; Ctrl-C ends it.")
            return made, await write_down(source, writer, stop_after_s)


def _pace(sensor: str, speed: float) -> float:
    if speed != 1.0 and not SensorText.parse(sensor).kind.paced:
        raise typer.BadParameter("--speed is for sources without a real sensor")
    return speed
