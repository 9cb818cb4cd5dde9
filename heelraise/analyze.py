"""Analysis of a recording on disk, of ours or of another program."""

from __future__ import annotations

from pathlib import Path

from heelraise.analysis import Analysis
from heelraise.line import Line, shipped_weights
from heelraise.opening import open_any
from sensing.prescription import Prescription
from sensing.types import Exercise, Placement


def analyze(
    path: Path | str,
    placement: Placement | None = None,
    exercise: Exercise | None = None,
    prescription: Prescription | None = None,
    columns: str | None = None,
    *,
    keep_courses: bool = False,
) -> Analysis:
    """Read a recording, find its repetitions and judge them.

    Parameters
    ----------
    path : Path or str
        A CSV, a recording folder, or a file of another program; it is reported as it is given here.
    placement : Placement, optional
        Where the sensor sat; without it what the recording says, which may be ``auto``.
    exercise : Exercise, optional
        What to count; without it what the recording says, a heel raise if it says nothing.
    prescription : Prescription, optional
        What was prescribed; without it the person's own first three repetitions (``own``).
    columns : str, optional
        What the columns mean, for a table that nothing here knows.
    keep_courses : bool
        Whether each repetition keeps its motion, for pictures; it takes memory.

    Raises
    ------
    RecordingError
        If it cannot be read.
    SettingsError
        If `columns` is not understood.
    """
    recording = open_any(path, columns)
    line = Line(
        placement or recording.meta.placement,
        exercise or recording.meta.exercise,
        prescription,
        shipped_weights(),
        keep_courses=keep_courses,
    )
    for samples in recording.samples():
        line.push(samples)
    line.finish()
    return line.analysis(str(path), recording.sampling_rate_hz, recording.notes)
