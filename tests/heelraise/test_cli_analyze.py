import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sensing.types import Samples
from tests.heelraise.command_line import CommandLine

HEADER = "time,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"
KEYS = [
    "recording", "duration_s", "sampling_rate_hz", "placement", "gaps", "reps", "attempts", "notes", "sets",
    "summary",
]  # fmt: skip
REP_KEYS = [
    "index", "set", "start", "top", "eccentric_start", "end", "concentric_s", "hold_s", "eccentric_s",
    "rom_deg", "top_deg", "bottom_deg", "rise_cm", "flags", "verdict", "p_too_fast", "confidence",
    "reported_at", "warned_at",
]  # fmt: skip
NEVER_NULL = [
    key for key in REP_KEYS if key not in {"rom_deg", "top_deg", "bottom_deg", "rise_cm", "warned_at"}
]


def write_csv(path: Path, samples: Samples, *, with_gyr: bool = True) -> Path:
    columns = [samples.t_s[:, None], samples.acc_mps2]
    if with_gyr:
        assert samples.gyr_radps is not None
        columns.append(samples.gyr_radps)
    header = HEADER if with_gyr else HEADER.partition(",gyr")[0]
    np.savetxt(path, np.hstack(columns), delimiter=",", header=header, comments="", fmt="%.6f")
    return path


@pytest.fixture(scope="session")
def one_set_csv(one_set: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("csv") / "one set.csv", one_set)


def test_json_has_the_fields_of_the_contract_in_its_order(heelraise: CommandLine, one_set_csv: Path) -> None:
    ran = heelraise("analyze", "--json", "--placement", "foot", one_set_csv)
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert list(found) == KEYS
    assert found["recording"] == str(one_set_csv)
    assert found["placement"] == "foot"
    assert [list(rep) for rep in found["reps"]] == [REP_KEYS] * 12
    assert [list(one) for one in found["sets"]] == [["index", "start", "end", "reps"]]
    assert list(found["summary"]) == ["reps", "too_fast", "time_under_tension_s"]
    assert found["summary"]["reps"] == 12
    assert all(rep[key] is not None for rep in found["reps"] for key in NEVER_NULL)


def test_several_recordings_are_one_object_a_line(heelraise: CommandLine, one_set_csv: Path) -> None:
    ran = heelraise("analyze", "--json", one_set_csv, one_set_csv)
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert lines[0] == lines[1]


def test_a_bad_recording_does_not_hide_the_good_ones(
    heelraise: CommandLine, one_set_csv: Path, tmp_path: Path
) -> None:
    ran = heelraise("analyze", "--json", tmp_path / "none.csv", one_set_csv)
    assert ran.code == 1
    assert ran.err == f"heelraise: {tmp_path / 'none.csv'}: not found\n"
    assert json.loads(ran.out)["summary"]["reps"] == 12


def test_own_tempo_flags_none_of_the_first_three(heelraise: CommandLine, one_set_csv: Path) -> None:
    ran = heelraise("analyze", "--json", "--prescription", "own", one_set_csv)
    first = json.loads(ran.out)["reps"][:3]
    assert not {"eccentric_too_fast", "concentric_too_fast", "no_hold", "low"} & {
        flag for rep in first for flag in rep["flags"]
    }


def test_without_gyroscope_it_says_so(heelraise: CommandLine, one_set: Samples, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "acc.csv", one_set, with_gyr=False)
    ran = heelraise("analyze", "--json", path)
    assert ran.code == 0
    assert any(note.startswith("no gyroscope: ") for note in json.loads(ran.out)["notes"])


def test_the_table_is_plain_and_fits_in_80_columns(heelraise: CommandLine, one_set_csv: Path) -> None:
    ran = heelraise("analyze", "--lang", "da", one_set_csv)
    body = ran.out.splitlines()[1:]  # the first line has the path, of any length
    assert "\x1b" not in ran.out
    assert max(len(line) for line in body) <= 80
    assert "12 gentagelser" in ran.out
    assert "FOR HURTIGT" in ran.out


