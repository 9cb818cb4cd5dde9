"""A shank that leans over its ankle against a foot that turns about its ball."""

from dataclasses import replace

import numpy as np
import pytest

from sensing.grid import Grid
from sensing.motion import MotionTracker
from sensing.repetitions import RepDetector
from sensing.repetitions.foot.pivot import height_above_pivot
from sensing.repetitions.tilt import plane_of
from sensing.repetitions.track import Track
from sensing.types import GRAVITY_MPS2, FloatArray, Placement, Rep, Samples

RATE_HZ = 50.0
STANDS_DEG = 5.0


def _reach(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def _squats(height_m: float, lean_deg: float, way_s: float, count: int = 6) -> Samples:
    """A sensor along the shank, which leans forward over the ankle and comes upright again."""
    rng = np.random.default_rng(0)
    every_s = 2.0 * way_s + 1.0
    t = np.arange(0.0, 10.0 + count * every_s, 1.0 / RATE_HZ)
    down = 5.0 + every_s * np.arange(count)[:, None]
    share = (_reach((t - down) / way_s) - _reach((t - down - way_s - 0.5) / way_s)).sum(axis=0)
    lean = np.radians(STANDS_DEG + lean_deg * share)
    forward, upward = height_m * np.sin(lean), height_m * np.cos(lean)
    along, lifting = (np.gradient(np.gradient(way, t), t) for way in (forward, upward))
    lifting = lifting + GRAVITY_MPS2
    zero, cos, sin = np.zeros_like(t), np.cos(lean), np.sin(lean)
    force = np.stack([cos * along - sin * lifting, zero, sin * along + cos * lifting], axis=1)
    turning = np.stack([zero, np.gradient(lean, t), zero], axis=1)
    noise = rng.standard_normal((2, *force.shape))
    return Samples(t, force + 0.05 * noise[0], turning + 0.01 * noise[1])


@pytest.mark.parametrize("height_m", [0.2, 0.3, 0.4])
@pytest.mark.parametrize(("lean_deg", "way_s"), [(16.0, 0.9), (22.0, 1.3), (25.0, 1.3)])
def test_a_shank_that_leans_in_a_squat_is_no_foot(height_m: float, lean_deg: float, way_s: float) -> None:
    grid, detector = Grid(RATE_HZ), RepDetector(RATE_HZ, Placement.AUTO)
    samples = _squats(height_m, lean_deg, way_s)
    events = [event for block in grid.push(samples) + grid.finish() for event in detector.push(block)]
    assert not [event for event in [*events, *detector.finish()] if isinstance(event, Rep)]


def _followed(samples: Samples) -> Track:
    grid, motion, track = Grid(RATE_HZ), MotionTracker(RATE_HZ), Track()
    for block in grid.push(samples) + grid.finish():
        for moved in motion.push(block):
            track.append(moved)
    return track


@pytest.mark.parametrize("height_m", [0.0, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("scale", [1.0, 0.8])
def test_the_height_above_the_pivot_is_found(height_m: float, scale: float) -> None:
    """Whatever the scale of the gyroscope: the angle is held against gravity."""
    made = _squats(height_m, 22.0, 1.0, count=1)
    assert made.gyr_radps is not None
    track = _followed(replace(made, gyr_radps=scale * made.gyr_radps))
    first, peak, last = (track.number_at(t_s) for t_s in (4.5, 6.25, 8.0))
    stretch = track.cut(first, last)
    base, towards = plane_of(stretch.up, np.array(track.up(peak)) - stretch.up[0])
    found_m, sd_m = height_above_pivot(stretch, peak - first, base, towards)
    assert abs(found_m - height_m) < 0.02
    assert sd_m < 0.05
