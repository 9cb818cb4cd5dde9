"""What decoders have in common: notifications become frames one by one, frames become packets many at a time.

Finding frames needs memory and hardly any time; reading their numbers needs no memory and is quick only when
numpy gets many at once. So a sensor gives a `Framer` and a `Read`, and both ways of feeding go through them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import radians
from typing import Generic, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError
from sensing.types import FloatArray, Packet, frozen

MOST_MPS2 = 400.0  # no chip worn by people measures more than 32 g
MOST_RADPS = radians(5000.0)  # gyroscopes end at 2000 °/s, a few at 4000

_Frame = TypeVar("_Frame")
_Made = TypeVar("_Made", covariant=True)

Completed: TypeAlias = Sequence[tuple[Packet, ...] | None]
"""What each of some frames completed; None for one whose numbers make no sense."""


class Framer(Protocol[_Made]):
    """Finds whole frames in the notifications of a sensor. Keeps what is left of a cut one.

    A frame is its bytes, or whatever says more about them.
    """

    @property
    def lost(self) -> int:
        """Number of frames of which a part was missing, or that came too late."""

    def frames(self, characteristic: str, payload: bytes) -> Sequence[_Made]:
        """Take one notification; return the frames that it completed.

        Raises
        ------
        PacketError
            If the bytes do not follow the protocol.
        """


class FrameDecoder(Generic[_Frame]):
    """A decoder made of the two steps; see `sensing.sensors.model.Decoder`.

    Parameters
    ----------
    label : str
        Name of the sensor, for messages.
    framer : Framer
        First step.
    read : callable
        Second step.
    """

    def __init__(
        self, label: str, framer: Framer[_Frame], read: Callable[[Sequence[_Frame]], Completed]
    ) -> None:
        self._label = label
        self._framer = framer
        self._read = read
        self._refused = 0

    @property
    def damaged(self) -> int:
        """Number of packets that were thrown away as incomplete or malformed."""
        return self._refused + self._framer.lost

    def push(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one notification; return the packets that it completed.

        Raises
        ------
        PacketError
            If the bytes do not follow the protocol, or hold values that no sensor can measure.
        """
        try:
            frames = self._framer.frames(characteristic, payload)
        except PacketError:
            self._refused += 1
            raise
        if not frames:
            return ()
        read = self._numbers(frames)
        refused = sum(packets is None for packets in read)
        if refused:
            self._refused += refused
            raise PacketError(f"{self._label} packet holds values that no sensor can measure")
        return tuple(packet for packets in read if packets for packet in packets)

    def push_many(self, characteristic: str, payloads: Sequence[bytes]) -> list[tuple[Packet, ...]]:
        """Take notifications of one characteristic in a row; return what each of them completed."""
        frames: list[_Frame] = []
        counts: list[int] = []
        for payload in payloads:
            found: Sequence[_Frame] = ()
            try:
                found = self._framer.frames(characteristic, payload)
            except PacketError:
                self._refused += 1
            frames.extend(found)
            counts.append(len(found))
        read = iter(self._numbers(frames) if frames else ())
        return [self._joined(list(islice(read, count))) if count else () for count in counts]

    def _numbers(self, frames: Sequence[_Frame]) -> Completed:
        # Any bits may come. What is no number is refused for its value; numpy need not warn of it.
        with np.errstate(invalid="ignore", over="ignore"):
            return self._read(frames)

    def _joined(self, read: list[tuple[Packet, ...] | None]) -> tuple[Packet, ...]:
        """Put together what the frames of one notification completed; a refused one takes the rest along."""
        if len(read) == 1 and read[0] is not None:
            return read[0]
        refused = sum(packets is None for packets in read)
        self._refused += refused
        return () if refused else tuple(packet for packets in read if packets for packet in packets)


@dataclass(frozen=True, slots=True)
class WholeFrames:
    """Framer of sensors that send exactly one frame of fixed length a notification, perhaps padded.

    Parameters
    ----------
    label : str
        Name of the sensor, for messages.
    characteristic : str
        Where the frames come.
    length : int
        Length of a frame, bytes; what follows is padding.
    padded : bool
        Whether a notification may be longer.
    """

    label: str
    characteristic: str
    length: int
    padded: bool = False
    lost: int = 0

    def frames(self, characteristic: str, payload: bytes) -> tuple[bytes]:
        """Take one notification; return its frame.

        Raises
        ------
        PacketError
            If it is of another characteristic or length.
        """
        if characteristic != self.characteristic:
            raise PacketError(f"{self.label} does not send data on characteristic {characteristic}")
        if len(payload) != self.length and not (self.padded and len(payload) > self.length):
            raise PacketError(f"{self.label} notification of {len(payload)} bytes, expected {self.length}")
        return (payload[: self.length],)


def table(frames: Sequence[bytes], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Return frames of equal length as rows of fields."""
    return np.frombuffer(b"".join(frames), dtype)


def packets_from(
    acc_mps2: FloatArray,
    gyr_radps: FloatArray | None,
    counts: int | Sequence[int],
    ticks: Sequence[int] | None = None,
) -> list[tuple[Packet, ...] | None]:
    """Cut long arrays into one packet a frame; None for a frame with values that no sensor measures.

    Parameters
    ----------
    acc_mps2, gyr_radps : ndarray of shape (n, 3)
        Samples of all frames in a row; not used by the caller any more.
    counts : int or sequence of int
        Number of samples in each frame; one number where they are all the same.
    ticks : sequence of int, optional
        Counter at the first sample of each frame.
    """
    acc = frozen(acc_mps2, columns=3)
    gyr = None if gyr_radps is None else frozen(gyr_radps, columns=3)
    each = [counts] * (len(acc) // counts) if isinstance(counts, int) else counts
    edges = np.concatenate(([0], np.cumsum(each, dtype=np.int64))).tolist()
    stamps: Sequence[int | None] = ticks if ticks is not None else [None] * len(each)
    packets: list[tuple[Packet, ...] | None] = [
        (Packet(acc[start:end], None if gyr is None else gyr[start:end], stamp),)
        for (start, end), stamp in zip(pairwise(edges), stamps, strict=True)
    ]
    bad = _beyond(acc, MOST_MPS2)
    if gyr is not None:
        bad |= _beyond(gyr, MOST_RADPS)
    if bad.any():
        for frame in np.unique(np.searchsorted(edges, np.flatnonzero(bad), side="right") - 1):
            packets[frame] = None
    return packets


def _beyond(values: FloatArray, most: float) -> NDArray[np.bool_]:
    """Tell which rows hold values beyond `most`; written so that NaN is one."""
    within: NDArray[np.bool_] = np.all(np.abs(values) <= most, axis=1)
    return ~within
