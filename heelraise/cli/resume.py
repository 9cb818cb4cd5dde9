"""A session that was cut off: said at the next start, and gone on with when asked."""

from __future__ import annotations

from datetime import datetime

from heelraise.analyze import analyze
from heelraise.cli.live_session import Kept, Stage
from heelraise.cli.workout import Workout
from heelraise.coach.cues.conduct import first_coach
from heelraise.coaching import replayed
from heelraise.history.errors import HistoryError
from heelraise.journal import last_cut_off
from heelraise.live import LiveSession
from heelraise.session_lock import SessionRunning, only_session
from sensing.recording.meta import read_meta
from sensing.recording.writer import ARRIVALS, META
from sensing.said import said


class NothingToResume(HistoryError):
    """No session was cut off lately."""


def resumed(stage: Stage) -> Workout:
    """Return what is left of the session that was cut off.

    Raises
    ------
    NothingToResume
        If there is none.
    RecordingError
        If its journal is damaged.
    """
    now = stage.now()
    cut_off = last_cut_off(stage.places.recordings, now)
    if cut_off is None:
        raise NothingToResume(
            said("no session was cut off in the last two hours; leave out --resume to begin anew")
        )
    workout = Workout.going_on(cut_off, now)
    state = workout.coach().session
    stage.say(
        stage.words(
            "Going on with set {index}: {count} done.", index=state.turn.number, count=len(state.reps)
        )
    )
    return workout


def hint(stage: Stage, command: str) -> None:
    """Say that a session was cut off, if one was, and which option of the command goes on with it."""
    try:
        with only_session(stage.places.session_lock):
            cut_off = last_cut_off(stage.places.recordings, stage.now())
    except SessionRunning:
        return  # it is not cut off: it runs
    if cut_off is not None:
        said = stage.words(
            "The last session was cut off; 'heelraise {command} --resume' goes on with it.", command=command
        )
        stage.say(said, "yellow")


def rescued(workout: Workout) -> Kept | None:
    """Return the part before a crash as a session of its own; None where none was, or it was kept already.

    Raises
    ------
    RecordingError
        If its recording is damaged.
    """
    cut_off = workout.cut_off
    if cut_off is None or not (cut_off.folder / ARRIVALS).exists():
        return None  # where it ended in order, the sensor was lost
    analysis = analyze(cut_off.folder, prescription=workout.task.tempo)
    meta = read_meta(cut_off.folder / META)
    state = replayed(first_coach(cut_off.start), cut_off.events).session
    started_at = datetime.fromisoformat(meta.started_utc) if meta.started_utc else cut_off.start.started_utc
    return Kept(
        LiveSession(analysis, interrupted=False, problem=None), state, meta, cut_off.folder, started_at
    )
