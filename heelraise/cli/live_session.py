"""A live session from the command line's side: folder, display, keeping and sending."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from heelraise.display.live_view import LiveView
from heelraise.display.session_view import show_session
from heelraise.language import Words
from heelraise.line import Line, shipped_weights
from heelraise.live import LiveSession, follow
from heelraise.places import Places
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that was followed live, and where its raw data are.

    Parameters
    ----------
    session : LiveSession
        What was found.
    meta : RecordingMeta
        What is known about it.
    folder : Path or None
        The recording; None where none was made.
    started_at : datetime
        Start, UTC.
    """

    session: LiveSession
    meta: RecordingMeta
    folder: Path | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """What a session is shown on, and where it is kept."""

    console: Console
    words: Words
    places: Places
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def say(self, text: str, style: str = "", *, whole: bool = False) -> None:
        """Print a sentence; a `whole` one is left in one piece, so that a path can be copied."""
        self.console.print(text, style=style, highlight=False, markup=False, soft_wrap=whole)


def run_session(
    stage: Stage,
    source: Source,
    meta: RecordingMeta,
    prescription: Prescription,
    *,
    keep_raw: bool = True,
    stop_after_s: float | None = None,
) -> Kept:
    """Follow a source to its end, show what happens and then the session's table.

    Parameters
    ----------
    stage : Stage
        Where it is shown and kept.
    source : Source
        Not yet entered.
    meta : RecordingMeta
        What is known beforehand.
    prescription : Prescription
        What was prescribed.
    keep_raw : bool
        Whether to make a recording folder.
    stop_after_s : float, optional
        End after this time, s.

    Raises
    ------
    SensingError
        If the session cannot begin.
    """
    stage.say(stage.words("Looking for the sensor …"), "dim")
    kept = asyncio.run(_follow(stage, source, meta, prescription, keep_raw, stop_after_s))
    if kept.session.interrupted:
        stage.say(stage.words("Ended by you."))
    show_session(stage.console, kept.session.analysis, stage.words)
    return kept


async def _follow(
    stage: Stage,
    source: Source,
    meta: RecordingMeta,
    prescription: Prescription,
    keep_raw: bool,
    stop_after_s: float | None,
) -> Kept:
    view = LiveView(stage.console, stage.words, prescription)
    line = Line(meta.placement, meta.exercise, prescription, shipped_weights())
    async with source:
        view.connected(source)
        started_at = stage.now()
        meta = replace(meta, sensor_model=source.model.key, started_utc=started_at.isoformat())
        folder = stage.places.new_recording(started_at, source.model.key) if keep_raw else None
        if folder is not None:
            view.ready(folder)
        with nullcontext() if folder is None else RecordingWriter(folder, meta) as writer:
            session = await follow(source, line, writer, view, stop_after_s)
    return Kept(session, meta, folder, started_at)
