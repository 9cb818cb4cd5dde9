"""Repetitions as one table, a row each, over any number of recordings: what statistics begin with."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from heelraise.analysis import Analysis

COLUMNS = (
    *("recording", "placement", "index", "set", "start", "top", "eccentric_start", "end"),
    *("concentric_s", "hold_s", "eccentric_s", "rom_deg", "top_deg", "bottom_deg", "rise_cm"),
    *("flags", "verdict", "p_too_fast", "confidence", "reported_at", "warned_at"),
)
"""The recording and where the sensor sat, then a repetition's fields as in the JSON."""


def rows_of(found: Analysis) -> list[dict[str, Any]]:
    """Return a row for each repetition.

    Parameters
    ----------
    found : Analysis
        What was found in one recording.

    Returns
    -------
    list of dict
        `COLUMNS` and their values: times in s, angles in degrees, ``rise_cm`` in cm; several flags
        have a plus between them, as in labels.
    """
    where = {"recording": found.recording, "placement": str(found.placement)}
    return [where | rep | {"flags": "+".join(rep["flags"])} for rep in found.as_json()["reps"]]


class RepTable:
    """Writes the table as CSV: the headings at once, the rows as recordings come.

    Parameters
    ----------
    file : text file
        Where to.
    """

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        self._writer.writeheader()

    def add(self, found: Analysis) -> None:
        """Write the rows of one recording; none where no repetitions were found."""
        self._writer.writerows(rows_of(found))
