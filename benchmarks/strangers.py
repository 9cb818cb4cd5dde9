"""People whom the simulator does not know: another, plainer generator, so that it is not the only judge.

Nothing of `sensing.simulator` is used but the definition of an edge. Each phase has one of four textbook
courses; the sensor turns with the foot, or is carried up by a leg that sways; tremor, mounting and the
sensor's errors are drawn for each recording. Development uses seeds from 0 on, the page those from 1000 on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfiltfilt

from heelraise.evaluation.choices import Told
from heelraise.evaluation.jobs import looked_at
from heelraise.evaluation.outcome import Failure, Outcome
from heelraise.evaluation.run import evaluate
from heelraise.evaluation.truth import TrueRep, Truth
from sensing.prescription import Prescription
from sensing.simulator.truth import phase_edges
from sensing.types import GRAVITY_MPS2, FloatArray, Placement, Samples

HELD_BACK = 1000
PLACES = (Placement.FOOT, Placement.ANKLE, Placement.SHANK, Placement.THIGH)
_INSIDE_HZ = 400.0
_TREMOR_HZ = (2.5, 12.0)
_SWAY_HZ = (0.1, 0.6)
_AT_REST = 0.1
"""Share of the tremor that stays while standing."""

_RATES_HZ = (20.0, 25.0, 50.0, 52.0, 60.0, 100.0, 104.0, 200.0)
_RESTS_S = (0.0, 0.0, 0.3, 1.0, 2.0, 3.0)
_TEMPI_S = {
    "slow": ((2.0, 4.0), (0.5, 3.0), (2.0, 5.0)),
    "brisk": ((0.5, 1.2), (0.0, 0.5), (0.5, 1.2)),
    "mixed": ((1.0, 3.0), (0.0, 2.0), (1.0, 4.0)),
    "fast down": ((1.5, 3.0), (0.5, 2.0), (0.5, 1.2)),
}
_RANGES_DEG = {
    Placement.FOOT: (20.0, 55.0),
    Placement.ANKLE: (14.0, 40.0),
    Placement.SHANK: (-5.0, 6.0),
    Placement.THIGH: (-6.0, 7.0),
}
_FOOT_DEG = (30.0, 50.0)
_LEVER_M = (0.1, 0.2)
_RISE_M = (0.05, 0.1)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A recording and its truth: start, top, start of lowering and end of each repetition, s."""

    samples: Samples
    edges_s: list[tuple[float, float, float, float]]


def stranger(seed: int, place: Placement) -> Stranger:
    """Make the recording of one person; the same for the same seed."""
    rng = np.random.default_rng([seed, PLACES.index(place)])
    course = _COURSES[int(rng.integers(len(_COURSES)))]
    tempo = list(_TEMPI_S.values())[int(rng.integers(len(_TEMPI_S)))]
    phases = _phases(rng, [float(rng.uniform(*each)) for each in tempo])
    t = np.arange(0.0, phases[-1, 3] + rng.uniform(0.5, 5.0), 1.0 / _INSIDE_HZ)
    height, edges = np.zeros_like(t), []
    for start, top, down, end, size in phases.tolist():
        up = course((t - start) / (top - start))
        fallen = course((t - down) / (end - down))
        height += size * (up - fallen)
        edges.append((*phase_edges(t, np.gradient(up, t)), *phase_edges(t, np.gradient(fallen, t))))
    force, turning = _motion(rng, t, height, place)
    load = (_AT_REST + (1.0 - _AT_REST) * np.clip(height, 0.0, 1.0))[:, None]
    tremor = rng.uniform(0.0, 1.0) / np.sqrt(3.0)
    force = force + tremor * load * _shaken(rng, len(t), _TREMOR_HZ, 3)
    turning = turning + 0.25 * tremor * load * _shaken(rng, len(t), _TREMOR_HZ, 3)
    return Stranger(_read(rng, t, force, turning), edges)


def _phases(rng: np.random.Generator, usual_s: Sequence[float]) -> FloatArray:
    """Start, top, start of lowering, end, s, and size of each repetition."""
    count, fades_to = int(rng.integers(4, 16)), rng.uniform(0.6, 1.0)
    rest_s, now = float(rng.choice(_RESTS_S)), rng.uniform(0.5, 8.0)
    out = []
    for number in range(count):
        up, hold, down = np.multiply(usual_s, np.clip(1.0 + 0.08 * rng.standard_normal(3), 0.7, 1.4))
        size = (1.0 - (1.0 - fades_to) * number / count) * (1.0 + 0.05 * rng.standard_normal())
        out.append((now, now + up, now + up + hold, now + up + hold + down, size))
        now = out[-1][3] + rest_s * rng.uniform(0.7, 1.3)
    return np.array(out)


