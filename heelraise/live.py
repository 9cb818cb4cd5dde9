"""A session while it happens: every arrival goes to disk first, then down the line to whoever shows it.

Whatever ends a session (the sensor, the person, a broken link): what had arrived is on disk, and what was
found in it comes back. Nothing here asks a clock: arrivals bring their time along.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from heelraise.analysis import Analysis
from heelraise.line import Line, LineEvent
from sensing.errors import SensingError
from sensing.link import LinkEvent, SourceItem
from sensing.recording import RecordingWriter
from sensing.sources import Entered
from sensing.stream import SampleStream

LiveEvent: TypeAlias = LineEvent | LinkEvent
Show: TypeAlias = Callable[[LiveEvent], None]


@dataclass(frozen=True, slots=True)
class LiveSession:
    """How a session went.

    Parameters
    ----------
    analysis : Analysis
        What was found: the same as `heelraise.analyze.analyze` finds in the recording folder.
    interrupted : bool
        Whether the person ended it (Ctrl-C).
    problem : SensingError or None
        What ended it before its time; everything up to then is kept.
    """

    analysis: Analysis
    interrupted: bool
    problem: SensingError | None


async def follow(
    source: Entered, line: Line, writer: RecordingWriter | None, show: Show, stop_after_s: float | None = None
) -> LiveSession:
    """Follow a source until it ends, the person interrupts, the time is up or the link is gone for good.

    Parameters
    ----------
    source : Entered
        The sensor.
    line : Line
        A fresh line.
    writer : RecordingWriter or None
        Gets every arrival before anything is decoded; None where the arrivals are on disk already.
    show : callable
        Told everything as it happens.
    stop_after_s : float, optional
        End after this time on the arrivals' clock, s.
    """
    stream = SampleStream(source.model)
    interrupted, problem = False, None
    try:
        async for item in _until(source, stop_after_s):
            if writer is not None:
                writer.append(item)
            samples = stream.push(item)
            if isinstance(item, LinkEvent):
                show(item)
            if samples is not None:
                _show_all(line.push(samples), show)
    except asyncio.CancelledError:
        # This is Ctrl-C. It is the usual way to end a set, so it must not cost the set.
        interrupted = True
    except SensingError as error:
        problem = error
    _show_all([*line.push(stream.finish()), *line.finish()], show)
    found = line.analysis(source.name, stream.sampling_rate_hz, stream.notes())
    return LiveSession(found, interrupted, problem)


async def record(source: Entered, writer: RecordingWriter, stop_after_s: float | None = None) -> int:
    """Write down what a source sends, without looking at it; return the number of arrivals.

    Parameters
    ----------
    source : Entered
        The sensor.
    writer : RecordingWriter
        Gets every arrival.
    stop_after_s : float, optional
        End after this time on the arrivals' clock, s.

    Raises
    ------
    SensingError
        If the link breaks for good; what came before is kept.
    """
    count = 0
    with suppress(asyncio.CancelledError):  # Ctrl-C, the usual end
        async for item in _until(source, stop_after_s):
            writer.append(item)
            count += not isinstance(item, LinkEvent)
    return count


async def _until(source: Entered, stop_after_s: float | None) -> AsyncIterator[SourceItem]:
    """Yield what arrives until the time is up, s."""
    first_s: float | None = None
    async for item in source:
        yield item
        first_s = item.t_host_s if first_s is None else first_s
        if stop_after_s is not None and item.t_host_s - first_s >= stop_after_s:
            return


def _show_all(events: list[LineEvent], show: Show) -> None:
    for event in events:
        show(event)
