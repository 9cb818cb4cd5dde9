"""Packets of fixed layout, on one characteristic or in parts on several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError, SettingsError
from sensing.said import said
from sensing.sensors.decoding import FrameDecoder, packets_from, table
from sensing.sensors.described.checked import Checked
from sensing.sensors.described.layout import MOST_BYTES, Layout, read_layout
from sensing.sensors.described.scales import Scales, column_of, stacked
from sensing.sensors.model import Decoder, Span
from sensing.types import FloatArray, Packet


@dataclass(frozen=True, slots=True)
class Part:
    """What one characteristic sends.

    Parameters
    ----------
    characteristic : str
        Where it comes from.
    head : Layout or None
        What stands once before the samples.
    sample : Layout
        Each sample.
    samples : int
        Number of samples.
    padded : bool
        Whether bytes after the last sample are passed over.
    """

    characteristic: str
    head: Layout | None
    sample: Layout
    samples: int
    padded: bool

    @property
    def dtype(self) -> np.dtype[np.void]:
        """The whole part for numpy: ``head``, if there is one, and ``samples``."""
        body = ("samples", self.sample.dtype, (self.samples,))
        return np.dtype([body] if self.head is None else [("head", self.head.dtype), body])

    @property
    def tick_bits(self) -> int | None:
        """Width of the counter in this part; None without one."""
        head = None if self.head is None else self.head.tick_bits
        return head or self.sample.tick_bits


def read_parts(streams: Sequence[Checked], samples: int) -> tuple[Part, ...]:
    """Take the streams of a file as parts of a packet.

    Raises
    ------
    SensorFileError
        If one of them makes no sense, or they do not go together.
    """
    parts: list[Part] = []
    for stream in streams:
        part = _read_part(stream, samples)
        if part.characteristic in {each.characteristic for each in parts}:
            raise stream.wrong("characteristic", said("stands there twice; one stream a characteristic"))
        if part.tick_bits is not None and any(each.tick_bits for each in parts):
            raise stream.wrong("fields", said("has a second counter; leave it out"))
        parts.append(part)
    return tuple(parts)


def _read_part(stream: Checked, samples: int) -> Part:
    head = read_layout(stream, "head", "head-fields") if stream.has("head") else None
    if head is not None and head.fields.axes:
        raise stream.wrong("head-fields", said("names axes; they belong to the samples"))
    part = Part(
        stream.uuid("characteristic"),
        head,
        read_layout(stream, "layout", "fields"),
        samples,
        stream.flag("padded"),
    )
    if part.dtype.itemsize > MOST_BYTES:
        raise stream.wrong(
            "layout",
            said(
                "makes {count} bytes in all, {most} is the most", count=part.dtype.itemsize, most=MOST_BYTES
            ),
        )
    if head is not None and head.tick_bits and part.sample.tick_bits:
        raise stream.wrong("fields", said("has a second counter; leave it out"))
    stream.done()
    return part


class PartFramer:
    """Puts the parts of a packet together; see `sensing.sensors.decoding.Framer`.

    Parts come in the order of the file. The first begins a packet, whatever was open; one whose forerunners
    are missing belongs to a packet that was damaged on the way.

    Parameters
    ----------
    label : str
        Name of the sensor, for messages.
    parts : sequence of Part
        In order.
    """

    def __init__(self, label: str, parts: Sequence[Part]) -> None:
        self.lost = 0
        self._label = label
        self._numbers = {part.characteristic: number for number, part in enumerate(parts)}
        self._padded = [part.padded for part in parts]
        self._lengths = [part.dtype.itemsize for part in parts]
        self._open: list[bytes] = []

    def frames(self, characteristic: str, payload: bytes) -> tuple[bytes, ...]:
        """Take one notification; return the packet that it completed, if any.

        Raises
        ------
        PacketError
            If it is of another characteristic or length.
        """
        number = self._numbers.get(characteristic)
        if number is None:
            raise PacketError(f"{self._label} does not send data on characteristic {characteristic}")
        length = self._lengths[number]
        if len(payload) < length or (len(payload) > length and not self._padded[number]):
            raise PacketError(f"{self._label} notification of {len(payload)} bytes, expected {length}")
        return self._add(number, payload[:length])

    def _add(self, number: int, part: bytes) -> tuple[bytes, ...]:
        if number != len(self._open):
            # Counted once a packet: with the part that shows that one before it is missing.
            self.lost += bool(self._open) or number == 1
            self._open.clear()
            if number:
                return ()
        self._open.append(part)
        if len(self._open) < len(self._lengths):
            return ()
        whole = b"".join(self._open)
        self._open.clear()
        return (whole,)


class BinaryCode:
    """Reads and writes whole packets; see `sensing.sensors.described.building.Code`.

    Parameters
    ----------
    label : str
        Name of the sensor, for messages.
    parts : tuple of Part
        In order.
    scales : Scales
        What a count is.
    """

    def __init__(self, label: str, parts: tuple[Part, ...], scales: Scales) -> None:
        self.characteristics = tuple(part.characteristic for part in parts)
        self.axes = tuple(axis for part in parts for axis in part.sample.fields.axes)
        self.tick_bits = next((part.tick_bits for part in parts if part.tick_bits), None)
        self.samples = parts[0].samples
        self._label = label
        self._parts = parts
        self._scales = scales
        self._axes = [(str(n), axis) for n, part in enumerate(parts) for axis in part.sample.fields.axes]

    @property
    def spans(self) -> tuple[Span, Span | None]:
        """What accelerometer and gyroscope can tell, by the coarsest of their values."""
        dtypes = [
            part.sample.dtype[f"f{axis.column}"] for part in self._parts for axis in part.sample.fields.axes
        ]
        floats = [np.finfo(dtype) for dtype in dtypes if dtype.kind == "f"]
        whole = [np.iinfo(dtype) for dtype in dtypes if dtype.kind != "f"]
        most = min([float(each.max) for each in floats] + [float(each.max) for each in whole])
        share = max([float(each.eps) for each in floats], default=0.0)
        return self._scales.spans(most, 1.0 if whole else 0.0, share)

    def new_decoder(self) -> Decoder:
        """Return a fresh decoder."""
        return FrameDecoder(self._label, PartFramer(self._label, self._parts), self.read)

    @cached_property
    def dtype(self) -> np.dtype[np.void]:
        """The packet for numpy: the parts by their number."""
        return np.dtype([(str(number), part.dtype) for number, part in enumerate(self._parts)])

    def read_battery(self, payload: bytes) -> None:
        """Read nothing: the battery has a characteristic of its own, if any."""

    def battery_line(self, percent: int) -> tuple[bytes, ...]:
        """Return nothing, likewise."""
        return ()

    def read(self, frames: Sequence[bytes]) -> list[tuple[Packet, ...] | None]:
        """Turn packets into samples; None for one with values that no sensor can measure."""
        rows = table(frames, self.dtype)
        columns = {
            axis.name: rows[part]["samples"][f"f{axis.column}"].astype(np.float64) * self._scales.of(axis)
            for part, axis in self._axes
        }
        acc = stacked(columns, "acc")
        assert acc is not None
        return packets_from(
            acc,
            stacked(columns, "gyr"),
            self.samples,
            self._ticks(rows),
        )

    def _ticks(self, rows: NDArray[np.void]) -> list[int] | None:
        for number, part in enumerate(self._parts):
            if part.head is not None and part.head.fields.ticks is not None:
                ticks: list[int] = rows[str(number)]["head"][f"f{part.head.fields.ticks}"].tolist()
                return ticks
            if part.sample.fields.ticks is not None:
                ticks = rows[str(number)]["samples"][f"f{part.sample.fields.ticks}"][:, 0].tolist()
                return ticks
        return None

    def encode(self, packet: Packet) -> tuple[bytes, ...]:
        """Return the notifications for `packet`: one a part, zeros where a value means nothing here.

        Raises
        ------
        SettingsError
            If the packet has another number of samples, or lacks angular rate or ticks.
        """
        if len(packet) != self.samples:
            raise SettingsError(f"a {self._label} packet has {self.samples} samples, not {len(packet)}")
        return tuple(self._encoded(part, packet) for part in self._parts)

    def _encoded(self, part: Part, packet: Packet) -> bytes:
        row = np.zeros((), part.dtype)
        samples = row["samples"]
        for axis in part.sample.fields.axes:
            counts = column_of(packet, axis) / self._scales.of(axis)
            samples[f"f{axis.column}"] = _fitting(counts, samples.dtype[f"f{axis.column}"])
        if part.tick_bits is not None:
            if packet.t_device_ticks is None:
                raise SettingsError(f"a {self._label} packet needs ticks")
            if part.head is not None and part.head.fields.ticks is not None:
                row["head"][f"f{part.head.fields.ticks}"] = packet.t_device_ticks
            else:
                samples[f"f{part.sample.fields.ticks}"] = packet.t_device_ticks
        return row.tobytes()


def _fitting(counts: FloatArray, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return counts as the sensor's own type, at the end of its range where they lie beyond."""
    if dtype.kind == "f":
        return counts.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(counts), limits.min, limits.max).astype(dtype)
