import errno
import os
from pathlib import Path

import numpy as np
import pytest

from sensing.errors import RecordingError
from sensing.recording import open_recording
from sensing.types import FloatArray

HEADER = "time,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"


def table(seconds: float = 3.0, rate_hz: float = 50.0) -> FloatArray:
    t_s = np.arange(round(seconds * rate_hz)) / rate_hz
    sway = 0.1 * np.sin(t_s)
    return np.column_stack((t_s, sway, sway, 9.81 + sway, sway, sway, sway))


def write(path: Path, rows: FloatArray, header: str = HEADER, end: str = "\n", **changed: str) -> Path:
    """Write rows as CSV; ``line_7="..."`` replaces that line of the file."""
    lines = [header] + [",".join(f"{x:.7g}" for x in row) for row in rows]
    for key, text in changed.items():
        lines[int(key.removeprefix("line_")) - 1] = text
    path.write_bytes((end.join(lines) + end).encode())
    return path


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "walk.csv"


def test_reads_what_is_there(csv: Path) -> None:
    rows = table()
    recording = open_recording(write(csv, rows))
    samples = recording.data
    assert recording.name == "walk"
    assert recording.sampling_rate_hz == pytest.approx(50.0)
    assert recording.duration_s == pytest.approx(2.98)
    assert recording.notes == ()
    assert recording.meta.sensor_model is None
    assert samples.gyr_radps is not None
    np.testing.assert_allclose(samples.t_s, rows[:, 0])
    np.testing.assert_allclose(samples.acc_mps2, rows[:, 1:4], rtol=1e-6)
    np.testing.assert_allclose(samples.gyr_radps, rows[:, 4:], rtol=1e-6)
    assert not samples.acc_mps2.flags.writeable


def test_without_gyroscope(csv: Path) -> None:
    recording = open_recording(write(csv, table()[:, :4], "time,acc_x,acc_y,acc_z"))
    assert recording.data.gyr_radps is None


def test_any_order_of_columns_and_others_between(csv: Path) -> None:
    rows = table()
    header = 'note, "ACC_Z",acc_y,acc_x,Time'
    lines = [header] + [f"a#b,{z:.7g},{y:.7g},{x:.7g},{t:.7g}" for t, x, y, z in rows[:, :4]]
    csv.write_text("\n".join(lines), encoding="utf-8")
    np.testing.assert_allclose(open_recording(csv).data.acc_mps2, rows[:, 1:4], rtol=1e-6)


def test_windows_line_ends_byte_order_mark_and_blank_last_lines(csv: Path) -> None:
    write(csv, table(), end="\r\n")
    csv.write_bytes(b"\xef\xbb\xbf" + csv.read_bytes() + b"\r\n\r\n")
    assert len(open_recording(csv).data) == 150


@pytest.mark.parametrize(
    "row", ["nan,nan,nan,nan,nan,nan,nan", "0.1,,,,,,", "0.1,0,0,NaN,0,0,0", "0.1,0,0,inf,0,0,0"]
)
def test_a_row_without_values_is_a_lost_sample(csv: Path, row: str) -> None:
    recording = open_recording(write(csv, table(), line_7=row))
    assert len(recording.data) == 149
    assert np.isfinite(recording.data.acc_mps2).all()
    assert recording.notes == ("1 row without values, taken as lost samples",)


def test_empty_gyroscope_columns_are_no_gyroscope(csv: Path) -> None:
    rows = table()
    rows[:, 4:] = np.nan
    recording = open_recording(write(csv, rows))
    assert recording.data.gyr_radps is None
    assert "left out" in recording.notes[0]


def test_time_jumps_are_kept(csv: Path) -> None:
    rows = table()
    rows[70:, 0] += 0.8
    recording = open_recording(write(csv, rows))
    assert np.diff(recording.data.t_s).max() == pytest.approx(0.82)
    assert recording.sampling_rate_hz == pytest.approx(50.0)


def test_times_are_not_shifted(csv: Path) -> None:
    rows = table()
    rows[:, 0] += 1.17
    assert open_recording(write(csv, rows)).data.t_s[0] == 1.17


def test_bursts_are_spread(csv: Path) -> None:
    rows = table(60.0)
    even_s = rows[:, 0].copy()
    rows[:, 0] = np.ceil(even_s / 0.3) * 0.3
    recording = open_recording(write(csv, rows))
    assert recording.sampling_rate_hz == pytest.approx(50.0, rel=0.01)
    assert "bursts" in recording.notes[0]
    error_s = recording.data.t_s - even_s
    assert (np.diff(recording.data.t_s) > 0).all()
    assert np.abs(error_s - np.median(error_s)).max() < 0.05


