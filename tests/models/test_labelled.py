"""Learning from recordings that a person labelled."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.card import save
from models.dataset import LEARNED, joined
from models.errors import TrainingError
from models.labelled import Added, added
from models.training import learn, train
from models.verdict import Flag
from sensing.errors import RecordingError
from sensing.recording.labels import LabelledRep, Labels, load_labels, save_labels
from tests.models.test_training import made_up

RECORDINGS = Path(__file__).parent.parent.parent / "recordings"
ECCENTRIC = LEARNED.index(Flag.ECCENTRIC_TOO_FAST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recording folder of one person and a CSV of another, both labelled."""
    shutil.copytree(RECORDINGS / "foot", tmp_path / "foot")
    shutil.copy(RECORDINGS / "acc-only.csv", tmp_path / "one.csv")
    truth = json.loads((RECORDINGS / "acc-only.truth.json").read_text())["reps"]
    reps = tuple(LabelledRep(r["start"], r["top"], r["eccentric_start"], r["end"], "ok") for r in truth)
    save_labels(tmp_path / "one.csv", Labels(reps, "p07"))
    return tmp_path


def test_labelled_recordings_become_rows(folder: Path) -> None:
    also = added(folder)
    assert (also.recordings, also.people) == (2, 2)
    assert set(also.data.groups) == {-1.0, -2.0}
    assert also.data.missed == 0
    assert also.data.y[also.data.groups == -1.0, ECCENTRIC].tolist() == [1, 1, 0, 0, 0, 0]
    assert np.isfinite(also.data.X[:, 0]).all()


def test_the_same_person_is_the_same_group(folder: Path) -> None:
    save_labels(folder / "one.csv", replace(load_labels(folder / "one.csv"), person="simulated-11"))
    assert added(folder).people == 1


def test_the_card_holds_counts_and_hashes_only(folder: Path, tmp_path: Path) -> None:
    also = added(folder)
    trained = learn(joined([made_up(), also.data]), 3, also)
    fields = trained.card.fields
    assert fields["data"]["labelled"]["people"] == 2
    assert fields["flags"]["eccentric_too_fast"]["rule"]["labelled recordings"]["reps"] == len(also.data)
    written = save(trained.classifier, trained.card, tmp_path / "w", tmp_path / "card.md")
    text = "".join(path.read_text() for path in written)
    assert "Among them 2 labelled recordings of 2 people" in text
    for private in ("p07", "simulated-11", str(folder), "acc-only"):
        assert private not in text


def nothing(folder: Path) -> None:
    (folder / "foot" / "labels.json").unlink()
    (folder / "one.labels.json").unlink()


def nobody(folder: Path) -> None:
    save_labels(folder / "one.csv", Labels(load_labels(folder / "one.csv").reps))


def no_recording(folder: Path) -> None:
    (folder / "one.csv").unlink()


def strange_style(folder: Path) -> None:
    save_labels(folder / "one.csv", Labels((LabelledRep(1, 2, 3, 4, "nice"),), "p07"))


def elsewhere(folder: Path) -> None:
    shutil.rmtree(folder / "foot")
    save_labels(folder / "one.csv", Labels((LabelledRep(0.1, 0.2, 0.3, 0.4),), "p07"))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (nothing, "no labelled recording here"),
        (nobody, "nobody says who it was"),
        (no_recording, "expected one recording 'one' beside it"),
        (strange_style, "style 'nice' is not known"),
        (elsewhere, "of 1 marked repetitions the program found none"),
    ],
)
def test_what_teaches_nothing_is_refused(folder: Path, spoil: object, says: str) -> None:
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(TrainingError, match=says) as caught:
        added(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("reps", "says"),
    [
        ([[1, 2, 3, 4], [3.5, 5, 6, 7]], "repetition 2 begins before 1 ends"),
        ([[1, 2, 3, 4], [8, 7, 6, 5]], "edges not in order"),
    ],
)
def test_damaged_labels_are_refused(folder: Path, reps: list[list[float]], says: str) -> None:
    path = folder / "one.labels.json"
    edges = ("start", "top", "eccentric_start", "end")
    content = {"format_version": 2, "reps": [dict(zip(edges, rep, strict=True)) for rep in reps]}
    path.write_text(json.dumps(content))
    before = path.read_bytes()
    with pytest.raises(RecordingError, match=says):
        added(folder)
    assert path.read_bytes() == before


def test_one_person_alone_is_refused(folder: Path) -> None:
    (folder / "one.labels.json").unlink()
    with pytest.raises(TrainingError, match="at least 2"):
        train(0, also=added(folder))


def test_too_few_of_a_kind_is_refused(folder: Path) -> None:
    with pytest.raises(TrainingError, match="no repetition with"):
        train(0, also=added(folder))


def test_features_that_are_not_seen_are_left_out() -> None:
    data = made_up()
    x = data.X.copy()
    x[::7] = np.nan
    also = Added(replace(data, X=x), 1, 1)
    trained = learn(also.data, 0, also)
    reps = trained.card.fields["flags"]["eccentric_too_fast"]["rule"]["all"]["reps"]
    assert reps == int(np.isfinite(x[:, 0]).sum())
