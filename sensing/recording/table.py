"""From a table of times and values to a recording, whatever kind of file the table was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from sensing.clock import SpreadClock
from sensing.errors import RecordingError
from sensing.recording.meta import RecordingMeta
from sensing.recording.recording import Recording
from sensing.recording.units import CONVERT, check_acc, check_gyr, doubts, without_absurd
from sensing.said import said
from sensing.types import FloatArray, Samples, frozen

_SHORTEST_S = 1.0  # less holds no repetition
_SLOWEST_HZ = 5.0  # under this a brisk repetition is a handful of samples
_SAME_SHARE = 0.25  # steps under this share of the mean step are "near-equal stamps"
_BURST_SHARE = 0.02  # so many of them make a file stamped by arrival ...
_EVEN_SHARE = 0.8  # ... unless so many of the steps are within half of the usual one


def _nowhere() -> None:
    """Name no line: the table does not come from lines."""


def recording_of_table(
    path: Path,
    table: FloatArray,
    notes: list[str],
    line_back: Callable[[], int | None] = _nowhere,
) -> Recording:
    """Make a recording of a table.

    Equal stamps are bursts and are spread; a row without a value is a lost sample.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    table : ndarray of shape (n, 4) or (n, 7)
        Time, s, specific force, m/s², and angular rate, rad/s, if there is one.
    notes : list of str
        What a person should know already; more is added.
    line_back : callable
        Finds the line where time runs backwards.

    Raises
    ------
    RecordingError
        If it is no recording of motion in these units.
    """
    if table.shape[1] > 4 and np.isnan(table[:, 4:]).all():
        notes.append(said("the gyroscope columns are empty; left out"))
        table = table[:, :4]
    table = _without_lost(path, np.column_stack((table[:, 0], without_absurd(table[:, 1:]))), notes)
    t_s = _check_times(path, table[:, 0], line_back)
    t_s, rate_hz = _even_times(t_s, notes)
    acc, gyr = table[:, 1:4], table[:, 4:] if table.shape[1] > 4 else None
    check_acc(path, acc, rate_hz)
    if gyr is not None and (np.ptp(gyr, axis=0) == 0.0).all():
        notes.append(said("the gyroscope always reads the same: it is stuck; left out"))
        gyr = None
    if gyr is not None:
        check_gyr(path, acc, gyr, rate_hz)
    notes += doubts(acc, gyr, rate_hz)
    samples = Samples(frozen(t_s), frozen(acc), None if gyr is None else frozen(gyr))
    return Recording(path.stem, RecordingMeta(), rate_hz, tuple(notes), samples)


def recording_of(
    name: str,
    t_s: ArrayLike,
    acc_mps2: ArrayLike,
    gyr_radps: ArrayLike | None = None,
    meta: RecordingMeta | None = None,
) -> Recording:
    """Make a recording of arrays, with the same checks and mendings as for a CSV.

    Parameters
    ----------
    name : str
        What it is called, in results and in messages.
    t_s : array_like of shape (n,)
        Time of each sample, s, on any clock.
    acc_mps2 : array_like of shape (n, 3)
        Specific force, m/s²: the axis that points up reads +9.8 at rest. NaN for a lost sample.
    gyr_radps : array_like of shape (n, 3), optional
        Angular rate, rad/s, about the same axes.
    meta : RecordingMeta, optional
        What is known about it, such as the placement.

    Raises
    ------
    RecordingError
        If it is no recording of motion in these units.
    """
    parts = [t_s, acc_mps2] if gyr_radps is None else [t_s, acc_mps2, gyr_radps]
    arrays = [np.asarray(part, dtype=np.float64) for part in parts]
    count = arrays[0].size
    if [one.shape for one in arrays] != [(count,), *[(count, 3)] * (len(arrays) - 1)]:
        shapes = ", ".join(str(one.shape) for one in arrays)
        raise RecordingError(
            Path(name),
            said("arrays of shapes {shapes}; expected (n,) for time, (n, 3) for others", shapes=shapes),
        )
    if not count or not np.isfinite(arrays[0]).all():
        raise RecordingError(Path(name), said("every sample needs a time, in seconds"))
    made = recording_of_table(Path(name), np.column_stack(arrays), [])
    return replace(made, name=name, meta=meta or RecordingMeta())


def _without_lost(path: Path, table: FloatArray, notes: list[str]) -> FloatArray:
    complete = np.isfinite(table).all(axis=1)
    lost = len(table) - int(complete.sum())
    if lost == len(table):
        raise RecordingError(path, said("not one row has all its values; export again with data"))
    if lost:
        one = said("1 row without values, taken as lost samples")
        many = said("{count} rows without values, taken as lost samples", count=lost)
        notes.append(one if lost == 1 else many)
    return table[complete] if lost else table


def _check_times(path: Path, t_s: FloatArray, line_back: Callable[[], int | None]) -> FloatArray:
    steps_s = np.diff(t_s)
    if (steps_s < 0).any():
        raise RecordingError(
            path, said("time runs backwards; cut the file there, or sort its lines"), line_back()
        )
    duration_s = float(t_s[-1] - t_s[0])
    if duration_s < _SHORTEST_S:
        reason = said(
            "only {duration_s:.2f} s (samples: {samples}); at least 1 s is needed, with time in seconds",
            samples=len(t_s),
            duration_s=duration_s,
        )
        raise RecordingError(path, reason)
    usual_s = float(np.median(steps_s[steps_s > 0]))
    if usual_s > 1.0:
        raise RecordingError(
            path,
            said(
                "time advances by {usual_s:.6g} a row; this looks like milliseconds or finer, expected "
                "seconds; {way}",
                usual_s=usual_s,
                way=CONVERT,
            ),
        )
    if usual_s > 1.0 / _SLOWEST_HZ and len(t_s) < _SLOWEST_HZ * duration_s:
        raise RecordingError(
            path, said("only {rate:.2g} samples a second; expected at least 5", rate=len(t_s) / duration_s)
        )
    return t_s


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
            notes.append(
                said("stamped by arrival in bursts; spread evenly at about {rate:.1f} Hz", rate=rate_hz)
            )
            return t_s[0] + np.array(spread), rate_hz
    if (steps_s == 0).any():
        t_s = _spread_single(t_s)
        notes.append(said("some equal stamps, spread evenly"))
    return t_s, float(1.0 / np.median(np.diff(t_s)))


def _spread_single(t_s: FloatArray) -> FloatArray:
    """Spread runs of equal stamps between the stamp before and their own; the first run up to the next."""
    starts = np.flatnonzero(np.diff(t_s, prepend=-np.inf) > 0)
    knots = np.concatenate((starts[1:] - 1, [len(t_s) - 1]))
    if knots[0] > 0:
        return np.interp(np.arange(len(t_s)), np.concatenate(([0], starts[1:])), t_s[starts])
    return np.interp(np.arange(len(t_s)), knots, t_s[knots])
