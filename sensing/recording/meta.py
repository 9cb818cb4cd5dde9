"""What is known about a recording beside its samples: ``meta.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from sensing.errors import RecordingError, UnknownSensorError
from sensing.said import said
from sensing.sensors.described import text_model
from sensing.sensors.model import SensorModel
from sensing.sensors.streaming import StreamModel, stream_model
from sensing.types import Exercise, Placement

FORMAT_VERSION = 2
"""Version of the recording folder that this program writes, and the newest that it reads.

2 added lines about the link to ``arrivals.jsonl``.
"""

_CHOICES: dict[str, tuple[str, ...]] = {
    "placement": tuple(Placement),
    "exercise": tuple(Exercise),
    "side": ("left", "right"),
    "legs": ("one", "two"),
    "surface": ("floor", "step"),
    "footwear": ("barefoot", "shoe"),
}


@dataclass(frozen=True, slots=True)
class RecordingMeta:
    """Facts about a recording; None where nobody said.

    Parameters
    ----------
    sensor_model : str or None
        Key of the sensor model that decodes the arrivals; None for a CSV.
    firmware : str or None
        Firmware of the sensor as it names it.
    placement : Placement
        Where the sensor sat.
    side : str or None
        Leg that carried the sensor: ``left`` or ``right``.
    legs : str or None
        Raised on ``one`` leg or ``two``.
    load_kg : float or None
        Added load, for instance a rucksack, kg.
    surface : str or None
        On the ``floor`` or on the edge of a ``step``.
    footwear : str or None
        ``barefoot`` or ``shoe``.
    exercise : Exercise
        What was done.
    pseudonym : str or None
        Name of the person that tells nobody who it is.
    started_utc : str or None
        Start, ISO 8601 in UTC.
    session : str or None
        The same in recordings that were made at once, one for each sensor.
    sensor_description : str or None
        Text of the file that describes the sensor; None for those that the program knows.
    format_version : int
        Version of the folder's format.
    """

    sensor_model: str | None = None
    firmware: str | None = None
    placement: Placement = Placement.AUTO
    side: str | None = None
    legs: str | None = None
    load_kg: float | None = None
    surface: str | None = None
    footwear: str | None = None
    exercise: Exercise = Exercise.HEEL_RAISE
    pseudonym: str | None = None
    started_utc: str | None = None
    session: str | None = None
    sensor_description: str | None = None
    format_version: int = FORMAT_VERSION

    def of_sensor(self, model: StreamModel) -> RecordingMeta:
        """Return the same with what is known about the sensor."""
        description = model.description if isinstance(model, SensorModel) else None
        return replace(self, sensor_model=model.key, sensor_description=description)

    def model(self) -> StreamModel:
        """Return the model that decodes the arrivals.

        Raises
        ------
        UnknownSensorError
            If the meta names none, or none that is known.
        SensorFileError
            If the description that is kept here was damaged.
        """
        if self.sensor_model is None:
            raise UnknownSensorError(said("sensor_model is missing; write the sensor's key there"))
        if self.sensor_description is not None:
            return text_model(self.sensor_description, "sensor_description")
        return stream_model(self.sensor_model)

    def to_json(self) -> str:
        """Return the text of ``meta.json``."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_meta(path: Path) -> RecordingMeta:
    """Read ``meta.json``. Fields that are not known are passed over: a later program may write more.

    Raises
    ------
    RecordingError
        If it is missing, damaged, of a newer format version, or holds a value that is not allowed.
    """
    content = read_json_object(path)
    check_version(path, content)
    known = {field.name for field in fields(RecordingMeta)}
    values = {key: value for key, value in content.items() if key in known and value is not None}
    for key, value in values.items():
        _check(path, key, value)
    if "placement" in values:
        values["placement"] = Placement(values["placement"])
    if "exercise" in values:
        values["exercise"] = Exercise(values["exercise"])
    return RecordingMeta(**values)


def read_json_object(path: Path) -> dict[str, Any]:
    """Read a file that holds one JSON object.

    Raises
    ------
    RecordingError
        If it cannot be read as such.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecordingError(path, said("missing; copy the whole recording folder")) from None
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None
    except json.JSONDecodeError as error:
        raise RecordingError(
            path, said("no JSON ({why}); restore the file", why=error.msg), error.lineno
        ) from None
    except UnicodeDecodeError:
        raise RecordingError(path, said("no text in UTF-8; restore the file")) from None
    except RecursionError:
        raise RecordingError(path, said("nested too deeply; restore the file")) from None
    if not isinstance(content, dict):
        raise RecordingError(path, said("should hold one JSON object; restore the file"))
    return content


def check_version(path: Path, content: dict[str, Any]) -> None:
    """Raise RecordingError if the format version is missing or newer than this program."""
    version = content.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RecordingError(path, said("no format_version; is this a recording of heelraise?"))
    if version > FORMAT_VERSION:
        raise RecordingError(
            path,
            said(
                "format version {version} is newer than this program reads ({known}); update heelraise",
                version=version,
                known=FORMAT_VERSION,
            ),
        )


def _check(path: Path, key: str, value: object) -> None:
    choices = _CHOICES.get(key)
    if choices is not None and value not in choices:
        raise RecordingError(
            path,
            said(
                "{key} is {value!r}; it should be one of {choices}",
                key=key,
                value=value,
                choices=", ".join(choices),
            ),
        )
    if key == "load_kg" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise RecordingError(path, said("load_kg is {value!r}; it should be a number in kg", value=value))
    if key not in {"load_kg", "format_version"} and not isinstance(value, str):
        raise RecordingError(path, said("{key} is {value!r}; it should be text", key=key, value=value))