@pytest.mark.parametrize("at", [0, 40, 148])
def test_a_single_equal_stamp_is_spread(csv: Path, at: int) -> None:
    rows = table()
    rows[at + 1, 0] = rows[at, 0]
    recording = open_recording(write(csv, rows))
    assert (np.diff(recording.data.t_s) > 0).all()
    assert np.abs(recording.data.t_s - table()[:, 0]).max() <= 0.0201


def scaled(columns: slice, factor: float) -> FloatArray:
    rows = table()
    rows[:, columns] *= factor
    return rows


def turned(rate: float) -> FloatArray:
    rows = table()
    rows[:, 4] = rate
    return rows


def slow_raises_in_degrees() -> FloatArray:
    rows = table(60.0)
    tilt = 0.3 * (1 - np.cos(rows[:, 0]))
    rows[:, 1], rows[:, 3] = 9.81 * np.sin(tilt), 9.81 * np.cos(tilt)
    rows[:, 5] = -np.degrees(np.gradient(tilt, rows[:, 0]))
    return rows


BAD_TABLES = {
    "g": (scaled(slice(1, 4), 1 / 9.81), r"looks like g, expected m/s² .*heelraise import"),
    "mg": (scaled(slice(1, 4), 1000 / 9.81), r"looks like mg, expected m/s²"),
    "no gravity": (scaled(slice(1, 4), 0.0), r"no gravity"),
    "degrees": (turned(90.0), r"looks like degrees/s, expected rad/s"),
    "slow degrees": (slow_raises_in_degrees(), r"looks like degrees/s, expected rad/s"),
    "ms": (scaled(slice(0, 1), 1000), r"looks like milliseconds or finer, expected seconds"),
    "too slow": (scaled(slice(0, 1), 20), r"samples a second"),
    "three samples": (table()[:3], r"samples: 3\)"),
    "one sample": (table()[:1], r"samples: 1\)"),
    "all nan": (scaled(slice(1, 4), np.nan), r"not one row has all its values"),
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_values_that_cannot_be(csv: Path, case: str) -> None:
    rows, message = BAD_TABLES[case]
    with pytest.raises(RecordingError, match=message) as raised:
        open_recording(write(csv, rows))
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith(str(csv))


BAD_LINES = {
    "text": ("0.1,abc,0,9.8,0,0,0", 7, "'abc' is no number"),
    "too few": ("0.1,0,0", 7, "3 columns"),
    "backwards": ("-5,0,0,9.8,0,0,0", 7, "time runs backwards"),
    "german": ("0,1;0;0;9,8", 7, "is no number|columns"),
    "decimal commas": ("0,1,0,0,0,0,9,8,0,0,0,0,0,0", 7, "14 columns, the header has 7; with decimal commas"),
    "second header": (HEADER.strip(), 7, "a second header"),
    "clock": ("10:59:30.123,0,0,9.8,0,0,0", 7, "is a time of day.*heelraise import"),
    "date": ("2026-11-20T10:59:30Z,0,0,9.8,0,0,0", 7, "is a time of day.*heelraise import"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_the_line_at_fault_is_named(csv: Path, case: str) -> None:
    text, line, message = BAD_LINES[case]
    with pytest.raises(RecordingError, match=message) as raised:
        open_recording(write(csv, table(), line_7=text))
    assert raised.value.line == line
    assert f"{csv}, line 7: " in str(raised.value)


def test_the_same_slow_raises_in_radians(csv: Path) -> None:
    assert open_recording(write(csv, slow_raises())).notes == ()


def slow_raises() -> FloatArray:
    rows = slow_raises_in_degrees()
    rows[:, 4:] = np.radians(rows[:, 4:])
    return rows


@pytest.mark.parametrize("wrong", ["sign", "axes", "stuck"])
def test_a_gyroscope_that_does_not_fit_gravity_is_said(csv: Path, wrong: str) -> None:
    rows = slow_raises()
    if wrong == "sign":
        rows[:, 4:] *= -1
    elif wrong == "axes":
        rows[:, 4:] = rows[:, [5, 4, 6]]
    else:
        rows[300:, 4:] = rows[300, 4:]
    (note,) = open_recording(write(csv, rows)).notes
    assert note.startswith("gyroscope and acceleration do not fit together")


@pytest.mark.parametrize("value", [0.0, 0.3])
def test_a_gyroscope_that_always_reads_the_same_is_left_out(csv: Path, value: float) -> None:
    rows = slow_raises()
    rows[:, 4:] = value
    recording = open_recording(write(csv, rows))
    assert recording.data.gyr_radps is None
    assert recording.notes == ("the gyroscope always reads the same: it is stuck; left out",)


@pytest.mark.parametrize("factor", [0.5, 0.85, 1.15, 2.0])
def test_gravity_of_the_wrong_size_is_said(csv: Path, factor: float) -> None:
    rows = slow_raises()
    rows[:, 1:4] *= factor
    (note,) = open_recording(write(csv, rows)).notes
    assert note.startswith(f"acceleration at rest is {9.81 * factor:.3g} m/s², expected 9.8")


def test_acceleration_that_runs_against_its_limit_is_said(csv: Path) -> None:
    rows = slow_raises()
    rows[:, 1:4] = np.minimum(rows[:, 1:4], 8.0)
    assert open_recording(write(csv, rows)).notes[0].startswith("acceleration at rest is 8")


def test_who_is_never_at_rest_is_not_suspected(csv: Path) -> None:
    rows = table(30.0)
    rows[:, 3] += 6.0 + 5.0 * np.sin(15.0 * rows[:, 0])
    assert open_recording(write(csv, rows)).notes == ()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", ["1e300", "-9e9", "inf"])
def test_what_no_sensor_sends_is_a_lost_sample(csv: Path, value: str) -> None:
    recording = open_recording(write(csv, table(), line_7=f"0.1,{value},0,9.8,0,0,0"))
    assert recording.notes == ("1 row without values, taken as lost samples",)


def test_commas_after_the_last_column_do_no_harm(csv: Path) -> None:
    plain = open_recording(write(csv, table()))
    csv.write_text(csv.read_text().replace("\n", ",,\n").replace(",,", "", 1))
    assert np.array_equal(open_recording(csv).data.acc_mps2, plain.data.acc_mps2)


def test_line_numbers_count_blank_and_lost_rows(csv: Path) -> None:
    rows = table()
    with pytest.raises(RecordingError) as raised:
        open_recording(write(csv, rows, line_5="", line_6="nan,,,,,,", line_9="0.01,0,0,9.8,0,0,0"))
    assert raised.value.line == 9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEADER.encode(), "only a header"),
        (HEADER.encode() + b"\n\n", "only a header"),
        (b"time,acc_x,acc_y\n0,1,2\n", "missing column acc_z"),
        (b"name,age\nAnna,77\n", "missing columns time, acc_x, acc_y, acc_z"),
        (b"0.00,1,2,9.8\n0.02,1,2,9.8\n", "missing columns"),
        (b"time;acc_x;acc_y;acc_z\n0;1;2;9,8\n", "not separated by commas"),
        (b"time,acc_x,acc_y,acc_z,gyr_x\n0,1,2,9.8,0\n", "gyr_y is missing"),
        (b"time,acc_x,acc_y,acc_z,acc_x\n0,1,2,9.8,0\n", "acc_x is there twice"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (HEADER.encode("utf-16"), "binary"),
        (b"time,acc_x,acc_y,acc_z,m\xe9\n0,1,2,9.8,0\n", "UTF-8"),
    ],
)
def test_no_such_file_at_all(csv: Path, content: bytes, message: str) -> None:
    csv.write_bytes(content)
    with pytest.raises(RecordingError, match=message):
        open_recording(csv)


def test_not_found(csv: Path) -> None:
    with pytest.raises(RecordingError, match="not found"):
        open_recording(csv)


def test_a_folder_that_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"without meta\.json"):
        open_recording(tmp_path)


