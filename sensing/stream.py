"""From what a source yields to samples with a time each. Live and from a folder it is this one object."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sensing.clock import SampleClock
from sensing.errors import PacketError
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.said import said
from sensing.sensors.streaming import StreamModel
from sensing.types import Arrival, Samples


class SampleStream:
    """Decodes and stamps the items of one sensor; feed with `push`, end with `finish`.

    Parameters
    ----------
    model : StreamModel
        What kind of sensor it is.
    """

    def __init__(self, model: StreamModel) -> None:
        self._model = model
        self._decoder = model.new_decoder()
        self._clock = SampleClock(model)
        self._damaged_before = 0
        self._losses = 0

    @property
    def sampling_rate_hz(self) -> float:
        """Rate as estimated so far, Hz."""
        return self._clock.sampling_rate_hz

    @property
    def missing(self) -> int:
        """Number of packets that came but could not be used: damaged, late or repeated."""
        return self._damaged + self._clock.dropped

    @property
    def _damaged(self) -> int:
        return self._damaged_before + self._decoder.damaged

    def host_s(self, t_s: float) -> float:
        """Return the host time, s, at which the sensor took the sample stamped `t_s`."""
        return self._clock.host_from_device(t_s)

    def push(self, item: SourceItem) -> Samples | None:
        """Take the next item; return the samples that have a time now, None where there are none.

        A packet that cannot be decoded is counted and left out. When the link is back the rest of a cut
        packet is thrown away and the clock told that the sensor may have started anew.
        """
        if isinstance(item, LinkEvent):
            return self._relink(item)
        try:
            packets = self._decoder.push(item.characteristic, item.payload)
        except PacketError:
            return None  # the decoder counts it
        return self._clock.push(item.t_host_s, packets) if packets else None

    def push_many(self, items: Iterable[SourceItem]) -> list[Samples]:
        """Take many items; return the same samples as `push` would one by one, in less time."""
        out: list[Samples] = []
        for characteristic, some in groupby(items, _characteristic):
            if characteristic is None:
                out.extend(part for item in some if (part := self.push(item)) is not None)
                continue
            arrivals = [item for item in some if isinstance(item, Arrival)]
            decoded = self._decoder.push_many(characteristic, [each.payload for each in arrivals])
            out.extend(
                self._clock.push(arrival.t_host_s, packets)
                for arrival, packets in zip(arrivals, decoded, strict=True)
                if packets
            )
        return out

    def finish(self) -> Samples:
        """Return the samples that were held back."""
        return self._clock.finish()

    def notes(self) -> list[str]:
        """Say what a person should know about the stream, one sentence each."""
        damaged, dropped = self._damaged, self._clock.dropped
        losses, restarts = self._losses, self._clock.restarts
        told = (
            (
                damaged,
                said("1 damaged packet left out"),
                said("{count} damaged packets left out", count=damaged),
            ),
            (
                dropped,
                said("1 late or repeated packet left out"),
                said("{count} late or repeated packets left out", count=dropped),
            ),
            (
                losses,
                said("the link to the sensor was lost 1 time"),
                said("the link to the sensor was lost {count} times", count=losses),
            ),
            (
                restarts,
                said("the sensor restarted 1 time"),
                said("the sensor restarted {count} times", count=restarts),
            ),
        )
        return [one if count == 1 else many for count, one, many in told if count]

    def _relink(self, event: LinkEvent) -> Samples | None:
        if event.state is LinkState.LOST:
            self._losses += 1
            return self._clock.finish()
        self._damaged_before = self._damaged
        self._decoder = self._model.new_decoder()
        self._clock.relinked()
        return None


def _characteristic(item: SourceItem) -> str | None:
    """Return what a run of arrivals has in common; None for an event of the link."""
    return item.characteristic if isinstance(item, Arrival) else None
