"""What whoever measures may choose. Light to import: the command line shows it in its help."""

from __future__ import annotations

from enum import StrEnum

HELD_BACK = 1000
"""Number of the first simulated person that no tuning has seen; development uses those from 0 on."""

MOST_PROCESSES = 2


class Told(StrEnum):
    """What the program is told about where the sensor sits: nothing, or the truth."""

    AUTO = "auto"
    TRUTH = "truth"
