"""Units of a described sensor: from what it counts to m/s² and rad/s, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import radians

import numpy as np

from sensing.sensors.decoding import MOST_MPS2, MOST_RADPS
from sensing.sensors.described.checked import Checked
from sensing.sensors.described.layout import AXES, Axis
from sensing.sensors.model import Span
from sensing.types import GRAVITY_MPS2, FloatArray, Packet

UNITS: Mapping[str, Mapping[str, float]] = {
    "acc": {"g": GRAVITY_MPS2, "m/s2": 1.0},
    "gyr": {"deg/s": radians(1.0), "rad/s": 1.0},
}
"""Units that may be named, and what one of each is in SI units."""


@dataclass(frozen=True, slots=True)
class Scales:
    """What one count is.

    Parameters
    ----------
    acc_mps2 : float
        Of the accelerometer, m/s².
    gyr_radps : float or None
        Of the gyroscope, rad/s; None without one.
    """

    acc_mps2: float
    gyr_radps: float | None

    def of(self, axis: Axis) -> float:
        """Return what one count of an axis is, sign included, in SI units."""
        scale = self.gyr_radps if axis.name.startswith("gyr") else self.acc_mps2
        assert scale is not None
        return axis.sign * scale

    def spans(self, most: float, step: float, share: float = 0.0) -> tuple[Span, Span | None]:
        """Return what accelerometer and gyroscope can tell.

        Parameters
        ----------
        most, step : float
            Largest value and distance of neighbouring ones, in counts.
        share : float
            Their distance as a share of the largest value that is believed: floats have that.
        """
        acc = Span(min(most * self.acc_mps2, MOST_MPS2), step * self.acc_mps2 + share * MOST_MPS2)
        if self.gyr_radps is None:
            return acc, None
        gyr = Span(min(most * self.gyr_radps, MOST_RADPS), step * self.gyr_radps + share * MOST_RADPS)
        return acc, gyr


def read_scales(table: Checked) -> Scales:
    """Take the tables ``acc`` and, where it is there, ``gyr``.

    Raises
    ------
    SensorFileError
        If a unit or scale is missing or makes no sense.
    """
    gyr = _scale(table, "gyr") if table.has("gyr") else None
    return Scales(_scale(table, "acc"), gyr)


def _scale(table: Checked, kind: str) -> float:
    inner = table.table(kind)
    unit = UNITS[kind][inner.choice("unit", UNITS[kind])]
    scale = inner.number("scale", 1e-12, 1e6, default=1.0)
    inner.done()
    return scale * unit


def stacked(columns: Mapping[str, FloatArray], kind: str) -> FloatArray | None:
    """Return x, y and z of ``acc`` or ``gyr`` as rows; None where they are not measured."""
    axes = [columns[name] for name in AXES if name.startswith(kind) and name in columns]
    return np.stack(axes, axis=-1).reshape(-1, 3) if axes else None


def column_of(packet: Packet, axis: Axis) -> FloatArray:
    """Return the values of one axis in SI units."""
    values = packet.gyr_radps if axis.name.startswith("gyr") else packet.acc_mps2
    assert values is not None
    return values[:, "xyz".index(axis.name[-1])]