def test_not_allowed(csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    write(csv, table())
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(RecordingError, match="Permission denied"):
        open_recording(csv)


def test_every_real_recording_loads(shared_data: Path) -> None:
    files = sorted(f for f in shared_data.glob("*/*.csv") if f.parent.name != "heel_raise_angles")
    assert len(files) > 100
    for file in files:
        recording = open_recording(file)
        assert 20 < recording.sampling_rate_hz < 105, file
        assert (np.diff(recording.data.t_s) > 0).all(), file
        assert recording.data.gyr_radps is not None
        assert bool(recording.notes) == (file.parent.name == "arrival_bursts"), file


def test_real_bursts_are_spread_close_to_the_even_walk(shared_data: Path) -> None:
    for file in sorted((shared_data / "arrival_bursts").glob("*.csv")):
        spread_s = open_recording(file).data.t_s
        even_s = open_recording(shared_data / "not_heel_raise" / file.name).data.t_s
        # The walk's even times are no truth either: samples were lost that only show as a changing rate.
        assert np.std(spread_s - even_s) < 0.15
        length = np.searchsorted(even_s, even_s[0] + 3.0)
        of_three_s = (spread_s[length:] - spread_s[:-length]) - (even_s[length:] - even_s[:-length])
        assert np.abs(of_three_s).max() < 0.1


def test_other_tables_are_refused(shared_data: Path) -> None:
    with pytest.raises(RecordingError, match="missing columns time, acc_x"):
        open_recording(shared_data / "heel_raise_angles" / "Subject01E.csv")