GOOD_ROWS = "\n".join(f"{i / 50},0,0,9.81,0,0,0" for i in range(200))
BAD_FILES = {
    "empty": ("", "empty"),
    "header only": (HEADER + "\n", ""),
    "text in a number column": (f"{HEADER}\n{GOOD_ROWS}\n4.0,0,oops,9.81,0,0,0\n", "line 202"),
    "time backwards": (f"{HEADER}\n{GOOD_ROWS}\n1.0,0,0,9.81,0,0,0\n", "line 202"),
    "all NaN": (HEADER + "\n" + "\n".join(f"{i / 50},nan,nan,nan,0,0,0" for i in range(200)), ""),
    "no accelerometer": (
        "time,gyr_x,gyr_y,gyr_z\n" + "\n".join(f"{i / 50},0,0,0" for i in range(200)),
        "acc",
    ),
    "3 samples": (f"{HEADER}\n" + "\n".join(GOOD_ROWS.splitlines()[:3]), ""),
    "in g": (f"{HEADER}\n{GOOD_ROWS.replace('9.81', '1.0')}\n", "g, expected m/s²"),
    "something else": ("date;price\n2026-11-22;12,50\n", ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_costs_one_line_and_exit_code_1(heelraise: CommandLine, tmp_path: Path, name: str) -> None:
    content, hint = BAD_FILES[name]
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    ran = heelraise("analyze", "--json", path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"heelraise: {path}")
    assert ran.err.count("\n") == 1
    assert hint in ran.err


@pytest.mark.parametrize(
    "content",
    [{}, {"meta.json": "{"}, {"meta.json": '{"format_version": 1, "sensor_model": "abacus"}'}],
    ids=["foreign folder", "damaged meta", "unknown sensor"],
)
def test_a_bad_folder_costs_one_line_and_exit_code_1(
    heelraise: CommandLine, tmp_path: Path, content: dict[str, str]
) -> None:
    folder = tmp_path / "recording"
    folder.mkdir()
    for name, text in content.items():
        (folder / name).write_text(text, encoding="utf-8")
    ran = heelraise("analyze", folder)
    assert ran.code == 1
    assert ran.err.startswith(f"heelraise: {folder}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--placement", "nose", "x.csv"),
        ("--prescription", "fast", "x.csv"),
        ("--prescription", "0-0-0", "x.csv"),
        ("--exercise", "dance", "x.csv"),
        ("--lang", "xx", "x.csv"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(heelraise: CommandLine, arguments: tuple[str, ...]) -> None:
    assert heelraise("analyze", *arguments).code == 2


def test_analysing_loads_none_of_the_heavy_libraries(one_set_csv: Path) -> None:
    heavy = {"babel", "scipy.signal", "pandas", "sklearn", "bleak", "fastapi", "sqlalchemy", "httpx", "rich"}
    code = (
        "import sys\nfrom heelraise.cli import main\n"
        f"try: main(['analyze', '--json', {str(one_set_csv)!r}])\n"
        "except SystemExit as ended: assert ended.code == 0\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


def test_the_real_recordings_are_counted_exactly(heelraise: CommandLine, shared_data: Path) -> None:
    names = [f"ankle_A0{n}" for n in range(1, 6)] + ["lab_LeftFoot", "lab_RightFoot"]
    folder = shared_data / "heel_raise"
    ran = heelraise("analyze", "--json", *(folder / f"{name}.csv" for name in names))
    counts = [json.loads(line)["summary"]["reps"] for line in ran.out.splitlines()]
    truth = [json.loads((folder / f"{name}.truth.json").read_text())["count"] for name in names]
    assert counts == truth


def test_one_table_of_all_recordings(heelraise: CommandLine, one_set_csv: Path, tmp_path: Path) -> None:
    ran = heelraise(
        "analyze", "--csv", "--placement", "foot", one_set_csv, tmp_path / "none.csv", one_set_csv
    )
    assert ran.code == 1  # one of them is not there; the others count
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert len(rows) == 24
    assert list(rows[0]) == ["recording", "placement", *REP_KEYS]
    (line,) = heelraise("analyze", "--json", "--placement", "foot", one_set_csv).out.splitlines()
    reps = json.loads(line)["reps"]
    assert [float(row["eccentric_s"]) for row in rows[:12]] == [rep["eccentric_s"] for rep in reps]
    assert [row["flags"] for row in rows[:12]] == ["+".join(rep["flags"]) for rep in reps]
    assert heelraise("analyze", "--csv", "--json", one_set_csv).code == 2