def _minimum_jerk(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def _cosine(u: FloatArray) -> FloatArray:
    out: FloatArray = 0.5 - 0.5 * np.cos(np.pi * np.clip(u, 0.0, 1.0))
    return out


def _cubic(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**2 * (3.0 - 2.0 * u)
    return out


def _even(u: FloatArray) -> FloatArray:
    """An even speed between two short ramps."""
    u, ramp = np.clip(u, 0.0, 1.0), 0.15
    early, late = u**2 / (2.0 * ramp), (1.0 - ramp) - (1.0 - u) ** 2 / (2.0 * ramp)
    out: FloatArray = np.where(u < ramp, early, np.where(u > 1.0 - ramp, late, u - ramp / 2.0)) / (1.0 - ramp)
    return out


_COURSES = (_minimum_jerk, _cosine, _cubic, _even)


def _motion(
    rng: np.random.Generator, t: FloatArray, height: FloatArray, place: Placement
) -> tuple[FloatArray, FloatArray]:
    """Specific force, m/s², and angular rate, rad/s, in the frame of the segment."""
    pitch = np.radians(rng.uniform(*_RANGES_DEG[place])) * height
    if place in (Placement.FOOT, Placement.ANKLE):
        around = np.radians(rng.uniform(*_FOOT_DEG)) * height + rng.uniform(0.05, 0.3)
        lever_m = rng.uniform(*_LEVER_M)
        forward, up = lever_m * np.cos(around), lever_m * np.sin(around)
    else:
        sway = np.radians(rng.uniform(0.0, 1.0)) * _shaken(rng, len(t), _SWAY_HZ, 1)[:, 0]
        pitch = pitch + sway
        forward, up = 0.02 * height + 0.4 * sway, rng.uniform(*_RISE_M) * height
    ahead, upward = (np.gradient(np.gradient(way, t), t) for way in (forward, up))
    upward = upward + GRAVITY_MPS2
    cos, sin, none = np.cos(pitch), np.sin(pitch), np.zeros_like(t)
    force = np.stack([cos * ahead - sin * upward, none, sin * ahead + cos * upward], axis=1)
    return force, np.stack([none, np.gradient(pitch, t), none], axis=1)


def _shaken(rng: np.random.Generator, count: int, band_hz: tuple[float, float], axes: int) -> FloatArray:
    """Noise of one unit in a band, in each axis."""
    band = butter(2, band_hz, "band", fs=_INSIDE_HZ, output="sos")
    noise = sosfiltfilt(band, rng.standard_normal((count, axes)), axis=0)
    out: FloatArray = noise / noise.std(axis=0)
    return out


def _read(rng: np.random.Generator, t: FloatArray, force: FloatArray, turning: FloatArray) -> Samples:
    """What a sensor strapped on at any angle makes of it."""
    rate_hz = float(rng.choice(_RATES_HZ))
    times = np.arange(0.0, t[-1], 1.0 / rate_hz)
    below = butter(2, min(0.4 * rate_hz, 150.0), fs=_INSIDE_HZ, output="sos")
    mount, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    mount *= np.sign(np.linalg.det(mount))
    seen = []
    for signal in (force, turning):
        calm = sosfiltfilt(below, signal, axis=0)
        seen.append(np.stack([np.interp(times, t, axis) for axis in calm.T], axis=1) @ mount.T)
    acc = seen[0] * (1.0 + rng.uniform(-0.02, 0.02, 3)) + rng.uniform(-0.4, 0.4, 3)
    gyr = seen[1] * rng.uniform(0.78, 1.05) + np.radians(rng.uniform(-2.0, 2.0, 3))
    acc = acc + rng.uniform(0.02, 0.15) * rng.standard_normal(acc.shape)
    gyr = gyr + rng.uniform(0.002, 0.02) * rng.standard_normal(gyr.shape)
    return Samples(times, acc, gyr)


@dataclass(frozen=True, slots=True)
class StrangerJob:
    """The recording of one person to look at; see `heelraise.evaluation.jobs.Job`."""

    seed: int
    place: Placement
    told: Told

    @property
    def name(self) -> str:
        return f"{self.place}-{self.seed}"

    def run(self) -> Outcome:
        made = stranger(self.seed, self.place)
        reps = tuple(TrueRep(start, end, top, down) for start, top, down, end in made.edges_s)
        truth = Truth(self.place, "heel raise", len(reps), Prescription(), reps)
        return looked_at(self.name, "strangers", truth, self.told, made.samples)


def measured(
    people: int, told: Told, places: Sequence[Placement] = PLACES, first: int = HELD_BACK, processes: int = 2
) -> tuple[list[Outcome], list[Failure]]:
    """Let the program read the strangers' recordings."""
    jobs = [StrangerJob(seed, place, told) for place in places for seed in range(first, first + people)]
    return evaluate(jobs, processes)
