"""The coach through the whole program: conversation, crash, two at once."""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from heelraise.analyze import analyze
from heelraise.cli.live_session import Sensor, Stage, run_session
from heelraise.cli.sending import keep_and_send
from heelraise.cli.workout import Workout
from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.state import SessionEnd, SessionState, SetEnd, Stand
from heelraise.coach.session.turns import Task, Turn, counted_turns
from heelraise.coaching import CoachedSource, Coaching, run_without_sensor
from heelraise.cue_words import spoken
from heelraise.history.store import History
from heelraise.journal import last_cut_off
from heelraise.journal_marks import JOURNAL, unfinished
from heelraise.language import Language, Words, words_in
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.places import Places
from heelraise.sensor_check import SensorCheck
from heelraise.session import by_side
from heelraise.session_lock import SessionRunning, only_session
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta
from sensing.sensors import model
from sensing.simulator import Doing, Scenario, SetPlan, person, simulate
from sensing.simulator import Sensor as SimulatedSensor
from sensing.sources.hostclock import HostClock
from sensing.sources.simulated import SimulatedSource
from sensing.sources.virtual import Faults, VirtualSource
from sensing.types import Placement, Samples
from tests.heelraise.command_line import CommandLine, ended_at_rep
from tests.heelraise.session.playing import stretch

TEMPO = Prescription()
REST_S = 29.9
"""No whole number of packets, so that rounding never decides with which one the rest is over."""
GOLDEN = Path(__file__).parent / "golden"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Heard:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.states: list[SessionState] = []

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        self.states.append(state)
        self.cues += cues

    def spoken(self, words: Words) -> list[str]:
        return [f"{cue.t_s:6.1f}  {spoken(cue, words) or f'({cue.kind})'}" for cue in self.cues]


def moves(*events: SetPlan | Doing, seed: int = 1) -> Samples:
    rate_hz = model("movesense").sampling_rate_hz
    scenario = Scenario(events)
    return simulate(scenario, person(seed), SimulatedSensor(rate_hz=rate_hz), seed).samples


def sensor_of(samples: Samples) -> Sensor:
    clock = HostClock(1000.0)
    meta = RecordingMeta(placement=Placement.FOOT)
    return Sensor(SimulatedSource(model("movesense"), samples, clock, "simulation"), clock, meta)


def stage_of(folder: Path, language: Language = Language.ENGLISH) -> tuple[Stage, StringIO]:
    out = StringIO()
    console = Console(file=out, width=80, color_system=None)
    return Stage(console, words_in(language), Places(folder), now=lambda: NOON), out


CONVERSATION = (
    SetPlan(reps=6, fast=2),
    Doing.STAND,
    Doing.STAND,
    Doing.WALK,
    Doing.STAND,
    SetPlan(reps=4, low=1),
    Doing.STAND,
    Doing.STAND,
)


@pytest.fixture(scope="module")
def conversation() -> Samples:
    return moves(*CONVERSATION)


async def heard_in(samples: Samples, turns: tuple[Turn, ...]) -> Heard:
    """What is heard of a session, from the sensor's bytes on."""
    heard, sensor = Heard(), sensor_of(samples)
    coaching = Coaching(first_coach(Task(turns)), [heard], checked=False)
    line = Line(Placement.FOOT, prescription=TEMPO, weights=shipped_weights())
    check = SensorCheck(sensor.source, lambda health: None)
    await follow(CoachedSource(sensor.source, coaching, check), line, None, coaching.see)
    coaching.end()
    return heard


@pytest.fixture(scope="module")
def heard(conversation: Samples) -> Heard:
    return asyncio.run(heard_in(conversation, counted_turns(TEMPO, 6, 2, REST_S, Side.LEFT)))


@pytest.mark.parametrize("language", Language)
def test_a_whole_session_in_words(
    conversation: Samples, heard: Heard, language: Language, tmp_path: Path, update_golden: bool
) -> None:
    stage, out = stage_of(tmp_path, language)
    run_session(stage, sensor_of(conversation), Workout.asked(TEMPO, 6, 2, REST_S, "left"))
    shown = out.getvalue().replace(str(tmp_path), "DATA").splitlines()
    lines = [*shown, "", "---", *heard.spoken(stage.words)]
    told = "\n".join(line.rstrip() for line in lines) + "\n"
    golden = GOLDEN / f"conversation-{language}.txt"
    if update_golden:
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_the_session_ends_by_itself_and_its_journal_says_so_once_it_is_kept(
    conversation: Samples, tmp_path: Path
) -> None:
    stage, _ = stage_of(tmp_path)
    kept = run_session(stage, sensor_of(conversation), Workout.asked(TEMPO, 6, 1, 30.0))
    assert (kept.state.stand, kept.state.end) == (Stand.DONE, SessionEnd.COMPLETE)
    assert [(len(one.reps), one.end) for one in kept.state.done] == [(6, SetEnd.COUNT)]
    assert kept.session.analysis.duration_s < 80.0
    assert last_cut_off(tmp_path / "recordings", NOON) is None
    assert unfinished(tmp_path / "recordings") != []
    keep_and_send(stage, kept)
    assert unfinished(tmp_path / "recordings") == []
    assert kept.folder is not None
    assert (kept.folder / JOURNAL).read_text().endswith('{"ended": true}\n')
    assert last_cut_off(tmp_path / "recordings", NOON) is None


