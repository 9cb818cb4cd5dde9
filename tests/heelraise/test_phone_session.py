"""A phone's session from the network to the recording, and from there once more."""

from pathlib import Path

import pytest

from heelraise.analyze import analyze
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from sensing.errors import LinkLostError
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter, open_recording
from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.sources.hostclock import HostClock
from sensing.types import Exercise, Placement
from tests.heelraise.command_line import CommandLine
from tests.sensing.sources.phone.conftest import PATIENCE
from tests.sensing.sources.phone.following import source_of
from tests.sensing.sources.phone.phones import Phyphox

TEMPO = Prescription.parse("3-2-3")


async def test_what_was_kept_gives_what_was_seen(tmp_path: Path) -> None:
    samples = simulate(SCENARIOS["one-set"], person(1), Sensor(rate_hz=52.0), 1).samples
    folder = tmp_path / "session"
    line = Line(Placement.FOOT, Exercise.HEEL_RAISE, TEMPO, shipped_weights())
    with Phyphox(samples) as phone:
        source = source_of(f"phyphox={phone.address}", HostClock(), PATIENCE)
        async with source:
            meta = RecordingMeta(sensor_model=source.model.key, placement=Placement.FOOT)
            with RecordingWriter(folder, meta) as writer:
                session = await follow(source, line, writer, lambda _: None)
    assert isinstance(session.problem, LinkLostError)
    live, again = session.analysis.as_json(), analyze(folder, prescription=TEMPO).as_json()
    assert live["summary"]["reps"] == 12
    assert again["reps"] == live["reps"]
    assert open_recording(folder).sampling_rate_hz == pytest.approx(52.0, rel=0.01)


@pytest.mark.parametrize(
    ("sensor", "code"),
    [("phone:", 2), ("phone:abacus", 2), ("phone:phyphox", 2), ("phone:phyphox=http://127.0.0.1:1", 1)],
)
def test_a_phone_that_is_not_there_costs_one_line(heelraise: CommandLine, sensor: str, code: int) -> None:
    ran = heelraise("record", "--sensor", sensor)
    assert ran.code == code
    if code == 1:
        assert ran.err.startswith("heelraise: phyphox does not answer at http://127.0.0.1:1; switch on")
        assert ran.err.count("\n") == 1
