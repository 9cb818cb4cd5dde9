"""Polar's measurement frames: samples of one instrument with the time of the last one, raw or compressed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError
from sensing.sensors.polar.control import Measurement
from sensing.sensors.polar.deltas import CHANNELS, Deltas, samples_of
from sensing.types import GRAVITY_MPS2, FloatArray

HEAD: Final = 10
COMPRESSED: Final = 0x80
_TYPE_BITS = 0x3F
_MPS2_PER_MG = GRAVITY_MPS2 / 1000
_RADPS_PER_DEGPS = float(np.pi / 180)


@dataclass(frozen=True, slots=True)
class Form:
    """How the samples of a kind of frame are written.

    Parameters
    ----------
    width : int
        Bytes of a value.
    scale : float
        Unit of a value in m/s² or rad/s.
    has_factor : bool
        Whether the factor that the device named when it was started counts too.
    is_float : bool
        Whether the integers are the bits of floats.
    """

    width: int
    scale: float
    has_factor: bool = True
    is_float: bool = False


FORMS: Final[dict[tuple[int, int], Form]] = {
    (Measurement.ACC, 0): Form(1, _MPS2_PER_MG, has_factor=False),
    (Measurement.ACC, 1): Form(2, _MPS2_PER_MG, has_factor=False),
    (Measurement.ACC, 2): Form(3, _MPS2_PER_MG, has_factor=False),
    (Measurement.ACC, COMPRESSED): Form(2, GRAVITY_MPS2),
    (Measurement.ACC, COMPRESSED + 1): Form(2, _MPS2_PER_MG),
    (Measurement.GYRO, COMPRESSED): Form(2, _RADPS_PER_DEGPS),
    (Measurement.GYRO, COMPRESSED + 1): Form(4, _RADPS_PER_DEGPS, is_float=True),
}
"""By instrument and the byte that says how the frame is written."""


class Frame(NamedTuple):
    """A frame, taken apart but not computed; a tuple, for making one is most of what reading a frame takes.

    Parameters
    ----------
    measurement : int
        Which instrument.
    time_ns : int
        Time of the last sample, ns since 2000 by the device's clock.
    form : Form
        How its samples are written.
    content : bytes or Deltas
        Its samples, raw or compressed.
    size : int
        How many there are.
    factor : float
        What values are to be multiplied by.
    """

    measurement: int
    time_ns: int
    form: Form
    content: bytes | Deltas
    size: int
    factor: float

    @classmethod
    def parse(cls, payload: bytes, factors: dict[int, float]) -> Frame:
        """Take a notification apart.

        Raises
        ------
        PacketError
            If it is none of the frames that are known, is cut short or empty.
        """
        if len(payload) <= HEAD:
            raise PacketError(f"Polar frame of {len(payload)} bytes; the head alone has {HEAD}")
        measurement, kind = payload[0] & _TYPE_BITS, payload[HEAD - 1]
        form = FORMS.get((measurement, kind))
        if form is None:
            raise PacketError(f"Polar frame of unknown kind {measurement}/{kind:#04x}")
        content: bytes | Deltas = payload[HEAD:]
        sample = form.width * CHANNELS
        count, rest = divmod(len(content), sample)
        if kind & COMPRESSED:
            content = Deltas.parse(payload[HEAD:], sample)
            count = content.total
        elif rest:
            raise PacketError(f"Polar frame of {len(payload)} bytes ends within a sample")
        factor = factors.get(measurement, 1.0) if form.has_factor else 1.0
        return cls(measurement, int.from_bytes(payload[1 : HEAD - 1], "little"), form, content, count, factor)


def values_of(frames: Sequence[Frame]) -> FloatArray:
    """Compute the samples of frames one after the other, m/s² or rad/s, shape (n, 3)."""
    alike: dict[tuple[Form, bool, float], list[int]] = defaultdict(list)
    for number, frame in enumerate(frames):
        alike[frame.form, isinstance(frame.content, Deltas), frame.factor].append(number)
    if len(alike) == 1:
        return _values(frames)
    counts = np.array([frame.size for frame in frames])
    starts = np.cumsum(counts) - counts
    out = np.empty((int(counts.sum()), CHANNELS))
    for numbers in alike.values():
        some = counts[numbers]
        # Row numbers of the samples of these frames: each frame's start, and on from there.
        rows = np.repeat(starts[numbers] - (np.cumsum(some) - some), some) + np.arange(some.sum())
        out[rows] = _values([frames[number] for number in numbers])
    return out


def _values(frames: Sequence[Frame]) -> FloatArray:
    """Compute the samples of frames that are written alike."""
    return _numbers(frames, frames[0].form) * (frames[0].factor * frames[0].form.scale)


def _numbers(frames: Sequence[Frame], form: Form) -> FloatArray:
    """Return the numbers of frames that are written alike."""
    deltas = [frame.content for frame in frames if isinstance(frame.content, Deltas)]
    integers = samples_of(deltas) if deltas else _raw(frames, form.width)
    if form.is_float:
        return integers.astype(np.uint32).view(np.float32).astype(np.float64)
    return integers.astype(np.float64)


def _raw(frames: Sequence[Frame], width: int) -> NDArray[np.int64]:
    joined = b"".join(frame.content for frame in frames if isinstance(frame.content, bytes))
    octets = np.frombuffer(joined, np.uint8).reshape(-1, width).astype(np.int64)
    unsigned = octets @ np.left_shift(np.int64(1), 8 * np.arange(width, dtype=np.int64))
    half = 1 << (8 * width - 1)
    signed: NDArray[np.int64] = (unsigned ^ half) - half
    return signed.reshape(-1, CHANNELS)
