"""``heelraise coach``, ``record`` and ``replay``: everything that listens to a sensor."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Annotated

import typer

from heelraise.cli.leaving import INTERRUPTED, keep_when_left
from heelraise.cli.options import (
    ExerciseOption,
    LangOption,
    PlacementOption,
    PlainOption,
    ReplaySpeedOption,
    SecondsOption,
    SensorOption,
    SensorsOption,
    SilentOption,
    SpeedOption,
    TempoOption,
    TrackOption,
    VoiceOption,
    WornOption,
    own_places,
    words_of,
)
from heelraise.cli.sources import sensor_of, source_of, sources_of
from heelraise.language import Words
from heelraise.pair import WornSide
from heelraise.sound.wishes import SoundWishes
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source
from sensing.sources.hostclock import HostClock
from sensing.types import Exercise, Placement

_REST_S = 120.0

SideOption = Annotated[WornSide | None, typer.Option(help="The leg that carries the sensor.")]
SidesOption = Annotated[
    list[WornSide] | None,
    typer.Option("--side", help="The leg that carries the sensor; once for each of two sensors."),
]
RepsOption = Annotated[
    int | None, typer.Option("--reps", min=1, max=200, help="Repetitions a set; just count if not given.")
]
SetsOption = Annotated[int, typer.Option("--sets", min=1, max=50, help="Sets, with --reps.")]
RestOption = Annotated[
    float,
    typer.Option("--rest", metavar="SECONDS", min=0.0, max=3600.0, help="Rest between sets, with --reps."),
]


def coach(
    sensor: WornOption,
    prescription: TempoOption = "3-2-3",
    reps: RepsOption = None,
    sets: SetsOption = 1,
    rest: RestOption = _REST_S,
    metronome: Annotated[
        bool, typer.Option("--metronome", help="Give the beat of the prescription.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the session that was cut off, in the same set.")
    ] = False,
    placement: PlacementOption = Placement.AUTO,
    exercise: ExerciseOption = Exercise.HEEL_RAISE,
    side: SidesOption = None,
    speed: SpeedOption = 1.0,
    seconds: SecondsOption = None,
    sensors: SensorsOption = None,
    plain: PlainOption = False,
    no_sound: SilentOption = False,
    sound: TrackOption = None,
    voice: VoiceOption = None,
    lang: LangOption = None,
) -> None:
    """Follow a session live and keep it.

    With --reps it leads through sets and rests, without it counts until you end it. Its summary is sent to
    the clinic where you have switched that on.
    """
    from heelraise.cli.diary import open_diary
    from heelraise.cli.live_session import run_session, stage_of
    from heelraise.cli.logbook import log_session
    from heelraise.cli.resume import look_back, resumed
    from heelraise.cli.sending import keep_and_send
    from heelraise.cli.workout import Workout

    stage = stage_of(lang, plain=plain, sound=SoundWishes(not no_sound, sound, voice))
    tempo = Prescription.parse(prescription)
    if len(sensor) > 1:
        led = {"--reps": reps is not None, "--metronome": metronome, "--resume": resume}
        heard = {"--sound": sound is not None, "--voice": voice is not None}
        _refuse(led | heard, "not with two sensors, which count until you end it and are shown as lines")
        from heelraise.cli.pair import coach_pair

        told = RecordingMeta(placement=placement, exercise=exercise)
        coach_pair(stage, sources_of(sensor, speed, sensors), told, side or [], tempo, seconds)
    if reps is None:
        _refuse({"--sets": sets != 1, "--rest": rest != _REST_S}, "only with --reps")
    leg = side[0] if side else None
    if resume:
        workout = resumed(stage)
    else:
        look_back(stage, "coach")
        workout = Workout.asked(tempo, reps, sets, rest, leg, paced=metronome)
    meta = RecordingMeta(placement=placement, exercise=exercise, side=leg)
    kept = run_session(stage, sensor_of(sensor[0], speed, sensors, meta), workout, stop_after_s=seconds)
    documents = keep_and_send(stage, kept)
    if workout.task.plan is not None:  # it began with `start`
        with open_diary() as diary:
            log_session(stage, diary, workout, kept, documents)
    if kept.session.problem is not None:
        raise kept.session.problem
    raise typer.Exit(INTERRUPTED if kept.session.interrupted else 0)


def _refuse(given: Mapping[str, bool], why: str) -> None:
    """Refuse options that nothing would come of: in silence they would seem to count."""
    passed_over = [option for option, is_given in given.items() if is_given]
    if passed_over:
        raise typer.BadParameter(f"{', '.join(passed_over)}: {why}")


def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A recording folder.")],
    prescription: TempoOption = "3-2-3",
    placement: PlacementOption = Placement.AUTO,
    exercise: ExerciseOption = Exercise.HEEL_RAISE,
    speed: ReplaySpeedOption = 1.0,
    plain: PlainOption = False,
    no_sound: SilentOption = False,
    sound: TrackOption = None,
    lang: LangOption = None,
) -> None:
    """Watch a recorded session again as though it happened now.

    Nothing is kept or sent.
    """
    from heelraise.cli.live_session import Sensor, run_session, stage_of
    from heelraise.cli.workout import Workout
    from sensing.sources.replay import ReplaySource

    stage = stage_of(lang, plain=plain, sound=SoundWishes(not no_sound, sound))
    clock = HostClock(speed if isfinite(speed) else 1.0)
    source = ReplaySource(folder, clock, 1.0 if isfinite(speed) else speed)
    meta = RecordingMeta(placement=placement, exercise=exercise)
    workout = Workout.free(Prescription.parse(prescription))
    kept = run_session(stage, Sensor(source, clock, meta), workout, keep_raw=False)
    raise typer.Exit(INTERRUPTED if kept.session.interrupted else 0)


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
    sensors: SensorsOption = None,
    lang: LangOption = None,
) -> None:
    """Write down what a sensor sends, without judging it.

    Ctrl-C ends the recording.
    """
    source, _ = source_of(sensor, speed, sensors)
    meta = RecordingMeta(placement=placement, exercise=exercise, side=side)
    words = words_of(lang)
    keep_when_left()
    made, count = asyncio.run(_record(source, meta, folder, seconds, words))
    typer.echo(words("{count} notifications in {folder}", count=count, folder=made))


async def _record(
    source: Source, meta: RecordingMeta, folder: Path | None, stop_after_s: float | None, words: Words
) -> tuple[Path, int]:
    from heelraise.live import record as write_down

    async with source:
        started_at = datetime.now(UTC)
        meta = replace(meta, started_utc=started_at.isoformat()).of_sensor(source.model)
        made = folder or own_places().new_recording(started_at, source.model.key)
        with RecordingWriter(made, meta) as writer:
            typer.echo(
                words("Recording {sensor} to {folder}; Ctrl-C ends it.", sensor=source.name, folder=made)
            )
            return made, await write_down(source, writer, stop_after_s)
