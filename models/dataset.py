"""Simulated people through the real line: features, labels and groups to learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from math import nan
from multiprocessing import get_context
from typing import Any

import numpy as np

from models.features import NAMES, features
from models.judge import FormJudge
from models.rules import tempo_probabilities
from models.settings import TempoSettings
from models.verdict import Flag
from sensing.grid import Grid
from sensing.prescription import Prescription
from sensing.repetitions import RepDetector
from sensing.simulator import (
    Mount,
    Scenario,
    SetPlan,
    Simulated,
    Start,
    TruthRep,
    person,
    sensor,
    simulate,
)
from sensing.types import FloatArray, Rep, RepEvent

LEARNED: tuple[Flag, ...] = (
    Flag.ECCENTRIC_TOO_FAST,
    Flag.CONCENTRIC_TOO_FAST,
    Flag.NO_HOLD,
    Flag.LOW,
    Flag.DROPPED,
    Flag.BOUNCED,
)
"""Flags that the simulator has a truth for; the columns of labels."""

GRID_RATE_HZ = 50.0
_LEAST_OVERLAP = 0.4
_PRESCRIPTIONS = ("3-2-3", "3-2-3", "3-2-3", "4-2-4", "2-1-2", "x-0-3")

Progress = Callable[[int, int], None]
"""Called with the number of people done and of all."""


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
        Number of the person.
    placements : ndarray of shape (n,)
        Placement as text.
    limit_ratio : ndarray of shape (n,)
        True time of the lowering over the limit of too fast; NaN for a free phase.
    truths, missed, extra : int
        Repetitions that were done, that were not found, and found ones that were none.
    """

    X: FloatArray
    y: FloatArray
    rule: FloatArray
    groups: FloatArray
    placements: np.ndarray[tuple[int], np.dtype[np.str_]]
    limit_ratio: FloatArray
    truths: int
    missed: int
    extra: int

    def __len__(self) -> int:
        return len(self.X)

    def fingerprint(self) -> str:
        """Return a sha256 over features and labels, rounded so that the last digits do not matter."""
        digest = sha256()
        for part in (self.X, self.y, self.groups):
            digest.update(np.ascontiguousarray(np.round(part, 5) + 0.0).tobytes())
        return digest.hexdigest()


def corpus(
    people: int,
    seed: int,
    *,
    mounts: Sequence[Mount] = tuple(Mount),
    workers: int = 1,
    progress: Progress | None = None,
) -> Dataset:
    """Simulate people, run their recordings through the line, and collect what it found.

    Parameters
    ----------
    people : int
        How many.
    seed : int
        The same seed gives the same data, whatever the number of workers.
    mounts : sequence of Mount, optional
        Where each of them wears the sensor, one recording a place.
    workers : int, optional
        Processes.
    progress : callable, optional
        Told after each person.
    """
    one = partial(_of_person, seed, tuple(mounts))
    parts: list[Dataset] = []
    for part in _mapped(one, range(people), workers):
        parts.append(part)
        if progress is not None:
            progress(len(parts), people)
    return joined(parts)


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
        truths=sum(part.truths for part in parts),
        missed=sum(part.missed for part in parts),
        extra=sum(part.extra for part in parts),
    )


def matched(reps: Sequence[Rep], truth: Sequence[TruthRep]) -> list[tuple[Rep, TruthRep]]:
    """Pair found repetitions with true ones by overlap in time, each at most once."""
    pairs, free = [], list(truth)
    for rep in reps:
        best = max(free, key=lambda true: _overlap(rep, true), default=None)
        if best is not None and _overlap(rep, best) >= _LEAST_OVERLAP:
            pairs.append((rep, best))
            free.remove(best)
    return pairs


def found(simulated: Simulated) -> list[Rep]:
    """Run a simulated recording through grid and detector."""
    grid = Grid(GRID_RATE_HZ)
    detector = RepDetector(GRID_RATE_HZ, simulated.scenario.mount.placement)
    events: list[RepEvent] = []
    for block in [*grid.push(simulated.samples), *grid.finish()]:
        events += detector.push(block)
    events += detector.finish()
    return [event for event in events if isinstance(event, Rep)]


