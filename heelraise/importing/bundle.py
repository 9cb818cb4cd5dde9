"""The files that make up one recording elsewhere: one file, the content of a ZIP, or a folder of files.

What comes from outside may be huge, packed to burst, or no text at all; all of that ends here.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVar

from sensing.errors import RecordingError
from sensing.recording.folder import is_recording_folder
from sensing.said import said

_File = TypeVar("_File")

_LONGEST_FILE: Final = 400_000_000  # two hours of a phone at 400 Hz are a quarter of this
_LONGEST_ALL: Final = 800_000_000
_MOST_FILES: Final = 500
_ENDINGS: Final = frozenset({".csv", ".txt", ".tsv", ".json", ""})
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ZIP: Final = b"PK\x03\x04"
_EXCEL: Final = (b"\xd0\xcf\x11\xe0", "xl/workbook")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle.

    Parameters
    ----------
    name : str
        Its name without folders and ending.
    text : str
        Its content.
    """

    name: str
    text: str


def read_bundle(path: Path) -> list[Member]:
    """Read what belongs to a recording: a file, all of a ZIP, or all of a folder, as far as it is text.

    Raises
    ------
    RecordingError
        If it cannot be read, holds no text, or is too large.
    """
    try:
        members = list(_members(path))
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise RecordingError(path, said("damaged or locked ZIP; export it again")) from None
    if not members:
        raise RecordingError(path, said("holds no text files; expected CSV, TXT or JSON"))
    return members


def _members(path: Path) -> Iterator[Member]:
    if is_recording_folder(path):
        raise RecordingError(
            path, said("a recording of ours; 'heelraise export-recording' makes a CSV of it")
        )
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        left = _LONGEST_ALL
        for file in _few(path, [one for one in files if one.suffix.lower() in _ENDINGS]):
            with file.open("rb") as stream:
                raw = _limited(path, stream, left)
            left -= len(raw)
            yield from _member(file.name, raw)
        return
    if path.exists() and not path.is_file():
        raise RecordingError(
            path, said("a pipe or a device, which is read once only; save it as a file first")
        )
    if zipfile.is_zipfile(path):
        yield from _of_zip(path)
        return
    with path.open("rb") as stream:
        raw = _limited(path, stream, _LONGEST_ALL)
    if raw.startswith(_EXCEL[0]):
        raise RecordingError(path, said("an Excel file; export as CSV instead"))
    if raw.startswith(_ZIP):
        raise zipfile.BadZipFile
    member = list(_member(path.name, raw))
    if not member:
        raise RecordingError(path, said("no text but binary data; expected CSV, TXT, JSON or a ZIP of them"))
    yield from member


def _of_zip(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename.startswith(_EXCEL[1]) for info in infos):
            raise RecordingError(path, said("an Excel file; export as CSV instead"))
        left = _LONGEST_ALL
        texts = [info for info in infos if Path(info.filename).suffix.lower() in _ENDINGS]
        for info in _few(path, [info for info in texts if not info.filename.startswith("__MACOSX/")]):
            # The size that the ZIP tells may be a lie, so the stream is measured.
            with archive.open(info) as stream:
                raw = _limited(path, stream, left)
            left -= len(raw)
            yield from _member(Path(info.filename).name, raw)


def _few(path: Path, found: list[_File]) -> list[_File]:
    if len(found) > _MOST_FILES:
        raise RecordingError(path, said("holds {count} files; name the recording's own", count=len(found)))
    return found


def _limited(path: Path, stream: IO[bytes], left: int) -> bytes:
    most = min(_LONGEST_FILE, left)
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise RecordingError(
            path, said("more than {most} MB unpacked; cut it into shorter recordings", most=most // 1_000_000)
        )
    return raw


def _member(name: str, raw: bytes) -> Iterator[Member]:
    text = _decoded(raw)
    if text is not None:
        yield Member(Path(name).stem, text)


def _decoded(raw: bytes) -> str | None:
    """Return the text in whatever encoding it is; None for what is no text."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw.decode(encoding, errors="replace")
    if b"\0" in raw[:4096]:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        # Numbers are the same in every encoding that is left; only the signs of the units are not.
        return raw.decode("cp1252", errors="replace")
