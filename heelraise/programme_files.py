"""Programme files on disk: the standard one, the person's own, and the one that is in use."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from heelraise.coach.errors import ProgrammeError
from heelraise.coach.programme.model import Programme
from heelraise.coach.programme.parse import programme_from_toml
from heelraise.history.wholefile import write_whole
from heelraise.places import Places
from sensing.said import said, system_reason

_MOST_BYTES = 1_000_000


def programme_in_use(places: Places) -> Programme:
    """Return the person's own programme, or the standard one where there is none.

    Raises
    ------
    ProgrammeError
        If the person's own cannot be used: it never gives way silently to another.
    """
    return programme_from_toml(text_in_use(places), _name_in_use(places))


def text_in_use(places: Places) -> str:
    """Return the text of the programme file that is in use.

    Raises
    ------
    ProgrammeError
        If it cannot be read.
    """
    if places.programme.exists():
        return _text(places.programme)
    return files("heelraise.coach.programme").joinpath("standard.toml").read_text(encoding="utf-8")


def read_programme(path: Path) -> Programme:
    """Read a programme file.

    Raises
    ------
    ProgrammeError
        If it cannot be read, or is not a programme.
    """
    return programme_from_toml(_text(path), str(path))


def use_programme(path: Path, places: Places) -> Programme:
    """Make a file the programme in use, if it is one. What was done under another stays as it is.

    Raises
    ------
    ProgrammeError
        If it is no programme; the one in use stays in use.
    HistoryError
        If it cannot be put into place.
    """
    text = _text(path)
    programme = programme_from_toml(text, str(path))
    places.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(places.programme, text.encode())
    return programme


def copy_programme(places: Places, path: Path) -> None:
    """Write the programme in use to a new file, to be edited.

    Raises
    ------
    ProgrammeError
        If there is such a file already: somebody may have edited it.
    HistoryError
        If it cannot be written.
    """
    if path.exists():
        raise ProgrammeError(str(path), said("is there already; name another file"))
    write_whole(path, text_in_use(places).encode())


def _name_in_use(places: Places) -> str:
    return str(places.programme) if places.programme.exists() else "standard.toml"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ProgrammeError(str(path), said("too large for a programme file"))
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProgrammeError(str(path), said("cannot be read: {why}", why=system_reason(error))) from None
    except UnicodeDecodeError:
        raise ProgrammeError(str(path), said("is not UTF-8 text; save it as UTF-8")) from None
