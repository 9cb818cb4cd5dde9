"""Analysis of a recording on disk, of ours or of another program."""

from __future__ import annotations

from pathlib import Path

from heelraise.analysis import Analysis
from heelraise.line import Line, shipped_weights
from heelraise.opening import open_any
from sensing.prescription import Prescription
from sensing.recording import Recording
from sensing.types import Exercise, Placement


def analyze(
    path: Path | str,
    placement: Placement | None = None,
    exercise: Exercise | None = None,
    prescription: Prescription | None = None,
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

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    return analysis_of(open_any(path), placement, exercise, prescription, name=str(path))


def analysis_of(
    recording: Recording,
    placement: Placement | None = None,
    exercise: Exercise | None = None,
    prescription: Prescription | None = None,
    *,
    name: str = "",
    keep_courses: bool = False,
) -> Analysis:
    """Find and judge the repetitions of a recording that is open; like `analyze` otherwise.

    Parameters
    ----------
    recording : Recording
        The recording.
    placement, exercise, prescription : optional
        As for `analyze`.
    name : str
        What it is reported as; its own name if empty.
    keep_courses : bool
        Whether each repetition keeps its motion, for pictures; it takes memory.
    """
    meta = recording.meta
    line = Line(
        placement or meta.placement,
        exercise or meta.exercise,
        prescription,
        shipped_weights(),
        keep_courses=keep_courses,
    )
    line.push(recording.data)
    line.finish()
    return line.analysis(name or recording.name, recording.sampling_rate_hz, recording.notes)
