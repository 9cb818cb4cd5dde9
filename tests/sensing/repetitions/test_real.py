"""Real recordings, where they are at hand: counts against a person's, and nothing counted in daily life."""

import json
from pathlib import Path

import pytest

from sensing.recording import open_recording
from sensing.types import Exercise, Placement
from tests.sensing.repetitions.driving import detect, reps_in

EXACT = [*(f"ankle_A{number:02}" for number in range(1, 6)), "lab_LeftFoot", "lab_RightFoot"]

APART = {"SqDL", "CMJDL", "MaxJump"}
"""Squats and jumps are reported apart: they do raise the heel, or turn the leg like one."""

MOST_AN_HOUR = 2.0


def truth_of(path: Path) -> dict[str, object]:
    truth: dict[str, object] = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return truth


def count(path: Path, placement: Placement, exercise: Exercise = Exercise.HEEL_RAISE) -> tuple[int, float]:
    """Number of repetitions found and length of the recording, s."""
    recording = open_recording(path)
    return len(reps_in(detect(recording.data, placement, exercise=exercise))), recording.duration_s


@pytest.mark.parametrize("placement", [None, Placement.AUTO], ids=["told", "auto"])
@pytest.mark.parametrize("name", EXACT)
def test_foot_and_ankle_count_exactly(shared_data: Path, name: str, placement: Placement | None) -> None:
    path = shared_data / "heel_raise" / f"{name}.csv"
    truth = truth_of(path)
    found, _ = count(path, placement or Placement(str(truth["placement"])))
    assert found == truth["count"]


@pytest.mark.parametrize("name", ["lab_LeftShank", "lab_RightShank", "lab_RightThigh"])
def test_shank_and_thigh_never_count_too_many(shared_data: Path, name: str) -> None:
    path = shared_data / "heel_raise" / f"{name}.csv"
    found, _ = count(path, Placement(str(truth_of(path)["placement"])))
    assert found <= 10


@pytest.mark.parametrize("name", [f"s{person}_e{kind}" for person in (1, 2, 3) for kind in (1, 3, 4, 5)])
def test_a_limb_counts_exactly(shared_data: Path, name: str) -> None:
    path = shared_data / "rehab_styles" / f"{name}.csv"
    found, _ = count(path, Placement.AUTO, Exercise.LIMB)
    assert found == truth_of(path)["count"]


def test_daily_life_holds_hardly_any_heel_raise(shared_data: Path) -> None:
    """With ``auto`` either signal may count, so it holds for each placement too."""
    found: dict[str, int] = {}
    hours = 0.0
    for path in sorted((shared_data / "not_heel_raise").glob("*.csv")):
        if truth_of(path)["exercise"] not in APART:
            number, duration_s = count(path, Placement.AUTO)
            hours += duration_s / 3600.0
            found |= {path.stem: number} if number else {}
    assert sum(found.values()) <= MOST_AN_HOUR * hours, found
