"""The bytes of a notification: a `struct` format with a name for each of its values."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sensing.said import said
from sensing.sensors.described.checked import Checked

AXES = tuple(f"{kind}_{axis}" for kind in ("acc", "gyr") for axis in "xyz")
TICKS = "ticks"

_CODES = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "q": "i8", "Q": "u8"} | {
    "e": "f2",
    "f": "f4",
    "d": "f8",
    "x": "V1",
}
_TICK_BITS = {"B": 8, "H": 16, "I": 32, "Q": 64}
_SIGNED = "bhiqefd"
_MOST_VALUES = 64
_FORMAT = re.compile(r"([<>]?)((?:\d{0,3}[bBhHiIqQefdx])+)")
_ITEM = re.compile(r"(\d*)([a-zA-Z])")
MOST_BYTES = 512
"""The longest attribute that Bluetooth has."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Where one axis of a sensor is found.

    Parameters
    ----------
    name : str
        Such as ``acc_x``.
    column : int
        Which of the named values.
    sign : int
        -1 where the sensor counts the other way.
    """

    name: str
    column: int
    sign: int


@dataclass(frozen=True, slots=True)
class Fields:
    """What the values in a row mean.

    Parameters
    ----------
    count : int
        How many there are.
    axes : tuple of Axis
        Those that are measured.
    ticks : int or None
        Place of the counter; None without one.
    """

    count: int
    axes: tuple[Axis, ...]
    ticks: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A row of values in bytes.

    Parameters
    ----------
    codes : str
        A `struct` code a value, padding left out.
    dtype : numpy.dtype
        The same for numpy, with the fields ``f0``, ``f1`` and so on for the values.
    fields : Fields
        What they mean.
    """

    codes: str
    dtype: np.dtype[np.void]
    fields: Fields

    @property
    def tick_bits(self) -> int | None:
        """Width of the counter; None without one."""
        return None if self.fields.ticks is None else _TICK_BITS[self.codes[self.fields.ticks]]


def read_fields(table: Checked, key: str) -> Fields:
    """Take the names of the values: axes with their sign, ``ticks``, or nothing for those not used.

    Raises
    ------
    SensorFileError
        If a name is not known or stands twice.
    """
    names = table.texts(key)
    if len(names) > _MOST_VALUES:
        raise table.wrong(
            key, said("names {count} values, {most} is the most", count=len(names), most=_MOST_VALUES)
        )
    bare = [name.removeprefix("-") if name.removeprefix("-") in AXES else name for name in names]
    for name in bare:
        if name not in {*AXES, TICKS, ""}:
            raise table.wrong(
                key,
                said(
                    "'{name}' is not known; write {axes}, {ticks} or \"\" for none",
                    name=name,
                    axes=", ".join(AXES),
                    ticks=TICKS,
                ),
            )
        if name and bare.count(name) > 1:
            raise table.wrong(key, said("'{name}' stands there twice", name=name))
    axes = tuple(
        Axis(name, column, -1 if names[column].startswith("-") else 1)
        for column, name in enumerate(bare)
        if name in AXES
    )
    return Fields(len(names), axes, bare.index(TICKS) if TICKS in bare else None)


def read_layout(table: Checked, key: str, fields_key: str) -> Layout:
    """Take a `struct` format and the names of its values.

    Raises
    ------
    SensorFileError
        If it is no format, is too long, or names and values do not agree.
    """
    given = table.text(key)
    found = _FORMAT.fullmatch(given)
    if found is None:
        raise table.wrong(
            key, said("'{given}' is not understood; write e.g. <6h, see 'struct' of Python", given=given)
        )
    items = [(int(count or 1), code) for count, code in _ITEM.findall(found[2])]
    if sum(count * np.dtype(_CODES[code]).itemsize for count, code in items) > MOST_BYTES:
        raise table.wrong(key, said("is longer than {most} bytes", most=MOST_BYTES))
    every = "".join(code * count for count, code in items)
    codes = every.replace("x", "")
    fields = read_fields(table, fields_key)
    if fields.count != len(codes):
        raise table.wrong(
            fields_key,
            said("names {count} values, the format has {codes}", count=fields.count, codes=len(codes)),
        )
    if fields.ticks is not None and codes[fields.ticks] not in _TICK_BITS:
        raise table.wrong(key, said("the counter has to be one of {formats}", formats=", ".join(_TICK_BITS)))
    if any(codes[axis.column] not in _SIGNED for axis in fields.axes):
        raise table.wrong(key, said("each axis has to be one of {formats}", formats=", ".join(_SIGNED)))
    return Layout(codes, _dtype(found[1] or "<", every), fields)


def _dtype(order: str, codes: str) -> np.dtype[np.void]:
    values = pads = 0
    items = []
    for code in codes:
        items.append((f"p{pads}" if code == "x" else f"f{values}", order + _CODES[code]))
        pads, values = pads + (code == "x"), values + (code != "x")
    return np.dtype(items)
