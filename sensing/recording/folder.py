"""Reading a recording folder: ``meta.json``, ``arrivals.jsonl`` (or ``.gz``), decoded anew each time."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from pathlib import Path

from sensing.errors import RecordingError, SensorFileError, UnknownSensorError
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.recording.meta import RecordingMeta, read_meta
from sensing.recording.recording import Recording
from sensing.recording.units import doubts
from sensing.recording.writer import ARRIVALS, ARRIVALS_CLOSED, META
from sensing.said import said, said_by
from sensing.samples import complete, joined
from sensing.sensors.streaming import StreamModel
from sensing.stream import SampleStream
from sensing.types import Arrival, Samples


def is_recording_folder(path: Path) -> bool:
    """Whether this is a folder that we (or a torn copy of us) wrote."""
    return path.is_dir() and any((path / name).exists() for name in (META, ARRIVALS, ARRIVALS_CLOSED))


def read_folder(folder: Path) -> Recording:
    """Read a recording folder, closed or cut off by a crash.

    Raises
    ------
    RecordingError
        If it is damaged, or its sensor is not known.
    """
    meta = read_meta(folder / META)
    sensor = sensor_of(folder, meta)
    items, notes = read_items(folder)
    samples, rate_hz = _decode(folder, sensor, items, notes)
    return Recording(folder.resolve().name, meta, rate_hz, tuple(notes), samples)


def sensor_of(folder: Path, meta: RecordingMeta) -> StreamModel:
    """Return the model of the sensor that a folder was recorded with.

    Raises
    ------
    RecordingError
        If the folder names none or an unknown one.
    """
    try:
        return meta.model()
    except (UnknownSensorError, SensorFileError) as error:
        raise RecordingError(folder / META, said_by(error)) from None


def read_items(folder: Path) -> tuple[list[SourceItem], list[str]]:
    """Return what a folder holds, in its order, and what a person should know about the reading of it.

    A torn last line is what a crash leaves, and is left out; damage anywhere else is an error.

    Raises
    ------
    RecordingError
        If there is nothing to read or it is damaged.
    """
    path = folder / ARRIVALS_CLOSED if (folder / ARRIVALS_CLOSED).exists() else folder / ARRIVALS
    lines = _bytes(path).split(b"\n")
    last = lines.pop()  # what stands behind the last line end: nothing, or a torn line
    items = [_item(path, number, line) for number, line in enumerate(lines, start=1)]
    notes: list[str] = []
    if last:
        try:
            items.append(_item(path, len(lines) + 1, last))
        except RecordingError:
            notes.append(said("the recording was cut off; its torn last line is left out"))
    if not any(isinstance(item, Arrival) for item in items):
        raise RecordingError(path, said("nothing had arrived when the recording ended; record again"))
    return items, notes


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.name == ARRIVALS_CLOSED else raw
    except FileNotFoundError:
        raise RecordingError(path, said("missing; copy the whole recording folder")) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise RecordingError(path, said("damaged compressed file; copy the recording folder again")) from None
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None


def _item(path: Path, number: int, line: bytes) -> SourceItem:
    try:
        fields = json.loads(line)
        t_host_s = fields["t_host_s"]
        if isinstance(t_host_s, bool) or not math.isfinite(t_host_s):
            raise ValueError
        if "link" in fields:
            return LinkEvent(float(t_host_s), LinkState(fields["link"]))
        return Arrival(float(t_host_s), str(fields["characteristic"]), bytes.fromhex(fields["hex"]))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise RecordingError(path, said("damaged line; remove it to read the rest"), number) from None


def _decode(
    folder: Path, sensor: StreamModel, items: list[SourceItem], notes: list[str]
) -> tuple[Samples, float]:
    stream = SampleStream(sensor)
    decoded = joined([*stream.push_many(items), stream.finish()])
    samples = complete(decoded)
    if len(samples) < len(decoded):
        lost = len(decoded) - len(samples)
        notes.append(said("{count} samples without values, taken as lost", count=lost))
    if len(samples) < 2:
        raise RecordingError(folder, said("holds no samples; was the sensor streaming?"))
    notes += stream.notes()
    notes += doubts(samples.acc_mps2, samples.gyr_radps, stream.sampling_rate_hz)
    return samples, stream.sampling_rate_hz