def rows(simulated: Simulated, group: int) -> Dataset:
    """Return the rows of one recording."""
    reps = found(simulated)
    partner = {rep.index: true for rep, true in matched(reps, simulated.truth)}
    prescription = simulated.scenario.prescription
    judge = FormJudge(prescription)
    x, rule, kept = [], [], []
    for rep in reps:
        sight = judge.see(rep)
        flags = judge.judge(rep).flags
        if rep.index not in partner:
            continue
        p = tempo_probabilities(sight.measures, rep.placement, prescription, TempoSettings())
        x.append(features(sight))
        rule.append([p.get(flag, float(flag in flags)) for flag in LEARNED])
        kept.append(partner[rep.index])
    labels = _labels(simulated.truth, prescription)
    return Dataset(
        X=np.array(x).reshape(-1, len(NAMES)),
        y=np.array([labels[id(true)] for true in kept]).reshape(-1, len(LEARNED)),
        rule=np.array(rule).reshape(-1, len(LEARNED)),
        groups=np.full(len(kept), float(group)),
        placements=np.full(len(kept), str(simulated.scenario.mount.placement), dtype="<U8"),
        limit_ratio=np.array([_limit_ratio(true, prescription) for true in kept]),
        truths=len(simulated.truth),
        missed=len(simulated.truth) - len(partner),
        extra=len(reps) - len(partner),
    )


def _mapped(one: Callable[[int], Dataset], people: Iterable[int], workers: int) -> Iterator[Dataset]:
    if workers <= 1:
        yield from map(one, people)
        return
    # "spawn": a fork of a process that has threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, people)


def _of_person(seed: int, mounts: Sequence[Mount], number: int) -> Dataset:
    rng = np.random.default_rng([seed, number])
    body = person(_seed(rng))
    return joined(
        [
            rows(simulate(scenario(rng, mount), body, sensor(_seed(rng)), _seed(rng)), number)
            for mount in mounts
        ]
    )


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(0, 2**31))


def scenario(rng: np.random.Generator, mount: Mount) -> Scenario:
    """Draw a recording: a clean set, two with lowering times spread evenly over 0.5-5 s, one with faults."""
    prescription = Prescription.parse(str(rng.choice(_PRESCRIPTIONS)))
    up_s, hold_s, down_s = (
        prescription.concentric_s or 1.0,
        prescription.hold_s,
        prescription.eccentric_s or 3.0,
    )
    start = Start(str(rng.choice(list(Start))))
    legs = int(rng.integers(1, 3))

    def free(reps: int) -> SetPlan:
        return SetPlan(
            reps=reps,
            up_s=float(rng.uniform(0.6, 4.5)),
            hold_s=float(rng.uniform(0.0, 1.2) * max(hold_s, 0.5)),
            fast=reps,
            fast_down_s=(0.5, 5.0),
            rest_s=float(rng.choice([0.0, 0.0, 1.5])),
            start=start,
            legs=legs,
        )

    clean = SetPlan(reps=4, up_s=up_s, hold_s=hold_s, down_s=down_s, start=start, legs=legs)
    faults = SetPlan(
        reps=9, up_s=up_s, hold_s=hold_s, down_s=down_s, start=start, legs=legs,
        dropped=2, bounced=2, no_hold=1, low=2,
    )  # fmt: skip
    return Scenario((clean, free(8), free(8), faults), mount=mount, prescription=prescription)


def _overlap(rep: Rep, true: TruthRep) -> float:
    both = min(rep.end_s, true.end_s) - max(rep.start_s, true.start_s)
    return both / (max(rep.end_s, true.end_s) - min(rep.start_s, true.start_s))


def _limit_ratio(true: TruthRep, prescription: Prescription) -> float:
    if prescription.eccentric_s is None:
        return nan
    return true.eccentric_s / (TempoSettings().too_fast_share * prescription.eccentric_s)


def _labels(truth: Sequence[TruthRep], prescription: Prescription) -> dict[int, list[float]]:
    """Return labels by identity of the true repetition, in the order of `LEARNED`."""
    out = {}
    for true, following in zip(truth, [*truth[1:], None], strict=True):
        label = {flag: float(str(flag) in true.flags) for flag in LEARNED}
        if following is not None and "bounced" in following.flags:
            label[Flag.DROPPED] = nan  # to bounce one comes down hard, which nobody calls dropping
        if prescription.hold_s < TempoSettings().shortest_hold_s:
            label[Flag.NO_HOLD] = nan
        out[id(true)] = [label[flag] for flag in LEARNED]
    return out
