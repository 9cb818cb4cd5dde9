"""The journal of a session: every event is on disk before it counts, so that a crash costs no set.

A file of JSON lines beside the arrivals: first what was to be done, then the events as they happened, at last
a mark (see `heelraise.journal_marks`). Ticks are left out, but for one at the end: the same events give the
same session however often the time was told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final, Self

from pydantic import TypeAdapter

from heelraise.coach.cues.conduct import Coach, first_coach
from heelraise.coach.programme.plan import ExerciseKind
from heelraise.coach.session.events import EVENTS, Event, LinkLost, PauseAsked, Tick
from heelraise.coach.session.turns import Task
from heelraise.coaching import replayed
from heelraise.journal_marks import CONTINUED, ENDED, JOURNAL, mark_of
from sensing.errors import RecordingError
from sensing.said import said, system_reason

_FORMAT: Final = 1

RESUME_WITHIN: Final = timedelta(hours=2)
"""A session that was cut off longer ago is over: the muscles are cold, and the next one is as good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStart(Task):
    """What a session began with.

    Parameters
    ----------
    started_utc : datetime
        When, UTC.
    of_pair : bool
        Whether another sensor was recorded at once; such a session cannot be gone on with.
    format : int
        Version of the journal.
    """

    started_utc: datetime
    of_pair: bool = False
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class CutOff:
    """A session that was cut off, for instance by a crash.

    Parameters
    ----------
    folder : Path
        Its recording folder.
    start : SessionStart
        What it began with.
    events : tuple of Event
        What happened.
    went_on : bool
        Whether it went on in another folder.
    """

    folder: Path
    start: SessionStart
    events: tuple[Event, ...]
    went_on: bool = False

    def may_go_on(self, now: datetime) -> bool:
        """Whether it may still be gone on with: cut off lately, and not over by itself since."""
        if self.went_on or self.start.of_pair:
            return False
        ended = self.start.started_utc + timedelta(seconds=self.last_s)
        coach = replayed(first_coach(self.start), self.events_until(now))
        return now - ended <= RESUME_WITHIN and not coach.session.is_over

    def events_until(self, now: datetime) -> tuple[Event, ...]:
        """Return the events with those that stand for the time since: the sensor was out of reach.

        A clock that was set back meanwhile counts as no time at all.
        """
        now_s = max(self.last_s, (now - self.start.started_utc).total_seconds())
        # A pause that was asked for stops a timer; repetitions wait for the sensor anyway.
        halt = (PauseAsked(self.last_s),) if _is_timed(first_coach(self.start), self.events) else ()
        return (*self.events, *halt, LinkLost(self.last_s), Tick(now_s))

    @property
    def last_s(self) -> float:
        """Time of the last event, s after the start."""
        return max((event.t_s for event in self.events), default=0.0)


def _is_timed(coach: Coach, events: Iterable[Event]) -> bool:
    return replayed(coach, events).session.turn.kind is not ExerciseKind.RAISES


_START = TypeAdapter(SessionStart)
_EVENTS: Mapping[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in EVENTS}


class Journal:
    """Writes a session down while it happens. Use it in a ``with``.

    Parameters
    ----------
    folder : Path
        The recording folder; there already.
    start : SessionStart
        What is to be done.
    events : iterable of Event
        What happened before, where a session goes on.

    Raises
    ------
    RecordingError
        If it cannot be written.
    """

    def __init__(self, folder: Path, start: SessionStart, events: Iterable[Event] = ()) -> None:
        self._path = folder / JOURNAL
        self._is_broken = False
        try:
            self._file: IO[bytes] = self._path.open("ab")
        except OSError as error:
            raise RecordingError.unwritable(self._path, error) from None
        self._write(_START.dump_json(start), *(_line_of(event) for event in events))

    def append(self, event: Event) -> None:
        """Write one event down; call it before the event counts.

        Raises
        ------
        RecordingError
            If it cannot be written, for instance because the disk is full.
        """
        self._write(_line_of(event))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what could not be written has been told
            self._file.close()

    def _write(self, *lines: bytes) -> None:
        if self._is_broken:
            return
        try:
            self._file.write(b"".join(line + b"\n" for line in lines))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._is_broken = True  # told once: what was found up to then is still shown and kept
            reason = said("cannot be written ({why}); what came before is kept", why=system_reason(error))
            raise RecordingError(self._path, reason) from None


def last_cut_off(recordings: Path, now: datetime) -> CutOff | None:
    """Return the newest session that was cut off lately and did not go on since; None where there is none.

    Raises
    ------
    RecordingError
        If its journal is damaged other than by a torn last line.
    """
    for path in sorted(recordings.glob(f"*/{JOURNAL}"), reverse=True):
        start, events, mark = _read(path)
        if start is not None and mark is None:
            found = CutOff(path.parent, start, events)
            return found if found.may_go_on(now) else None
    return None


def left_over(path: Path) -> CutOff | None:
    """Return what was cut off, and may not be in the history yet; None where there is nothing.

    Raises
    ------
    RecordingError
        If it is damaged other than by a torn last line.
    """
    start, events, mark = _read(path)
    if start is None or mark == ENDED:
        return None
    return CutOff(path.parent, start, events, went_on=mark == CONTINUED)


def _line_of(event: Event) -> bytes:
    name = type(event).__name__
    fields = _EVENTS[name].dump_json(event).decode()
    return f'{{"event":"{name}","is":{fields}}}'.encode()


def _read(path: Path) -> tuple[SessionStart | None, tuple[Event, ...], str | None]:
    """Return what a journal holds, and the mark at its end. A torn line is left out."""
    try:
        lines = [line for line in path.read_bytes().split(b"\n") if line]
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None
    if not lines:
        return None, (), None
    mark = mark_of(lines[-1])
    try:
        start = _start_of(lines[0])
    except ValueError:
        return None, (), mark  # torn before anything happened, or by a newer program
    events: list[Event] = []
    happened = [line for line in lines[1:] if mark_of(line) is None]
    for number, line in enumerate(happened, start=2):
        try:
            events.append(_event_of(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            if mark is None and number <= len(happened):
                raise RecordingError(
                    path, said("damaged line; remove the file to begin anew"), number
                ) from None
    return start, tuple(events), mark


def _event_of(line: bytes) -> Event:
    fields = json.loads(line)
    event: Event = _EVENTS[fields["event"]].validate_python(fields["is"], strict=False)
    return event


def _start_of(line: bytes) -> SessionStart:
    start = _START.validate_json(line)
    if start.format > _FORMAT:
        raise ValueError
    return start
