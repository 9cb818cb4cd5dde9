"""``heelraise coach`` with two sensors, left and right: it counts on both sides until it is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import uuid4

import typer

from heelraise.cli.leaving import INTERRUPTED, keep_when_left
from heelraise.cli.live_session import Kept, Stage
from heelraise.cli.sending import keep_and_send
from heelraise.cli.workout import Workout
from heelraise.coach.session.events import StopAsked
from heelraise.coaching import replayed
from heelraise.display.pair_view import PairView
from heelraise.display.session_view import show_session
from heelraise.display.terms import SIDES
from heelraise.journal import Journal, SessionStart
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.pair import ReadAhead, WornSide, sides_asked, sides_by_name, together, which_is_lifted
from heelraise.session_lock import only_session
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source


def coach_pair(
    stage: Stage,
    sources: Sequence[Source],
    meta: RecordingMeta,
    told: Sequence[WornSide],
    tempo: Prescription,
    stop_after_s: float | None = None,
) -> None:
    """Follow two sensors live, keep a recording and a session of each side, and exit.

    Parameters
    ----------
    stage : Stage
        Where it is shown and kept.
    sources : sequence of Source
        Both, not yet entered.
    meta : RecordingMeta
        What is known beforehand, of both.
    told : sequence of WornSide
        Their sides; empty finds out by their names, else by asking for a lift.
    tempo : Prescription
        What was prescribed.
    stop_after_s : float, optional
        End after this time, s.

    Raises
    ------
    SensingError
        If the session cannot begin, or a sensor was lost for good.
    """
    sides = sides_asked(told, len(sources))
    keep_when_left()
    stage.say(stage.words("Looking for the sensor …"), "dim")
    with only_session(stage.places.session_lock):
        kept = asyncio.run(_follow(stage, sources, meta, sides, tempo, stop_after_s))
    for part in kept:
        side = SIDES[part.meta.side or ""]
        stage.say("\n" + stage.words(side), "bold underline")
        show_session(stage.console, part.session.analysis, stage.words)
    keep_and_send(stage, *kept)
    for problem in (part.session.problem for part in kept):
        if problem is not None:
            raise problem
    raise typer.Exit(INTERRUPTED if any(part.session.interrupted for part in kept) else 0)


async def _follow(
    stage: Stage,
    sources: Sequence[Source],
    meta: RecordingMeta,
    sides: tuple[WornSide, ...] | None,
    tempo: Prescription,
    stop_after_s: float | None,
) -> tuple[Kept, ...]:
    async with AsyncExitStack() as stack:
        heard = []
        for source in sources:
            heard.append(await stack.enter_async_context(ReadAhead(source)))
            stage.say(stage.words("Connected to {name}", name=source.name))
        sides = sides or sides_by_name([source.name for source in sources])
        sides = sides or await _asked(stage, heard)
        started_at, view = stage.now(), PairView(stage.console, stage.words)
        metas = _metas(meta, sources, sides, started_at)
        sessions, folders = [], []
        for side, one, sensor in zip(sides, metas, heard, strict=True):
            folder = stage.places.new_recording(started_at, f"{sensor.model.key}-{side}")
            stage.say(stage.words("Recording to {folder}", folder=folder), "dim", whole=True)
            writer = stack.enter_context(RecordingWriter(folder, one))
            stack.enter_context(Journal(folder, _start(tempo, side, started_at)))
            folders.append(folder)
            line = Line(one.placement, one.exercise, tempo, shipped_weights())
            sessions.append(follow(sensor, line, writer, partial(view, side), stop_after_s))
        stage.say(stage.words("Begin when you are ready. Ctrl-C ends the session; nothing is lost.") + "\n")
        ended = await together(sessions)
    # It counts until it is ended; nothing of it can be gone on with.
    over = replayed(Workout.free(tempo).coach(), [StopAsked(0.0)]).session
    return tuple(
        Kept(session, over, one, folder, started_at)
        for session, one, folder in zip(ended, metas, folders, strict=True)
    )


def _start(tempo: Prescription, side: WornSide, started_at: datetime) -> SessionStart:
    """Return what the journal of one side holds: what its recording was for, if it is cut off."""
    return replace(Workout.free(tempo, str(side)).start(started_at), of_pair=True)


async def _asked(stage: Stage, heard: Sequence[ReadAhead]) -> tuple[WornSide, ...]:
    stage.say(stage.words("Stand still. Now lift your LEFT heel once and lower it."), "bold")
    lifted = await which_is_lifted(heard)
    stage.say(stage.words("Thank you; that is the left one."), "green")
    return (WornSide.LEFT, WornSide.RIGHT) if lifted == 0 else (WornSide.RIGHT, WornSide.LEFT)


def _metas(
    meta: RecordingMeta, sources: Sequence[Source], sides: tuple[WornSide, ...], started_at: datetime
) -> list[RecordingMeta]:
    session = str(uuid4())
    return [
        replace(meta, side=str(side), session=session, started_utc=started_at.isoformat()).of_sensor(
            source.model
        )
        for source, side in zip(sources, sides, strict=True)
    ]
