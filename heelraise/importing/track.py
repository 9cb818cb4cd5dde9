"""What was read of one sensor of one recording, before it is joined with the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sensing.types import GRAVITY_MPS2, FloatArray


class Kind(StrEnum):
    """What a track measures."""

    ACC = "acc"
    LINEAR = "linear"
    GRAVITY = "gravity"
    GYR = "gyr"


class Unit(StrEnum):
    """Units that occur; the value is how they are called."""

    MPS2 = "m/s²"
    G = "g"
    MG = "mg"
    RADPS = "rad/s"
    DEGPS = "degrees/s"


LOGGER = "Sensor Logger"

FACTORS = {
    Unit.MPS2: 1.0,
    Unit.G: GRAVITY_MPS2,
    Unit.MG: GRAVITY_MPS2 / 1000,
    Unit.RADPS: 1.0,
    Unit.DEGPS: 3.141592653589793 / 180,
}
"""What a number in this unit is multiplied by to be in m/s² or rad/s."""


@dataclass(frozen=True, slots=True)
class Track:
    """Times and values of one sensor.

    Parameters
    ----------
    kind : Kind
        What it measures.
    t_s : ndarray of shape (n,)
        Times, s, on the clock of the file.
    values : ndarray of shape (n, 3)
        Values in `unit`; NaN where there are none.
    unit : Unit or None
        Unit as the file's format has it; None where it does not tell.
    sign : float
        -1 where the format counts acceleration downwards.
    program : str
        Who writes such files.
    source : str
        Name of the file.
    rank : int
        Where a recording holds several of a kind, the lowest is taken.
    """

    kind: Kind
    t_s: FloatArray = field(repr=False)
    values: FloatArray = field(repr=False)
    unit: Unit | None
    sign: float
    program: str
    source: str
    rank: int = 0

    def __len__(self) -> int:
        return len(self.t_s)
