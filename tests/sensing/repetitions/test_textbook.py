"""Textbook movement, made here by hand: minimum-jerk phases, no sub-movements, sway or sag.

The simulator is not the only one who may describe a heel raise. What anybody would write down in a few lines
must be counted exactly, and timed.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from sensing.grid import Grid
from sensing.repetitions import RepDetector
from sensing.types import GRAVITY_MPS2, FloatArray, Placement, Rep, Samples

LEAD_S = 5.0
EDGES = (0.0594, 0.9406)
"""Where a minimum-jerk phase passes 5 % of its peak speed, as shares of its time."""


@dataclass(frozen=True)
class Plan:
    """Repetitions one like the other; `leg_deg` None puts the sensor on the foot."""

    up_s: float = 3.0
    hold_s: float = 2.0
    down_s: float = 3.0
    rest_s: float = 0.0
    reps: int = 8
    rate_hz: float = 100.0
    foot_deg: float = 45.0
    leg_deg: float | None = None
    rise_m: float = 0.08
    knock_mps2: float = 0.0
    """How hard the heel comes down: the leg rings for a moment."""
    moves_air: bool = True
    """Whether the sensor is carried along; else it only turns, as in the plainest of simulations."""


def _reach(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def _made(plan: Plan, seed: int) -> tuple[Samples, list[tuple[float, float]]]:
    """Return samples of a sensor at any angle, and start of lowering and end of each repetition."""
    rng = np.random.default_rng(seed)
    rep_s = plan.up_s + plan.hold_s + plan.down_s + plan.rest_s
    t = np.arange(0.0, 2.0 * LEAD_S + plan.reps * rep_s, 1.0 / plan.rate_hz)
    share, lowerings = np.zeros_like(t), []
    for start in LEAD_S + rep_s * np.arange(plan.reps):
        down = start + plan.up_s + plan.hold_s
        share += _reach((t - start) / plan.up_s) - _reach((t - down) / plan.down_s)
        lowerings.append((down + EDGES[0] * plan.down_s, down + EDGES[1] * plan.down_s))
    if plan.leg_deg is None:
        pitch = np.radians(plan.foot_deg) * share
        forward, height = 0.15 * np.cos(pitch + 0.17), 0.15 * np.sin(pitch + 0.17)
    else:
        pitch, forward, height = np.radians(plan.leg_deg) * share, 0.02 * share, plan.rise_m * share
    along, upward = (plan.moves_air * np.gradient(np.gradient(way, t), t) for way in (forward, height))
    zero = np.zeros_like(t)
    force = np.stack([along, zero, upward + GRAVITY_MPS2], axis=1)
    for _, end in lowerings:
        since = np.clip(t - end, 0.0, None)
        force[:, 0] += plan.knock_mps2 * np.exp(-since / 0.08) * np.sin(2.0 * np.pi * 12.0 * since)
    cos, sin = np.cos(pitch), np.sin(pitch)
    force = np.stack(
        [cos * force[:, 0] - sin * force[:, 2], zero, sin * force[:, 0] + cos * force[:, 2]], axis=1
    )
    turning = np.stack([zero, np.gradient(pitch, t), zero], axis=1)
    mount, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    mount *= np.sign(np.linalg.det(mount))
    acc = force @ mount.T + 0.05 * rng.standard_normal(force.shape)
    gyr = turning @ mount.T + 0.01 * rng.standard_normal(force.shape)
    return Samples(t, acc, gyr), lowerings


def _found(samples: Samples, placement: Placement) -> list[Rep]:
    grid, detector = Grid(50.0), RepDetector(50.0, placement)
    events = [event for block in grid.push(samples) + grid.finish() for event in detector.push(block)]
    return [event for event in [*events, *detector.finish()] if isinstance(event, Rep)]


def _off_s(reps: list[Rep], lowerings: list[tuple[float, float]]) -> float:
    """Mean absolute error of the lowering's time, s."""
    pairs = zip(reps, lowerings, strict=True)
    return float(
        np.mean([abs(rep.end_s - rep.eccentric_start_s - (end - down)) for rep, (down, end) in pairs])
    )


FOOT = {
    "plain": Plan(),
    "only turned": Plan(moves_air=False),
    "brisk": Plan(0.8, 0.2, 0.8),
    "brisk, only turned": Plan(0.8, 0.2, 0.8, moves_air=False),
    "no hold": Plan(1.0, 0.0, 1.0),
    "slow down": Plan(2.0, 0.0, 4.0),
    "paused": Plan(rest_s=2.0),
    "low": Plan(foot_deg=20.0),
    "from far below to far up": Plan(foot_deg=66.0),
    "25 Hz": Plan(rate_hz=25.0),
    "208 Hz": Plan(rate_hz=208.0),
}
LEG = {
    "plain": Plan(leg_deg=4.5),
    "leaning back": Plan(leg_deg=-4.0),
    "upright": Plan(leg_deg=0.0, rest_s=2.0),
    "leaning far": Plan(leg_deg=10.0),
    "shorter": Plan(2.0, 1.0, 2.0, leg_deg=4.5),
    "one second each": Plan(1.0, 1.0, 1.0, leg_deg=4.5),
    "no hold": Plan(1.0, 0.0, 1.0, 1.0, leg_deg=4.5),
    "put down hard": Plan(1.0, 0.5, 1.0, leg_deg=4.5, knock_mps2=12.0),
    "brisk, with rests": Plan(0.7, 0.3, 1.2, 3.0, leg_deg=-3.4),
    "brisk, with short rests": Plan(1.0, 0.4, 0.9, 1.0, leg_deg=-3.0),
}


@pytest.mark.parametrize("placement", [Placement.AUTO, Placement.FOOT])
@pytest.mark.parametrize("name", FOOT)
def test_a_foot_is_counted_and_timed(name: str, placement: Placement) -> None:
    for seed in (0, 1):
        samples, lowerings = _made(FOOT[name], seed)
        reps = _found(samples, placement)
        assert len(reps) == len(lowerings)
        assert _off_s(reps, lowerings) < 0.05


@pytest.mark.parametrize("placement", [Placement.AUTO, Placement.SHANK, Placement.THIGH])
@pytest.mark.parametrize("name", LEG)
def test_a_leg_is_counted_and_timed(name: str, placement: Placement) -> None:
    samples, lowerings = _made(LEG[name], 0)
    reps = _found(samples, placement)
    assert len(reps) == len(lowerings)
    assert _off_s(reps, lowerings) < 0.3
