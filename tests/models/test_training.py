import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from heelraise.display.plots.reliability import draw_reliability
from models.card import PICTURE, markdown, save, who_judges
from models.choice import where_better
from models.classifier import DEFAULT_PATH, FormClassifier
from models.corpus import corpus
from models.dataset import LEARNED, Dataset, Known, joined, partners
from models.errors import TrainingError
from models.features import NAMES
from models.growing import fitted, stored
from models.otherwise import tempo_flags
from models.rules import TEMPO_FLAGS
from models.scores import calibration_error, reliability, score
from models.training import USED, learn, names_of, train
from models.trees import columns
from models.verdict import Flag
from sensing.prescription import Prescription
from sensing.simulator import Mount, TruthRep
from sensing.types import Placement
from tests.models.factories import rep

ROOT = Path(__file__).parent.parent.parent
ECCENTRIC = LEARNED.index(Flag.ECCENTRIC_TOO_FAST)


def made_up(rows: int = 600, people: int = 6, seed: int = 1) -> Dataset:
    """Numbers in which each flag follows from its features and some chance."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, len(NAMES)))
    y = np.empty((rows, len(LEARNED)))
    for column, flag in enumerate(LEARNED):
        places = [NAMES.index(name) for name in USED.get(flag, ("size_share",))]
        y[:, column] = x[:, places[:3]].sum(axis=1) + rng.normal(size=rows) > 1.0
    return Dataset(
        X=x,
        y=y,
        rule=np.full(y.shape, 0.3),
        groups=np.arange(rows, dtype=float) % people,
        placements=np.where(np.arange(rows) % 2, "foot", "shank"),
        limit_ratio=rng.uniform(0.3, 2.0, rows),
        weight=np.ones(rows),
        truths=rows,
        missed=0,
        extra=0,
    )


@pytest.fixture(scope="module")
def small() -> Dataset:
    return corpus(5, seed=3, mounts=(Mount.INSTEP,))


def test_stored_and_trained_model_agree(tmp_path: Path) -> None:
    data = made_up()
    rng = np.random.default_rng(2)
    rows = rng.normal(scale=4.0, size=(5000, len(NAMES)))
    flags = {}
    for flag in USED:
        names = names_of(flag)
        boosted = fitted(columns(data.X, names), data.y[:, LEARNED.index(flag)])
        flags[flag] = (boosted.predict_proba(columns(rows, names))[:, 1], stored(boosted, names))
    path = tmp_path / "form.json"
    path.write_text(FormClassifier({flag: [weights] for flag, (_, weights) in flags.items()}).as_json())
    loaded = FormClassifier.load(path)
    for flag, (trained, _) in flags.items():
        np.testing.assert_allclose(loaded.flags[flag][0].probabilities(rows), trained, rtol=0, atol=1e-9)


def test_columns_are_features_by_name() -> None:
    rows = np.array([np.arange(len(NAMES), dtype=float), np.full(len(NAMES), 2.0)])
    np.testing.assert_array_equal(columns(rows, [NAMES[7], NAMES[3]]), [[7.0, 3.0], [2.0, 2.0]])
    with pytest.raises(KeyError):
        columns(rows, ["of another program"])


def test_a_model_that_is_no_better_than_the_rule_is_not_stored() -> None:
    data = made_up()
    rule = data.rule.copy()
    rule[:, ECCENTRIC] = data.y[:, ECCENTRIC]
    trained = learn(replace(data, rule=rule))
    assert Flag.ECCENTRIC_TOO_FAST not in trained.classifier.flags
    assert Flag.CONCENTRIC_TOO_FAST in trained.classifier.flags
    flags = trained.card.fields["flags"]
    assert set(flags["eccentric_too_fast"]["judged_by"].values()) == {"rule"}
    assert flags["eccentric_too_fast"]["used"] == flags["eccentric_too_fast"]["rule"]
    assert flags["concentric_too_fast"]["judged_by"]["foot"] == "model"


def test_who_judges_is_chosen_by_placement() -> None:
    data = made_up(rows=2400)
    rule = data.rule.copy()
    foot = data.placements == "foot"
    rule[foot, ECCENTRIC] = data.y[foot, ECCENTRIC]
    trained = learn(replace(data, rule=rule))
    flag = trained.card.fields["flags"]["eccentric_too_fast"]
    assert flag["judged_by"] == {"foot": "rule", "ankle": "rule", "shank": "model", "thigh": "rule"}
    assert [trees.placements for trees in trained.classifier.flags[Flag.ECCENTRIC_TOO_FAST]] == [
        (Placement.SHANK,)
    ]
    assert (flag["used"]["foot"], flag["used"]["shank"]) == (flag["rule"]["foot"], flag["model"]["shank"])
    assert who_judges(flag["judged_by"]) == "model at shank; the rule at foot, ankle, thigh"


def chosen(model: list[float], rule: list[float], near: list[bool], people: int = 2) -> bool:
    """Whether the model judges where it and the rule say this, each number of as many people, all untrue."""
    said = [np.repeat(np.array(one, dtype=float), people) for one in (model, rule)]
    groups = np.tile(np.arange(people, dtype=float), len(model))
    rows = np.ones(len(groups), bool)
    judged = where_better(
        said[0],
        said[1],
        0.0 * groups,
        groups,
        lambda where: rows & (where == "foot"),
        np.repeat(near, people),
    )
    return judged == (Placement.FOOT,)


def test_the_model_has_to_be_better_and_no_worse_near_the_limit() -> None:
    assert chosen([0.1, 0.1], [0.4, 0.4], [False, True])
    assert not chosen([0.4, 0.4], [0.1, 0.1], [False, True])
    assert not chosen([0.2, 0.2], [0.2, 0.2], [False, True])
    assert not chosen([0.1, 0.5], [0.8, 0.4], [False, True])
    assert chosen([0.1, 0.5], [0.8, 0.4], [False, False])
    assert not chosen([0.1], [0.4], [False], people=1)


def one_person(data: Dataset) -> Dataset:
    return replace(data, groups=np.zeros(len(data)))


def never(data: Dataset) -> Dataset:
    y = data.y.copy()
    y[:, ECCENTRIC] = 0.0
    return replace(data, y=y)


def odd_labels(data: Dataset) -> Dataset:
    return replace(data, y=2.0 * data.y)


def one_person_with_features(data: Dataset) -> Dataset:
    x = data.X.copy()
    x[data.groups > 0] = np.nan
    return replace(data, X=x)


def nobody_with_features(data: Dataset) -> Dataset:
    return replace(data, X=np.full_like(data.X, np.nan))


def one_kind_but_for_one_person(data: Dataset) -> Dataset:
    y = data.y.copy()
    y[data.groups > 0, ECCENTRIC] = 0.0
    return replace(data, y=y)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (one_person, "one person only"),
        (one_person_with_features, "was seen on 1, scores need 2"),
        (nobody_with_features, "was seen on 0, scores need 2"),
        (one_kind_but_for_one_person, "a fold has only one kind of 'eccentric_too_fast'"),
        (never, "no repetition with 'eccentric_too_fast'"),
        (odd_labels, "labels must be 0 or 1"),
    ],
)
def test_data_that_teach_nothing_are_refused(spoil: Callable[[Dataset], Dataset], says: str) -> None:
    with pytest.raises(TrainingError, match=says):
        learn(spoil(made_up()))


def test_one_person_is_refused_before_any_work() -> None:
    with pytest.raises(TrainingError, match="at least 2"):
        train(people=1)


def test_the_corpus_is_the_same_for_the_same_seed(small: Dataset) -> None:
    again = corpus(2, seed=3, mounts=(Mount.INSTEP,))
    np.testing.assert_array_equal(again.X, small.X[small.groups < 2])
    assert again.fingerprint() == corpus(2, seed=3, mounts=(Mount.INSTEP,), workers=2).fingerprint()
    assert again.fingerprint() != corpus(2, seed=4, mounts=(Mount.INSTEP,)).fingerprint()


def test_lowering_times_reach_from_fast_to_slow(small: Dataset) -> None:
    ratio = small.limit_ratio[np.isfinite(small.limit_ratio)]
    assert ratio.min() < 0.4
    assert ratio.max() > 1.8
    assert 0.15 < np.nanmean(small.y[:, ECCENTRIC]) < 0.6


def test_repetitions_are_held_against_other_tempos_too(small: Dataset) -> None:
    asked = small.weight == 1.0
    assert len(small) == 3 * asked.sum() > 0
    assert small.weight[~asked].sum() == asked.sum()
    assert small.truths - small.missed == asked.sum()
    known = small.y[~asked][:, [flag in TEMPO_FLAGS for flag in LEARNED]]
    assert 0.1 < np.nanmean(known) < 0.6
    assert np.isnan(small.y[~asked][:, [flag not in TEMPO_FLAGS for flag in LEARNED]]).all()
    # The same times are nearer to other limits.
    different = [np.unique(small.limit_ratio[rows].round(9)).size for rows in (asked, ~asked)]
    assert different[1] > 1.9 * different[0]


def test_what_nobody_asked_for_is_not_scored() -> None:
    data = made_up()
    twice = joined([data, replace(data, weight=np.full(len(data), 0.5), truths=0)])
    flag = learn(twice).card.fields["flags"]["eccentric_too_fast"]
    assert flag["model"]["all"]["reps"] == flag["rule"]["all"]["reps"] == len(data)


def test_known_times_say_what_is_true_against_any_tempo() -> None:
    true = Known(0.0, 2.5, 3.2, 5.3, frozenset({Flag.DROPPED}))
    assert tempo_flags(true, Prescription(3.0, 2.0, 3.0)) == {Flag.NO_HOLD}
    assert tempo_flags(true, Prescription(None, 0.0, 4.0)) == {Flag.ECCENTRIC_TOO_FAST}


def test_two_trainings_write_the_same_files(tmp_path: Path) -> None:
    data = made_up(rows=300, people=2)
    prints = []
    for name in ("a", "b"):
        trained = learn(data, seed=3)
        written = save(trained.classifier, trained.card, tmp_path / name, tmp_path / name / "card.md")
        prints.append([sha256(path.read_bytes()).hexdigest() for path in written])
    assert prints[0] == prints[1]


def test_the_card_says_how_reliable_probabilities_are(tmp_path: Path) -> None:
    card = learn(made_up()).card
    flag = card.fields["flags"]["eccentric_too_fast"]
    assert set(flag["reliability"]) == {"rule", "model"}
    assert sum(count for _, _, count in flag["reliability"]["model"]) == flag["model"]["all"]["reps"]
    assert PICTURE in markdown(card.fields | {"weights_sha256": "0" * 64})
    draw_reliability(card.fields, tmp_path / PICTURE)
    assert (tmp_path / PICTURE).read_bytes().startswith(b"\x89PNG")


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    corpus(2, 3, mounts=(Mount.INSTEP,), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_the_page_in_the_docs_is_that_of_the_card() -> None:
    fields = json.loads((DEFAULT_PATH.parent / "card.json").read_text())
    assert (ROOT / "docs" / "model-card.md").read_text() == markdown(fields)
    assert fields["weights_sha256"] == sha256(DEFAULT_PATH.read_bytes()).hexdigest()
    judged = {
        name: tuple(where for where, judge in flag["judged_by"].items() if judge == "model")
        for name, flag in fields["flags"].items()
    }
    stored = {
        str(flag): tuple(where for trees in models for where in trees.placements)
        for flag, models in FormClassifier.load().flags.items()
    }
    assert {name: where for name, where in judged.items() if where} == stored


def truth(start_s: float, end_s: float) -> TruthRep:
    return TruthRep(1, start_s, start_s + 1.0, end_s - 1.0, end_s, 40.0, 8.0, ())


def test_found_and_true_repetitions_are_paired_once_each() -> None:
    true = [truth(10.0, 18.0), truth(20.0, 28.0), truth(40.0, 48.0)]
    found = partners([rep(1), rep(2, start_s=20.5), rep(3, start_s=21.0), rep(4, start_s=60.0)], true)
    assert {index: other.start_s for index, other in found.items()} == {1: 10.0, 2: 20.0}


def test_scores_of_known_cases() -> None:
    true = np.array([1.0, 1.0, 0.0, 0.0])
    perfect = score(true, true)
    assert (perfect.f1, perfect.ece, perfect.brier) == (1.0, 0.0, 0.0)
    half = score(np.array([0.9, 0.1, 0.9, 0.1]), true)
    assert (half.precision, half.recall, half.f1) == (0.5, 0.5, 0.5)
    assert calibration_error(np.full(4, 0.5), true) == pytest.approx(0.0)
    assert calibration_error(np.full(4, 0.8), true) == pytest.approx(0.3)
    assert reliability(np.full(4, 0.8), true) == [(pytest.approx(0.8), 0.5, 4)]
    assert np.isnan(score(np.zeros(0), np.zeros(0)).f1)
    assert score(np.zeros(0), np.zeros(0)).rounded()["f1"] is None
