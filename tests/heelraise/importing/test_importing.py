import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from heelraise.importing import bundle, import_recording
from heelraise.importing.times import TimeUnit, guess_unit, seconds_of
from sensing.errors import RecordingError
from sensing.types import Samples
from tests.heelraise.command_line import CommandLine
from tests.heelraise.importing import files

HEADINGS = "Zeitpunkt,Kraft X,Kraft Y,Kraft Z"


def test_a_phyphox_zip_is_analysed_as_it_is(heelraise: CommandLine, one_set: Samples, tmp_path: Path) -> None:
    path = files.phyphox_zip(one_set, tmp_path)
    ran = heelraise("analyze", "--json", "--placement", "foot", path)
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["summary"]["reps"] == 12
    assert found["recording"] == str(path)
    assert found["notes"][0] == "read as a recording of phyphox"


def test_what_is_imported_is_analysed_the_same(
    heelraise: CommandLine, one_set: Samples, tmp_path: Path
) -> None:
    path = files.logger_iphone_zip(one_set, tmp_path)
    ran = heelraise("import", path, "--out", tmp_path / "ours")
    assert ran.code == 0
    assert "acceleration and gravity were recorded apart; added together" in ran.out
    direct, by_csv = (
        json.loads(heelraise("analyze", "--json", one).out)
        for one in (path, tmp_path / "ours" / "iphone.csv")
    )
    assert len(direct["reps"]) == 12
    for one, other in zip(direct["reps"], by_csv["reps"], strict=True):
        # The CSV's last digit can turn the last one of a time, a microsecond.
        flags, other_flags = one.pop("flags"), other.pop("flags")
        assert flags == other_flags
        assert one == pytest.approx(other, abs=1.1e-6)


