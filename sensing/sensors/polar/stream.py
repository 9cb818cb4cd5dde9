"""From Polar's notifications to packets: times for the samples, and the two instruments joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sensing.errors import PacketError
from sensing.sensors.decoding import Completed, FrameDecoder
from sensing.sensors.joining import EMPTY, IntArray, Run, TimeJoin
from sensing.sensors.polar.control import Answer, Measurement, Operation
from sensing.sensors.polar.frames import Frame, values_of
from sensing.types import Packet, frozen

SERVICE: Final = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
CONTROL: Final = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA: Final = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

TICK_HZ: Final = 1e9
TICK_BITS: Final = 64

_WRAP = 1 << TICK_BITS
_LATE_NS = 10_000_000_000  # what is further back is not late: the device's clock was set
_FAR_NS = 3_600_000_000_000  # and links do not live on through so long a silence
_GAP_PERIODS = 1.5
_MOST = {Measurement.ACC: 400.0, Measurement.GYRO: 90.0}  # ranges end at 16 g and 2000 °/s


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
        runs: list[tuple[int, Run]] = []
        for number, (frame, some) in enumerate(zip(frames, values, strict=True)):
            # Written so that NaN fails too.
            if not np.abs(some).max(initial=0.0) <= _MOST[Measurement(frame.measurement)]:
                out[number] = None
                continue
            if self._was_set(frame):
                self._complete(runs, out)
                runs = []
                self._start_anew()
            ticks = self._ticks(frame)
            if ticks is not None:
                runs.append((frame.measurement, Run(ticks, some, np.full(len(some), number))))
        self._complete(runs, out)
        return out

    def _since(self, frame: Frame) -> int:
        """Return the frame's time since the first one's, ns; the device's counter may wrap in between."""
        if self._origin_ns is None:
            self._origin_ns = frame.time_ns
        half = _WRAP // 2
        return (frame.time_ns - self._origin_ns + half) % _WRAP - half

    def _was_set(self, frame: Frame) -> bool:
        """Whether the device's clock has been set since the last frame."""
        since_ns = self._since(frame)
        last_ns = self._last_ns.get(frame.measurement, since_ns)
        return since_ns < last_ns - _LATE_NS or abs(since_ns - self._newest_ns) > _FAR_NS

    def _ticks(self, frame: Frame) -> IntArray | None:
        """Return the time of each sample, ns since the first frame; None if the frame is late or repeated."""
        end_ns, count = self._since(frame), len(frame)
        last_ns = self._last_ns.get(frame.measurement)
        step_ns = self._period_ns
        if last_ns is not None:
            if end_ns < last_ns + count:
                self._framer.lost += 1
                return None
            if end_ns - last_ns <= _GAP_PERIODS * count * self._period_ns:
                step_ns = (end_ns - last_ns) / count
        self._last_ns[frame.measurement] = end_ns
        self._newest_ns = max(self._newest_ns, end_ns)
        ticks: IntArray = end_ns - np.rint(step_ns * np.arange(count - 1, -1, -1)).astype(np.int64)
        return ticks

    def _complete(self, runs: list[tuple[int, Run]], out: list[tuple[Packet, ...] | None]) -> None:
        """Turn runs into packets and put them where they belong."""
        if self._is_joined:
            packets = self._join.push(_of(Measurement.ACC, runs), _of(Measurement.GYRO, runs))
        else:
            packets = [
                (int(run.came[0]), Packet(frozen(run.values), None, int(run.ticks[0]))) for _, run in runs
            ]
        origin_ns = self._origin_ns or 0
        for number, packet in packets:
            ticks = ((packet.t_device_ticks or 0) + origin_ns) % _WRAP
            out[number] = (*(out[number] or ()), Packet(packet.acc_mps2, packet.gyr_radps, ticks))


def _of(measurement: Measurement, runs: list[tuple[int, Run]]) -> Run:
    """Return the samples of one instrument in one run."""
    return EMPTY.then(*(run for each, run in runs if each == measurement))


def decoder(measurements: tuple[Measurement, ...], rate_hz: float) -> FrameDecoder[Frame]:
    """Return a decoder for a device that was told to send these measurements."""
    framer = PolarFramer(measurements)
    reader = PolarReader(framer, Measurement.GYRO in measurements, rate_hz)
    return FrameDecoder("Polar", framer, reader)
