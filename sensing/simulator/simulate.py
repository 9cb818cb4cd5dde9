"""The simulator: a scenario, a person, a sensor and a seed give samples and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.simulator import noise
from sensing.simulator.body import Axial, felt, pose, through_strap
from sensing.simulator.doings import doing
from sensing.simulator.person import Person
from sensing.simulator.plan import Doing, Scenario
from sensing.simulator.posture import RATE_HZ, Column, Stretch, joined, set_of_raises, still
from sensing.simulator.reading import read, slipped
from sensing.simulator.reps import TruthRep, attempts_in, reps_in
from sensing.simulator.sensor import Sensor
from sensing.types import FloatArray, Samples, frozen


@dataclass(frozen=True, slots=True)
class TrueCourse:
    """Noiseless voluntary course, for plots and checks.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Time on the recording's clock, s.
    pitch_deg : ndarray of shape (n,)
        Pitch of the foot, heel up positive, degrees.
    heel_rise_cm, sensor_rise_cm : ndarray of shape (n,)
        Height of the heel and of the sensor over the level stand, cm.
    """

    t_s: FloatArray
    pitch_deg: FloatArray
    heel_rise_cm: FloatArray
    sensor_rise_cm: FloatArray


@dataclass(frozen=True, slots=True)
class Simulated:
    """A recording and the truth about it; all times on the recording's clock, s.

    Parameters
    ----------
    samples : Samples
        What the sensor delivered.
    truth : tuple of TruthRep
        The repetitions.
    attempts : tuple of (float, float)
        Begin and end of lifts that do not count.
    doings : tuple of (Doing, float, float)
        What else was done, with begin and end.
    course : TrueCourse
        The noiseless course.
    scenario, person, sensor : Scenario, Person, Sensor
        What it was made from.
    """

    samples: Samples
    truth: tuple[TruthRep, ...]
    attempts: tuple[tuple[float, float], ...]
    doings: tuple[tuple[Doing, float, float], ...]
    course: TrueCourse
    scenario: Scenario
    person: Person
    sensor: Sensor


def simulate(scenario: Scenario, person: Person, sensor: Sensor, seed: int) -> Simulated:
    """Simulate a recording; the same arguments give the same bytes.

    Parameters
    ----------
    scenario : Scenario
        What is done.
    person : Person
        By whom.
    sensor : Sensor
        What records it.
    seed : int
        Source of chance.
    """
    movement, shake, faults = np.random.default_rng([seed, 0x51D]).spawn(3)
    stretches = _stretches(movement, scenario, person)
    posture = joined(stretches, person)
    count = len(posture)
    thud_m = noise.thuds(shake, stretches, person)
    unsteady = noise.unsteady(shake, posture, person)
    axial = Axial(
        *(noise.axial(shake, posture, person, part) for part in (Column.FOOT, Column.SHANK, Column.THIGH))
    )
    course = pose(unsteady, axial, thud_m, person, scenario.mount)
    force, rate = felt(through_strap(course, sensor.strap_hz, sensor.strap_damping))
    clock = 1.0 + sensor.clock_error
    speed = np.concatenate([stretch.speed_degps for stretch in stretches])
    clean = _course(posture, np.arange(count) / RATE_HZ * clock, person, scenario)
    truth = reps_in(stretches, speed, clean.pitch_deg, clean.sensor_rise_cm, scenario.prescription, clock)
    if sensor.slip_deg:
        at_s = _between_reps(faults, truth) / clock
        force, rate = slipped(faults, force, rate, at_s, sensor.slip_deg)
    return Simulated(
        samples=read(faults, force, rate, sensor),
        truth=truth,
        attempts=attempts_in(stretches, speed, clock),
        doings=_doings(stretches, scenario, clock),
        course=clean,
        scenario=scenario,
        person=person,
        sensor=sensor,
    )


def _stretches(rng: np.random.Generator, scenario: Scenario, person: Person) -> list[Stretch]:
    """Standing, event, standing, event, ..., standing."""
    stretches = [still(scenario.lead_s)]
    for event in scenario.events:
        if isinstance(event, Doing):
            stretches.append(doing(rng, event, person))
        else:
            stretches.append(set_of_raises(rng, event, person))
        stretches.append(still(float(rng.uniform(1.0, 2.5))))
    stretches.append(still(scenario.lead_s))
    return stretches


def _course(posture: FloatArray, t_s: FloatArray, person: Person, scenario: Scenario) -> TrueCourse:
    zeros = np.zeros(len(posture))
    clean = pose(posture, Axial(zeros, zeros, zeros), zeros, person, scenario.mount)
    pitch_deg = posture[:, Column.FOOT]
    heel_m = person.foot_m * np.sin(np.radians(pitch_deg)) + posture[:, Column.Z]
    height_m = clean.position_m[:, 2]
    return TrueCourse(
        frozen(t_s), frozen(pitch_deg), frozen(100.0 * heel_m), frozen(100.0 * (height_m - height_m[0]))
    )


def _between_reps(rng: np.random.Generator, truth: tuple[TruthRep, ...]) -> float:
    """Time between two repetitions, s, on the recording's clock."""
    if len(truth) < 2:
        return 1.0
    return truth[int(rng.integers(0, len(truth) - 1))].end_s


def _doings(
    stretches: list[Stretch], scenario: Scenario, clock: float
) -> tuple[tuple[Doing, float, float], ...]:
    edges = np.cumsum([0, *(len(stretch.posture) for stretch in stretches)]) / RATE_HZ * clock
    return tuple(
        (event, float(edges[2 * place + 1]), float(edges[2 * place + 2]))
        for place, event in enumerate(scenario.events)
        if isinstance(event, Doing)
    )
