"""The whole line: what arrives is kept first, and live finds what the analysis of the folder finds."""

import asyncio
import json
import math
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heelraise.analyze import analyze
from heelraise.coach.summary import JudgedRep
from heelraise.history.store import History
from heelraise.line import Line, shipped_weights
from heelraise.live import LiveEvent, LiveSession, follow
from heelraise.places import Places
from heelraise.sensor_text import simulated
from heelraise.server.run import BackgroundServer
from heelraise.server.settings import ServerSettings, sqlite_url
from heelraise.server.storage import SessionStorage
from heelraise.server.tokens import Role, new_secret, token_of
from heelraise.session import document_of
from heelraise.sync import sync
from sensing.errors import LinkLostError
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sensors import model
from sensing.sensors.packing import packets_of
from sensing.sources import LinkEvent, Source
from sensing.sources.hostclock import HostClock
from sensing.sources.replay import ReplaySource
from sensing.sources.virtual import Faults, VirtualSource
from sensing.types import Arrival, PhaseProgress
from tests.heelraise.command_line import ended_at_rep
from tests.heelraise.scripted import MOVESENSE, Scripted
from tests.heelraise.server_client import sent_before_a_crash

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
META = RecordingMeta(sensor_model="movesense", side="left")


def arrivals_of(scenario: str, model_key: str = "movesense") -> list[Arrival]:
    sensor = model(model_key)
    return [
        Arrival(100.0 + t_s, sensor.notify_characteristics[0], payload)
        for t_s, packet in packets_of(sensor, simulated(scenario, model_key, 1))
        for payload in sensor.encode(packet)
    ]


@pytest.fixture(scope="session")
def one_set() -> list[Arrival]:
    return arrivals_of("one-set")


async def live(
    source: Source, folder: Path, stop_after_s: float | None = None
) -> tuple[LiveSession, list[LiveEvent]]:
    events: list[LiveEvent] = []
    with RecordingWriter(folder, META) as writer:
        line = Line(prescription=Prescription(), weights=shipped_weights())
        session = await follow(source, line, writer, events.append, stop_after_s)
    return session, events


def found_in(folder: Path) -> object:
    found = analyze(folder, prescription=Prescription()).as_json()
    return {key: value for key, value in found.items() if key != "recording"}


def found_live(session: LiveSession) -> object:
    return {key: value for key, value in session.analysis.as_json().items() if key != "recording"}


async def test_live_finds_what_the_folder_says(one_set: list[Arrival], tmp_path: Path) -> None:
    session, events = await live(Scripted(one_set), tmp_path / "rec")
    assert (session.interrupted, session.problem) == (False, None)
    reps = [event for event in events if isinstance(event, JudgedRep)]
    assert [judged.rep.index for judged in reps] == list(range(1, 13))
    assert tuple(reps) == session.analysis.judged
    assert found_live(session) == found_in(tmp_path / "rec")


async def test_a_warning_comes_before_the_repetition_it_is_about(
    one_set: list[Arrival], tmp_path: Path
) -> None:
    _, events = await live(Scripted(one_set), tmp_path / "rec")
    warnings = [place for place, e in enumerate(events) if isinstance(e, PhaseProgress) and e.too_fast]
    assert warnings
    for place in warnings:
        following = next(e for e in events[place:] if isinstance(e, JudgedRep))
        assert following.rep.warned_at_s == events[place].t_s  # type: ignore[union-attr]
        assert following.rep.warned_at_s < following.rep.end_s


