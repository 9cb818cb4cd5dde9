import json
from pathlib import Path

import pytest

from sensing.errors import RecordingError
from sensing.prescription import Prescription
from sensing.recording.labels import LabelledRep, Labels, load_labels, save_labels

REPS = (LabelledRep(1.0, 3.5, 5.5, 8.0), LabelledRep(8.0, 8.5, 8.5, 9.0, "eccentric_too_fast"))


def test_round_trip(tmp_path: Path) -> None:
    save_labels(tmp_path, Labels(REPS))
    assert load_labels(tmp_path) == Labels(REPS)
    few = Labels(REPS[:1], "p07", Prescription.parse("x-0-3"))
    save_labels(tmp_path, few)
    assert load_labels(tmp_path) == few
    assert {file.name for file in tmp_path.iterdir()} == {"labels.json", "labels.json.bak"}


def test_labels_of_a_single_file_stand_beside_it(tmp_path: Path) -> None:
    csv = tmp_path / "one.csv"
    assert save_labels(csv, Labels(REPS)) == tmp_path / "one.labels.json"
    before = (tmp_path / "one.labels.json").read_bytes()
    save_labels(csv, Labels(REPS[1:]))
    assert load_labels(csv).reps == REPS[1:]
    assert (tmp_path / "one.labels.json.bak").read_bytes() == before


def test_nobody_marked_anything(tmp_path: Path) -> None:
    assert load_labels(tmp_path) == Labels()


@pytest.mark.parametrize(
    "labels",
    [
        (LabelledRep(1, 1, 2, 3),),
        (LabelledRep(1, 3, 2, 4),),
        (LabelledRep(1, 2, 3, float("nan")),),
        REPS[::-1],
    ],
)
def test_bad_labels_are_not_saved(tmp_path: Path, labels: tuple[LabelledRep, ...]) -> None:
    with pytest.raises(RecordingError):
        save_labels(tmp_path, Labels(labels))
    assert list(tmp_path.iterdir()) == []


def one(**changed: object) -> dict[str, object]:
    rep: dict[str, object] = {"start": 1, "top": 2, "eccentric_start": 3, "end": 4} | changed
    return {"format_version": 1, "reps": [rep]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "one JSON object"),
        ({}, "format_version"),
        ({"format_version": 9, "reps": []}, "newer"),
        ({"format_version": 1}, "list 'reps'"),
        ({"format_version": 1, "reps": [5]}, "repetition 1 should be an object"),
        (one(top="2"), "repetition 1: top should be a time"),
        (one(style=1), "repetition 1: style should be text"),
        (one(end=10**400), "repetition 1 has its edges not in order"),
        (one(end=2), "repetition 1 has its edges not in order"),
        (one() | {"person": 7}, "person should be text"),
        (one() | {"prescription": "slowly"}, "not up-hold-down"),
        ({"format_version": 1, "reps": [one()["reps"][0]] * 2}, "repetition 2 begins before 1 ends"),  # type: ignore[index]
    ],
)
def test_damaged(tmp_path: Path, content: object, message: str) -> None:
    (tmp_path / "labels.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(RecordingError, match=message):
        load_labels(tmp_path)