def test_a_folder_of_whole_recordings_is_not_read_as_one(
    heelraise: CommandLine, few_seconds: Samples, tmp_path: Path
) -> None:
    content = files.plain_csv(few_seconds, tmp_path).read_bytes()
    (tmp_path / "other.csv").write_bytes(content)
    ran = heelraise("analyze", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"heelraise: {tmp_path}: holds 2 recordings (other, plain …); name one file\n"


def test_nothing_is_overwritten(heelraise: CommandLine, few_seconds: Samples, tmp_path: Path) -> None:
    path = files.plain_csv(few_seconds, tmp_path)
    ran = heelraise("import", path, "--out", tmp_path)
    assert ran.code == 1
    assert ran.err == f"heelraise: {path}: is there already; choose another folder with --out\n"


def test_units_are_told_from_the_values_and_said(few_seconds: Samples, tmp_path: Path) -> None:
    notes = import_recording([files.plain_csv(few_seconds, tmp_path)]).notes
    assert notes == (
        "read as a recording of a table with plain headings",
        "plain: times advance as ms do; taken as ms",
        "plain: acceleration at rest is 1; taken as g",
        "plain: angular rate fits how gravity turns in degrees/s; taken as that",
    )


@pytest.mark.parametrize(
    "headings",
    [
        "Time(s),Acc_X(g),Acc_Y(g),Acc_Z(g)",
        "time [s],acc x [m/s²],acc y [m/s²],acc z [m/s²]",
        "time_s,AccelerometerX,AccelerometerY,AccelerometerZ",
        "timestamp_ms,ax_g,ay_g,az_g",
    ],
)
def test_plain_headings_may_name_a_unit(headings: str, few_seconds: Samples, tmp_path: Path) -> None:
    text = files.table(headings, [few_seconds.t_s, *few_seconds.acc_mps2.T], fmt="{:.5f}")
    (tmp_path / "lab.csv").write_text(text, encoding="utf-8")
    recording = import_recording([tmp_path / "lab.csv"])
    np.testing.assert_allclose(recording.data.acc_mps2, few_seconds.acc_mps2, atol=1e-5)


def test_a_heading_that_is_wrong_about_the_unit(few_seconds: Samples, tmp_path: Path) -> None:
    text = files.table("time,gFx,gFy,gFz", [few_seconds.t_s, *few_seconds.acc_mps2.T], fmt="{:.5f}")
    (tmp_path / "toolbox.csv").write_text(text)
    recording = import_recording([tmp_path / "toolbox.csv"])
    np.testing.assert_allclose(recording.data.acc_mps2, few_seconds.acc_mps2, atol=1e-5)
    assert any(note.endswith("so it is in m/s², not g") for note in recording.notes)


def test_columns_by_a_person_s_word(heelraise: CommandLine, few_seconds: Samples, tmp_path: Path) -> None:
    text = files.table(HEADINGS, [few_seconds.t_s * 1e6, *few_seconds.acc_mps2.T], fmt="{:.5f}")
    path = tmp_path / "odd.csv"
    path.write_text(text)
    ran = heelraise("analyze", path)
    assert ran.code == 1
    assert "its columns are 'Zeitpunkt', 'Kraft X'" in ran.err
    assert "--columns" in ran.err
    columns = "time=zeitpunkt,acc_x=Kraft X,acc_y=Kraft Y,acc_z=Kraft Z"
    ran = heelraise("analyze", "--json", path, "--columns", columns)
    assert json.loads(ran.out)["duration_s"] == pytest.approx(
        few_seconds.t_s[-1] - few_seconds.t_s[0], abs=0.01
    )
    ran = heelraise("import", path, "--columns", columns.replace("Kraft X", "Kraft W"), "--out", tmp_path)
    assert ran.code == 1
    assert "no columns of these names; there are 'Zeitpunkt'" in ran.err


@pytest.mark.parametrize(
    "columns",
    ["", "time", "time=a", "time=a,acc_x=b,acc_y=c", "time=a,acc_x=b,acc_y=c,acc_z=d,gyr_x=e", "x=1"],
)
def test_columns_that_are_not_understood_are_wrong_usage(heelraise: CommandLine, columns: str) -> None:
    assert heelraise("import", "x.csv", "--columns", columns).code == 2


def test_lost_readings_and_holes(few_seconds: Samples, tmp_path: Path) -> None:
    """A hole of the gyroscope is a hole; missing values are lost samples; time stays as it is."""
    acc = few_seconds.acc_mps2.copy()
    acc[100:103] = np.nan
    gyr = files.late(few_seconds)
    t_gyr = gyr.t_s
    keep = (t_gyr < t_gyr[300]) | (t_gyr > t_gyr[300] + 1.0)
    path = files.zipped(
        tmp_path / "holes.zip",
        {
            "Accelerometer.csv": files.table(files.PHYPHOX_ACC, [few_seconds.t_s, *acc.T]).replace(
                "NAN", "NaN"
            ),
            "Gyroscope.csv": files.table(files.PHYPHOX_GYR, [t_gyr[keep], *gyr.acc_mps2[keep].T]),
        },
    )
    recording = import_recording([path])
    steps_s = np.diff(recording.data.t_s)
    assert sorted(steps_s)[-1] == pytest.approx(1.0, abs=0.07)
    assert any("rows without values, taken as lost samples" in note for note in recording.notes)


def test_a_gyroscope_without_numbers_is_none(few_seconds: Samples, tmp_path: Path) -> None:
    n = len(few_seconds)
    nothing = [["NaN"] * n] * 3
    path = files.zipped(
        tmp_path / "no-gyro.zip",
        {
            "Accelerometer.csv": files.table(files.PHYPHOX_ACC, [few_seconds.t_s, *few_seconds.acc_mps2.T]),
            "Gyroscope.csv": files.table(files.PHYPHOX_GYR, [few_seconds.t_s, *nothing]),
        },
    )
    recording = import_recording([path])
    assert recording.data.gyr_radps is None
    assert any("gyroscope has hardly any readings" in note for note in recording.notes)


def test_a_folder_of_files(few_seconds: Samples, tmp_path: Path) -> None:
    made = files.phyphox_zip(few_seconds, tmp_path)
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "unpacked")
    recording = import_recording([tmp_path / "unpacked"])
    assert recording.data.gyr_radps is not None


def bomb(folder: Path) -> Path:
    return files.zipped(folder / "bomb.zip", {"Accelerometer.csv": "0" * 3_000_000})


def many(folder: Path) -> Path:
    return files.zipped(folder / "many.zip", {f"{n}.csv": "x" for n in range(600)})


def text(content: str | bytes, name: str = "file.csv"):  # type: ignore[no-untyped-def]
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


