"""Where descriptions of sensors come from: those that we ship, and a folder of the person's own."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Final

from sensing.errors import SensorFileError
from sensing.said import said, said_by, system_reason
from sensing.sensors.described.building import build
from sensing.sensors.described.checked import Checked
from sensing.sensors.model import SensorModel

SUFFIX: Final = ".toml"

_LARGEST_BYTES: Final = 65536


def shipped_models() -> tuple[SensorModel, ...]:
    """Return the models of the descriptions in this package, by file name."""
    folder = files("sensing.sensors").joinpath("known")
    found = sorted(
        (each for each in folder.iterdir() if each.name.endswith(SUFFIX)), key=lambda each: each.name
    )
    return tuple(_model(each.name, each.read_text(encoding="utf-8"), None) for each in found)


def folder_models(folder: Path) -> tuple[SensorModel, ...]:
    """Return the models of all descriptions in a folder, by file name; none where there is no folder.

    Raises
    ------
    SensorFileError
        If a file cannot be read or does not describe a sensor.
    """
    if not folder.is_dir():
        return ()
    return tuple(file_model(path) for path in sorted(folder.glob(f"*{SUFFIX}")))


def file_model(path: Path) -> SensorModel:
    """Return the model that a file describes; it carries the file's text along.

    Raises
    ------
    SensorFileError
        If the file cannot be read or does not describe a sensor.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SensorFileError(
            str(path), "", said("cannot be read ({why})", why=system_reason(error))
        ) from None
    except UnicodeDecodeError:
        raise SensorFileError(str(path), "", said("is no text in UTF-8; save it as such")) from None
    if len(raw) > _LARGEST_BYTES:
        raise SensorFileError(
            str(path), "", said("is larger than {most} bytes; no description is", most=_LARGEST_BYTES)
        )
    return text_model(text, str(path))


def text_model(text: str, path: str) -> SensorModel:
    """Return the model that a text describes.

    Parameters
    ----------
    text : str
        TOML.
    path : str
        Where it is from, for messages.

    Raises
    ------
    SensorFileError
        If it does not describe a sensor.
    """
    return _model(path, text, text)


def _model(path: str, text: str, description: str | None) -> SensorModel:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        why = said_by(error) or type(error).__name__
        raise SensorFileError(path, "", said("is no TOML: {why}", why=why)) from None
    return build(Checked(path, table), description)
