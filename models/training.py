"""Trains the form classifier; this and `models.growing` alone need scikit-learn (extra ``train``).

Each flag gets trees of its own (`models.growing`), those of tempo some for foot and ankle and some for the
leg. Scores come from people held out (five folds). Of each flag `models.choice` says at which placements the
model judges it; one that it judges nowhere is not stored. Features hold the rule's own probability, so that
near a limit the model is as sharp as the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.model_selection import GroupKFold

from models.card import Card, FlagReport, card_of
from models.choice import where_better
from models.classifier import FormClassifier
from models.corpus import Progress, corpus
from models.dataset import LEARNED, Dataset, joined
from models.errors import TrainingError
from models.growing import FlagRows, stored
from models.labelled import Added
from models.parts import near_limit, parts_of, scores_of
from models.rules import TEMPO_FLAGS
from models.scores import reliability
from models.trees import CARRIERS, PLACEMENTS, FlagTrees, columns
from models.verdict import Flag
from sensing.said import said
from sensing.simulator import Mount
from sensing.types import FloatArray, Placement

DEFAULT_PEOPLE = 120
"""60 left the squared error near the limit 3 to 6 % larger."""

DEFAULT_SEED = 20261122

_FOLDS = 5
_SITS = ("by_rise", "at_ankle", "at_shank", "at_thigh")

USED: dict[Flag, tuple[str, ...]] = {
    Flag.ECCENTRIC_TOO_FAST: (
        "eccentric_log_ratio",
        "eccentric_core_log_ratio",
        "eccentric_speed_log_ratio",
        "eccentric_peak_share",
        "eccentric_peak_place",
        "eccentric_sparc",
        "late_speed_share",
        "hold_log_s",
        "hold_drift",
        "confidence",
        "tremor",
        "eccentric_by_rule",
        "lift_over_lowering",
        "eccentric_log_jerk",
        "late_speed",
        "thud",
    ),
    Flag.CONCENTRIC_TOO_FAST: (
        "concentric_log_ratio",
        "concentric_core_log_ratio",
        "concentric_speed_log_ratio",
        "concentric_peak_share",
        "concentric_peak_place",
        "hold_log_s",
        "confidence",
        "tremor",
        "concentric_by_rule",
        "lift_over_lowering",
        "concentric_before",
        "reps_before",
    ),
    Flag.NO_HOLD: (
        "hold_errors",
        "hold_log_s",
        "hold_drift",
        "concentric_peak_share",
        "eccentric_peak_share",
        "confidence",
        "tremor",
        "no_hold_by_rule",
        "lift_over_lowering",
        "concentric_peak_place",
        "eccentric_peak_place",
        "eccentric_sparc",
        "hold_before",
        "reps_before",
    ),
    Flag.DROPPED: (
        "late_speed_share",
        "late_speed",
        "thud",
        "eccentric_peak_share",
        "eccentric_peak_place",
        "eccentric_sparc",
        "eccentric_log_jerk",
        "tremor",
    ),
    Flag.BOUNCED: (
        "turn_speed_share",
        "dwell_s",
        "concentric_peak_share",
        "concentric_peak_place",
        "late_speed_share_before",
        "tremor",
    ),
}
"""Features of each flag that is learned; `low` is for the rule, which knows what fading within a set is."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: weights ready for use, and the card about them."""

    classifier: FormClassifier
    card: Card


def train(
    people: int = DEFAULT_PEOPLE,
    seed: int = DEFAULT_SEED,
    *,
    mounts: Sequence[Mount] = tuple(Mount),
    workers: int = 2,
    progress: Progress | None = None,
    also: Added | None = None,
) -> Trained:
    """Simulate people and learn from them. Writes nothing; `models.card.save` does.

    Parameters
    ----------
    people : int, optional
        How many to simulate.
    seed : int, optional
        The same seed gives the same weights, whatever the number of workers.
    mounts : sequence of Mount, optional
        Where each of them wears the sensor, one recording a place.
    workers : int, optional
        Processes for the simulation.
    progress : callable, optional
        Told the number of people done and of all.
    also : Added, optional
        Labelled recordings to learn from as well.

    Raises
    ------
    TrainingError
        If there are too few people or no examples of a flag.
    """
    of_all = people + (also.people if also else 0)
    if of_all < 2:
        raise TrainingError(
            said("people: {count}; scores need people held out, take at least 2", count=of_all)
        )
    parts = [also.data] if also else []
    if people:
        parts.insert(0, corpus(people, seed, mounts=mounts, workers=workers, progress=progress))
    return learn(joined(parts), seed, also)


