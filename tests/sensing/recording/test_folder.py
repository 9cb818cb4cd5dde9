import errno
import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sensing.errors import RecordingError
from sensing.recording import RecordingMeta, RecordingWriter, open_recording
from sensing.recording.folder import read_items
from sensing.sensors.model import SensorModel
from sensing.types import Exercise, Placement
from tests.sensing.recording.recorded import MOVESENSE, WITMOTION, arrivals

META = RecordingMeta(
    sensor_model="movesense",
    firmware="2.3.1",
    placement=Placement.FOOT,
    side="left",
    legs="one",
    load_kg=7.5,
    surface="step",
    footwear="barefoot",
    exercise=Exercise.HEEL_RAISE,
    pseudonym="p07",
    started_utc="2026-11-22T10:00:00Z",
)


def unfinished(folder: Path, seconds: float = 5.0) -> RecordingWriter:
    writer = RecordingWriter(folder, META)
    for arrival in arrivals(seconds=seconds):
        writer.append(arrival)
    return writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recording that was cut off."""
    unfinished(tmp_path / "session").close()
    packed = tmp_path / "session" / "arrivals.jsonl.gz"
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    return tmp_path / "session"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    with unfinished(tmp_path / "closed"):
        pass
    return tmp_path / "closed"


def test_comes_back_as_it_was(closed: Path) -> None:
    assert sorted(file.name for file in closed.iterdir()) == ["arrivals.jsonl.gz", "meta.json"]
    assert read_items(closed) == (arrivals(), [])
    recording = open_recording(closed)
    assert recording.name == "closed"
    assert recording.meta == META
    assert recording.notes == ()
    assert recording.sampling_rate_hz == pytest.approx(104.0, rel=1e-3)
    assert recording.duration_s == pytest.approx(5.0, abs=0.1)
    t_s, acc = recording.data.t_s, recording.data.acc_mps2
    np.testing.assert_allclose(acc[:, 0], np.sin(t_s), atol=0.002)
    assert recording.data.gyr_radps is not None


def test_a_sensor_without_counter(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "wit", RecordingMeta(sensor_model="witmotion")) as writer:
        for arrival in arrivals(WITMOTION):
            writer.append(arrival)
    recording = open_recording(tmp_path / "wit")
    np.testing.assert_allclose(
        recording.data.t_s, np.arange(len(recording.data)) / WITMOTION.sampling_rate_hz, atol=0.001
    )


def test_a_sensor_whose_scale_is_wrong_is_noticed(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "low", RecordingMeta(sensor_model="witmotion")) as writer:
        for arrival in arrivals(WITMOTION, gravity=4.9):
            writer.append(arrival)
    (note,) = open_recording(tmp_path / "low").notes
    assert note.startswith("acceleration at rest is 4.9")


def test_the_same_arrivals_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        unfinished(tmp_path / name).close()
    packed = [(tmp_path / name / "arrivals.jsonl.gz").read_bytes() for name in ("a", "b")]
    assert packed[0] == packed[1]


def test_each_arrival_is_on_file_before_the_next_step(tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "s", META)
    for number, arrival in enumerate(arrivals(seconds=0.5), start=1):
        writer.append(arrival)
        assert len((tmp_path / "s" / "arrivals.jsonl").read_bytes().splitlines()) == number
    writer.close()


def test_kill_9_loses_nothing_that_had_arrived(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from sensing.recording import RecordingMeta, RecordingWriter\n"
        "from sensing.types import Arrival\n"
        "writer = RecordingWriter(sys.argv[1], RecordingMeta(sensor_model='movesense'))\n"
        "for n in range(50): writer.append(Arrival(n * 0.1, 'c', bytes([n])))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "s"], check=False)
    assert done.returncode == -signal.SIGKILL
    got, notes = read_items(tmp_path / "s")
    assert [arrival.payload for arrival in got] == [bytes([n]) for n in range(50)]
    assert notes == []


def test_torn_last_line_at_every_byte(folder: Path) -> None:
    file = folder / "arrivals.jsonl"
    whole = file.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    expected = arrivals()
    for cut in range(1, last + 1):
        file.write_bytes(whole[:-cut])
        got, notes = read_items(folder)
        if cut == 1:  # only the line end is missing
            assert (got, notes) == (expected, [])
        else:
            assert got == expected[:-1]
            assert len(notes) == (1 if cut < last else 0)


def test_a_torn_recording_opens_with_a_note(folder: Path) -> None:
    file = folder / "arrivals.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    recording = open_recording(folder)
    assert recording.duration_s > 4.5
    assert "cut off" in recording.notes[0]


@pytest.mark.parametrize("step", ["fsync", "replace", "unlink"])
def test_a_crash_while_closing_leaves_it_readable(
    folder: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    writer = unfinished(tmp_path / "again")
    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    writer.close()
    monkeypatch.undo()
    assert (tmp_path / "again" / "arrivals.jsonl").exists()
    assert read_items(tmp_path / "again")[0] == arrivals()


def test_a_full_disk_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with RecordingWriter(tmp_path / "s", META) as writer:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(RecordingError, match="No space left on device"):
            writer.append(arrivals()[0])
        monkeypatch.undo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a disk that is always full")
def test_a_recording_on_a_full_disk_can_be_closed(tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "s", META)
    writer._file.close()
    with Path("/dev/full").open("ab") as full:
        writer._file = full
        with pytest.raises(RecordingError, match="No space left on device"):
            writer.append(arrivals()[0])
        writer.close()
    assert (tmp_path / "s" / "meta.json").exists()


def test_never_writes_over_a_recording(folder: Path) -> None:
    with pytest.raises(RecordingError, match="a recording already"):
        RecordingWriter(folder, META)
    assert read_items(folder)[0] == arrivals()


def test_only_the_owner_may_look(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def damage_line_3(folder: Path) -> None:
    lines = (folder / "arrivals.jsonl").read_bytes().splitlines(keepends=True)
    lines[2] = b'{"t_host_s":1.0,"characteristic":"c","hex":"0g"}\n'
    (folder / "arrivals.jsonl").write_bytes(b"".join(lines))


def change_meta(folder: Path, **values: object) -> None:
    content = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(content | values), encoding="utf-8")


def cut_gz(folder: Path) -> None:
    packed = gzip.compress((folder / "arrivals.jsonl").read_bytes())
    (folder / "arrivals.jsonl.gz").write_bytes(packed[:-20])


def write_meta(folder: Path, content: bytes) -> None:
    (folder / "meta.json").write_bytes(content)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "line": (damage_line_3, r"arrivals\.jsonl, line 3: damaged line"),
    "gz": (cut_gz, r"arrivals\.jsonl\.gz: damaged compressed file"),
    "no arrivals": (lambda f: (f / "arrivals.jsonl").unlink(), r"arrivals\.jsonl: missing"),
    "empty": (lambda f: (f / "arrivals.jsonl").write_bytes(b""), "nothing had arrived"),
    "no meta": (lambda f: (f / "meta.json").unlink(), r"meta\.json: missing"),
    "torn meta": (lambda f: write_meta(f, b'{"format_'), r"meta\.json, line 1: no JSON"),
    "deep meta": (lambda f: write_meta(f, b"[" * 100_000), r"meta\.json: nested too deeply"),
    "deep line": (lambda f: (f / "arrivals.jsonl").write_bytes(b"[" * 100_000 + b"\n"), "damaged line"),
    "meta list": (lambda f: write_meta(f, b"[1]"), "one JSON object"),
    "meta binary": (lambda f: write_meta(f, b"\xff\xfe"), "UTF-8"),
    "newer": (lambda f: change_meta(f, format_version=9), "version 9 is newer .* update heelraise"),
    "no version": (lambda f: change_meta(f, format_version=None), "no format_version"),
    "sensor": (lambda f: change_meta(f, sensor_model="abacus"), "unknown sensor model 'abacus'"),
    "no sensor": (lambda f: change_meta(f, sensor_model=None), "sensor_model is missing"),
    "placement": (lambda f: change_meta(f, placement="nose"), "placement is 'nose'; it should be one of"),
    "load": (lambda f: change_meta(f, load_kg="much"), "load_kg is 'much'"),
    "text": (lambda f: change_meta(f, pseudonym=7), "pseudonym is 7; it should be text"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_said_in_one_line(folder: Path, case: str) -> None:
    damage, message = DAMAGE[case]
    damage(folder)
    with pytest.raises(RecordingError, match=message) as raised:
        open_recording(folder)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith(str(folder))


def test_fields_of_a_later_program_are_passed_over(folder: Path) -> None:
    change_meta(folder, weather="fine")
    assert open_recording(folder).meta == META


@pytest.mark.parametrize(
    "line",
    [
        "7",
        "[]",
        '{"hex":""}',
        '{"t_host_s":"a","characteristic":"c","hex":""}',
        '{"t_host_s":NaN,"characteristic":"c","hex":""}',
    ],
)
def test_lines_that_are_no_arrival(folder: Path, line: str) -> None:
    (folder / "arrivals.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(RecordingError, match="line 1: damaged"):
        open_recording(folder)


def test_damaged_packets_are_left_out_and_counted(tmp_path: Path) -> None:
    sensor: SensorModel = MOVESENSE
    sent = arrivals(sensor)
    with RecordingWriter(tmp_path / "s", META) as writer:
        for number, arrival in enumerate(sent):
            if number != 40:  # one part of a packet got lost
                writer.append(arrival)
    recording = open_recording(tmp_path / "s")
    assert recording.notes == ("1 damaged packet left out",)
    assert np.diff(recording.data.t_s).max() == pytest.approx(9 / 104.0, abs=0.002)
