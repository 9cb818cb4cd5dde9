"""What is asked of a brisk repetition of a leg."""

from __future__ import annotations

import numpy as np
import pytest

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.leg.brisk import lowest_of_cm, own_mps2
from sensing.settings import StandingRiseSettings

RATE_HZ = 25.0


def read_as(*seconds: float, up_cm: float = 8.0, down_cm: float = 8.0) -> Cycle:
    start, top, down, end = (round(each * RATE_HZ) for each in seconds)
    return Cycle(start, (top + down) // 2, end, end, up_cm, down_cm, reading=(start, top, down, end))


def test_its_own_acceleration_is_that_of_two_bells_of_speed() -> None:
    cycle = read_as(0.0, 0.48, 2.0, 2.8, up_cm=8.0, down_cm=6.0)
    t_s = np.arange(0.0, 2.8, 0.001)
    made = np.zeros_like(t_s)
    for begin, time_s, way_m in ((0.0, 0.48, 0.08), (2.0, 0.8, -0.06)):
        inside = (t_s >= begin) & (t_s < begin + time_s)
        made[inside] += 2.0 * np.pi * way_m / time_s**2 * np.sin(2.0 * np.pi * (t_s[inside] - begin) / time_s)
    assert own_mps2(cycle, RATE_HZ, 0.4) == pytest.approx(float(np.sqrt(np.mean(made**2))), rel=0.01)


def test_a_way_that_was_cut_short_excuses_nothing() -> None:
    cut = read_as(0.0, 0.08, 0.4, 1.28, up_cm=0.9, down_cm=2.5)
    assert own_mps2(cut, RATE_HZ, 0.4) < 0.3


def test_slow_lifts_may_look_lower_than_brisk_ones() -> None:
    limits = StandingRiseSettings()
    assert lowest_of_cm(0.5, limits) > 2.0
    assert lowest_of_cm(3.0, limits) == limits.lowest_cm
