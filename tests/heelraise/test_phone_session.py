"""A phone's session from the network to the recording, and from there once more."""

import socket
from pathlib import Path

import pytest

from heelraise.analyze import analyze
from heelraise.cli.live_session import Sensor, run_session
from heelraise.cli.workout import Workout
from heelraise.language import Language
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.machine import own_address
from sensing.errors import LinkLostError, SensorNotFoundError
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter, open_recording
from sensing.simulator import SCENARIOS, person, simulate
from sensing.simulator import Sensor as SimulatedSensor
from sensing.sources.hostclock import HostClock
from sensing.types import Exercise, Placement
from tests.heelraise.command_line import CommandLine
from tests.heelraise.test_coaching import stage_of
from tests.sensing.sources.phone.conftest import PATIENCE
from tests.sensing.sources.phone.following import source_of
from tests.sensing.sources.phone.phones import Phyphox

TEMPO = Prescription.parse("3-2-3")


async def test_what_was_kept_gives_what_was_seen(tmp_path: Path) -> None:
    samples = simulate(SCENARIOS["one-set"], person(1), SimulatedSensor(rate_hz=52.0), 1).samples
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


def test_what_to_enter_in_the_app_is_shown_before_the_phone_calls(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clock = HostClock()
    stage, out = stage_of(tmp_path, Language.DANISH)
    sensor = Sensor(source_of(f"sensorlogger={port}", clock, PATIENCE), clock, RecordingMeta())
    with pytest.raises(SensorNotFoundError):
        run_session(stage, sensor, Workout.free(TEMPO))
    host = own_address() or "DENNE-COMPUTERS-ADRESSE"
    assert f"Skriv denne adresse (Push URL) i appen på telefonen: http://{host}:{port}/\n" in out.getvalue()
