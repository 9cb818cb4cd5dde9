"""A session while it happens: every arrival goes to disk first, then down the line to whoever shows it.

Whatever ends a session (the sensor, the person, a broken link): what had arrived is on disk, and what was
found in it comes back. Nothing here asks a clock: arrivals bring their time along.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from heelraise.analysis import Analysis
from heelraise.line import Line, LineEvent
from sensing.errors import SensingError
from sensing.link import LinkEvent, SourceItem
from sensing.recording import RecordingWriter
from sensing.sensors.streaming import StreamModel
from sensing.sources import Source
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
    source: Source, line: Line, writer: RecordingWriter | None, show: Show, stop_after_s: float | None = None
) -> LiveSession:
    """Follow a source until it ends, the person interrupts, the time is up or the link is gone for good.

    Parameters
    ----------
    source : Source
        An entered source.
    line : Line
        A fresh line.
    writer : RecordingWriter or None
        Gets every arrival before anything is decoded; None where the arrivals are on disk already.
    show : callable
        Told everything as it happens.
    stop_after_s : float, optional
        End after this time on the arrivals' clock, s.
    """
    stream = _Stream(source.model, line, writer, show)
    interrupted, problem = False, None
    try:
        first_s: float | None = None
        async for item in source:
            stream.take(item)
            first_s = item.t_host_s if first_s is None else first_s
            if stop_after_s is not None and item.t_host_s - first_s >= stop_after_s:
                break
    except asyncio.CancelledError:
        # This is Ctrl-C. It is the usual way to end a set, so it must not cost the set.
        interrupted = True
    except SensingError as error:
        problem = error
    stream.finish()
    return LiveSession(stream.analysis(source.name), interrupted, problem)


async def record(source: Source, writer: RecordingWriter, stop_after_s: float | None = None) -> int:
    """Write down what a source sends, without looking at it; return the number of arrivals.

    Parameters
    ----------
    source : Source
        An entered source.
    writer : RecordingWriter
        Gets every arrival.
    stop_after_s : float, optional
        End after this time on the arrivals' clock, s.

    Raises
    ------
    SensingError
        If the link breaks for good; what came before is kept.
    """
    count, first_s = 0, None
    try:
        async for item in source:
            writer.append(item)
            count += not isinstance(item, LinkEvent)
            first_s = item.t_host_s if first_s is None else first_s
            if stop_after_s is not None and item.t_host_s - first_s >= stop_after_s:
                break
    except asyncio.CancelledError:
        return count  # Ctrl-C, the usual end
    return count


class _Stream:
    """The steps from an arrival to what is shown."""

    def __init__(self, model: StreamModel, line: Line, writer: RecordingWriter | None, show: Show) -> None:
        self._samples = SampleStream(model)
        self._line = line
        self._writer = writer
        self._show = show

    def take(self, item: SourceItem) -> None:
        """Keep one arrival or event of the link, then decode and judge it."""
        if self._writer is not None:
            self._writer.append(item)
        if isinstance(item, LinkEvent):
            self._show(item)
        samples = self._samples.push(item)
        if samples is not None:
            self._tell(self._line.push(samples))

    def finish(self) -> None:
        """Bring what was held back to its end."""
        self._tell(self._line.push(self._samples.finish()))
        self._tell(self._line.finish())

    def analysis(self, name: str) -> Analysis:
        """Return what was found."""
        return self._line.analysis(name, self._samples.sampling_rate_hz, self._samples.notes())

    def _tell(self, events: list[LineEvent]) -> None:
        for event in events:
            self._show(event)