def learn(data: Dataset, seed: int = 0, also: Added | None = None) -> Trained:
    """Learn from a dataset.

    Parameters
    ----------
    data : Dataset
        All of it.
    seed : int, optional
        Seed of the simulated part, for the card.
    also : Added, optional
        The labelled part, for the card.

    Raises
    ------
    TrainingError
        If it has one person only, labels other than 0 and 1, or only one kind of a flag.
    """
    _check(data)
    weights: dict[Flag, list[FlagTrees]] = {}
    reports: list[FlagReport] = []
    for flag in LEARNED:
        rows, report = _one_flag(data, flag)
        reports.append(report)
        if report.model_at:
            weights[flag] = _stored(rows, flag, report.model_at)
    return Trained(FormClassifier(weights), card_of(data, seed, reports, also))


def names_of(flag: Flag) -> tuple[str, ...]:
    """Return the features that a flag is learned from, with where the sensor sits; none if it is not."""
    return (*USED[flag], *_SITS) if flag in USED else ()


def _check(data: Dataset) -> None:
    if len(np.unique(data.groups)) < 2:
        raise TrainingError(said("the data hold one person only; scores need people held out"))
    known = data.y[np.isfinite(data.y)]
    if not np.isin(known, (0.0, 1.0)).all():
        raise TrainingError(said("labels must be 0 or 1 (or NaN where the truth is not known)"))
    for column, flag in enumerate(LEARNED):
        values = data.y[:, column]
        if not (values == 1.0).any() or not (values == 0.0).any():
            which = said("without") if (values == 1.0).any() else said("with")
            raise TrainingError(
                said(
                    "the data hold no repetition {which} '{flag}'; nothing to learn from",
                    which=which,
                    flag=flag,
                )
            )


def _grown_for(flag: Flag) -> Sequence[tuple[Placement, ...]]:
    """Return the placements that share trees: faults of shape are rare, and learned from all at once."""
    return CARRIERS if flag in TEMPO_FLAGS else (PLACEMENTS,)


def _stored(rows: FlagRows, flag: Flag, judging: Sequence[Placement]) -> list[FlagTrees]:
    """Grow trees for each group of placements at which the model judges anywhere."""
    wheres = [(group, tuple(where for where in group if where in judging)) for group in _grown_for(flag)]
    return [
        replace(stored(rows.grown(carrier), names_of(flag)), placements=where, grown_for=carrier)
        for carrier, where in wheres
        if where
    ]


def _one_flag(data: Dataset, flag: Flag) -> tuple[FlagRows, FlagReport]:
    column = LEARNED.index(flag)
    names = names_of(flag)
    x = columns(data.X, names)
    usable = np.isfinite(data.y[:, column]) & np.isfinite(x).all(axis=1)
    known = usable & (data.weight >= 1.0)
    true, rule = data.y[known, column], data.rule[known, column]
    parts = parts_of(data, known, flag)
    report = FlagReport(flag, scores_of(rule, true, parts), reliability=_reliability(true, {"rule": rule}))
    rows = FlagRows(
        x[usable],
        data.y[usable, column],
        data.weight[usable],
        data.groups[usable],
        data.placements[usable],
    )
    if not names:
        return rows, report
    held_out = _held_out(rows, flag)[known[usable]]
    placements = data.placements[known]
    near = near_limit(data, known) & (flag is Flag.ECCENTRIC_TOO_FAST)
    better = where_better(
        held_out, rule, true, data.groups[known], lambda where: placements == str(where), near
    )
    used = np.where(np.isin(placements, [str(where) for where in better]), held_out, rule)
    report = replace(
        report,
        model=scores_of(held_out, true, parts),
        used=scores_of(used, true, parts),
        model_at=better,
        reliability=_reliability(true, {"rule": rule, "model": held_out}),
    )
    return rows, report


def _reliability(true: FloatArray, ways: dict[str, FloatArray]) -> dict[str, list[tuple[float, float, int]]]:
    return {name: reliability(p, true) for name, p in ways.items()}


def _held_out(rows: FlagRows, flag: Flag) -> FloatArray:
    """Probability of each row by a model that has not seen its person."""
    # Fewer people than were simulated may be left: repetitions without all features do not count.
    people = len(np.unique(rows.groups))
    if people < 2:
        raise TrainingError(
            said(
                "too few people: '{flag}' was seen on {people}, scores need 2; take more people",
                flag=flag,
                people=people,
            )
        )
    folds = GroupKFold(min(_FOLDS, people))
    out = np.full(len(rows.y), np.nan)
    for learn_from, judge in folds.split(rows.x, rows.y, rows.groups):
        if len(np.unique(rows.y[learn_from])) < 2:
            raise TrainingError(
                said("too few people: a fold has only one kind of '{flag}'; take more people", flag=flag)
            )
        for carrier in _grown_for(flag):
            at = judge[rows.at(carrier)[judge]]
            if len(at):
                out[at] = rows.grown(carrier, learn_from).predict_proba(rows.x[at])[:, 1]
    return out