ROWS = "\n".join(f"{n / 50:.2f},0,0,9.81" for n in range(200))
LINEAR = '"Time (s)",' + ",".join(f'"Linear Acceleration {axis} (m/s^2)"' for axis in "xyz")
BAD = {
    "zip bomb": (bomb, "MB unpacked"),
    "six hundred files": (many, "holds 600 files"),
    "damaged ZIP": (text(b"PK\x03\x04" + b"x" * 100, "a.zip"), "no table|damaged|binary"),
    "ZIP with nothing": (lambda folder: files.zipped(folder / "e.zip", {"a.png": "x"}), "holds no text"),
    "old Excel": (text(b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.xls"), "Excel"),
    "Excel": (lambda folder: files.zipped(folder / "a.xlsx", {"xl/workbook.xml": "x"}), "Excel"),
    "picture": (text(b"\x89PNG\0\0\0" * 30, "a.csv"), "binary data"),
    "JSON of something": (text('{"hello": [1, 2]}', "a.json"), "no table of motion"),
    "damaged JSON": (text('[{"sensor": "Gyro', "a.json"), "no table of motion"),
    "nested JSON": (text("[" * 100_000, "a.json"), "no table of motion"),
    "without gravity": (text(f"{LINEAR}\n{ROWS}"), "acceleration without gravity only"),
    "gyroscope only": (text(f"{files.PHYPHOX_GYR}\n{ROWS}"), "no acceleration in it"),
    "only headings": (text(files.PHYPHOX_ACC + "\n"), "not one row has a time"),
    "words for numbers": (text(files.PHYPHOX_ACC + "\n" + "a,b,c,d\n" * 99), "not one row has a time"),
    "too short": (text(files.PHYPHOX_ACC + "\n0.0,0,0,9.81\n0.1,0,0,9.81\n"), "samples: 2"),
    "time backwards": (text(f"{files.PHYPHOX_ACC}\n{ROWS}\n1.0,0,0,9.81"), "time runs backwards"),
    "letters": (text("Dear Sir,\nthank you.\n"), "no table of motion|no recording of a program"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_costs_one_line(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(bundle, "_LONGEST_FILE", 2_000_000)
    make, hint = BAD[name]
    path = make(tmp_path)
    for command in ("analyze", "import"):
        ran = heelraise(command, path)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"heelraise: {path}: ")
        assert ran.err.count("\n") == 1
        assert any(one in ran.err for one in hint.split("|")), ran.err


def test_clocks_that_have_nothing_to_do_with_each_other(few_seconds: Samples, tmp_path: Path) -> None:
    acc, gyr = files.movesense_csvs(few_seconds, tmp_path)
    later = Samples(few_seconds.t_s + 900.0, few_seconds.acc_mps2, few_seconds.gyr_radps)
    folder = tmp_path / "later"
    folder.mkdir()
    with pytest.raises(RecordingError, match="are of different times"):
        import_recording([acc, files.movesense_csvs(later, folder)[1]])
    assert import_recording([acc, gyr]).data.gyr_radps is not None


@pytest.mark.parametrize(
    ("step", "unit"), [(0.01, TimeUnit.S), (0.2, TimeUnit.S), (1, TimeUnit.MS), (200, TimeUnit.MS),
                       (2500, TimeUnit.US), (1e7, TimeUnit.NS)],
)  # fmt: skip
def test_the_unit_of_time_is_told_from_the_step(step: float, unit: TimeUnit) -> None:
    assert guess_unit(1e6 + step * np.arange(100)) is unit


def test_midnight_passes() -> None:
    import pandas as pd

    cells = pd.Series([f"23:59:{s:06.3f}" for s in (59.0, 59.5)] + ["00:00:00.000", "00:00:00:500"])
    t_s, _ = seconds_of(cells, TimeUnit.GUESS)
    assert np.diff(t_s).tolist() == pytest.approx([0.5, 0.5, 0.5])


def test_analysing_our_own_csv_does_not_load_the_importers(one_set: Samples, tmp_path: Path) -> None:
    from sensing.recording.csv_file import csv_text

    path = tmp_path / "own.csv"
    path.write_text(csv_text(one_set))
    code = (
        "import sys\nfrom heelraise.cli import main\n"
        f"try: main(['analyze', '--json', {str(path)!r}])\n"
        "except SystemExit as ended: assert ended.code == 0\n"
        "print(sorted({'pandas', 'heelraise.importing', 'pyarrow', 'websockets', 'h11'} & set(sys.modules)), "
        "file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


@pytest.mark.parametrize(("name", "count"), [("ankle_A02", 29), ("lab_LeftFoot", 10)])
def test_real_repetitions_survive_the_way_through_a_phyphox_zip(
    shared_data: Path, tmp_path: Path, name: str, count: int
) -> None:
    from heelraise.analyze import analyze
    from sensing.recording import open_recording

    samples = open_recording(shared_data / "heel_raise" / f"{name}.csv").data
    assert len(analyze(files.phyphox_zip(samples, tmp_path)).judged) == count
