"""A live session from the command line's side: folder, display, keeping and sending."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from heelraise.cli.leaving import keep_when_left
from heelraise.cli.options import own_places, words_of
from heelraise.cli.presentation import Faces, keys_offered, presented
from heelraise.cli.workout import Workout
from heelraise.coach.session.events import Tick
from heelraise.coach.session.state import SessionState
from heelraise.coaching import CoachedSource, Coaching, keep_time_while_lost, run_without_sensor
from heelraise.display.health_view import health_line
from heelraise.display.session_view import show_session
from heelraise.journal import Journal
from heelraise.journal_marks import mark_continued
from heelraise.language import Language, Words
from heelraise.line import Line, shipped_weights
from heelraise.live import LiveSession, follow
from heelraise.places import Places
from heelraise.sensor_check import SensorCheck
from heelraise.session_lock import only_session
from heelraise.sound.wishes import SoundWishes
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source
from sensing.sources.hostclock import HostClock


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that was followed live, and where its raw data are.

    Parameters
    ----------
    session : LiveSession
        What was found.
    state : SessionState
        Where the plan stood at the end.
    meta : RecordingMeta
        What is known about it.
    folder : Path or None
        The recording; None where none was made.
    started_at : datetime
        Start, UTC.
    """

    session: LiveSession
    state: SessionState
    meta: RecordingMeta
    folder: Path | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """What a session is shown on and heard by, and where it is kept.

    `plain` asks for lines instead of the screen; lines are also what happens where there is no terminal that
    can show it.
    """

    console: Console
    words: Words
    places: Places
    plain: bool = True
    sound: SoundWishes = field(default_factory=SoundWishes)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def say(self, text: str, style: str = "", *, whole: bool = False) -> None:
        """Print a sentence; a `whole` one is left in one piece, so that a path can be copied."""
        self.console.print(text, style=style, highlight=False, markup=False, soft_wrap=whole)


def stage_of(language: Language | None, *, plain: bool, sound: SoundWishes) -> Stage:
    """Return the stage on this terminal, with the person's own places."""
    return Stage(Console(), words_of(language), own_places(), plain, sound)


@dataclass(frozen=True, slots=True)
class Sensor:
    """A source, not yet entered, the clock that keeps its time, and what is known of it beforehand."""

    source: Source
    clock: HostClock
    meta: RecordingMeta


def run_session(
    stage: Stage,
    sensor: Sensor,
    workout: Workout,
    *,
    keep_raw: bool = True,
    stop_after_s: float | None = None,
) -> Kept:
    """Follow a sensor through a workout, show what happens and then the session's table.

    Parameters
    ----------
    stage : Stage
        Where it is shown and kept.
    sensor : Sensor
        What is followed.
    workout : Workout
        What is to be done.
    keep_raw : bool
        Whether to make a recording folder.
    stop_after_s : float, optional
        End after this time, s.

    Raises
    ------
    SensingError
        If the session cannot begin.
    SessionRunning
        If another one runs.
    SoundError
        If a voice or a file for the sound was named, and it does not work.
    """
    keep_when_left()
    _announce(stage, sensor.source)
    with only_session(stage.places.session_lock) if keep_raw else nullcontext():
        kept = asyncio.run(_follow(stage, sensor, workout, keep_raw, stop_after_s))
    if kept.session.interrupted:
        stage.say(stage.words("Ended by you."))
    show_session(stage.console, kept.session.analysis, stage.words)
    return kept


def _announce(stage: Stage, source: Source) -> None:
    """Say that the sensor is looked for; where an app must call us, what to enter there."""
    from heelraise.machine import own_address
    from sensing.sources.phone import PhoneSource

    stage.say(stage.words("Looking for the sensor …"), "dim")
    port = source.listens_on if isinstance(source, PhoneSource) else None
    if port is not None:
        host = own_address() or stage.words("ADDRESS-OF-THIS-COMPUTER")
        url = f"http://{host}:{port}/"
        stage.say(stage.words("Push URL to enter in the app on the phone: {url}", url=url), whole=True)


def run_timed(stage: Stage, workout: Workout, clock: HostClock) -> SessionState:
    """Lead through exercises that need no sensor, and return where the plan stood at the end.

    Parameters
    ----------
    stage : Stage
        Where it is shown.
    workout : Workout
        What is to be done.
    clock : HostClock
        Keeps the time.

    Raises
    ------
    SessionRunning
        If another one runs.
    """
    keep_when_left()
    with only_session(stage.places.session_lock):
        return asyncio.run(_by_the_clock(stage, workout, clock))


async def _by_the_clock(stage: Stage, workout: Workout, clock: HostClock) -> SessionState:
    with presented(stage, workout, None, None, lambda: workout.coach().session) as faces:
        coaching = Coaching(workout.coach(), faces.listeners)
        # Ctrl-C ends it; what was done counts.
        with keys_offered(stage, faces, coaching, workout.pain), suppress(asyncio.CancelledError):
            await run_without_sensor(coaching, clock)
        coaching.end()
        return coaching.state


async def _follow(
    stage: Stage,
    sensor: Sensor,
    workout: Workout,
    keep_raw: bool,
    stop_after_s: float | None,
) -> Kept:
    meta, tempo = sensor.meta, workout.task.tempo
    line = Line(meta.placement, meta.exercise, tempo, shipped_weights())
    async with sensor.source as source:
        started_at = stage.now()
        meta = replace(meta, started_utc=started_at.isoformat()).of_sensor(source.model)
        folder = stage.places.new_recording(started_at, source.model.key) if keep_raw else None
        coaching: Coaching

        def state_now() -> SessionState:
            return coaching.state

        with ExitStack() as stack:
            faces = stack.enter_context(presented(stage, workout, source, folder, state_now))
            writer = None if folder is None else stack.enter_context(RecordingWriter(folder, meta))
            journal = None if folder is None else stack.enter_context(_journal(folder, workout, started_at))
            keep = None if journal is None else journal.append
            coaching = Coaching(workout.coach(), faces.listeners, faces.view, keep, checked=not keep_raw)
            stack.enter_context(keys_offered(stage, faces, coaching, workout.pain))
            watch = asyncio.create_task(keep_time_while_lost(coaching, sensor.clock))
            coached = CoachedSource(source, coaching, _check(stage, source, faces))
            session = await follow(coached, line, writer, coaching.see, stop_after_s)
            watch.cancel()
            if session.problem is None:
                coaching.end()
            if journal is not None and coaching.state.is_over:
                journal.append(Tick(coaching.state.t_s))  # it may be over by the clock alone
    return Kept(session, coaching.state, meta, folder, started_at)


def _check(stage: Stage, source: Source, faces: Faces) -> SensorCheck:
    return SensorCheck(source, lambda health: faces.tell(health_line(health, stage.words)))


def _journal(folder: Path, workout: Workout, started_at: datetime) -> Journal:
    """Begin the journal; where a session goes on, with all that happened in it before."""
    journal = Journal(folder, workout.start(started_at), workout.events)
    if workout.cut_off is not None:
        mark_continued(workout.cut_off.folder, folder)
    return journal
