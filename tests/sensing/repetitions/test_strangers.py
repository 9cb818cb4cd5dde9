"""People made by another generator than the simulator (`benchmarks.strangers`)."""

from itertools import pairwise

import pytest

from benchmarks.strangers import PLACES, stranger
from sensing.grid import Grid
from sensing.repetitions import RepDetector
from sensing.types import Placement, Rep

SEEDS = range(8)


def _found(seed: int, place: Placement) -> tuple[list[Rep], int]:
    """Repetitions that are found without being told the placement, and how many there are."""
    made = stranger(seed, place)
    grid, detector = Grid(50.0), RepDetector(50.0, Placement.AUTO)
    blocks = grid.push(made.samples) + grid.finish()
    events = [event for block in blocks for event in detector.push(block)] + detector.finish()
    return [event for event in events if isinstance(event, Rep)], len(made.edges_s)


@pytest.mark.parametrize("place", [Placement.FOOT, Placement.ANKLE])
@pytest.mark.parametrize("seed", SEEDS)
def test_foot_and_ankle_are_counted(seed: int, place: Placement) -> None:
    reps, count = _found(seed, place)
    assert len(reps) == count


@pytest.mark.parametrize(
    ("seed", "place"), [(53, Placement.FOOT), (12, Placement.ANKLE), (83, Placement.ANKLE)]
)
def test_standing_before_the_first_lift_is_no_lift(seed: int, place: Placement) -> None:
    # Read by rise, what the lean's error did in the first two seconds and the lift itself made up one more.
    test_foot_and_ankle_are_counted(seed, place)


@pytest.mark.parametrize("place", PLACES)
def test_no_repetition_is_told_twice(place: Placement) -> None:
    # Tilt and rise are both followed: what the one held back the other may have told of.
    for seed in SEEDS:
        reps, _ = _found(seed, place)
        assert all(0.5 * (late.start_s + late.end_s) >= early.end_s for early, late in pairwise(reps))
