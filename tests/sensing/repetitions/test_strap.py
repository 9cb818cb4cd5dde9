"""A strap that slips turns the sensor by itself; a leg turns it about a joint."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sensing.repetitions.strap import Strap
from sensing.simulator import Mount, Scenario, Sensor, SetPlan, person, simulate
from sensing.types import FloatArray
from tests.sensing.repetitions.driving import detect, reps_in

RATE_HZ = 25.0
T_S = np.arange(0.0, 4.0, 1.0 / RATE_HZ)
UPRIGHT = np.array([0.0, 0.0, 1.0])


def turn(angle_deg: float, takes_s: float, lever_m: float = 0.0) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Up, angular rate and acceleration of a sensor that turns once, about a point so far below it."""
    u = np.clip((T_S - 2.0) / takes_s, 0.0, 1.0)
    angle = np.radians(angle_deg) * (10.0 * u**3 - 15.0 * u**4 + 6.0 * u**5)
    rate = np.gradient(angle, T_S)
    zeros = np.zeros_like(angle)
    up = np.stack([-np.sin(angle), zeros, np.cos(angle)], axis=1)
    spin = np.stack([zeros, rate, zeros], axis=1)
    acc = np.stack([lever_m * np.gradient(rate, T_S), zeros, -lever_m * rate**2], axis=1)
    return up, spin, acc


def off_deg(up: FloatArray, other: FloatArray) -> FloatArray:
    out: FloatArray = np.degrees(np.linalg.norm(up - other, axis=1))
    return out


@pytest.mark.parametrize("angle_deg", [-30.0, -12.0, 20.0])
def test_a_slip_leaves_the_leg_where_it_was(angle_deg: float) -> None:
    up = Strap(RATE_HZ).push(*turn(angle_deg, 0.3))
    slipped = off_deg(up, UPRIGHT)
    assert slipped.max() < 5.0
    assert slipped[T_S > 2.4].max() < 1.0


@pytest.mark.parametrize(("takes_s", "lever_m"), [(0.3, 0.2), (0.3, 0.4), (1.2, 0.0), (1.2, 0.3)])
def test_a_leg_that_swings_or_leans_is_no_slip(takes_s: float, lever_m: float) -> None:
    up, spin, acc = turn(40.0, takes_s, lever_m)
    after = 2.0 + takes_s < T_S
    assert off_deg(Strap(RATE_HZ).push(up, spin, acc)[after], up[after]).max() < 0.1


def test_a_strap_may_slip_more_than_once_and_however_the_stream_is_cut() -> None:
    back = zip(turn(20.0, 0.3), (1.0, -1.0, 1.0), strict=True)
    up, spin, acc = (np.concatenate([part, sign * part[::-1]]) for part, sign in back)
    whole, parts = Strap(RATE_HZ), Strap(RATE_HZ)
    expected = whole.push(up, spin, acc)
    assert off_deg(expected, UPRIGHT).max() < 5.0
    borders = np.cumsum([0, 1, 3, 46, 2, 1, 1, 1, 5, 30, 60, len(up)])
    cuts = [slice(low, high) for low, high in pairwise(borders) if low < len(up)]
    found = np.concatenate([parts.push(up[cut], spin[cut], acc[cut]) for cut in cuts])
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("slip_deg", [12.0, 20.0])
@pytest.mark.parametrize("mount", [Mount.SHANK, Mount.POCKET])
def test_a_strap_that_slips_on_the_leg_loses_nothing(mount: Mount, slip_deg: float) -> None:
    for seed in (0, 1, 2, 3):
        sensor = Sensor(rate_hz=52.0, slip_deg=slip_deg)
        whole = simulate(Scenario((SetPlan(reps=8, rest_s=1.0),), mount), person(seed), sensor, seed)
        assert len(reps_in(detect(whole.samples, mount.placement))) == 8
