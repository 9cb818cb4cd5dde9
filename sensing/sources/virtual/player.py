"""What an emulated sensor sends at which time; it and the clock keep step."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from itertools import chain, islice

from sensing.sensors.model import SensorModel
from sensing.sensors.packing import packets_of
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual.delivery import deliveries
from sensing.sources.virtual.faults import Faults
from sensing.types import Packet, Samples


class Player:
    """Plays samples once; the clock stands still at the time of a packet until that is on the air.

    Parameters
    ----------
    model : SensorModel
        What kind of sensor it is.
    samples : Samples
        What it sends.
    clock : HostClock
        Paces the sensor, and is held back by it.
    faults : Faults
        What goes wrong.
    """

    def __init__(self, model: SensorModel, samples: Samples, clock: HostClock, faults: Faults) -> None:
        self.finished = False
        self.heard_from_s = faults.advertise_from_s
        """Host time from which the sensor can be heard, s."""
        self._clock = clock
        packets = packets_of(model, samples)
        first = list(islice(packets, 1))  # what does not suit the sensor is said now
        self._deliveries = deliveries(chain(first, packets), faults, model)
        self._first_t_s = float(samples.t_s[0]) if len(samples) else 0.0
        self._origin_s: float | None = None
        self._drop_at_s = math.inf if faults.drop_link_at_s is None else faults.drop_link_at_s
        self._outage_s = faults.outage_s

    async def play(self, send: Callable[[Packet], Awaitable[None]]) -> None:
        """Send from now on; return when the sensor has gone out of range or everything was sent."""
        since_s = -math.inf
        if self._origin_s is None:
            self._origin_s = self._clock.now_s() - self._first_t_s
            self._clock.hold_at(self._clock.now_s(), self)
        else:
            since_s = self._clock.now_s() - self._origin_s
        for t_s, packet in self._deliveries:
            # What was measured while nobody listened is gone.
            if t_s < since_s:
                continue
            self._clock.hold_at(self._origin_s + t_s, self)
            await self._clock.sleep_until(self._origin_s + t_s)
            await send(packet)
            if t_s >= self._drop_at_s:
                self._go_out_of_range(t_s)
                return
        self.finished = True
        self.let_go()

    def let_go(self) -> None:
        """Let the clock run free."""
        self._clock.hold_at(math.inf, self)

    def _go_out_of_range(self, t_s: float) -> None:
        """Let the clock run on to the time at which the sensor is back."""
        assert self._origin_s is not None
        self._drop_at_s = math.inf
        self.heard_from_s = self._origin_s + t_s + self._outage_s
        self._clock.hold_at(self.heard_from_s, self)
