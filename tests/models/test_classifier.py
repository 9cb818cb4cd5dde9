import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.classifier import FormClassifier, checksum
from models.errors import WeightsError
from models.features import NAMES, features
from models.judge import FormJudge
from models.sides import SideBySide
from models.trees import CARRIERS, DEPTH, PLACEMENTS, FlagTrees, Forest
from models.verdict import Flag, Verdict
from sensing.prescription import Prescription
from sensing.types import Course, Placement, frozen
from tests.models.factories import rep


def one_question(name: str, limit: float, under: float, over: float) -> FlagTrees:
    """Return a single tree that asks the same of everybody."""
    inner, half = 2**DEPTH - 1, 2 ** (DEPTH - 1)
    leaves = np.array([[under] * half + [over] * half])
    return FlagTrees((name,), 0.0, np.zeros((1, inner), dtype=np.intp), np.full((1, inner), limit), leaves)


ONE = one_question("eccentric_log_ratio", 0.0, 2.0, -2.0)
DROP = one_question("thud", 1.0, -4.0, 4.0)
P_UNDER = 1.0 / (1.0 + np.exp(-2.0))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "form.json"
    path.write_text(FormClassifier({Flag.ECCENTRIC_TOO_FAST: [ONE]}).as_json())
    return path


def test_what_is_stored_is_what_is_loaded(stored: Path) -> None:
    loaded = FormClassifier.load(stored)
    assert [one.as_fields() for one in loaded.flags[Flag.ECCENTRIC_TOO_FAST]] == [ONE.as_fields()]
    assert loaded.as_json() == stored.read_text()


def test_the_weights_of_the_program_can_be_used() -> None:
    classifier = FormClassifier.load()
    assert Flag.ECCENTRIC_TOO_FAST in classifier.flags
    judge = FormJudge(Prescription(), classifier)
    slow = [judge.judge(rep(n)) for n in range(1, 5)]
    assert all(Flag.ECCENTRIC_TOO_FAST not in form.flags for form in slow)
    assert Flag.ECCENTRIC_TOO_FAST in judge.judge(rep(5, (3.0, 2.0, 0.9))).flags


def test_the_model_decides_where_it_has_a_say(stored: Path) -> None:
    judge = FormJudge(Prescription(), FormClassifier.load(stored))
    form = judge.judge(rep(1, (3.0, 2.0, 1.6)))
    assert form.p_too_fast == pytest.approx(P_UNDER)
    assert judge.judge(rep(2, (1.0, 2.0, 3.0))).flags == (Flag.CONCENTRIC_TOO_FAST,)


def test_the_model_decides_only_at_its_placements(tmp_path: Path) -> None:
    at_shank = replace(ONE, placements=(Placement.SHANK,))
    path = tmp_path / "form.json"
    path.write_text(FormClassifier({Flag.ECCENTRIC_TOO_FAST: [at_shank]}).as_json())
    weights = FormClassifier.load(path)
    reps = [rep(1, (3.0, 2.0, 1.6), placement=where) for where in (Placement.SHANK, Placement.FOOT)]
    by_model, by_rule = (FormJudge(Prescription(), weights).judge(one).p_too_fast for one in reps)
    assert by_model == pytest.approx(P_UNDER)
    assert by_rule == FormJudge(Prescription()).judge(reps[1]).p_too_fast
    sides = [SideBySide(Prescription(), weights).ask(one) for one in reps]
    assert [side.by_model for side in sides] == [{Flag.ECCENTRIC_TOO_FAST}, frozenset()]
    assert all(Flag.ECCENTRIC_TOO_FAST in side.model for side in sides)


def test_foot_and_leg_may_have_trees_of_their_own(tmp_path: Path) -> None:
    foot, leg = (
        replace(ONE, start=start, placements=places, grown_for=places)
        for start, places in zip((1.0, -1.0), CARRIERS, strict=True)
    )
    path = tmp_path / "form.json"
    path.write_text(FormClassifier({Flag.ECCENTRIC_TOO_FAST: [foot, leg]}).as_json())
    row = np.zeros(len(NAMES))
    said = [
        FormClassifier.load(path).probabilities(row, where)[Flag.ECCENTRIC_TOO_FAST] for where in PLACEMENTS
    ]
    assert said == pytest.approx(list(1.0 / (1.0 + np.exp([-3.0, -3.0, -1.0, -1.0]))))


def test_a_free_phase_is_not_asked_of_the_model(stored: Path) -> None:
    form = FormJudge(Prescription.parse("3-2-x"), FormClassifier.load(stored)).judge(rep(1, (3.0, 2.0, 0.4)))
    assert form.flags == ()
    assert form.p_too_fast == 0.0


def test_a_shape_flag_of_the_model_has_a_reason() -> None:
    judge = FormJudge(Prescription(), FormClassifier({Flag.DROPPED: [DROP]}))
    forms = [judge.judge(rep(n, thud=3.0 if n == 4 else 0.0)) for n in range(1, 5)]
    assert forms[3].flags == (Flag.DROPPED,)
    assert forms[3].reasons[0].flag is Flag.DROPPED


def test_what_the_model_cannot_see_makes_it_unsure_and_the_rule_decides() -> None:
    blind = one_question("eccentric_core_log_ratio", -0.5, 2.0, -8.0)
    nothing = frozen([])
    empty = Course(nothing, nothing, "deg", nothing, nothing)
    judge = FormJudge(Prescription(), FormClassifier({Flag.ECCENTRIC_TOO_FAST: [blind]}))
    assert judge.judge(rep(1)).verdict is Verdict.OK
    form = judge.judge(rep(2, (3.0, 2.0, 1.0), motion=empty))
    assert form.verdict is Verdict.UNSURE
    assert form.flags == (Flag.ECCENTRIC_TOO_FAST,)


