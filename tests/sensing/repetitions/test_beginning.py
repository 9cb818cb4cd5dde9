"""What may begin a set on the leg is held until there is one."""

from __future__ import annotations

import numpy as np
import pytest

from sensing.repetitions.beginning import Beginning
from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import Evidence
from sensing.repetitions.measure import Measured
from sensing.settings import BeginningSettings
from sensing.types import Course, frozen

NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 5.0, 0.0, 0.0)
COURSE = Course(*(frozen(np.zeros(1)) for _ in range(2)), "cm", *(frozen(np.zeros(1)) for _ in range(2)))


def lift(
    start_s: float, lean_deg: float = 4.0, way_deg: float = 0.0, takes_s: float = 6.0
) -> tuple[Cycle, Measured]:
    """One that leans the leg so far, in a direction."""
    way = np.radians(way_deg)
    lean = lean_deg * np.array([np.cos(way), np.sin(way), 0.0])
    cycle = Cycle(0, 1, 2, round(25.0 * (start_s + takes_s)), 5.0, 5.0, lean_deg=lean)
    edges_s = (start_s, start_s + 0.4 * takes_s, start_s + 0.6 * takes_s, start_s + takes_s)
    return cycle, Measured(edges_s, 5.0, 0.2, NOTHING, (0.0, 0.0, 0.0), COURSE, (1.0, 1.0), None)


def starts(told: list[tuple[Cycle, Measured]]) -> list[float]:
    return [measured.edges_s[0] for _, measured in told]


def beginning() -> Beginning:
    return Beginning(BeginningSettings())


def test_weak_ones_are_told_with_the_plain_one_that_leans_alike() -> None:
    begun = beginning()
    for start_s in (0.0, 7.0):
        assert not begun.settle(*lift(start_s, 4.5), is_plain=False, is_weak=True)
    last = lift(14.0)
    told = begun.settle(*last, is_plain=True, is_weak=False)
    assert starts(told) == [0.0, 7.0, 14.0]
    assert {cycle.decided for cycle, _ in told} == {last[0].decided}
    assert starts(begun.settle(*lift(21.0), is_plain=True, is_weak=False)) == [21.0]


@pytest.mark.parametrize(
    "other",
    [lift(0.0, 4.0, 90.0), lift(0.0, 8.0), lift(-5.0), lift(-8.0, takes_s=14.0)],
    ids=["leans elsewhere", "leans farther", "long before", "holds two"],
)
def test_a_weak_one_that_is_unlike_is_not(other: tuple[Cycle, Measured]) -> None:
    begun = beginning()
    assert not begun.settle(*other, is_plain=False, is_weak=True)
    assert starts(begun.settle(*lift(12.0), is_plain=True, is_weak=False)) == [12.0]


def test_weak_ones_do_not_bear_one_another_out() -> None:
    begun = beginning()
    assert not any(begun.settle(*lift(7.0 * k), is_plain=False, is_weak=True) for k in range(30))


def test_of_two_doubtful_ones_the_second_bears_the_first_out() -> None:
    begun = beginning()
    assert not begun.settle(*lift(0.0), is_plain=False, is_weak=False)
    assert starts(begun.settle(*lift(15.0, 4.0, 90.0), is_plain=False, is_weak=False)) == [0.0, 15.0]
    assert not begun.settle(*lift(60.0), is_plain=False, is_weak=False)
    assert not begun.settle(*lift(77.0), is_plain=False, is_weak=False)
