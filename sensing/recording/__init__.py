"""Recordings: from a CSV, a folder of raw arrivals or arrays; written as such a folder."""

from __future__ import annotations

from pathlib import Path

from sensing.errors import RecordingError
from sensing.recording.csv_file import read_csv
from sensing.recording.folder import is_recording_folder, read_folder
from sensing.recording.meta import RecordingMeta
from sensing.recording.recording import Recording
from sensing.recording.table import recording_of
from sensing.recording.writer import RecordingWriter
from sensing.said import said

__all__ = ["Recording", "RecordingMeta", "RecordingWriter", "open_recording", "recording_of"]


def open_recording(path: Path | str) -> Recording:
    """Open a recording folder of ours or a CSV.

    Raises
    ------
    RecordingError
        If it cannot be read; the message has the file, the line where there is one, and what to do.
    """
    path = Path(path)
    if not path.exists():
        raise RecordingError(path, said("not found"))
    if not path.is_dir():
        return read_csv(path)
    if not is_recording_folder(path):
        raise RecordingError(
            path, said("a folder without meta.json is no recording; name a CSV or a recording folder")
        )
    return read_folder(path)
