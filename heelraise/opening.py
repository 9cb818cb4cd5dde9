"""Opening any recording: ours as it is, everything else by way of the importers, which load only then."""

from __future__ import annotations

from pathlib import Path

from sensing.recording import Recording, open_recording
from sensing.recording.csv_file import ACC, GYR, TIME
from sensing.recording.folder import is_recording_folder

_HEAD = 4096
_ENDINGS = frozenset({".csv", ".json", ".txt"})
_OURS = frozenset({*ACC, *GYR})


def open_any(path: Path | str, columns: str | None = None) -> Recording:
    """Open a recording folder, a CSV of ours, or a file of another program, told by its content.

    Parameters
    ----------
    path : Path or str
        File or folder.
    columns : str, optional
        What the columns mean, for a table that nothing here knows.

    Raises
    ------
    RecordingError
        If it cannot be read.
    SettingsError
        If `columns` is not understood.
    """
    path = Path(path)
    if columns is None and not is_foreign(path):
        return open_recording(path)
    from heelraise.importing import import_recording

    return import_recording((path,), columns)


def is_foreign(path: Path) -> bool:
    """Whether something is there that is neither a recording of ours nor empty."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            return True  # a pipe: what is looked at here would be gone for whoever reads it
        if path.is_dir():
            return not is_recording_folder(path) and any(one.suffix in _ENDINGS for one in path.iterdir())
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # whoever opens it says why it cannot be read
    first = head.decode("utf-8-sig", "replace").lower().partition("\n")[0]
    names = {name.strip(' \t"\r') for name in first.split(",")}
    return bool(head.strip()) and not (TIME in names and names & _OURS)
