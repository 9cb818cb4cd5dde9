"""From packets to samples with a time each, on the sensor's clock where it has one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from sensing.clock.counter import CounterClock
from sensing.clock.spread import SpreadClock
from sensing.sensors.streaming import StreamModel
from sensing.types import FloatArray, Packet, Samples, frozen

__all__ = ["SampleClock", "SpreadClock"]


class SampleClock:
    """Stamps the samples of one sensor; the first sample of the recording is at 0 s.

    Lost packets show as a jump in time, late and repeated ones are dropped and counted, time never goes back.
    A sensor without a counter may have its samples held back for 0.25 s after an arrival hole.

    Parameters
    ----------
    model : StreamModel
        The sensor: its nominal rate and its counter, if it has one.
    """

    def __init__(self, model: StreamModel) -> None:
        self._has_gyr = model.has_gyr
        self._counter: CounterClock | None = None
        self._spread = SpreadClock(model.sampling_rate_hz)
        if model.tick_hz is not None and model.tick_bits is not None:
            self._counter = CounterClock(model.sampling_rate_hz, model.tick_hz, model.tick_bits)
        self._untimed: deque[Packet] = deque()
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Number of packets dropped because they came late or twice."""
        return self._dropped

    @property
    def restarts(self) -> int:
        """Number of times that the sensor's counter started anew."""
        return self._counter.restarts if self._counter else 0

    @property
    def sampling_rate_hz(self) -> float:
        """Rate as estimated so far, Hz."""
        return 1.0 / (self._counter or self._spread).period_s

    def host_from_device(self, t_s: float) -> float:
        """Return the host time at which the sensor took the sample stamped `t_s`, s, least delay included."""
        return self._counter.envelope.host_s(t_s) if self._counter else self._spread.host_s(t_s)

    def push(self, t_host_s: float, packets: Iterable[Packet]) -> Samples:
        """Take what arrived at `t_host_s`; return the samples that have a time now, possibly none."""
        times: list[FloatArray] = []
        timed: list[Packet] = []
        for packet in packets:
            if not len(packet):
                continue
            if self._counter is None:
                self._untimed.append(packet)
                times.append(np.array(self._spread.push(t_host_s, len(packet))))
                continue
            t_s = self._counter.stamp(t_host_s, packet.t_device_ticks, len(packet))
            if t_s is None:
                self._dropped += 1
            else:
                times.append(t_s)
                timed.append(packet)
        t_s = times[0] if len(times) == 1 else np.concatenate((*times, np.empty(0)))
        return self._join(t_s, timed if self._counter else self._take(len(t_s)))

    def relinked(self) -> None:
        """Say that the link broke and is there again: samples are missing, the counter may begin anew."""
        if self._counter is not None:
            self._counter.relinked()
        else:
            self._spread.relinked()

    def finish(self) -> Samples:
        """Return the samples that were held back; more may follow."""
        t_s = np.array(self._spread.finish())
        return self._join(t_s, self._take(len(t_s)))

    def _take(self, count: int) -> list[Packet]:
        """Return the oldest samples that had no time yet; a packet is cut where need be."""
        out: list[Packet] = []
        while count:
            packet = self._untimed.popleft()
            if len(packet) > count:
                self._untimed.appendleft(_part(packet, slice(count, None)))
                packet = _part(packet, slice(count))
            count -= len(packet)
            out.append(packet)
        return out

    def _join(self, t_s: FloatArray, packets: list[Packet]) -> Samples:
        gyr = [packet.gyr_radps for packet in packets if packet.gyr_radps is not None]
        return Samples(
            frozen(t_s),
            frozen(_rows([packet.acc_mps2 for packet in packets])),
            frozen(_rows(gyr)) if self._has_gyr else None,
        )


def _rows(parts: list[FloatArray]) -> FloatArray:
    # Nearly always there is one: nothing to copy then.
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty((0, 3))


def _part(packet: Packet, part: slice) -> Packet:
    gyr = None if packet.gyr_radps is None else packet.gyr_radps[part]
    return Packet(packet.acc_mps2[part], gyr, packet.t_device_ticks)