def test_probability_of_nan_is_nan() -> None:
    values = features(FormJudge(None).see(rep(1)))
    assert np.isnan(
        FormClassifier({Flag.ECCENTRIC_TOO_FAST: [ONE]}).probabilities(values, Placement.FOOT)[
            Flag.ECCENTRIC_TOO_FAST
        ]
    )


def test_probabilities_stay_between_0_and_1_without_overflow() -> None:
    sure = replace(ONE, start=1e6)
    for ratio in (-1e6, 1e6):
        row = np.full(len(NAMES), ratio)
        for trees in (ONE, sure, replace(ONE, start=-1e6)):
            assert (
                0.0 <= FormClassifier({Flag.LOW: [trees]}).probabilities(row, Placement.FOOT)[Flag.LOW] <= 1.0
            )


def test_each_answer_leads_to_its_own_leaf() -> None:
    """The answers spell the number of the leaf in binary; who is on the limit is not over it."""
    names = NAMES[:DEPTH]
    asked = np.array([[depth for depth in range(DEPTH) for _ in range(2**depth)]])
    tree = FlagTrees(names, 0.0, asked, np.zeros(asked.shape), np.arange(2.0**DEPTH)[None])
    rows = np.zeros((2**DEPTH, len(NAMES)))
    for leaf in range(2**DEPTH):
        rows[leaf, :DEPTH] = [leaf >> (DEPTH - 1 - depth) & 1 for depth in range(DEPTH)]
    np.testing.assert_allclose(tree.probabilities(rows), 1.0 / (1.0 + np.exp(-np.arange(2.0**DEPTH))))


def changed(stored: Path, **changes: object) -> str:
    return json.dumps(json.loads(stored.read_text()) | changes)


def rewritten(stored: Path, **changes: object) -> str:
    """The first trees with other fields, and the checksum that fits."""
    content = json.loads(stored.read_text())
    trees = next(iter(content["flags"].values()))[0]
    trees |= changes
    del content["sha256"]
    return json.dumps(content | {"sha256": checksum(content)})


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.read_text()[:-40], "truncated"),
        (lambda path: "", "truncated"),
        (lambda path: "[" * 100_000, "truncated"),
        (lambda path: rewritten(path, asked=1e400), "no usable trees"),
        (lambda path: "[1, 2]", "no weights of this program"),
        (lambda path: '{"weights": [1]}', "no weights of this program"),
        (lambda path: changed(path, format_version=1), "format version 1, this program reads 4"),
        (lambda path: changed(path, features=[*NAMES[1:], NAMES[0]]), "another order"),
        (lambda path: path.read_text().replace("-2.0", "-1.0"), "checksum"),
        (lambda path: changed(path, sha256=None), "checksum"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(stored: Path, spoil: object, says: str) -> None:
    stored.write_text(spoil(stored))  # type: ignore[operator]
    with pytest.raises(WeightsError, match=says) as caught:
        FormClassifier.load(stored)
    assert str(stored) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "weights",
    [
        replace(ONE, limits=ONE.limits[:0]),
        replace(ONE, names=("of another program",)),
        replace(ONE, asked=ONE.asked + 1),
        replace(ONE, leaves=np.full_like(ONE.leaves, np.nan)),
        replace(ONE, start=float("inf")),
    ],
)
def test_trees_that_make_no_sense_are_refused(tmp_path: Path, weights: FlagTrees) -> None:
    path = tmp_path / "form.json"
    path.write_text(FormClassifier({Flag.ECCENTRIC_TOO_FAST: [weights]}).as_json())
    with pytest.raises(WeightsError, match="no usable trees"):
        FormClassifier.load(path)


@pytest.mark.parametrize("placements", [None, ["foot", "elbow"], "foot"])
def test_placements_that_make_no_sense_are_refused(stored: Path, placements: object) -> None:
    content = json.loads(stored.read_text())
    content["flags"]["eccentric_too_fast"][0]["placements"] = placements
    del content["sha256"]
    stored.write_text(json.dumps(content | {"sha256": checksum(content)}))
    with pytest.raises(WeightsError, match="no usable trees"):
        FormClassifier.load(stored)


def test_missing_weights_say_so(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no weights here; make new ones with 'heelraise train'"):
        FormClassifier.load(tmp_path / "none.json")
    with pytest.raises(WeightsError, match="cannot be read"):
        FormClassifier.load(tmp_path)


def test_judging_with_weights_imports_no_training_library() -> None:
    code = (
        "import sys; from models.judge import FormJudge; from models.classifier import FormClassifier; "
        "FormJudge(None, FormClassifier.load()); "
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'sensing.simulator') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_trees_climbed_together_say_what_each_says_by_itself() -> None:
    rng = np.random.default_rng(1)
    names, inner = NAMES[3:9], 2**DEPTH - 1
    trees = [
        FlagTrees(
            names,
            float(rng.normal()),
            rng.integers(len(names), size=(count, inner)),
            rng.normal(size=(count, inner)),
            rng.normal(size=(count, 2**DEPTH)),
        )
        for count in (1, 7, 40)
    ]
    rows = rng.normal(size=(20, len(NAMES)))
    rows[3, NAMES.index(names[2])] = rows[4, 0] = np.nan
    together = [Forest(trees).probabilities(row) for row in rows]
    np.testing.assert_allclose(together, np.stack([each.probabilities(rows) for each in trees], axis=1))
