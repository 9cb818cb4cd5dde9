"""Recordings as JSON: Sensor Logger's list of readings, and Movesense's blocks of samples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from heelraise.importing.bundle import Member
from heelraise.importing.track import LOGGER, Kind, Track, Unit
from sensing.types import FloatArray

_MOVESENSE: Final = "Movesense"
_OF_LOGGER: Final[Mapping[str, tuple[Kind, Unit | None, int]]] = {
    "totalacceleration": (Kind.ACC, Unit.MPS2, 0),
    "accelerometer": (Kind.LINEAR, Unit.MPS2, 0),
    "gravity": (Kind.GRAVITY, Unit.MPS2, 0),
    "gyroscope": (Kind.GYR, Unit.RADPS, 0),
    "accelerometeruncalibrated": (Kind.ACC, None, 3),
    "gyroscopeuncalibrated": (Kind.GYR, Unit.RADPS, 3),
}
_OF_MOVESENSE: Final[Mapping[str, tuple[Kind, Unit]]] = {
    "ArrayAcc": (Kind.ACC, Unit.MPS2),
    "ArrayGyro": (Kind.GYR, Unit.DEGPS),
}
_NOTHING: Final = float("nan")


def tracks_of_json(member: Member) -> tuple[Track, ...]:
    """Return the tracks in a JSON file; none if it is none of those that are known, or damaged."""
    try:
        content = json.loads(member.text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return ()
    if isinstance(content, list):
        return _of_logger(member.name, content)
    if isinstance(content, dict):
        blocks = content.get("data", content.get("Samples"))
        if isinstance(blocks, list):
            return _of_movesense(member.name, blocks)
    return ()


def _of_logger(name: str, readings: list[Any]) -> tuple[Track, ...]:
    rows: dict[str, list[tuple[float, ...]]] = {}
    for one in readings:
        sensor = str(one.get("sensor", "")).lower() if isinstance(one, dict) else ""
        if sensor in _OF_LOGGER:
            values = tuple(_number(one.get(key)) for key in ("seconds_elapsed", "x", "y", "z"))
            rows.setdefault(sensor, []).append(values)
    return tuple(_logger_track(name, sensor, np.array(found)) for sensor, found in rows.items())


def _logger_track(name: str, sensor: str, rows: FloatArray) -> Track:
    kind, unit, rank = _OF_LOGGER[sensor]
    rows = rows[np.isfinite(rows[:, 0])]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    return Track(kind, rows[:, 0], rows[:, 1:], unit, 1.0, LOGGER, name, rank)


def _of_movesense(name: str, content: list[Any]) -> tuple[Track, ...]:
    blocks = list(_blocks(content))
    tracks = []
    for key, (kind, unit) in _OF_MOVESENSE.items():
        own = [(time_ms, block[key]) for time_ms, block in blocks if isinstance(block.get(key), list)]
        t_s, values = _spread(own)
        if len(t_s):
            tracks.append(Track(kind, t_s, values, unit, 1.0, _MOVESENSE, name))
    return tuple(tracks)


def _blocks(content: list[Any]) -> Iterator[tuple[float, dict[str, Any]]]:
    """Yield each block of samples with its time stamp, ms."""
    for entry in content:
        for block in entry.values() if isinstance(entry, dict) else ():
            if isinstance(block, dict) and np.isfinite(_number(block.get("Timestamp"))):
                yield _number(block["Timestamp"]), block


def _spread(blocks: Sequence[tuple[float, list[Any]]]) -> tuple[FloatArray, FloatArray]:
    """Give each sample its time: a block's stamp is that of its first sample, the rest follow at the rate."""
    stamps = np.array([time_ms for time_ms, _ in blocks]) / 1000
    counts = np.array([len(samples) for _, samples in blocks])
    if len(blocks) < 2 or not counts.all():
        return np.empty(0), np.empty((0, 3))
    periods_s = np.diff(stamps) / counts[:-1]
    period_s = float(np.median(periods_s[periods_s > 0])) if (periods_s > 0).any() else 0.0
    t_s = np.concatenate([s + period_s * np.arange(n) for s, n in zip(stamps, counts, strict=True)])
    values = [[_axis(sample, axis) for axis in "xyz"] for _, samples in blocks for sample in samples]
    return t_s, np.array(values)


def _axis(sample: Any, axis: str) -> float:
    return _number(sample.get(axis)) if isinstance(sample, dict) else _NOTHING


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return _NOTHING
