"""Repetitions as the line finds them, with what is true of each: features, labels, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import nan
from typing import Any, TypeVar

import numpy as np

from models.features import NAMES, features
from models.judge import FormJudge
from models.matching import matched
from models.rules import tempo_probabilities
from models.settings import TempoSettings
from models.verdict import Flag
from sensing.grid import RATE_HZ, Grid
from sensing.prescription import Prescription
from sensing.repetitions import RepDetector
from sensing.types import Exercise, FloatArray, PhaseTimes, Placement, Rep, RepEvent, Samples

LEARNED: tuple[Flag, ...] = (
    Flag.ECCENTRIC_TOO_FAST,
    Flag.CONCENTRIC_TOO_FAST,
    Flag.NO_HOLD,
    Flag.LOW,
    Flag.DROPPED,
    Flag.BOUNCED,
)
"""Flags that the simulator has a truth for; the columns of labels."""

AnyTimes = TypeVar("AnyTimes", bound=PhaseTimes)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Repetitions as found in the recordings, and what is true of each.

    Parameters
    ----------
    X : ndarray of shape (n, len(models.features.NAMES))
        Features; NaN where not seen.
    y : ndarray of shape (n, len(LEARNED))
        1 where a flag is true, 0 where not, NaN where the truth does not say.
    rule : ndarray of shape (n, len(LEARNED))
        Probability of each flag by the rules.
    groups : ndarray of shape (n,)
        Number of the person; below 0 for real ones.
    placements : ndarray of shape (n,)
        Placement as text.
    limit_ratio : ndarray of shape (n,)
        True time of the lowering over the limit of too fast; NaN for a free phase.
    weight : ndarray of shape (n,)
        How much a row counts in learning: 1 for what was asked for. Rows with less hold a repetition against
        a tempo that nobody had asked for (`models.otherwise`), and are never scored.
    truths, missed, extra : int
        Repetitions that were done, that were not found, and found ones that were none.
    """

    X: FloatArray
    y: FloatArray
    rule: FloatArray
    groups: FloatArray
    placements: np.ndarray[tuple[int], np.dtype[np.str_]]
    limit_ratio: FloatArray
    weight: FloatArray
    truths: int
    missed: int
    extra: int

    def __len__(self) -> int:
        return len(self.X)

    def fingerprint(self) -> str:
        """Return a sha256 over features and labels, rounded so that the last digits do not matter."""
        digest = sha256()
        for part in (self.X, self.y, self.groups, self.weight):
            digest.update(np.ascontiguousarray(np.round(part, 5) + 0.0).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Known(PhaseTimes):
    """A repetition that was done: its four edges, s, and which flags are true of it."""

    start_s: float
    top_s: float
    eccentric_start_s: float
    end_s: float
    flags: frozenset[Flag]


def joined(parts: Sequence[Dataset]) -> Dataset:
    """Put datasets one after the other."""

    def column(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    return Dataset(
        X=column("X"),
        y=column("y"),
        rule=column("rule"),
        groups=column("groups"),
        placements=column("placements"),
        limit_ratio=column("limit_ratio"),
        weight=column("weight"),
        truths=sum(part.truths for part in parts),
        missed=sum(part.missed for part in parts),
        extra=sum(part.extra for part in parts),
    )


def partners(reps: Sequence[Rep], truth: Sequence[AnyTimes]) -> dict[int, AnyTimes]:
    """Return the true repetition of each found one that has any, by the found one's index."""
    return {reps[place].index: truth[number] for number, place in matched(truth, reps)}


def found(samples: Samples, placement: Placement, exercise: Exercise = Exercise.HEEL_RAISE) -> list[Rep]:
    """Run a recording through grid and detector."""
    grid = Grid()
    detector = RepDetector(RATE_HZ, placement, exercise)
    events: list[RepEvent] = []
    for block in [*grid.push(samples), *grid.finish()]:
        events += detector.push(block)
    events += detector.finish()
    return [event for event in events if isinstance(event, Rep)]


def rows_of(
    reps: Sequence[Rep], truth: Sequence[Known], prescription: Prescription, group: int, placement: Placement
) -> Dataset:
    """Return the rows of one recording.

    Parameters
    ----------
    reps : sequence of Rep
        What was found in it.
    truth : sequence of Known
        What was done, in order.
    prescription : Prescription
        What was asked for.
    group : int
        Number of the person.
    placement : Placement
        Where the sensor sat; ``auto`` takes what carried each repetition.
    """
    partner = partners(reps, truth)
    judge = FormJudge(prescription)
    x, rule, where = [], [], []
    for rep in reps:
        sight = judge.see(rep)
        flags = judge.judge(rep).flags
        if rep.index not in partner:
            continue
        p = tempo_probabilities(sight.measures, rep.placement, prescription, TempoSettings())
        x.append(features(sight))
        rule.append([p.get(flag, float(flag in flags)) for flag in LEARNED])
        where.append(str(rep.placement if placement is Placement.AUTO else placement))
    labels = _labels(truth, prescription)
    kept = [partner[rep.index] for rep in reps if rep.index in partner]
    return Dataset(
        X=np.array(x).reshape(-1, len(NAMES)),
        y=np.array([labels[id(true)] for true in kept]).reshape(-1, len(LEARNED)),
        rule=np.array(rule).reshape(-1, len(LEARNED)),
        groups=np.full(len(kept), float(group)),
        placements=np.array(where, dtype="<U8"),
        limit_ratio=np.array([_limit_ratio(true, prescription) for true in kept]),
        weight=np.ones(len(kept)),
        truths=len(truth),
        missed=len(truth) - len(partner),
        extra=len(reps) - len(partner),
    )


def _limit_ratio(true: PhaseTimes, prescription: Prescription) -> float:
    return true.eccentric_s / TempoSettings().limits_s(prescription).get(Flag.ECCENTRIC_TOO_FAST, nan)


def _labels(truth: Sequence[Known], prescription: Prescription) -> dict[int, list[float]]:
    """Return labels by identity of the true repetition, in the order of `LEARNED`."""
    out = {}
    for true, following in zip(truth, [*truth[1:], None], strict=True):
        label = {flag: float(flag in true.flags) for flag in LEARNED}
        if following is not None and Flag.BOUNCED in following.flags:
            label[Flag.DROPPED] = nan  # to bounce one comes down hard, which nobody calls dropping
        if Flag.NO_HOLD not in TempoSettings().limits_s(prescription):
            label[Flag.NO_HOLD] = nan
        out[id(true)] = [label[flag] for flag in LEARNED]
    return out
