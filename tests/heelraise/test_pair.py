"""Two sensors at once: which is which, one time line, and whole sessions."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heelraise.analyze import analyze
from heelraise.coach.summary import JudgedRep
from heelraise.history.store import History
from heelraise.journal_marks import JOURNAL, unfinished
from heelraise.line import Line
from heelraise.live import LiveEvent, LiveSession, follow
from heelraise.pair import (
    LiftedFirst,
    ReadAhead,
    WornSide,
    sides_asked,
    sides_by_name,
    together,
    which_is_lifted,
)
from heelraise.places import Places
from sensing.errors import LinkLostError, SensorError, SettingsError
from sensing.link import LinkEvent, SourceItem
from sensing.prescription import Prescription
from sensing.recording.meta import read_meta
from sensing.sensors import model
from sensing.sensors.model import SensorModel
from sensing.sensors.packing import packets_of
from sensing.simulator import Doing, Scenario, Sensor, SetPlan, Simulated, person, simulate
from sensing.sources import Source
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual import Faults, VirtualSource
from sensing.stream import SampleStream
from sensing.types import Arrival, Rep
from tests.heelraise.command_line import CommandLine
from tests.heelraise.scripted import MOVESENSE, Scripted

LEFT, RIGHT = WornSide.LEFT, WornSide.RIGHT
WITMOTION = model("witmotion")


def simulated(sensor: SensorModel, scenario: Scenario, clock_error: float = 0.0) -> Simulated:
    worn = Sensor(rate_hz=sensor.sampling_rate_hz, clock_error=clock_error)
    return simulate(scenario, person(3), worn, 3)


def arrivals(sensor: SensorModel, one: Simulated, begin_s: float, seed: int = 0) -> list[Arrival]:
    """What is heard of a sensor that is switched on at a time, with the delays of a radio."""
    rng = np.random.default_rng(seed)
    speed = 1.0 + one.sensor.clock_error
    out, last_s = [], 0.0
    for t_s, packet in packets_of(sensor, one.samples):
        last_s = max(last_s, begin_s + t_s / speed + float(rng.exponential(0.03)))
        out += [Arrival(last_s, sensor.notify_characteristics[0], part) for part in sensor.encode(packet)]
    return out


SET = Scenario((SetPlan(reps=4, rest_s=1.5),), lead_s=3.0)
STILL = Scenario((Doing.STAND, Doing.STAND, Doing.STAND), lead_s=3.0)


def merged(*heard: Sequence[Arrival]) -> list[tuple[int, Arrival]]:
    both = [(item.t_host_s, number, item) for number, items in enumerate(heard) for item in items]
    return [(number, item) for _, number, item in sorted(both, key=lambda one: one[:2])]


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (("Foot left", "Foot right"), (LEFT, RIGHT)),
        (("WT Højre", "WT venstre"), (RIGHT, LEFT)),
        (("Movesense 1", "Movesense 2"), None),
        (("left", "left 2"), None),
        (("left or right", "right"), None),
        (("left", "Movesense"), None),
    ],
)
def test_sides_by_name(names: tuple[str, ...], sides: tuple[WornSide, ...] | None) -> None:
    assert sides_by_name(names) == sides


def test_sides_as_they_were_asked_for() -> None:
    assert sides_asked((), 2) is None
    assert sides_asked([RIGHT, LEFT], 2) == (RIGHT, LEFT)
    for wrong in ([LEFT], [LEFT, LEFT], [LEFT, RIGHT, LEFT]):
        with pytest.raises(SettingsError, match="--side left and --side right"):
            sides_asked(wrong, 2)


@pytest.mark.parametrize("lifted", [0, 1])
def test_the_lifted_one_is_found_during_its_first_lift(lifted: int) -> None:
    sensors = (MOVESENSE, WITMOTION)
    done = [simulated(one, SET if place == lifted else STILL) for place, one in enumerate(sensors)]
    finder = LiftedFirst(sensors)
    heard = merged(*(arrivals(one, what, 10.0) for one, what in zip(sensors, done, strict=True)))
    found = next(
        (got, item.t_host_s) for number, item in heard if (got := finder.push(number, item)) is not None
    )
    assert found[0] == lifted
    first = done[lifted].truth[0]
    assert first.start_s < found[1] - 10.0 < first.end_s


def test_both_lifting_at_once_is_not_plain() -> None:
    done = [simulated(one, SET) for one in (MOVESENSE, WITMOTION)]
    finder = LiftedFirst((MOVESENSE, WITMOTION))
    heard = merged(arrivals(MOVESENSE, done[0], 10.0), arrivals(WITMOTION, done[1], 10.0))
    assert {finder.push(number, item) for number, item in heard} == {None}


def test_both_on_one_time_line() -> None:
    """Sensors with clocks 1 % apart, switched on at different times, one without any counter."""
    sensors = {LEFT: MOVESENSE, RIGHT: WITMOTION}
    done = {LEFT: simulated(MOVESENSE, SET, 0.01), RIGHT: simulated(WITMOTION, SET, -0.005)}
    begins = {LEFT: 10.0, RIGHT: 12.5}
    for number, (side, sensor) in enumerate(sensors.items()):
        line, stream = Line(prescription=Prescription()), SampleStream(sensor)
        for item in arrivals(sensor, done[side], begins[side], number):
            samples = stream.push(item)
            if samples is not None:
                line.push(samples)
        line.push(stream.finish())
        line.finish()
        speed = 1.0 + done[side].sensor.clock_error
        true_s = [begins[side] + rep.start_s / speed for rep in done[side].truth]
        got_s = [stream.host_s(one.rep.start_s) for one in line.analysis(side, 100.0).judged]
        # 1 % of 40 s would be 0.4 s; the start of a lift is itself measured to about 0.1 s.
        assert got_s == pytest.approx(true_s, abs=0.15)


@asynccontextmanager
async def entered(*sources: Source) -> AsyncIterator[list[ReadAhead]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(ReadAhead(source)) for source in sources]


async def followed(
    sources: Sequence[Source], stop_after_s: float | None = None
) -> tuple[list[LiveSession], list[tuple[WornSide, LiveEvent]]]:
    seen: list[tuple[WornSide, LiveEvent]] = []

    def session(side: WornSide, source: ReadAhead) -> Coroutine[Any, Any, LiveSession]:
        line = Line(prescription=Prescription())
        return follow(source, line, None, lambda event: seen.append((side, event)), stop_after_s)

    async with entered(*sources) as both:
        return await together(map(session, (LEFT, RIGHT), both)), seen


def reps_of(seen: Sequence[tuple[WornSide, LiveEvent]], side: WornSide) -> list[Rep]:
    return [event.rep for one, event in seen if one is side and isinstance(event, JudgedRep)]


async def test_one_that_is_lost_for_good_leaves_the_other_going() -> None:
    heard = arrivals(MOVESENSE, simulated(MOVESENSE, SET), 10.0)
    sources = (Scripted(heard[:300], LinkLostError("gone")), Scripted(heard))
    ends, seen = await followed(sources)
    assert [str(end.problem) for end in ends] == ["gone", "None"]
    assert len(reps_of(seen, RIGHT)) == 4
    assert len(reps_of(seen, LEFT)) < 4


async def test_a_fault_of_ours_is_not_waited_out() -> None:
    heard = arrivals(MOVESENSE, simulated(MOVESENSE, SET), 10.0)
    with pytest.raises(ZeroDivisionError):
        await followed((Scripted(heard[:300], ZeroDivisionError()), Scripted(heard)))


async def test_it_can_end_by_itself() -> None:
    heard = arrivals(MOVESENSE, simulated(MOVESENSE, SET), 10.0)
    ends, seen = await followed((Scripted(heard), Scripted(heard)), 20.0)
    assert not any(end.interrupted for end in ends)
    assert {side for side, _ in seen} == {LEFT, RIGHT}


async def test_asking_for_a_lift() -> None:
    still, moving = (arrivals(MOVESENSE, simulated(MOVESENSE, what), 10.0) for what in (STILL, SET))
    async with entered(Scripted(still), Scripted(moving)) as both:
        assert await which_is_lifted(both) == 1


@pytest.mark.parametrize(
    ("lead_s", "problem"), [(3.0, "ended; begin again"), (70.0, "it was not plain which heel was lifted")]
)
async def test_nobody_lifts(lead_s: float, problem: str) -> None:
    still = arrivals(MOVESENSE, simulated(MOVESENSE, replace(STILL, lead_s=lead_s)), 10.0)
    async with entered(Scripted(still), Scripted(still)) as both:
        with pytest.raises(SensorError, match=problem):
            await which_is_lifted(both)


async def test_the_person_ends_it_on_both_sides() -> None:
    heard = arrivals(MOVESENSE, simulated(MOVESENSE, SET), 10.0)
    silent = asyncio.Event()
    running = asyncio.create_task(followed((Endless(heard, silent), Endless(heard, silent))))
    await silent.wait()
    await asyncio.sleep(0)
    running.cancel()
    ends, _ = await running
    assert [end.interrupted for end in ends] == [True, True]
    assert [len(end.analysis.judged) for end in ends] == [4, 4]


class Endless(Scripted):
    """Sends what is given and then nothing for ever."""

    def __init__(self, items: Sequence[Arrival], silent: asyncio.Event) -> None:
        super().__init__(items)
        self._silent = silent

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        async for item in super().__aiter__():
            yield item
        self._silent.set()
        await asyncio.Event().wait()


async def test_two_emulated_sensors_on_one_clock_one_of_which_drops() -> None:
    done = simulated(model("movesense-52"), SET)
    clock = HostClock(100)
    faults = Faults(drop_link_at_s=done.truth[1].top_s, outage_s=3.0)
    left = VirtualSource("movesense-52", done.samples, clock, faults=faults)
    right = VirtualSource("movesense-52", done.samples, clock)
    ends, seen = await followed((left, right))
    assert [end.problem for end in ends] == [None, None]
    assert [rep.touches_gap for rep in reps_of(seen, RIGHT)] == [False] * 4
    assert sum(not rep.touches_gap for rep in reps_of(seen, LEFT)) == 3
    assert [side for side, event in seen if isinstance(event, LinkEvent)] == [LEFT, LEFT]


def test_from_the_command_line(heelraise: CommandLine, places: Places) -> None:
    ran = heelraise(
        *("coach", "--sensor", "sim:one-set", "--sensor", "sim:clean-set"),
        *("--side", "right", "--side", "left", "--speed", 100, "--lang", "da"),
    )
    assert (ran.code, ran.err) == (0, "")
    assert "venstre  " in ran.out
    assert "højre   " in ran.out
    folders = sorted(places.recordings.iterdir())
    metas = [read_meta(folder / "meta.json") for folder in folders]
    assert [meta.side for meta in metas] == ["left", "right"]
    assert len({meta.session for meta in metas}) == 1
    with History(places.history) as history:
        kept = {one.side: one.summary.reps for one in history.sessions()}
    found = {meta.side: len(analyze(f).judged) for meta, f in zip(metas, folders, strict=True)}
    assert kept == found == {"left": 12, "right": 12}
    assert unfinished(places.recordings) == []


def test_both_sides_are_kept_when_the_plug_is_pulled(heelraise: CommandLine, places: Places) -> None:
    ran = heelraise(
        *("coach", "--sensor", "sim:one-set", "--sensor", "sim:clean-set"),
        *("--side", "right", "--side", "left", "--speed", 100),
    )
    assert ran.code == 0
    with History(places.history) as history:
        left, right = sorted(history.sessions(), key=lambda one: str(one.side))
        history.erase(right.id)
    for journal in places.recordings.glob(f"*/{JOURNAL}"):
        journal.write_text(journal.read_text().replace('\n{"ended": true}', ""))
    assert len(unfinished(places.recordings)) == 2
    assert heelraise("coach", "--sensor", "sim:clean-set", "--speed", 100, "--resume").code == 1
    ran = heelraise("history")
    assert " ".join(ran.err.split()).count("its 12 repetitions are kept") == 1
    with History(places.history) as history:
        again = sorted(history.sessions(), key=lambda one: str(one.side))
    assert again[0] == left
    assert (again[1].side, again[1].reps) == ("right", right.reps)
    assert unfinished(places.recordings) == []


@pytest.mark.parametrize(
    "more",
    [("--side", "left"), ("--side", "left", "--side", "left")],
)
def test_sides_that_do_not_fit(heelraise: CommandLine, more: Sequence[str], tmp_path: Path) -> None:
    ran = heelraise("coach", "--sensor", "sim:one-set", "--sensor", "sim:one-set", *more)
    assert ran.code == 1
    assert "--side left and --side right" in ran.err


def test_three_sensors_are_too_many(heelraise: CommandLine) -> None:
    assert heelraise("coach", *(("--sensor", "sim:one-set") * 3)).code == 2


def test_two_sensors_follow_no_plan(heelraise: CommandLine) -> None:
    assert heelraise("coach", *(("--sensor", "sim:one-set") * 2), "--reps", 12).code == 2
