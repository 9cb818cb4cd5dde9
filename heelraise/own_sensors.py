"""The sensors that are known here: those of the program, and those that the person has described."""

from __future__ import annotations

from pathlib import Path

from heelraise.places import Places
from sensing.errors import SensorFileError
from sensing.said import said
from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.described import folder_models


def known_sensors(places: Places, folder: Path | None = None) -> Sensors:
    """Return all sensors that are known.

    Parameters
    ----------
    places : Places
        Where the person's data are; descriptions in its folder count always.
    folder : Path or None
        Another folder with descriptions, for this time.

    Raises
    ------
    SensorFileError
        If a description is wrong, a key is taken twice, or there is no such folder.
    """
    sensors = SHIPPED.plus(folder_models(places.sensors))
    if folder is None:
        return sensors
    if not folder.is_dir():
        raise SensorFileError(
            str(folder), "", said("is no folder; name one with descriptions of sensors (*.toml)")
        )
    return sensors.plus(folder_models(folder))