@pytest.mark.parametrize(
    ("then", "interrupted", "problem"),
    [(asyncio.CancelledError(), True, None), (LinkLostError("gone"), False, "gone")],
    ids=["Ctrl-C", "link lost for good"],
)
async def test_however_it_ends_early_nothing_is_lost(
    one_set: list[Arrival], tmp_path: Path, then: BaseException, interrupted: bool, problem: str | None
) -> None:
    session, _ = await live(Scripted(one_set[: len(one_set) // 2], then), tmp_path / "rec")
    assert session.interrupted is interrupted
    assert (session.problem and str(session.problem)) == problem
    assert len(session.analysis.judged) >= 4
    assert found_live(session) == found_in(tmp_path / "rec")


async def test_damaged_and_lost_packets_cost_no_session(one_set: list[Arrival], tmp_path: Path) -> None:
    damaged = list(one_set)
    damaged[500] = Arrival(damaged[500].t_host_s, damaged[500].characteristic, b"\x02\x63garbage")
    del damaged[700:703]
    session, _ = await live(Scripted(damaged), tmp_path / "rec")
    assert len(session.analysis.judged) == 12
    assert found_live(session) == found_in(tmp_path / "rec")


async def test_it_can_end_by_itself(one_set: list[Arrival], tmp_path: Path) -> None:
    session, _ = await live(Scripted(one_set), tmp_path / "rec", stop_after_s=30.0)
    assert session.analysis.duration_s == pytest.approx(30.0, abs=0.2)


async def test_a_link_that_breaks_and_comes_back_is_shown_and_survived(tmp_path: Path) -> None:
    samples = simulated("one-set", "movesense", 1)
    faults = Faults(drop_link_at_s=30.0, outage_s=3.0)
    source = VirtualSource("movesense", samples, HostClock(40.0), faults=faults)
    async with source:
        session, events = await live(source, tmp_path / "rec")
    assert [e.state for e in events if isinstance(e, LinkEvent)] == ["lost", "back"]
    assert session.problem is None
    assert len(session.analysis.judged) >= 10
    assert found_live(session) == found_in(tmp_path / "rec")


async def test_a_replay_gives_the_same_to_the_last_bit_however_fast(tmp_path: Path) -> None:
    samples = simulated("one-set", "witmotion", 1)[:3000]  # no counter: its times are all the host's
    faults = Faults(drop_link_at_s=15.0, outage_s=2.0)
    async with VirtualSource("witmotion", samples, HostClock(100.0), faults=faults) as source:
        with RecordingWriter(tmp_path / "rec", RecordingMeta(sensor_model="witmotion")) as writer:
            recorded = await follow(source, Line(prescription=Prescription()), writer, lambda _: None)
    for speed in (100.0, math.inf):
        replay = ReplaySource(tmp_path / "rec", HostClock(1.0), speed)
        again = await follow(replay, Line(prescription=Prescription()), None, lambda _: None)
        assert again.analysis.judged == recorded.analysis.judged != ()
        assert again.analysis.gaps == recorded.analysis.gaps


async def test_from_bluetooth_to_a_row_on_the_server(tmp_path: Path) -> None:
    source = VirtualSource("movesense", simulated("one-set-ankle", "movesense", 1), HostClock(50.0))
    async with source:
        session, _ = await live(source, tmp_path / "rec")
    secret = new_secret()
    settings = ServerSettings(sqlite_url(tmp_path / "server.db"), (token_of(secret, Role.UPLOAD),))
    with History(tmp_path / "history.db") as history:
        history.switch_on_upload("http://127.0.0.1:9", "env:TOKEN", NOON)
        document = document_of(session.analysis, META, history.pseudonym(), NOON)
        history.keep(document)
        assert sync(history, secret, NOON).waiting == 1  # nobody listens on that port
        with BackgroundServer(settings) as server:
            history.switch_on_upload(server.url, "env:TOKEN", NOON)
            with pytest.raises(RuntimeError):
                sync(history, secret, NOON, sender=sent_before_a_crash)
            assert sync(history, secret, NOON).sent == (document.id,)
            assert sync(history, secret, NOON).sent == ()
        assert [sent.response for sent in history.outbox.sent()] == ["there already"]
    storage = SessionStorage(settings.database_url)
    rows = storage.sessions(limit=10)
    storage.close()
    assert [row.document for row in rows] == [document]
    assert document.summary.reps == 12
    assert document.sensor == MOVESENSE.label


def coach_until_rep(number: int, places: Places, end: signal.Signals) -> tuple[int, Path]:
    """Run the live command, end it so once it has shown that repetition, and return where it recorded."""
    code = ended_at_rep(number, end, places, "coach", "--sensor", "sim:one-set", "--speed", "20")
    (folder,) = places.recordings.iterdir()
    return code, folder


def test_kill_9_in_mid_set_leaves_what_had_arrived(places: Places) -> None:
    code, folder = coach_until_rep(3, places, signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert (folder / "arrivals.jsonl").exists()
    found = analyze(folder, prescription=Prescription())
    assert len(found.judged) >= 3
    assert json.loads((folder / "meta.json").read_text())["sensor_model"] == "movesense"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program otherwise")
@pytest.mark.parametrize("end", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ctrl_c_or_a_closed_window_ends_the_session_and_keeps_it(places: Places, end: str) -> None:
    code, folder = coach_until_rep(3, places, getattr(signal, end))
    assert code == 130
    assert (folder / "arrivals.jsonl.gz").exists()
    found = analyze(folder, prescription=Prescription())
    with History(places.history) as history:
        (kept,) = history.sessions()
    assert kept.summary.reps == len(found.judged) >= 3
