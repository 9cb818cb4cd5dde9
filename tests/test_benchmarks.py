"""The scripts run, on tiny input; how fast or how right they find things is not tested here."""

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks import (
    accuracy,
    accuracy_page,
    decode,
    hours,
    misjudged,
    nonsense,
    parts,
    peer_methods,
    peers,
    speed,
    styles,
)
from benchmarks.tables import markdown
from models.verdict import Verdict
from sensing.simulator import PERFECT, Doing, Mount, Scenario, SetPlan, person, simulate
from sensing.types import Samples

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def a_set() -> Samples:
    return simulate(Scenario((SetPlan(reps=5, rest_s=1.0),)), person(3), PERFECT, 4).samples


@pytest.fixture
def short_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Scenario((SetPlan(reps=2, up_s=1.0, hold_s=0.5, down_s=1.0), Doing.STAND))
    monkeypatch.setattr(hours, "SESSIONS", {"sets with rests": short})
    monkeypatch.setattr(speed, "SESSIONS", {"sets with rests": short})


def tables_in(text: str) -> list[list[list[str]]]:
    """Markdown tables as rows of cells; fails where one is not rectangular."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n?)+", text, re.M):
        rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in block.strip().splitlines()
        ]
        assert len({len(row) for row in rows}) == 1, block
        assert all(re.fullmatch(r"-+:?", cell) for cell in rows[1])
        found.append(rows)
    return found


def test_streaming_a_session_goes_on_without_a_break(short_sessions: None) -> None:
    one = hours.session("sets with rests")
    joined = hours.whole(one, 60.0)
    assert joined.t_s[-1] == pytest.approx(60.0, abs=0.05)
    assert np.diff(joined.t_s).max() == pytest.approx(1.0 / hours.RATE_HZ, rel=0.05)


def test_the_parts_add_up_to_less_than_everything(a_set: Samples) -> None:
    shares = parts.in_parts(a_set, 1.0)
    assert set(shares) >= {"grid", "motion", "tilt fits", "detector", "judge"}
    assert all(share >= 0.0 for share in shares.values())


def test_the_bench_prints_its_tables(short_sessions: None, capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--repeats", "1", "--hours", "0.01", "--long-hours", "0.02"])
    found = tables_in(capsys.readouterr().out)
    assert [rows[0][0] for rows in found] == ["hour", "block", "hours", "command", "csv_s"]


@pytest.mark.parametrize("name", peer_methods.METHODS)
def test_a_peer_counts_a_textbook_set(name: str, a_set: Samples) -> None:
    found = peer_methods.METHODS[name](peer_methods.course_of(a_set))
    assert abs(len(found) - 5) <= 1
    assert all(rep.end_s > rep.start_s for rep in found)


def test_peers_of_a_still_sensor_find_nothing_and_do_not_fail() -> None:
    t_s = np.arange(0.0, 30.0, 0.02)
    still = np.tile([0.0, 0.0, 9.81], (len(t_s), 1))
    course = peer_methods.course_of(Samples(t_s, still, np.zeros_like(still)))
    assert all(not method(course) for method in peer_methods.METHODS.values())


def test_the_decoding_of_sensors_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    keys = ["movesense", "polar-verity", "polar-h10", "nano33ble"]
    decode.main(["--minutes", "0.1", "--repeats", "1", "--only", *keys])
    (found,) = tables_in(capsys.readouterr().out)
    assert [row[0] for row in found[2:]] == keys


def test_the_table_of_peers() -> None:
    recordings = peers.made(1, ("brisk", "nothing"))[:2]
    found = tables_in(peers.tables(peers.run_all(recordings)))
    assert [len(rows) for rows in found] == [6, 6, 6]
    assert {rows[2][0] for rows in found} == {peers.OWN}


def test_the_page_is_written_without_the_real_recordings(tmp_path: Path) -> None:
    few = [
        "--mounts",
        str(Mount.INSTEP),
        str(Mount.SHANK),
        "--cases",
        "brisk",
        "--people",
        "1",
        "--strangers",
        "1",
    ]
    accuracy.main([*few, "--folder", str(tmp_path / "none"), "--to", str(tmp_path), "--processes", "1"])
    text = (tmp_path / "accuracy.md").read_text(encoding="utf-8")
    assert text.startswith(accuracy_page.MARKER)
    assert accuracy_page.NO_REAL in text
    assert len(tables_in(text)) >= 8
    pictures = sorted((tmp_path / "accuracy").glob("*.png"))
    assert [path.name for path in pictures] == ["lowering-foot.png", "lowering-shank.png"]


def test_the_committed_page_is_the_generators() -> None:
    text = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    assert text.startswith(accuracy_page.MARKER)
    found = tables_in(text)
    assert sum(rows[0][1:] == ["foot, ankle", "shank", "thigh"] for rows in found) == 4
    for picture in re.findall(r"\]\((accuracy/[^)]+)\)", text):
        assert 0 < (ROOT / "docs" / picture).stat().st_size < 80_000


def test_a_table_is_markdown() -> None:
    assert tables_in(markdown(["a", "b"], [["1", "2"]])) == [[["a", "b"], ["---", "---:"], ["1", "2"]]]


def test_the_styles_of_real_exercises(shared_data: Path) -> None:
    found = styles.measured(shared_data / "rehab_styles")
    assert found.done == 360
    assert len(found.learned) == len(found.shipped) == found.done - found.missed + found.extra
    # Measured 0.986, 0.90 and 0.019; what falls far below that is broken.
    assert styles.right_share(found.learned, "fast") > 0.95
    assert styles.right_share(found.learned) > 0.85
    assert found.missed / found.done < 0.04
    assert len(tables_in(styles.tables(found))) == 3


def test_nonsense_is_unsure_and_clean_repetitions_are_not() -> None:
    rng = np.random.default_rng(4)
    good = nonsense.clean_reps(3)
    judged = [nonsense.after(good, rep) for _, rep in nonsense.of_all_kinds(rng, good)]
    assert len(judged) == 12
    # The one that is not is a stride that goes up and down as a repetition does.
    assert sum(verdict is Verdict.UNSURE for verdict in judged) >= 11
    assert Verdict.UNSURE not in [nonsense.after(good, rep) for rep in good[3:]]


def test_the_tables_of_what_is_unsure() -> None:
    one = nonsense.Unsure({"foot": (1, 50)}, {"noise": (9, 10)})
    assert [rows[2][2] for rows in tables_in(nonsense.tables(one))] == ["2.0 %", "90.0 %"]


def test_the_worst_misjudged_are_listed_and_drawn(tmp_path: Path) -> None:
    found = misjudged.worst(1)
    assert [one.wrong for one in found] == sorted((one.wrong for one in found), reverse=True)
    assert all(one.wrong >= 0.5 for one in found)
    if found:
        assert len(tables_in(misjudged.table(found))[0]) == len(found) + 2
    misjudged.picture(found, tmp_path / "worst.png")
    assert (tmp_path / "worst.png").stat().st_size > 1000
