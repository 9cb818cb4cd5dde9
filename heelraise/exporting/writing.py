"""Writing what was made: whole or not at all, readable by its owner only, nothing of before overwritten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sensing.errors import RecordingError


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
        raise RecordingError(taken, "is there already; choose another folder with --out")
    for name, content in (*new.items(), *(shared or {}).items()):
        _write(folder / name, content)
    return tuple(folder / name for name in new)


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise RecordingError(path, f"cannot be written ({error.strerror})") from None
