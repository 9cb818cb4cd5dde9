"""A strap that slips between two repetitions, and a set that begins after other movements: by hand."""

import numpy as np
import pytest

from sensing.grid import Grid
from sensing.repetitions import RepDetector
from sensing.types import GRAVITY_MPS2, FloatArray, Placement, Rep, Samples

RATE_HZ = 100.0
BEHIND_M, ABOVE_M = 0.12, 0.08
EVERY_S, UP_S, HOLD_S = 8.0, 2.5, 2.0
FIRST_S, COUNT, LIFT_DEG = 6.0, 6, 14.0


def _reach(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def _foot(t: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Force and turning of a sensor behind and above the ball that the foot turns about."""
    begin = FIRST_S + EVERY_S * np.arange(COUNT)[:, None]
    share = (_reach((t - begin) / UP_S) - _reach((t - begin - UP_S - HOLD_S) / UP_S)).sum(axis=0)
    pitch = np.radians(LIFT_DEG * share)
    cos, sin = np.cos(pitch), np.sin(pitch)
    forward, upward = ABOVE_M * sin - BEHIND_M * cos, ABOVE_M * cos + BEHIND_M * sin
    along, lifting = (np.gradient(np.gradient(way, t), t) for way in (forward, upward))
    lifting = lifting + GRAVITY_MPS2
    zero = np.zeros_like(t)
    force = np.stack([cos * along - sin * lifting, zero, sin * along + cos * lifting], axis=1)
    return force, np.stack([zero, np.gradient(pitch, t), zero], axis=1)


def _slipped(slip_s: float, axis: int, slip_deg: float) -> Samples:
    """A set in which the sensor turns on the foot, once and in a quarter of a second, about its own axis."""
    t = np.arange(0.0, FIRST_S + COUNT * EVERY_S + 4.0, 1.0 / RATE_HZ)
    angle = np.radians(slip_deg) * _reach((t - slip_s) / 0.25)
    one, other = (axis + 1) % 3, (axis + 2) % 3
    seen = []
    for vector in _foot(t):
        turned = vector.copy()
        turned[:, one] = np.cos(angle) * vector[:, one] + np.sin(angle) * vector[:, other]
        turned[:, other] = np.cos(angle) * vector[:, other] - np.sin(angle) * vector[:, one]
        seen.append(turned)
    seen[1][:, axis] += np.gradient(angle, t)
    noise = np.random.default_rng(0).standard_normal((2, len(t), 3))
    return Samples(t, seen[0] + 0.05 * noise[0], seen[1] + 0.01 * noise[1])


def _counted(samples: Samples, placement: Placement) -> list[Rep]:
    grid, detector = Grid(RATE_HZ), RepDetector(RATE_HZ, placement)
    events = [event for block in grid.push(samples) + grid.finish() for event in detector.push(block)]
    return [event for event in [*events, *detector.finish()] if isinstance(event, Rep)]


@pytest.mark.parametrize("placement", [Placement.AUTO, Placement.ANKLE])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("slip_deg", [-22.0, 22.0])
@pytest.mark.parametrize("after_s", [-0.15, 0.1, 0.5])
def test_a_slip_between_two_loses_none(
    placement: Placement, axis: int, slip_deg: float, after_s: float
) -> None:
    """Along the movement or across it, as the heel comes down or after it; nor is the slip a lowering."""
    end_s = FIRST_S + 2.0 * EVERY_S + UP_S + HOLD_S + UP_S
    found = _counted(_slipped(end_s + after_s, axis, slip_deg), placement)
    assert len(found) == COUNT
    assert all(2.0 < rep.end_s - rep.eccentric_start_s < 2.8 for rep in found)
