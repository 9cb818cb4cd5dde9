"""CSV files: ``time,acc_x,acc_y,acc_z[,gyr_x,gyr_y,gyr_z]`` in s, m/s² and rad/s, read and written.

The whole file goes through numpy's fast reader; only when that stumbles are the lines looked at one by one,
to name the one at fault. Pandas would take longer to import than most files take to read.
"""

from __future__ import annotations

import re
import warnings
from io import StringIO
from pathlib import Path

import numpy as np

from sensing.errors import RecordingError
from sensing.recording.recording import Recording
from sensing.recording.table import recording_of_table
from sensing.recording.units import CONVERT
from sensing.said import said
from sensing.types import FloatArray, Samples

TIME = "time"
ACC = ("acc_x", "acc_y", "acc_z")
GYR = ("gyr_x", "gyr_y", "gyr_z")
EXPECTED = ",".join((TIME, *ACC, *GYR))


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
    return recording_of_table(path, table, [], line_back=lambda: _line_back(lines, columns[0]))


def table_of(samples: Samples) -> tuple[tuple[str, ...], FloatArray]:
    """Return the names of the columns, and the columns: time, s, m/s² and, if there is a gyroscope, rad/s."""
    columns = [samples.t_s[:, None], samples.acc_mps2]
    if samples.gyr_radps is None:
        return (TIME, *ACC), np.concatenate(columns, axis=1)
    return (TIME, *ACC, *GYR), np.concatenate([*columns, samples.gyr_radps], axis=1)


def csv_text(samples: Samples, value: str = "%.7g") -> str:
    """Return samples as the text of a CSV.

    Parameters
    ----------
    samples : Samples
        What to write; times to the microsecond.
    value : str
        Format of all other numbers.
    """
    names, table = table_of(samples)
    text, formats = StringIO(), ["%.6f"] + [value] * (len(names) - 1)
    np.savetxt(text, table, fmt=formats, delimiter=",", header=",".join(names), comments="")
    return text.getvalue()


def _lines(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None
    if b"\0" in raw[:4096]:
        raise RecordingError(
            path,
            said("no text but binary data; expected a CSV with the columns {expected}", expected=EXPECTED),
        )
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise RecordingError(path, said("no text in UTF-8; save it as CSV in UTF-8")) from None
    if not any(line.strip() for line in lines):
        raise RecordingError(
            path, said("empty; expected a CSV with the columns {expected}", expected=EXPECTED)
        )
    return lines


def _columns(path: Path, header: str) -> list[int]:
    """Return where the columns that we read stand, in our order."""
    names = [name.strip().strip('"').lower() for name in header.split(",")]
    missing = [name for name in (TIME, *ACC) if name not in names]
    if missing:
        if len(names) == 1 and any(sign in header for sign in ";\t"):
            raise RecordingError(
                path, said("columns are not separated by commas; save it with commas and points"), 1
            )
        what = said("missing column") if len(missing) == 1 else said("missing columns")
        names_missing = ", ".join(missing)
        raise RecordingError(
            path,
            said(
                "{what} {missing}; expected {expected}", what=what, missing=names_missing, expected=EXPECTED
            ),
            1,
        )
    wanted = (TIME, *ACC, *GYR) if any(name in names for name in GYR) else (TIME, *ACC)
    _check_once(path, names, wanted)
    return [names.index(name) for name in wanted]


def _check_once(path: Path, names: list[str], wanted: tuple[str, ...]) -> None:
    unclear = next((name for name in wanted if names.count(name) != 1), None)
    if unclear is not None:
        found = said("missing") if unclear not in names else said("there twice")
        raise RecordingError(
            path,
            said(
                "column {unclear} is {found}; give each of {expected} once",
                unclear=unclear,
                found=found,
                expected=EXPECTED,
            ),
            1,
        )


def _table(path: Path, lines: list[str], columns: list[int]) -> FloatArray:
    if not any(line.strip() for line in lines[1:]):
        raise RecordingError(path, said("only a header, no samples; record again or export with data"))
    _check_widths(path, lines)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            table = np.loadtxt(lines[1:], delimiter=",", usecols=columns, comments=None, ndmin=2)
    except (ValueError, UserWarning):
        table = _table_by_line(path, lines, columns)
    table[~np.isfinite(table)] = np.nan
    return table


def _check_widths(path: Path, lines: list[str]) -> None:
    """Refuse rows with more values than headings: what stands under a heading would be another value."""
    named = lines[0].count(",")
    for number, line in enumerate(lines[1:], start=2):
        if line.count(",") > named and any(cell.strip() for cell in line.split(",")[named + 1 :]):
            reason = said(
                "{count} columns, the header has {named}; with decimal commas, put semicolons between "
                "columns",
                count=line.count(",") + 1,
                named=named + 1,
            )
            raise RecordingError(path, reason, number)


def _table_by_line(path: Path, lines: list[str], columns: list[int]) -> FloatArray:
    """Read slowly: empty cells are no value, anything else that is no number is an error."""
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [cell.strip().strip('"') for cell in line.split(",")]
        if len(cells) <= max(columns):
            reason = said(
                "{count} columns, the header has more; is the file cut off? Remove or repair the line",
                count=len(cells),
            )
            raise RecordingError(path, reason, number)
        rows.append([_number(path, number, cells[column]) for column in columns])
    return np.array(rows)


def _number(path: Path, line: int, cell: str) -> float:
    try:
        return float(cell) if cell else np.nan
    except ValueError:
        raise RecordingError(path, _no_number(cell), line) from None


def _no_number(cell: str) -> str:
    if cell.lower() in {TIME, *ACC, *GYR}:
        return said("a second header: two recordings in one file; cut it in two here")
    if re.fullmatch(r"[-\d.T/ ]*\d\d?:\d\d.*", cell):
        return said("'{cell}' is a time of day, expected seconds; {way}", cell=cell[:30], way=CONVERT)
    return said("'{cell}' is no number; correct or remove the line", cell=cell[:30])


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
