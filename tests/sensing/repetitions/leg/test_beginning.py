"""What may begin a set on the leg is held until there is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import Evidence
from sensing.repetitions.leg.beginning import Beginning
from sensing.repetitions.leg.carrier import RiseCarrier
from sensing.repetitions.measure import Measured
from sensing.settings import BeginningSettings, RepSettings
from sensing.types import Course, frozen

NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 5.0, 0.0, 0.0)
ZERO = frozen(np.zeros(1))
COURSE = Course(ZERO, ZERO, "cm", ZERO, ZERO)


def lift(
    start_s: float, lean_deg: float = 4.0, way_deg: float = 0.0, takes_s: float = 6.0
) -> tuple[Cycle, Measured]:
    """One that leans the leg so far, in a direction."""
    way = np.radians(way_deg)
    lean = lean_deg * np.array([np.cos(way), np.sin(way), 0.0])
    edges_s = (start_s, start_s + 0.4 * takes_s, start_s + 0.6 * takes_s, start_s + takes_s)
    start, top, down, end = (round(25.0 * edge_s) for edge_s in edges_s)
    cycle = Cycle(start, top, end, end, 5.0, 5.0, reading=(start, top, down, end), lean_deg=lean)
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
    assert starts(begun.settle(*lift(15.0), is_plain=False, is_weak=False)) == [0.0, 15.0]
    assert not begun.settle(*lift(60.0), is_plain=False, is_weak=False)
    assert not begun.settle(*lift(77.0), is_plain=False, is_weak=False)


def in_a_set() -> RiseCarrier:
    """A carrier that has counted four of 6 s and 5 cm, the last of them up to 34 s."""
    carrier = RiseCarrier(RepSettings(), 25.0)
    for start_s in (7.0, 14.0, 21.0, 28.0):
        each = lift(start_s)
        carrier.roster.enter(each[1])
        carrier.learn(*each)
    return carrier


def low(size_cm: float, read_cm: float, takes_s: float, **more: float) -> tuple[Cycle, Measured]:
    cycle, measured = lift(35.0, takes_s=takes_s, way_deg=more.get("way_deg", 0.0))
    gain = more.get("gain", 6.0)
    seen = replace(cycle, up=read_cm, down=read_cm, gain=gain, weaker_gain=0.2 * gain)
    return seen, replace(measured, size=size_cm)


@pytest.mark.parametrize(
    ("one", "is_attempt"),
    [
        (low(1.5, 1.5, 3.0, gain=80.0), True),
        (low(1.5, 3.0, 6.0), False),
        (low(1.5, 3.0, 6.0, way_deg=90.0), True),
        (low(1.5, 3.0, 6.0, way_deg=90.0, gain=80.0), False),
        (low(2.5, 1.5, 2.5), True),
        (low(2.5, 3.0, 2.5), False),
        (low(2.5, 1.5, 4.0), False),
        (low(2.5, 1.5, 4.0, way_deg=90.0), True),
        (low(2.5, 3.0, 4.0, way_deg=90.0), False),
    ],
    ids=[
        "short, low",
        "leans alike",
        "leans elsewhere",
        "surely there",
        "hurried",
        "read higher",
        "not hurried",
        "not hurried, but hardly leans",
        "hardly leans, but read higher",
    ],
)
def test_an_attempt_on_the_leg_is_low_and_short(one: tuple[Cycle, Measured], is_attempt: bool) -> None:
    assert in_a_set().is_attempt(*one) is is_attempt


def test_nothing_is_an_attempt_before_a_set() -> None:
    assert not RiseCarrier(RepSettings(), 25.0).is_attempt(*low(1.5, 1.5, 3.0))
