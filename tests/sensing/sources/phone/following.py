"""Following a phone to the end of what it sends."""

from dataclasses import replace

from sensing.errors import LinkLostError
from sensing.grid import Grid
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.repetitions import RepDetector
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhoneAddress, PhonePatience, PhoneSource, open_phone
from sensing.stream import SampleStream
from sensing.types import Placement, Rep


def source_of(text: str, clock: HostClock, patience: PhonePatience, give_up_s: float = 0.0) -> PhoneSource:
    return open_phone(PhoneAddress.parse(text), clock, replace(patience, give_up_s=give_up_s))


async def everything(source: PhoneSource) -> list[SourceItem]:
    """All that comes until the phone has been silent for too long."""
    items: list[SourceItem] = []
    try:
        async with source:
            async for item in source:
                items.append(item)
    except LinkLostError:
        return items
    raise AssertionError("a phone never ends by itself")


def states(items: list[SourceItem]) -> list[LinkState]:
    return [item.state for item in items if isinstance(item, LinkEvent)]


def count(source: PhoneSource, items: list[SourceItem]) -> int:
    """Repetitions in what came."""
    stream, grid = SampleStream(source.model), Grid(50.0)
    detector = RepDetector(50.0, Placement.FOOT)
    found = []
    for samples in [*(stream.push(item) for item in items), stream.finish()]:
        for block in grid.push(samples) if samples is not None and len(samples) else []:
            found += detector.push(block)
    for block in grid.finish():
        found += detector.push(block)
    return sum(isinstance(event, Rep) for event in [*found, *detector.finish()])
