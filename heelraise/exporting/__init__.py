"""Recordings in the formats that others read. What is written is made first, then written whole."""

from __future__ import annotations

from pathlib import Path

from heelraise.analysis import Analysis
from heelraise.exporting.forms import Format
from heelraise.exporting.writing import write_new
from sensing.recording import Recording
from sensing.recording.csv_file import csv_text

__all__ = ["Format", "export_recording"]


def export_recording(recording: Recording, analysis: Analysis, form: Format, out: Path) -> tuple[Path, ...]:
    """Write a recording; return the files.

    Parameters
    ----------
    recording : Recording
        The recording.
    analysis : Analysis
        What was found in it; Motion-BIDS has it as events.
    form : Format
        What to write.
    out : Path
        A folder. Motion-BIDS makes a data set of it, or adds to the one that is there.

    Raises
    ------
    RecordingError
        If there is such a file already, or it cannot be written.
    """
    if form is Format.CSV:
        return write_new(out, {f"{recording.name}.csv": csv_text(recording.data).encode()})
    if form is Format.PARQUET:
        from heelraise.exporting.parquet import parquet_bytes

        return write_new(out, {f"{recording.name}.parquet": parquet_bytes(recording)})
    from heelraise.exporting.motion_bids import bids_files

    new, shared = bids_files(recording, analysis, out)
    return write_new(out, new, shared)
