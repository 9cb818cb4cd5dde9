"""Polar's compressed frames: a reference sample, then differences in fields of as few bits as they need.

A block is the width of a field, the number of samples, and the fields: least significant bit first, sample by
sample, channel by channel. A frame holds as many blocks as it takes; each block ends on a whole byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sensing.errors import PacketError

CHANNELS = 3
_WIDEST = 32
_BLOCK_HEAD = 2
_MOST_SAMPLES = 255


class Deltas(NamedTuple):
    """A compressed frame, taken apart but not computed.

    Parameters
    ----------
    reference : bytes
        First sample, a little-endian integer a channel.
    blocks : list of (int, int, bytes)
        Width of a field in bits, number of samples, packed fields.
    total : int
        Number of samples in all.
    """

    reference: bytes
    blocks: list[tuple[int, int, bytes]]
    total: int

    @classmethod
    def parse(cls, content: bytes, sample_bytes: int) -> Deltas:
        """Take a frame's content apart; `sample_bytes` is the length of the reference.

        Raises
        ------
        PacketError
            If it ends in the middle or a width makes no sense.
        """
        if len(content) < sample_bytes:
            raise PacketError(
                f"Polar frame of {len(content)} bytes; its first sample alone has {sample_bytes}"
            )
        blocks, at, samples = [], sample_bytes, 1
        while at < len(content):
            begin = at + _BLOCK_HEAD
            if begin > len(content) or content[at] > _WIDEST:
                raise PacketError(f"Polar frame with a block that begins {content[at:begin].hex()}")
            width, count = content[at], content[at + 1]
            end = begin + (width * count * CHANNELS + 7) // 8
            if end > len(content):
                raise PacketError(f"Polar frame ends after {len(content)} of {end} bytes")
            blocks.append((width, count, content[begin:end]))
            at, samples = end, samples + count
        return cls(content[:sample_bytes], blocks, samples)


def samples_of(frames: Sequence[Deltas]) -> NDArray[np.int64]:
    """Compute the samples of many frames, one after the other, shape (n, 3)."""
    lengths = np.array([frame.total for frame in frames])
    starts = np.cumsum(lengths) - lengths
    steps = np.zeros((int(lengths.sum()), CHANNELS), np.int64)
    steps[starts] = _references(frames)
    for (width, count), (rows, fields) in _alike(frames, starts).items():
        if width and count:
            where = np.add.outer(rows, np.arange(count))
            steps[where] = _unpacked(b"".join(fields), len(fields), width, count)
    sums = np.cumsum(steps, axis=0)
    before = sums[starts] - steps[starts]
    samples: NDArray[np.int64] = sums - np.repeat(before, lengths, axis=0)
    return samples


def _references(frames: Sequence[Deltas]) -> NDArray[np.int64]:
    joined = b"".join(frame.reference for frame in frames)
    width = len(joined) // len(frames) // CHANNELS
    return np.frombuffer(joined, f"<i{width}").reshape(-1, CHANNELS).astype(np.int64)


def _alike(
    frames: Sequence[Deltas], starts: NDArray[np.int64]
) -> dict[tuple[int, int], tuple[list[int], list[bytes]]]:
    """Sort the blocks by width and count, each with the row of its first sample."""
    alike: dict[tuple[int, int], tuple[list[int], list[bytes]]] = defaultdict(lambda: ([], []))
    for frame, start in zip(frames, starts.tolist(), strict=True):
        row = start + 1
        for width, count, fields in frame.blocks:
            rows, all_fields = alike[width, count]
            rows.append(row)
            all_fields.append(fields)
            row += count
    return alike


def _unpacked(joined: bytes, blocks: int, width: int, count: int) -> NDArray[np.int64]:
    """Return the fields of equal blocks as signed numbers, shape (blocks, count, 3)."""
    packed = np.frombuffer(joined, np.uint8).reshape(blocks, -1)
    bits = np.unpackbits(packed, axis=1, count=width * count * CHANNELS, bitorder="little")
    weights = 1 << np.arange(width, dtype=np.int64)
    weights[-1] = -weights[-1]  # two's complement
    fields: NDArray[np.int64] = np.asarray(bits.reshape(-1, width) @ weights, np.int64)
    return fields.reshape(blocks, count, CHANNELS)


def packed(samples: NDArray[np.int64], sample_bytes: int) -> bytes:
    """Return the content of a compressed frame that holds `samples`, shape (n, 3), n at least 1."""
    content: bytes = samples[0].astype(f"<i{sample_bytes // CHANNELS}").tobytes()
    deltas = np.diff(samples, axis=0)
    for start in range(0, len(deltas), _MOST_SAMPLES):
        part = deltas[start : start + _MOST_SAMPLES]
        # The sign takes a bit more than the largest number; -2**k alone would do with one less.
        width = max(int(np.abs(part).max()).bit_length() + 1, 1)
        bits = (part.reshape(-1, 1) >> np.arange(width)) & 1
        content += bytes([width, len(part)]) + np.packbits(bits, bitorder="little").tobytes()
    return content
