"""The coach at work: what the line finds becomes events, events become cues, cues reach whoever listens.

The session's clock is the host's since the first arrival. Cues are for a person in a room, so they follow the
time at which something arrived, not the time at which a sensor measured it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Protocol

from heelraise.coach.cues.conduct import Coach, conduct
from heelraise.coach.cues.cue import Cue
from heelraise.coach.programme.plan import ExerciseKind
from heelraise.coach.session.events import (
    AttemptSeen,
    DoneRep,
    Event,
    GoOnAsked,
    LinkBack,
    LinkLost,
    Progress,
    RepDone,
    SensorNotOk,
    SensorOk,
    StopAsked,
    Tick,
)
from heelraise.coach.session.state import SessionState, Stand
from heelraise.coach.summary import JudgedRep
from heelraise.live import LiveEvent, Show
from heelraise.sensor_check import SensorCheck
from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.sources import Entered
from sensing.sources.hostclock import HostClock
from sensing.types import Attempt, PhaseProgress

_TICK_S = 0.1
"""Where nothing arrives the time is told this often, s: beats and countdowns must be on time."""


class Listener(Protocol):
    """Someone who shows or sounds the session: a screen, a voice, a log."""

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        """Take the state after an event and the cues that are due now.

        Called for every event, about ten times a second while the sensor sends. It must not block.
        """


class Coaching:
    """One session from its first arrival to its end.

    Parameters
    ----------
    coach : Coach
        Where the session begins, or goes on.
    listeners : sequence of Listener
        Told what came of every event, in this order.
    view : callable, optional
        Shown what the line found, before the listeners are.
    keep : callable, optional
        Given every event before it counts, such as `heelraise.journal.Journal.append`.
    checked : bool
        Whether the sensor was looked at already; else a `SensorCheck` of its source does that.
    """

    def __init__(
        self,
        coach: Coach,
        listeners: Sequence[Listener] = (),
        view: Show | None = None,
        keep: Callable[[Event], None] | None = None,
        *,
        checked: bool = True,
    ) -> None:
        self._coach = coach
        self._listeners = tuple(listeners)
        self._view = view
        self._keep = keep
        self._checked = checked
        self._begins_at_s = coach.session.t_s
        self._first_host_s: float | None = None

    @property
    def state(self) -> SessionState:
        """Where the session stands."""
        return self._coach.session

    def at(self, t_host_s: float) -> None:
        """Tell what time it is on the host's clock, s; the first time begins the session."""
        if self._first_host_s is None:
            self._first_host_s = t_host_s
            self._begin()
        self._take(Tick(self._begins_at_s + t_host_s - self._first_host_s))

    def see(self, event: LiveEvent) -> None:
        """Take what the line found; a `heelraise.live.Show`."""
        self._take(_event_of(event, self.state.t_s), event)

    def do(self, make: Callable[[float], Event]) -> None:
        """Take what the person did; `make` is given the session's time, s."""
        self._take(make(self.state.t_s))

    def end(self) -> None:
        """End the session if it is not over yet: stopped, unless all was done anyway."""
        while self.state.stand in (Stand.CLOSING, Stand.PAIN):
            self.do(GoOnAsked)
        self.do(StopAsked)

    def _begin(self) -> None:
        if self._begins_at_s > 0.0:  # goes on after a crash
            self.do(LinkBack)
            if self.state.turn.kind is not ExerciseKind.RAISES:
                self.do(GoOnAsked)
        elif self._checked:
            self.do(SensorOk)

    def _take(self, event: Event, found: LiveEvent | None = None) -> None:
        was_over = self.state.is_over
        if self._keep is not None and not was_over and not isinstance(event, Tick):
            self._keep(event)
        self._coach, cues = conduct(self._coach, event)
        if self._view is not None and found is not None:
            self._view(found)
        if was_over:
            return
        for listener in self._listeners:
            listener.show(self._coach.session, cues)


class CoachedSource:
    """A sensor that tells a session the time of each arrival, and ends with the session.

    While the sensor is out of reach nothing arrives; the host's clock keeps the time then.

    Parameters
    ----------
    source : Entered
        The sensor.
    coaching : Coaching
        The session.
    check : SensorCheck, optional
        Looks at the sensor for as long as the session waits for that.
    """

    def __init__(self, source: Entered, coaching: Coaching, check: SensorCheck | None = None) -> None:
        self.model = source.model
        self.name = source.name
        self._source = source
        self._coaching = coaching
        self._check = check

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        """Iterate over what arrives until the session is over."""
        async for item in self._source:
            self._coaching.at(item.t_host_s)
            self._look(item)
            yield item
            if self._coaching.state.is_over:
                return

    def _look(self, item: SourceItem) -> None:
        if self._check is None or self._coaching.state.stand is not Stand.CHECK:
            return
        health = self._check.take(item)
        if health is not None:
            self._coaching.do(SensorOk if health.go else SensorNotOk)


async def keep_time_while_lost(coaching: Coaching, clock: HostClock) -> None:
    """Tell a session the time while its sensor is out of reach; end it by cancelling."""
    while not coaching.state.is_over:
        await clock.sleep_until(clock.now_s() + _TICK_S * clock.speed)
        if not coaching.state.linked:
            coaching.at(clock.now_s())


async def run_without_sensor(coaching: Coaching, clock: HostClock) -> None:
    """Run a session that needs no sensor to its end."""
    while not coaching.state.is_over:
        coaching.at(clock.now_s())
        await clock.sleep_until(clock.now_s() + _TICK_S)


def replayed(coach: Coach, events: Iterable[Event]) -> Coach:
    """Return the coach after events that were written down earlier."""
    for event in events:
        coach, _ = conduct(coach, event)
    return coach


def _event_of(event: LiveEvent, t_s: float) -> Event:
    if isinstance(event, JudgedRep):
        return RepDone(t_s, DoneRep.of(event))
    if isinstance(event, Attempt):
        return AttemptSeen(t_s)
    if isinstance(event, PhaseProgress):
        return Progress(t_s, event.phase, event.too_fast, event.t_s)
    assert isinstance(event, LinkEvent)
    return LinkLost(t_s) if event.state is LinkState.LOST else LinkBack(t_s)
