"""A session that was cut off: said at the next start, and gone on with when asked."""

from __future__ import annotations

from heelraise.cli.leftovers import settle
from heelraise.cli.live_session import Stage
from heelraise.cli.workout import Workout
from heelraise.history.errors import HistoryError
from heelraise.journal import last_cut_off
from heelraise.session_lock import SessionRunning, only_session
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


def look_back(stage: Stage, command: str) -> None:
    """Close what was cut off and will not go on; say what still may, and which option does that."""
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
    settle(stage)
