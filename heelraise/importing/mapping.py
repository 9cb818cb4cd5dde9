"""Columns named by a person: ``time=Time (s),acc_x=…``, for tables that nothing here knows."""

from __future__ import annotations

import csv
import re
from typing import Final

from heelraise.importing.dialects import Columns, Dialect, TimeUnit
from heelraise.importing.headings import plain
from heelraise.importing.track import Kind
from sensing.errors import SettingsError
from sensing.recording.csv_file import ACC, GYR, TIME

_EXAMPLE: Final = "time=Time (s),acc_x=Ax,acc_y=Ay,acc_z=Az,gyr_x=Gx,gyr_y=Gy,gyr_z=Gz"


def dialect_of(text: str) -> Dialect:
    """Return the dialect that a person describes; units are told from the values.

    A heading with a comma in it stands in double quotes together with its name: ``"acc_x=a, x"``.

    Raises
    ------
    SettingsError
        If it is not of that form.
    """
    named: dict[str, str] = {}
    for part in next(csv.reader([text], skipinitialspace=True), []):
        name, equals, heading = part.partition("=")
        name = name.strip().lower()
        if not equals or name not in {TIME, *ACC, *GYR} or not heading.strip() or name in named:
            raise SettingsError(f"columns '{part}' are not understood; write {_EXAMPLE}")
        named[name] = plain(heading)
    missing = [name for name in (TIME, *ACC) if name not in named]
    if missing or len(set(named) & set(GYR)) not in {0, 3}:
        raise SettingsError(
            f"columns lack {', '.join(missing) or 'a part of gyr_x, gyr_y, gyr_z'}; write {_EXAMPLE}"
        )
    groups = [Columns(Kind.ACC, _pattern(named, ACC), None)]
    if GYR[0] in named:
        groups.append(Columns(Kind.GYR, _pattern(named, GYR), None))
    return Dialect("the columns given", re.escape(named[TIME]), TimeUnit.GUESS, tuple(groups))


def _pattern(named: dict[str, str], names: tuple[str, str, str]) -> tuple[str, str, str]:
    x, y, z = (re.escape(named[name]) for name in names)
    return x, y, z
