"""The state machine with hysteresis, on courses whose cycles are known."""

from itertools import pairwise

import numpy as np
import pytest

from sensing.repetitions.cycles import Cycle, CycleFinder, Stage
from sensing.settings import CycleSettings
from sensing.types import FloatArray

RATE_HZ = 25.0
SETTINGS = CycleSettings(smallest_lift=4.0, creep_per_s=0.4, widest=180.0)


def course(*knots: tuple[float, float]) -> FloatArray:
    """Heights along smooth steps between knots of (duration s, height reached)."""
    level, parts = 0.0, [np.zeros(25)]
    for duration_s, height in knots:
        share = np.arange(1, round(duration_s * RATE_HZ) + 1) / round(duration_s * RATE_HZ)
        parts.append(level + (height - level) * (3.0 * share**2 - 2.0 * share**3))
        level = height
    return np.concatenate(parts)


def found(heights: FloatArray, usual: float | None = None) -> tuple[list[Cycle], CycleFinder]:
    finder = CycleFinder(SETTINGS, RATE_HZ)
    if usual is not None:
        finder.learn(usual)
    speeds = np.gradient(heights) * RATE_HZ
    steps = enumerate(zip(heights.tolist(), speeds.tolist(), strict=True))
    cycles = [finder.step(number, height, speed) for number, (height, speed) in steps]
    return [cycle for cycle in cycles if cycle], finder


UP_DOWN = ((3.0, 30.0), (2.0, 30.0), (3.0, 0.0))


def test_one_cycle_with_its_turns() -> None:
    ((cycle,), finder) = found(course(*UP_DOWN, (1.0, 0.0)))
    assert abs(cycle.valley - 25) < 10
    assert 100 <= cycle.peak <= 150
    assert cycle.end == pytest.approx(225, abs=8)
    assert cycle.end <= cycle.decided < 225 + 0.5 * RATE_HZ
    assert cycle.up == pytest.approx(30.0, abs=0.5)
    assert cycle.down == pytest.approx(30.0, abs=0.5)
    assert finder.travel_is_over


@pytest.mark.parametrize("reps", [2, 5, 12])
def test_without_rest_each_counts_once(reps: int) -> None:
    cycles, _ = found(course(*(UP_DOWN * reps), (1.0, 0.0)))
    assert len(cycles) == reps
    assert all(later.valley >= earlier.end for earlier, later in pairwise(cycles))


@pytest.mark.parametrize("sag", [0.05, 0.15])
def test_a_hold_that_sags_does_not_end_the_lift(sag: float) -> None:
    ((cycle,), _) = found(course((3.0, 30.0), (4.0, 30.0 * (1.0 - sag)), (3.0, 0.0), (1.0, 0.0)))
    assert cycle.up == pytest.approx(30.0, abs=0.5)


def test_a_pause_in_the_lowering_does_not_end_it() -> None:
    ((cycle,), _) = found(course((2.0, 30.0), (1.0, 30.0), (1.5, 18.0), (0.5, 18.0), (1.5, 0.0), (1.0, 0.0)))
    assert cycle.down == pytest.approx(30.0, abs=0.5)


def test_a_turn_back_up_belongs_to_the_same_lift() -> None:
    ((cycle,), _) = found(course((2.0, 25.0), (1.0, 15.0), (1.5, 30.0), (2.0, 0.0), (1.0, 0.0)))
    assert cycle.up == pytest.approx(30.0, abs=0.5)


def test_what_stays_up_is_no_cycle() -> None:
    cycles, finder = found(course((3.0, 30.0), (20.0, 30.0)))
    assert (cycles, finder.stage) == ([], Stage.LIFTED)
    cycles, finder = found(course((3.0, 30.0), (3.0, 22.0), (25.0, 22.0)))
    assert (cycles, finder.stage) == ([], Stage.BOTTOM)


def test_sway_and_slow_drift_are_no_lift() -> None:
    t_s = np.arange(round(60 * RATE_HZ)) / RATE_HZ
    sway = 1.5 * np.sin(2 * np.pi * 0.4 * t_s)
    assert found(sway + 0.2 * t_s)[0] == []


def test_the_last_one_may_end_higher_than_it_began() -> None:
    ((cycle,), _) = found(course((2.0, 30.0), (1.0, 30.0), (2.0, 10.0), (2.0, 10.0)))
    assert cycle.down == pytest.approx(20.0, abs=0.5)


def test_the_end_of_the_samples_closes_what_is_nearly_down() -> None:
    heights = course((2.0, 30.0), (1.0, 30.0), (2.0, 0.0))
    _, finder = found(heights[:-15])
    cycle = finder.close(len(heights) - 16)
    assert cycle is not None
    assert cycle.decided == len(heights) - 16
    _, finder = found(heights[:-35])
    assert finder.close(len(heights)) is None
    assert finder.travel_is_over


def test_numbers_need_not_begin_at_nought() -> None:
    heights = course(*UP_DOWN, (1.0, 0.0))
    finder = CycleFinder(SETTINGS, RATE_HZ)
    speeds = np.gradient(heights) * RATE_HZ
    later = [finder.step(1000 + k, h, v) for k, (h, v) in enumerate(zip(heights, speeds, strict=True))]
    (first,) = found(heights)[0]
    (cycle,) = [cycle for cycle in later if cycle]
    assert (cycle.valley - first.valley, cycle.end - first.end) == (1000, 1000)


def test_a_slip_as_the_lift_begins_does_not_hide_it() -> None:
    # The strap turns the sensor by 20 degrees; the lift of 14 never comes back to where that began.
    slipped = course((0.3, 20.0), (1.0, 20.0), (3.0, 34.0), (2.0, 34.0), (3.0, 20.0), (2.0, 20.0))
    assert not found(slipped)[0]
    ((cycle,), _) = found(slipped, usual=14.0)
    assert cycle.down == pytest.approx(14.0, abs=0.5)


def test_low_lifts_are_seen_where_the_person_lifts_little() -> None:
    low = course((3.0, 4.5), (1.0, 4.5), (3.0, 0.0), (1.0, 0.0))
    assert not found(low)[0]
    assert len(found(low, usual=8.0)[0]) == 1
