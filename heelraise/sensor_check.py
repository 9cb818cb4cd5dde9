"""Listening to a sensor without counting: for its health, and before the first set of a session.

The session waits in its `check` until the sensor will do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from sensing.health import Finding, Health, health_of
from sensing.link import LinkEvent, SourceItem
from sensing.samples import joined
from sensing.sources import Source
from sensing.stream import SampleStream
from sensing.types import Samples

_LOOK_S = 3.2
"""So much is looked at, s: a little more than health needs, and over before most people lift."""

_NEVER = math.inf

_NOT_ASKED = frozenset({Finding.NEVER_STILL, Finding.NO_LIFT, Finding.AXIS_UNCLEAR})
"""What only means something where the person was asked to stand still and then lift, as `check` asks."""


class SensorCheck:
    """Looks at the first seconds of a session, and again while the sensor will not do.

    Parameters
    ----------
    source : Source
        The sensor, entered.
    tell : callable
        Told the health whenever it is another than before: no nagging.
    """

    def __init__(self, source: Source, tell: Callable[[Health], None]) -> None:
        self._source = source
        self._tell = tell
        self._told: Health | None = None
        self._hearing, self._since_s = self._anew(), _NEVER

    def take(self, item: SourceItem) -> Health | None:
        """Take what arrived; return the sensor's health whenever enough was heard, else None."""
        if isinstance(item, LinkEvent):
            self._hearing, self._since_s = self._anew(), _NEVER
            return None
        if not self._hearing.push(item):
            return None
        self._since_s = min(self._since_s, item.t_host_s)
        if item.t_host_s - self._since_s < _LOOK_S:
            return None
        health = self._health()
        self._hearing, self._since_s = self._anew(), _NEVER
        return health

    def _anew(self) -> Hearing:
        return Hearing(SampleStream(self._source.model))

    def _health(self) -> Health:
        source = self._source
        health = health_of(self._hearing.samples(), source.model.sampling_rate_hz, source.battery_percent)
        health = replace(health, findings=tuple(one for one in health.findings if one not in _NOT_ASKED))
        if self._told is None or health.findings != self._told.findings:
            self._tell(health)
        self._told = health
        return health


async def listen(source: Source, duration_s: float) -> Samples:
    """Return what a sensor measures from now on.

    Parameters
    ----------
    source : Source
        An entered source.
    duration_s : float
        For how long after its first sample, s of the arrivals' clock; a lost link ends it before.

    Raises
    ------
    SensingError
        If the link breaks for good.
    """
    heard = Hearing(SampleStream(source.model))
    first_s: float | None = None
    async for item in source:
        if isinstance(item, LinkEvent):
            break
        if heard.push(item) and first_s is None:
            first_s = item.t_host_s
        if first_s is not None and item.t_host_s - first_s >= duration_s:
            break
    return heard.samples()


class Hearing:
    """Collects what a stream gives."""

    def __init__(self, stream: SampleStream) -> None:
        self._stream = stream
        self._parts: list[Samples] = []

    def push(self, item: SourceItem) -> bool:
        """Take one item; return whether there are samples now."""
        part = self._stream.push(item)
        if part is not None and len(part):
            self._parts.append(part)
        return bool(self._parts)

    def samples(self) -> Samples:
        """Return everything so far; what is held back comes along."""
        return joined([*self._parts, self._stream.finish()])
