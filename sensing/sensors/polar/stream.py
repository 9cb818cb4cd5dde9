"""From Polar's notifications to packets: times for the samples, and the two instruments joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

import numpy as np

from sensing.errors import PacketError
from sensing.sensors.decoding import MOST_MPS2, MOST_RADPS, Completed, FrameDecoder
from sensing.sensors.joining import EMPTY, IntArray, Run, TimeJoin
from sensing.sensors.polar.control import Answer, Measurement, Operation
from sensing.sensors.polar.frames import Frame, values_of
from sensing.types import FloatArray, Packet, frozen

SERVICE: Final = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
CONTROL: Final = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA: Final = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

TICK_HZ: Final = 1e9
TICK_BITS: Final = 64

_WRAP = 1 << TICK_BITS
_LATE_NS = 10_000_000_000  # what is further back is not late: the device's clock was set
_FAR_NS = 3_600_000_000_000  # and links do not live on through so long a silence
_GAP_PERIODS = 1.5
_MOST: dict[int, float] = {Measurement.ACC: MOST_MPS2, Measurement.GYRO: MOST_RADPS}

_Timed: TypeAlias = tuple[int, int, int, int, int, float]
"""A frame in a batch: instrument, number, first row, samples, time of the last one and between them, ns."""


class PolarFramer:
    """Takes notifications apart and remembers the factors; see `sensing.sensors.decoding.Framer`.

    Parameters
    ----------
    measurements : tuple of Measurement
        The instruments that are used.
    """

    def __init__(self, measurements: tuple[Measurement, ...]) -> None:
        self.lost = 0
        self._measurements = measurements
        self._factors: dict[int, float] = {}

    def frames(self, characteristic: str, payload: bytes) -> tuple[Frame, ...]:
        """Take one notification; return its frame. Answers to commands are read for their factor.

        Raises
        ------
        PacketError
            If it is no frame of an instrument that is used.
        """
        if characteristic == CONTROL:
            answer = Answer.read(payload)
            if answer is not None and answer.operation == Operation.START:
                self._factors[answer.measurement] = answer.factor
            return ()
        if characteristic != DATA:
            raise PacketError(f"Polar does not send data on characteristic {characteristic}")
        frame = Frame.parse(payload, self._factors)
        if frame.measurement not in self._measurements:
            raise PacketError(f"Polar frame of measurement {frame.measurement}, which was not asked for")
        return (frame,)


class PolarReader:
    """Gives samples their times and joins the instruments.

    Parameters
    ----------
    framer : PolarFramer
        Where the frames come from; told of those that came too late.
    is_joined : bool
        Whether there is a gyroscope.
    rate_hz : float
        Rate of the instruments, Hz.
    """

    def __init__(self, framer: PolarFramer, is_joined: bool, rate_hz: float) -> None:
        self._framer = framer
        self._rate_hz = rate_hz
        self._period_ns = TICK_HZ / rate_hz
        self._is_joined = is_joined
        self._start_anew()

    def _start_anew(self) -> None:
        self._origin_ns: int | None = None
        self._newest_ns = 0
        self._last_ns: dict[int, int] = {}
        self._join = TimeJoin(TICK_HZ, self._rate_hz)

    def __call__(self, frames: Sequence[Frame]) -> Completed:
        """Return what each frame completed; None for one with senseless values."""
        out: list[tuple[Packet, ...] | None] = [()] * len(frames)
        values = values_of(frames)
        starts = list(accumulate((frame.size for frame in frames), initial=0))
        largest = np.maximum.reduceat(np.abs(values).max(axis=1), starts[:-1]).tolist()
        timed: list[_Timed] = []
        for number, frame in enumerate(frames):
            # Written so that NaN fails too.
            if not largest[number] <= _MOST[frame.measurement]:
                out[number] = None
                continue
            end_ns = self._since(frame)
            if abs(end_ns - self._newest_ns) > _LATE_NS and self._was_set(frame, end_ns):
                self._complete(timed, values, out)
                timed = []
                self._start_anew()
                end_ns = self._since(frame)
            step_ns = self._step_ns(frame, end_ns)
            if step_ns is not None:
                timed.append((frame.measurement, number, starts[number], frame.size, end_ns, step_ns))
        self._complete(timed, values, out)
        return out

    def _since(self, frame: Frame) -> int:
        """Return the frame's time since the first one's, ns; the device's counter may wrap in between."""
        if self._origin_ns is None:
            self._origin_ns = frame.time_ns
        return (frame.time_ns - self._origin_ns + _WRAP // 2) % _WRAP - _WRAP // 2

    def _was_set(self, frame: Frame, end_ns: int) -> bool:
        """Whether the device's clock has been set since the last frame."""
        last_ns = self._last_ns.get(frame.measurement, end_ns)
        return end_ns < last_ns - _LATE_NS or abs(end_ns - self._newest_ns) > _FAR_NS

    def _step_ns(self, frame: Frame, end_ns: int) -> float | None:
        """Return the time from sample to sample, ns; None if the frame is late or repeated."""
        last_ns = self._last_ns.get(frame.measurement)
        step_ns = self._period_ns
        if last_ns is not None:
            if end_ns < last_ns + frame.size:
                self._framer.lost += 1
                return None
            if end_ns - last_ns <= _GAP_PERIODS * frame.size * self._period_ns:
                step_ns = (end_ns - last_ns) / frame.size
        self._last_ns[frame.measurement] = end_ns
        self._newest_ns = max(self._newest_ns, end_ns)
        return step_ns

    def _complete(
        self, timed: list[_Timed], values: FloatArray, out: list[tuple[Packet, ...] | None]
    ) -> None:
        """Turn frames into packets and put them where they belong."""
        acc, gyr = (_run([one for one in timed if one[0] == each], values) for each in _MOST)
        joined: Iterable[tuple[int, int, FloatArray, FloatArray | None]]
        if self._is_joined:
            joined = self._join.push(acc, gyr)
        else:
            ends = list(accumulate((count for _, _, _, count, _, _ in timed), initial=0))
            firsts = acc.ticks[ends[:-1]].tolist()
            samples = frozen(acc.values)
            joined = (
                (one[1], first, samples[start:end], None)
                for one, first, (start, end) in zip(timed, firsts, pairwise(ends), strict=True)
            )
        origin_ns = self._origin_ns or 0
        for number, first, acc_mps2, gyr_radps in joined:
            packet = Packet(acc_mps2, gyr_radps, (first + origin_ns) % _WRAP)
            out[number] = (*(out[number] or ()), packet)


def _run(timed: list[_Timed], values: FloatArray) -> Run:
    """Return the samples of one instrument, each with its time and the notification that brought it."""
    if not timed:
        return EMPTY
    _, number, start, count, end_ns, step_ns = (np.array(column) for column in zip(*timed, strict=True))
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    before_end = np.repeat(count - 1, count) - within
    ticks: IntArray = np.repeat(end_ns, count) - np.rint(np.repeat(step_ns, count) * before_end).astype(
        np.int64
    )
    return Run(ticks, values[np.repeat(start, count) + within], np.repeat(number, count))


def decoder(measurements: tuple[Measurement, ...], rate_hz: float) -> FrameDecoder[Frame]:
    """Return a decoder for a device that was told to send these measurements."""
    framer = PolarFramer(measurements)
    reader = PolarReader(framer, Measurement.GYRO in measurements, rate_hz)
    return FrameDecoder("Polar", framer, reader)
