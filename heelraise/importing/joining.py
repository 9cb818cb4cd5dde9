"""From tracks to one table: which are used, in which unit they are, and how they come onto one clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from heelraise.importing.track import FACTORS, LOGGER, Kind, Track, Unit
from sensing.errors import RecordingError
from sensing.grid import GridSettings
from sensing.recording.units import looks_like_degrees, size_at_rest
from sensing.said import said
from sensing.types import FloatArray

_WIDEST_S: Final = GridSettings().longest_bridge_s  # readings further apart are not connected
_LEAST_SHARE: Final = 0.2  # of the accelerometer's readings must have a gyroscope's beside them
_NO_ROWS: Final = said("not one row has a time and an acceleration; export again with data")
_AT_REST: Final = ((8.0, 12.0, Unit.MPS2), (0.8, 1.2, Unit.G), (800.0, 1200.0, Unit.MG))


def table_of(path: Path, tracks: Sequence[Track], notes: list[str]) -> FloatArray:
    """Join the tracks of one recording; what was chosen, guessed or left out goes to `notes`.

    Parameters
    ----------
    path : Path
        The file, for messages.
    tracks : sequence of Track
        All that was found.
    notes : list of str
        Gets what a person should know.

    Returns
    -------
    ndarray of shape (n, 4) or (n, 7)
        Time, s, specific force, m/s², and angular rate, rad/s, if there is a gyroscope.

    Raises
    ------
    RecordingError
        If there is no acceleration with gravity among them.
    """
    t_s, acc = _acceleration(path, tracks, notes)
    if len(t_s) < 2:
        raise RecordingError(path, _NO_ROWS)
    gyr_track = _best(tracks, Kind.GYR)
    if gyr_track is None:
        return np.column_stack((t_s, acc))
    raw = _onto(t_s, gyr_track)
    joined = np.isfinite(raw).all(axis=1)
    if joined.mean() < _LEAST_SHARE:
        _say_apart(path, t_s, gyr_track, notes)
        return np.column_stack((t_s, acc))
    gyr = raw * _gyr_factor(gyr_track, acc[joined], raw[joined], _rate_hz(t_s), notes)
    first, last = np.flatnonzero(joined)[[0, -1]]
    part = slice(first, last + 1)
    return np.column_stack((t_s[part], acc[part], gyr[part]))


def _best(tracks: Iterable[Track], kind: Kind) -> Track | None:
    return min(
        (one for one in tracks if one.kind is kind and len(one) > 1), key=lambda t: t.rank, default=None
    )


def _acceleration(path: Path, tracks: Sequence[Track], notes: list[str]) -> tuple[FloatArray, FloatArray]:
    whole, linear, gravity = (_best(tracks, kind) for kind in (Kind.ACC, Kind.LINEAR, Kind.GRAVITY))
    apart = linear is not None and gravity is not None
    if whole is not None and not (apart and linear is not None and whole.rank > linear.rank):
        t_s, values = _in_order(whole)
        return t_s, values * _acc_factor(whole, t_s, values, notes)
    if linear is not None and gravity is not None:
        t_s, values = _in_order(linear)
        down = _onto(t_s, gravity)
        notes.append(said("acceleration and gravity were recorded apart; added together"))
        return t_s, (values + down) * _acc_factor(linear, t_s, values + down, notes)
    if linear is not None:
        raise RecordingError(
            path,
            said("acceleration without gravity only ({source}); record gravity too", source=linear.source),
        )
    if any(track.kind is Kind.ACC for track in tracks):
        raise RecordingError(path, _NO_ROWS)
    raise RecordingError(path, said("no acceleration in it; record or export the accelerometer too"))


def _in_order(track: Track) -> tuple[FloatArray, FloatArray]:
    """Return a track without rows whose values are missing altogether."""
    keep = np.isfinite(track.values).any(axis=1)
    return track.t_s[keep], track.values[keep]


def _onto(t_s: FloatArray, track: Track) -> FloatArray:
    """Return a track's values at other times, on lines between neighbours; NaN where those are far."""
    keep = np.isfinite(track.values).all(axis=1)
    times, first = np.unique(track.t_s[keep], return_index=True)
    if len(times) < 2:
        return np.full((len(t_s), 3), np.nan)
    values = track.values[keep][first]
    right = np.clip(np.searchsorted(times, t_s, side="left"), 1, len(times) - 1)
    span_s = times[right] - times[right - 1]
    share = ((t_s - times[right - 1]) / span_s)[:, None]
    out = values[right - 1] + share * (values[right] - values[right - 1])
    # Half a step beyond either end is as good as the last reading.
    half_s = float(np.median(np.diff(times))) / 2
    inside = (t_s >= times[0] - half_s) & (t_s <= times[-1] + half_s) & (span_s <= _WIDEST_S)
    out[~inside] = np.nan
    return out


def _rate_hz(t_s: FloatArray) -> float:
    steps_s = np.diff(t_s)
    steps_s = steps_s[steps_s > 0]
    return 1.0 / float(np.median(steps_s)) if len(steps_s) else 1.0


def _acc_factor(track: Track, t_s: FloatArray, values: FloatArray, notes: list[str]) -> float:
    """Return what turns the values into m/s² upwards; the size at rest decides, not the heading."""
    complete = values[np.isfinite(values).all(axis=1)]
    at_rest = size_at_rest(complete, _rate_hz(t_s)) if len(complete) else 0.0
    seen = next((unit for low, high, unit in _AT_REST if low <= at_rest <= high), None)
    unit = seen or track.unit or Unit.MPS2
    if track.unit is not None and unit is not track.unit:
        notes.append(
            said(
                "{source}: acceleration at rest is {at_rest:.3g}, so it is in {unit}, not {told}",
                source=track.source,
                at_rest=at_rest,
                unit=unit,
                told=track.unit,
            )
        )
    elif track.unit is None and unit is not Unit.MPS2:
        notes.append(
            said(
                "{source}: acceleration at rest is {at_rest:.3g}; taken as {unit}",
                source=track.source,
                at_rest=at_rest,
                unit=unit,
            )
        )
    return _sign(track, unit) * FACTORS[unit]


def _sign(track: Track, unit: Unit) -> float:
    """Return -1 where up is negative: an iPhone's own g, which Sensor Logger leaves as they come."""
    return -1.0 if track.unit is None and unit is Unit.G and track.program == LOGGER else track.sign


def _gyr_factor(track: Track, acc: FloatArray, raw: FloatArray, rate_hz: float, notes: list[str]) -> float:
    """Return what turns the values into rad/s; where the format does not tell, gravity does."""
    if track.unit is not None:
        return FACTORS[track.unit]
    unit = Unit.DEGPS if looks_like_degrees(acc, raw, rate_hz) else Unit.RADPS
    notes.append(
        said(
            "{source}: angular rate fits how gravity turns in {unit}; taken as that",
            source=track.source,
            unit=unit,
        )
    )
    return FACTORS[unit]


def _say_apart(path: Path, t_s: FloatArray, gyr: Track, notes: list[str]) -> None:
    if gyr.t_s[-1] < t_s[0] or gyr.t_s[0] > t_s[-1]:
        raise RecordingError(
            path,
            said(
                "accelerometer and {gyr} are of different times; import what belongs together", gyr=gyr.source
            ),
        )
    notes.append(said("the gyroscope has hardly any readings beside those of the accelerometer; left out"))
