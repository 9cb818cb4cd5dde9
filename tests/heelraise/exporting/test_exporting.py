import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heelraise.analyze import analyze
from heelraise.exporting import export_recording
from heelraise.exporting.forms import Format
from sensing.recording import Recording, RecordingMeta, RecordingWriter, open_recording
from sensing.sensors import model
from sensing.sensors.packing import packets_of
from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.types import Arrival, Placement
from tests.heelraise.command_line import CommandLine

META = RecordingMeta(
    sensor_model="movesense",
    placement=Placement.FOOT,
    side="left",
    pseudonym="k7wq-3mfx",
    started_utc="2026-11-22T10:00:00+00:00",
)
# Required by BIDS 1.10 for *_motion.json and *_channels.tsv.
REQUIRED = {"TaskName", "SamplingFrequency", "TrackingSystemName"}
REQUIRED_COLUMNS = ["name", "component", "type", "tracked_point", "units"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording folder as a session leaves it."""
    path = tmp_path_factory.mktemp("recordings") / "2026-11-22T100000-movesense"
    samples = simulate(SCENARIOS["one-set"], person(1), Sensor(), 1).samples
    movesense = model("movesense")
    with RecordingWriter(path, META) as writer:
        for t_s, packet in packets_of(movesense, samples):
            for payload in movesense.encode(packet):
                writer.append(Arrival(5.0 + t_s, movesense.notify_characteristics[0], payload))
    return path


@pytest.fixture(scope="module")
def recording(folder: Path) -> Recording:
    return open_recording(folder)


def test_the_csv_gives_the_same_repetitions(heelraise: CommandLine, folder: Path, tmp_path: Path) -> None:
    ran = heelraise("export-recording", folder, "--out", tmp_path)
    path = tmp_path / f"{folder.name}.csv"
    assert (ran.code, ran.out) == (0, f"{path}\n")
    by_folder, by_csv = (
        json.loads(heelraise("analyze", "--json", "--placement", "foot", one).out) for one in (folder, path)
    )
    assert len(by_csv["reps"]) == 12
    for one, other in zip(by_csv["reps"], by_folder["reps"], strict=True):
        times = {name for name, value in one.items() if isinstance(value, float)}
        assert {name: one[name] for name in times} == pytest.approx({n: other[n] for n in times}, abs=1e-4)
        assert (one["flags"], one["verdict"]) == (other["flags"], other["verdict"])
    assert heelraise("export-recording", folder, "--out", tmp_path).code == 1


def test_parquet_keeps_every_digit(recording: Recording, folder: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    (path,) = export_recording(recording, analyze(folder), Format.PARQUET, tmp_path)
    table = pq.read_table(path)
    assert table.column_names == ["time", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]
    np.testing.assert_array_equal(table["acc_z"].to_numpy(), recording.data.acc_mps2[:, 2])
    about = json.loads(table.schema.metadata[b"heelraise"])
    assert (about["placement"], about["sensor_model"]) == ("foot", "movesense")


def test_motion_bids_has_what_the_standard_asks_for(
    recording: Recording, folder: Path, tmp_path: Path
) -> None:
    export_recording(recording, analyze(folder), Format.MOTION_BIDS, tmp_path)
    stem = "sub-k7wq3mfx/motion/sub-k7wq3mfx_task-heelraise_tracksys-footL_run-01"
    sidecar = json.loads((tmp_path / f"{stem}_motion.json").read_text())
    assert sidecar.keys() >= REQUIRED
    assert sidecar["TrackingSystemName"] == "footL"
    channels = [line.split("\t") for line in (tmp_path / f"{stem}_channels.tsv").read_text().splitlines()]
    assert channels[0][:5] == REQUIRED_COLUMNS
    assert channels[1][:5] == ["time", "n/a", "LATENCY", "LeftFoot", "s"]
    assert channels[2][:5] == ["acc_x", "x", "ACCEL", "LeftFoot", "m/s^2"]
    motion = np.loadtxt(tmp_path / f"{stem}_motion.tsv", delimiter="\t")
    assert motion.shape == (len(recording.data), len(channels) - 1)
    assert motion[0, 0] == 0.0
    events = (tmp_path / f"{stem.replace('_tracksys-footL', '')}_events.tsv").read_text().splitlines()
    assert events[0].split("\t")[:3] == ["onset", "duration", "trial_type"]
    assert len([line for line in events if "heel_raise" in line]) == 12
    assert json.loads((tmp_path / "dataset_description.json").read_text()).keys() >= {"Name", "BIDSVersion"}


def test_a_second_recording_joins_the_data_set(recording: Recording, folder: Path, tmp_path: Path) -> None:
    found = analyze(folder)
    other = replace(recording, meta=replace(META, pseudonym=None, side=None, placement=Placement.AUTO))
    for one in (recording, recording, other):
        export_recording(one, found, Format.MOTION_BIDS, tmp_path)
    people = (tmp_path / "participants.tsv").read_text().splitlines()
    assert people == ["participant_id", "sub-k7wq3mfx", "sub-01"]
    scans = (tmp_path / "sub-k7wq3mfx" / "sub-k7wq3mfx_scans.tsv").read_text().splitlines()
    assert [line.split("\t")[1] for line in scans[1:]] == ["2026-11-22T10:00:00Z"] * 2
    assert len(list(tmp_path.glob("sub-k7wq3mfx/motion/*_motion.tsv"))) == 2
