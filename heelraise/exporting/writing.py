"""Writing what was made: whole or not at all, readable by its owner only, nothing of before overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sensing.errors import RecordingError
from sensing.recording.wholefile import write_whole
from sensing.said import said


def write_new(
    folder: Path, new: Mapping[str, bytes], shared: Mapping[str, bytes] | None = None
) -> tuple[Path, ...]:
    """Write files below a folder and return them.

    Parameters
    ----------
    folder : Path
        Made where need be.
    new : mapping of str to bytes
        Files that must not be there yet, by path below the folder.
    shared : mapping of str to bytes, optional
        Files that replace what is there.

    Raises
    ------
    RecordingError
        If a new file is there already, or something cannot be written.
    """
    taken = next((folder / name for name in new if (folder / name).exists()), None)
    if taken is not None:
        raise RecordingError(taken, said("is there already; choose another folder with --out"))
    for name, content in (*new.items(), *(shared or {}).items()):
        _write(folder / name, content)
    return tuple(folder / name for name in new)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise RecordingError.unwritable(path, error) from None
