"""The whole line over the golden recordings gives what it gave; ``--update-golden`` accepts a change."""

import json
from typing import Any

import pytest

from heelraise.analyze import analyze
from recordings.make import PLANS, REGISTRY, files_of, sha256
from sensing.prescription import Prescription
from sensing.recording.labels import load_labels

FOLDER = REGISTRY.parent
LISTED: dict[str, Any] = json.loads(REGISTRY.read_text(encoding="utf-8"))
LARGEST_BYTES = 150_000

TIME_S = 1e-3
"""Another processor rounds sums otherwise, and a descent may end a step earlier: microseconds. The
measurement itself is good to 50 ms. A millisecond lies well apart from both."""

LAST_DIGIT = {"rom_deg": 0.1, "top_deg": 0.1, "bottom_deg": 0.1, "rise_cm": 0.1, "sampling_rate_hz": 0.01}
"""What is rounded may round the other way."""

SHARE = 0.002
"""Tolerance of `p_too_fast` and `confidence`: a millisecond more or less at the steepest, and a digit."""


def found_in(name: str) -> dict[str, Any]:
    found = analyze(FOLDER / LISTED[name]["path"], prescription=Prescription()).as_json()
    return {**found, "recording": name}


def differences(found: Any, golden: Any, at: str = "") -> list[str]:
    """What differs by more than it may, one line each."""
    if isinstance(found, dict) and isinstance(golden, dict) and found.keys() == golden.keys():
        return [line for key in found for line in differences(found[key], golden[key], f"{at}.{key}")]
    if isinstance(found, list) and isinstance(golden, list) and len(found) == len(golden):
        pairs = enumerate(zip(found, golden, strict=True))
        return [line for place, pair in pairs for line in differences(*pair, f"{at}[{place}]")]
    if isinstance(found, float) and isinstance(golden, float) and abs(found - golden) <= tolerance(at):
        return []
    return [] if found == golden else [f"{at}: found {found!r}, golden {golden!r}"]


def tolerance(at: str) -> float:
    key = at.rsplit(".", 1)[-1]
    if key in {"p_too_fast", "confidence"}:
        return SHARE
    return LAST_DIGIT.get(key, TIME_S) * 1.001


@pytest.mark.parametrize("name", LISTED)
def test_golden_results_stay(name: str, update_golden: bool) -> None:
    path = FOLDER / "golden" / f"{name}.json"
    found = found_in(name)
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert differences(found, golden) == []


@pytest.mark.parametrize("name", LISTED)
def test_recordings_are_those_of_the_registry(name: str) -> None:
    present = {path.relative_to(FOLDER).as_posix(): sha256(path) for path in files_of(name, FOLDER)}
    assert present == LISTED[name]["sha256"]
    assert sum(path.stat().st_size for path in files_of(name, FOLDER)) < LARGEST_BYTES


def test_the_registry_lists_what_the_script_makes() -> None:
    assert list(LISTED) == list(PLANS)
    assert [entry["about"] for entry in LISTED.values()] == [plan.about for plan in PLANS.values()]


@pytest.mark.parametrize("name", LISTED)
def test_the_readme_says_what_it_is(name: str) -> None:
    about = LISTED[name]["about"]
    assert about in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["foot", "ankle", "step", "lossy"])
def test_results_agree_with_the_labels(name: str) -> None:
    """Golden results only say that nothing changed; this says that they are right."""
    labels = load_labels(FOLDER / name).reps
    reps = found_in(name)["reps"]
    assert len(reps) == len(labels)
    for rep, label in zip(reps, labels, strict=True):
        for edge in ("start", "top", "eccentric_start", "end"):
            assert rep[edge] == pytest.approx(getattr(label, edge), abs=0.45), (rep["index"], edge)
        assert ("eccentric_too_fast" in rep["flags"]) == (label.style == "fast")


def test_a_small_difference_is_none_and_a_larger_one_is_named() -> None:
    golden = {"reps": [{"start": 1.0, "flags": ["gap"], "rom_deg": 30.1}]}
    near = {"reps": [{"start": 1.0009, "flags": ["gap"], "rom_deg": 30.2}]}
    assert differences(near, golden) == []
    far = {"reps": [{"start": 1.002, "flags": [], "rom_deg": 30.1}]}
    assert differences(far, golden) == [
        ".reps[0].start: found 1.002, golden 1.0",
        ".reps[0].flags: found [], golden ['gap']",
    ]


def test_every_file_in_the_folder_is_accounted_for() -> None:
    known = {path for entry in LISTED.values() for path in entry["sha256"]}
    known |= {f"golden/{name}.json" for name in LISTED} | {"README.md", "make.py", "registry.json"}
    present = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present == known
