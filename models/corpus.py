"""Simulated people through the real line, to learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np

from models.dataset import Dataset, Known, found, joined, rows_of
from models.otherwise import held_otherwise
from models.verdict import Flag
from sensing.prescription import Prescription
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

_PRESCRIPTIONS = ("3-2-3", "3-2-3", "3-2-3", "4-2-4", "2-1-2", "x-0-3")

Progress = Callable[[int, int], None]
"""Called with the number of people done and of all."""


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


def rows(simulated: Simulated, group: int, rng: np.random.Generator) -> Dataset:
    """Return the rows of one simulated recording, and those of the same one held against drawn tempos."""
    placement = simulated.scenario.mount.placement
    reps, truth = found(simulated.samples, placement), [known(rep) for rep in simulated.truth]
    asked = simulated.scenario.prescription
    return joined(
        [
            rows_of(reps, truth, asked, group, placement),
            held_otherwise(reps, truth, asked, group, placement, rng),
        ]
    )


def known(true: TruthRep) -> Known:
    """Return what is true of a simulated repetition."""
    flags = frozenset(Flag(flag) for flag in true.flags)
    return Known(true.start_s, true.top_s, true.eccentric_start_s, true.end_s, flags)


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
    tempos = np.random.default_rng([seed, number, 1])
    return joined(
        [
            rows(simulate(scenario(rng, mount), body, sensor(_seed(rng)), _seed(rng)), number, tempos)
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
