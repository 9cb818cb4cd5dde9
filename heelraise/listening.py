"""Listens to a sensor for some seconds, without a session: for its health, and for which leg it is on."""

from __future__ import annotations

from sensing.link import LinkEvent, SourceItem
from sensing.samples import joined
from sensing.sources import Source
from sensing.stream import SampleStream
from sensing.types import Samples


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
