"""Benchmark: people x placements x cases, all drawn from seeds, so that some can be held back.

Hold back by people: tune on some range of `first_person`, check on another one; nobody is in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from sensing.prescription import Prescription
from sensing.simulator.person import person
from sensing.simulator.plan import Doing, Mount, Scenario, SetPlan, Start
from sensing.simulator.sensor import Sensor, sensor
from sensing.simulator.simulate import Simulated, simulate

_FAR = 100_003
"""Keeps the seeds of people, cases and sensors apart."""

MOUNTS = (Mount.INSTEP, Mount.HEEL, Mount.ANKLE, Mount.SOCK, Mount.SHANK, Mount.POCKET)


def _as_is(given: Sensor) -> Sensor:
    return given


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of recording.

    Parameters
    ----------
    plan : SetPlan
        The set; times of 0 that `any_tempo` asks for are drawn.
    prescription : Prescription
        What was prescribed.
    around : tuple of Doing
        What is done before and after it.
    down_s : tuple of float, optional
        Lowering time is drawn between these, s.
    any_tempo : bool
        Draw up and down from 0.5-5 s and the hold from 0-5 s, then prescribe it.
    spoil : callable
        Makes the drawn sensor worse.
    """

    plan: SetPlan = field(default_factory=lambda: SetPlan(fast=3))
    prescription: Prescription = field(default_factory=Prescription)
    around: tuple[Doing, ...] = ()
    down_s: tuple[float, float] | None = None
    any_tempo: bool = False
    spoil: Callable[[Sensor], Sensor] = _as_is


_LIFE = (Doing.WALK, Doing.TURN, Doing.SHIFT, Doing.SIT, Doing.KNEEL, Doing.SQUATS, Doing.TAP)

CASES: dict[str, Case] = {
    "continuous": Case(),
    "near-limit": Case(SetPlan(reps=10), down_s=(1.5, 2.5)),
    "3-2-2": Case(SetPlan(reps=10, down_s=2.0, fast=2), Prescription(3.0, 2.0, 2.0)),
    "heel-lift": Case(SetPlan(reps=15, up_s=0.7, hold_s=0.0, fast=3, legs=2), Prescription(None, 0.0, 3.0)),
    "any-tempo": Case(SetPlan(reps=10), any_tempo=True),
    "any-tempo-paused": Case(SetPlan(reps=8, rest_s=1.5), any_tempo=True),
    "below-step": Case(SetPlan(reps=10, start=Start.BELOW, fast=2)),
    "below-step-paused": Case(SetPlan(reps=8, start=Start.BELOW, rest_s=1.0, pause_before_first_s=2.0)),
    "on-step": Case(SetPlan(reps=10, start=Start.STEP, fast=2, hold_s=1.0)),
    "last-set": Case(SetPlan(reps=10, stalled=2, attempts=2, fade=0.45)),
    "sloppy": Case(SetPlan(reps=12, dropped=2, bounced=2, no_hold=2, low=2, rest_s=0.2)),
    "two-legs": Case(SetPlan(legs=2, fast=2)),
    "brisk": Case(SetPlan(reps=15, up_s=0.8, hold_s=0.3, down_s=0.8, rest_s=0.3)),
    "life": Case(SetPlan(reps=8, fast=2), around=_LIFE),
    "25-hz": Case(spoil=lambda given: replace(given, rate_hz=25.0)),
    "20-hz": Case(SetPlan(reps=8, fast=2), spoil=lambda given: replace(given, rate_hz=20.0)),
    "gyro-low": Case(spoil=lambda given: replace(given, gyr_scale=0.8)),
    "slip": Case(SetPlan(rest_s=1.0, fast=2), spoil=lambda given: replace(given, slip_deg=20.0)),
    "lossy": Case(spoil=lambda given: replace(given, loss=0.05, packet_samples=8)),
    "acc-only": Case(spoil=lambda given: replace(given, has_gyr=False)),
    "nothing": Case(SetPlan(reps=0), around=tuple(Doing)),
}


def benchmark(
    people: int = 40,
    *,
    seed: int = 0,
    first_person: int = 0,
    mounts: Iterable[Mount] = MOUNTS,
    cases: Iterable[str] = tuple(CASES),
) -> Iterator[tuple[str, Simulated]]:
    """Simulate people x placements x cases.

    Parameters
    ----------
    people : int
        How many people.
    seed : int
        Source of chance; another seed gives other people.
    first_person : int
        Number of the first one.
    mounts : iterable of Mount
        Where the sensor sits.
    cases : iterable of str
        Names out of `CASES`.

    Yields
    ------
    tuple of (str, Simulated)
        Name such as ``p003-ankle-near-limit``, and the recording.
    """
    names, places = tuple(cases), tuple(mounts)
    numbers = {name: number for number, name in enumerate(CASES)}
    for who in range(first_person, first_person + people):
        for mount in places:
            for name in names:
                # The same person moves the same way at every placement: only the sensor differs.
                own = (seed * _FAR + who) * len(CASES) + numbers[name]
                yield f"p{who:03d}-{mount}-{name}", _one(CASES[name], mount, seed * _FAR + who, own)


def _one(case: Case, mount: Mount, who: int, own: int) -> Simulated:
    rng = np.random.default_rng([own, 0xBE])
    plan, prescription = case.plan, case.prescription
    if case.down_s is not None:
        plan = replace(plan, down_s=float(rng.uniform(*case.down_s)))
    if case.any_tempo:
        up_s, down_s = (round(float(np.exp(rng.uniform(np.log(0.5), np.log(5.0)))), 2) for _ in range(2))
        hold_s = round(float(rng.choice([0.0, 1.0]) * rng.uniform(0.3, 5.0)), 2)
        plan = replace(plan, up_s=up_s, hold_s=hold_s, down_s=down_s)
        prescription = Prescription(up_s, hold_s, down_s)
    sets = (plan,) if plan.reps else ()
    scenario = Scenario((*case.around, *sets, *reversed(case.around)), mount, prescription)
    given = case.spoil(sensor(own * len(MOUNTS) + MOUNTS.index(mount)))
    return simulate(scenario, person(who), given, own)