def test_each_leg_is_kept_as_a_session_of_its_own(conversation: Samples, tmp_path: Path) -> None:
    stage, _ = stage_of(tmp_path)
    turns = counted_turns(TEMPO, 6, 1, 20.0, Side.LEFT) + counted_turns(TEMPO, 4, 1, 20.0, Side.RIGHT)
    kept = run_session(stage, sensor_of(conversation), Workout(Task(turns)))
    documents = keep_and_send(stage, kept)
    assert [(one.side, one.summary.reps) for one in documents] == [("left", 6), ("right", 4)]
    right = by_side(kept.session.analysis, kept.state)[1][1]
    again = analyze(kept.folder or tmp_path, prescription=TEMPO)  # as after a crash: from what is on disk
    parts = by_side(again, kept.state)
    assert [(side, part.totals.reps) for side, part in parts] == [(Side.LEFT, 6), (Side.RIGHT, 4)]
    # After a crash the left leg is in another recording, but still in the session's state.
    assert [side for side, _ in by_side(right, kept.state)] == [Side.RIGHT]


async def test_a_sensor_that_is_lost_in_the_rest_shortens_nothing(tmp_path: Path) -> None:
    clock, heard = HostClock(60.0), Heard()
    samples = moves(SetPlan(reps=2), Doing.STAND, Doing.STAND, Doing.STAND, Doing.STAND, SetPlan(reps=2))
    faults = Faults(drop_link_at_s=24.0, outage_s=3.0)
    source = VirtualSource("movesense", samples, clock, faults=faults)
    coaching = Coaching(first_coach(Task(counted_turns(TEMPO, 2, 2, 15.0))), [heard])
    async with source:
        line = Line(Placement.FOOT, prescription=TEMPO, weights=shipped_weights())
        await follow(CoachedSource(source, coaching), line, None, coaching.see)
    assert [len(one.reps) for one in coaching.state.done] == [2, 2]
    kinds = [cue.kind for cue in heard.cues]
    assert kinds.index(CueKind.SENSOR_LOST) < kinds.index(CueKind.SENSOR_BACK)
    since_s = {state.stand: state.since_s for state in heard.states if len(state.done) == 1}
    assert since_s[Stand.READY] - since_s[Stand.REST] == pytest.approx(15.0)


async def test_stretches_need_no_sensor() -> None:
    heard = Heard()
    coaching = Coaching(first_coach(Task((stretch(Side.LEFT), stretch(Side.RIGHT)))), [heard])
    await asyncio.wait_for(run_without_sensor(coaching, HostClock(500.0)), 20)
    assert [round(one.held_s) for one in coaching.state.done] == [30, 30]


TWO_SETS = (
    *("coach", "--sensor", "sim:clean-set", "--speed", "40", "--reps", "12", "--sets", "2"),
    *("--rest", "20", "--side", "left", "--plain", "--no-sound"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_kill_9_in_mid_set_and_the_same_set_goes_on(heelraise: CommandLine, places: Places) -> None:
    ended_at_rep(2, signal.SIGKILL, places, *TWO_SETS)
    cut_off = last_cut_off(places.recordings, datetime.now(UTC))
    assert cut_off is not None
    before = sum(type(event).__name__ == "RepDone" for event in cut_off.events)
    assert before >= 2
    assert "--resume" in heelraise("coach", "--sensor", "sim:one-set", "--speed", 100, "--seconds", 1).out
    ran = heelraise(
        "coach", "--sensor", "sim:clean-set", "--speed", 100, "--side", "left", "--resume", "--no-sound"
    )
    assert ran.code == 0, ran.err
    assert f"Going on with set 1: {before} done." in ran.out
    assert "Set 1 done" in ran.out
    assert f"\n{before + 1:>4}  up" in ran.out
    with History(places.history) as history:
        assert sorted(kept.summary.reps for kept in history.sessions()) == sorted([before, 12])
    ran = heelraise("coach", "--sensor", "sim:one-set", "--speed", 100, "--resume")
    assert ran.code == 1
    assert ran.err == (
        "heelraise: no session was cut off in the last two hours; leave out --resume to begin anew\n"
    )


def test_two_sessions_at_once_are_refused(heelraise: CommandLine, places: Places) -> None:
    with only_session(places.session_lock):
        ran = heelraise("coach", "--sensor", "sim:one-set", "--speed", 100)
    assert ran.code == 1
    assert ran.err == "heelraise: another session is running; end that one first, or wait until it is over\n"
    with only_session(places.session_lock):
        pass


def test_the_lock_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "data" / "session.lock"
    with only_session(path), pytest.raises(SessionRunning), only_session(path):
        pass
    with only_session(path):
        pass
