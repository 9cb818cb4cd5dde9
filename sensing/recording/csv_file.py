"""CSV files: ``time,acc_x,acc_y,acc_z[,gyr_x,gyr_y,gyr_z]`` in s, m/s² and rad/s.

The whole file goes through numpy's fast reader; only when that stumbles are the lines looked at one by one,
to name the one at fault. Pandas would take longer to import than most files take to read.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from sensing.clock import SpreadClock
from sensing.errors import RecordingError
from sensing.recording.meta import RecordingMeta
from sensing.recording.recording import Recording
from sensing.recording.units import check_acc, check_gyr
from sensing.types import FloatArray, Samples, frozen

TIME = "time"
ACC = ("acc_x", "acc_y", "acc_z")
GYR = ("gyr_x", "gyr_y", "gyr_z")
EXPECTED = ",".join((TIME, *ACC, *GYR))

_SHORTEST_S = 1.0  # less holds no repetition
_SLOWEST_HZ = 5.0  # under this a brisk repetition is a handful of samples
_SAME_SHARE = 0.25  # steps under this share of the mean step are "near-equal stamps"
_BURST_SHARE = 0.02  # so many of them make a file stamped by arrival ...
_EVEN_SHARE = 0.8  # ... unless so many of the steps are within half of the usual one


def read_csv(path: Path) -> Recording:
    """Read a CSV as a recording.

    Equal stamps are bursts and are spread; a row without a value is a lost sample.

    Raises
    ------
    RecordingError
        If it is not such a file; with the line where one is at fault.
    """
    lines = _lines(path)
    columns = _columns(path, lines[0])
    table = _table(path, lines, columns)
    notes: list[str] = []
    if len(columns) > 4 and np.isnan(table[:, 4:]).all():
        notes.append("the gyroscope columns are empty; left out")
        table = table[:, :4]
    table = _without_lost(path, table, notes)
    t_s = _check_times(path, table[:, 0], lines, columns)
    t_s, rate_hz = _even_times(t_s, notes)
    acc, gyr = table[:, 1:4], table[:, 4:] if table.shape[1] > 4 else None
    check_acc(path, acc, rate_hz)
    if gyr is not None:
        check_gyr(path, acc, gyr, rate_hz)
    samples = Samples(frozen(t_s), frozen(acc), None if gyr is None else frozen(gyr))
    return Recording(path.stem, RecordingMeta(), rate_hz, tuple(notes), samples)


def _lines(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RecordingError(path, f"cannot be read ({error.strerror})") from None
    if b"\0" in raw[:4096]:
        raise RecordingError(path, f"no text but binary data; expected a CSV with the columns {EXPECTED}")
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise RecordingError(path, "no text in UTF-8; save it as CSV in UTF-8") from None
    if not any(line.strip() for line in lines):
        raise RecordingError(path, f"empty; expected a CSV with the columns {EXPECTED}")
    return lines


def _columns(path: Path, header: str) -> list[int]:
    """Return where the columns that we read stand, in our order."""
    names = [name.strip().strip('"').lower() for name in header.split(",")]
    missing = [name for name in (TIME, *ACC) if name not in names]
    if missing:
        if len(names) == 1 and any(sign in header for sign in ";\t"):
            raise RecordingError(
                path, "columns are not separated by commas; save it with commas and points", 1
            )
        what = "missing column" if len(missing) == 1 else "missing columns"
        raise RecordingError(path, f"{what} {', '.join(missing)}; expected {EXPECTED}", 1)
    wanted = (TIME, *ACC, *GYR) if any(name in names for name in GYR) else (TIME, *ACC)
    unclear = next((name for name in wanted if names.count(name) != 1), None)
    if unclear is not None:
        found = "missing" if unclear not in names else "there twice"
        raise RecordingError(path, f"column {unclear} is {found}; give each of {EXPECTED} once", 1)
    return [names.index(name) for name in wanted]


def _table(path: Path, lines: list[str], columns: list[int]) -> FloatArray:
    if not any(line.strip() for line in lines[1:]):
        raise RecordingError(path, "only a header, no samples; record again or export with data")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            table = np.loadtxt(lines[1:], delimiter=",", usecols=columns, comments=None, ndmin=2)
    except (ValueError, UserWarning):
        table = _table_by_line(path, lines, columns)
    table[~np.isfinite(table)] = np.nan
    return table


def _table_by_line(path: Path, lines: list[str], columns: list[int]) -> FloatArray:
    """Read slowly: empty cells are no value, anything else that is no number is an error."""
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [cell.strip().strip('"') for cell in line.split(",")]
        if len(cells) <= max(columns):
            reason = (
                f"{len(cells)} columns, the header has more; is the file cut off? Remove or repair the line"
            )
            raise RecordingError(path, reason, number)
        rows.append([_number(path, number, cells[column]) for column in columns])
    return np.array(rows)


def _number(path: Path, line: int, cell: str) -> float:
    try:
        return float(cell) if cell else np.nan
    except ValueError:
        raise RecordingError(path, f"'{cell[:30]}' is no number; correct or remove the line", line) from None


def _without_lost(path: Path, table: FloatArray, notes: list[str]) -> FloatArray:
    complete = np.isfinite(table).all(axis=1)
    lost = len(table) - int(complete.sum())
    if lost == len(table):
        raise RecordingError(path, "not one row has all its values; export again with data")
    if lost:
        notes.append(f"{lost} row{'s' if lost > 1 else ''} without values, taken as lost samples")
    return table[complete] if lost else table


def _check_times(path: Path, t_s: FloatArray, lines: list[str], columns: list[int]) -> FloatArray:
    steps_s = np.diff(t_s)
    if (steps_s < 0).any():
        raise RecordingError(path, "time runs backwards; sort or cut the file", _line_back(lines, columns[0]))
    duration_s = float(t_s[-1] - t_s[0])
    if duration_s < _SHORTEST_S:
        reason = f"only {len(t_s)} samples in {duration_s:.2f} s; at least 1 s is needed (time in seconds)"
        raise RecordingError(path, reason)
    usual_s = float(np.median(steps_s[steps_s > 0]))
    if usual_s > 1.0:
        raise RecordingError(
            path,
            f"time advances by {usual_s:g} a row; this looks like milliseconds or finer, expected seconds",
        )
    if usual_s > 1.0 / _SLOWEST_HZ and len(t_s) < _SLOWEST_HZ * duration_s:
        raise RecordingError(path, f"only {len(t_s) / duration_s:.2g} samples a second; expected at least 5")
    return t_s


def _line_back(lines: list[str], column: int) -> int | None:
    """Return the first line whose time is before that of an earlier line."""
    latest_s = -np.inf
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split(",")
        try:
            t_s = float(cells[column].strip().strip('"'))
        except (ValueError, IndexError):
            continue
        if t_s < latest_s:
            return number
        latest_s = max(latest_s, t_s) if np.isfinite(t_s) else latest_s
    return None


def _even_times(t_s: FloatArray, notes: list[str]) -> tuple[FloatArray, float]:
    """Return strictly increasing times and the rate, Hz."""
    steps_s = np.diff(t_s)
    usual_s = float(np.median(steps_s))
    is_even = np.mean(np.abs(steps_s - usual_s) < 0.5 * usual_s) > _EVEN_SHARE
    if not is_even:
        # Holes do not count for the rate: steps of a burst file are at most a few times its usual distance.
        between_bursts_s = np.median(steps_s[steps_s > _SAME_SHARE * steps_s.mean()])
        rate_hz = float(1.0 / steps_s[steps_s <= 3.0 * between_bursts_s].mean())
        if np.mean(steps_s < _SAME_SHARE / rate_hz) > _BURST_SHARE:
            clock = SpreadClock(rate_hz)
            spread = [t for stamp_s in t_s.tolist() for t in clock.push(stamp_s, 1)] + clock.finish()
            notes.append(f"stamped by arrival in bursts; spread evenly at about {rate_hz:.1f} Hz")
            return t_s[0] + np.array(spread), rate_hz
    if (steps_s == 0).any():
        t_s = _spread_single(t_s)
        notes.append("some equal stamps, spread evenly")
    return t_s, float(1.0 / np.median(np.diff(t_s)))


def _spread_single(t_s: FloatArray) -> FloatArray:
    """Spread runs of equal stamps between the stamp before and their own; the first run up to the next."""
    starts = np.flatnonzero(np.diff(t_s, prepend=-np.inf) > 0)
    knots = np.concatenate((starts[1:] - 1, [len(t_s) - 1]))
    if knots[0] > 0:
        return np.interp(np.arange(len(t_s)), np.concatenate(([0], starts[1:])), t_s[starts])
    return np.interp(np.arange(len(t_s)), knots, t_s[knots])
