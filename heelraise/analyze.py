"""Analysis of a recording on disk: a CSV or a folder of ours."""

from __future__ import annotations

from pathlib import Path

from heelraise.analysis import Analysis
from heelraise.line import Line, shipped_weights
from sensing.prescription import Prescription
from sensing.recording import open_recording
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
        A CSV or a recording folder; it is reported as it is given here.
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
    recording = open_recording(path)
    line = Line(
        placement or recording.meta.placement,
        exercise or recording.meta.exercise,
        prescription,
        shipped_weights(),
    )
    for samples in recording.samples():
        line.push(samples)
    line.finish()
    return line.analysis(str(path), recording.sampling_rate_hz, recording.notes)
