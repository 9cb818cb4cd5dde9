"""Reading time columns: numbers in some unit, dates, or the clock on the wall."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from heelraise.importing.dialects import TimeUnit
from sensing.types import FloatArray

_PER_S: Final = {TimeUnit.S: 1.0, TimeUnit.MS: 1e3, TimeUnit.US: 1e6, TimeUnit.NS: 1e9}
_CLOCK: Final = re.compile(r"^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d+))?\s*$")
_DAY_S: Final = 86400.0
_MANY: Final = 0.5


def seconds_of(
    cells: pd.Series, unit: TimeUnit, wraps: float | None = None
) -> tuple[FloatArray, TimeUnit | None]:
    """Return times in seconds from 0 or as they stand, and the unit if it had to be guessed.

    Parameters
    ----------
    cells : Series
        The column.
    unit : TimeUnit
        How it counts.
    wraps : float, optional
        Where its counter begins again.
    """
    numbers = pd.to_numeric(cells, errors="coerce")
    if len(cells) and numbers.notna().mean() < _MANY:
        return _of_text(cells.astype(str)), None
    if unit is TimeUnit.NS and numbers.notna().all():
        # Nanoseconds since 1970 have more digits than a float: take the start off first.
        whole = cells.astype("int64") if cells.dtype.kind in "iu" else numbers
        return np.asarray((whole - whole.iloc[0]) / _PER_S[unit], dtype=float), None
    values = numbers.to_numpy(dtype=float)
    if wraps is not None:
        values = _unwrapped(values, wraps)
    guessed = guess_unit(values) if unit is TimeUnit.GUESS else None
    return values / _PER_S[guessed or unit], guessed


def guess_unit(times: FloatArray) -> TimeUnit:
    """Return the unit in which the usual step is that of 2 to 2000 samples a second: only one."""
    steps = np.diff(times[np.isfinite(times)])
    steps = steps[steps > 0]
    step = float(np.median(steps)) if len(steps) else 0.01
    if step < 0.5:
        return TimeUnit.S
    if step < 500:
        return TimeUnit.MS
    return TimeUnit.US if step < 500_000 else TimeUnit.NS


def _unwrapped(values: FloatArray, wraps: float) -> FloatArray:
    steps = np.diff(values, prepend=values[:1])
    return values + wraps * np.cumsum(steps < -wraps / 2)


def _of_text(cells: pd.Series) -> FloatArray:
    """Read dates or clock times; NaN where there is neither."""
    found = [_CLOCK.match(cell) for cell in cells]
    if sum(one is not None for one in found) >= _MANY * len(found):
        times = np.array([np.nan if one is None else _clock_s(one) for one in found])
        return _unwrapped(times, _DAY_S)
    # Some write the thousandths after a colon.
    tidy = cells.str.replace(r"(:\d\d):(\d{3})$", r"\1.\2", regex=True)
    dates = pd.to_datetime(tidy, errors="coerce", utc=True, format="ISO8601")
    if dates.notna().mean() < _MANY:
        dates = pd.to_datetime(tidy, errors="coerce", utc=True, format="mixed", dayfirst=True)
    first = dates.min()
    return np.asarray((dates - first).dt.total_seconds(), dtype=float)


def _clock_s(found: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")
