import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing.errors import PacketError
from sensing.sensors.phone.joining import NO_READINGS, Joiner, Readings, readings_of

MS = 1_000_000


def readings(times_ms: list[float], slope: float = 1.0) -> Readings:
    ticks = np.array([round(t * MS) for t in times_ms], dtype=np.int64)
    return Readings(ticks, np.array([[slope * t, 0.0, 1.0] for t in times_ms]).reshape(-1, 3))


def test_the_follower_is_read_at_the_leaders_times() -> None:
    ticks, (acc, gyr) = Joiner(1).push(readings([10, 20, 30, 41]), readings([8, 18, 28, 38], slope=2.0))
    assert ticks.tolist() == [10 * MS, 20 * MS, 30 * MS]  # at 41 the follower is not known yet
    np.testing.assert_allclose(acc[:, 0], [10, 20, 30])
    np.testing.assert_allclose(gyr[:, 0], [20, 40, 60])


def test_nothing_is_invented_over_a_hole_of_the_follower() -> None:
    joiner = Joiner(1)
    ticks, _ = joiner.push(readings([10, 100, 200, 500, 600]), readings([0, 50, 120, 480, 700]))
    assert ticks.tolist() == [10 * MS, 100 * MS, 500 * MS, 600 * MS]
    assert joiner.unmatched == 1


def test_a_follower_that_fell_silent_does_not_hold_up_the_leader_for_ever() -> None:
    joiner = Joiner(1)
    joiner.push(readings([0, 10]), readings([0, 10]))
    ticks, _ = joiner.push(readings([20 + 10 * n for n in range(300)]), NO_READINGS)
    assert len(ticks) == 0
    ticks, _ = joiner.push(readings([3020]), readings([2500, 2600, 3015]))
    assert ticks.tolist()[:2] == [2500 * MS, 2510 * MS]
    assert joiner.unmatched > 100


def test_a_phone_that_was_restarted_begins_anew() -> None:
    joiner = Joiner(0)
    joiner.push(readings([90_000, 90_010]))
    assert joiner.push(readings([10, 20]))[0].tolist() == [10 * MS, 20 * MS]


@given(cuts=st.lists(st.integers(0, 60), max_size=6), repeat=st.integers(0, 20), late=st.booleans())
def test_cuts_and_repetitions_make_no_difference(cuts: list[int], repeat: int, late: bool) -> None:
    lead, other = readings([10.0 * n for n in range(60)]), readings([10.0 * n + 3 for n in range(60)])
    whole = Joiner(1).push(lead, other)
    joiner, parts = Joiner(1), []
    borders = [0, *sorted(cuts), 60]
    for start, end in itertools.pairwise(borders):
        part = slice(max(start - repeat, 0), end)
        streams = (lead[part], other[part])
        if late:
            parts.append(joiner.push(streams[0], NO_READINGS))
            streams = (NO_READINGS, streams[1])
        parts.append(joiner.push(*streams))
    np.testing.assert_array_equal(np.concatenate([ticks for ticks, _ in parts]), whole[0])
    np.testing.assert_array_equal(np.concatenate([values[1] for _, values in parts]), whole[1][1])


@pytest.mark.parametrize(
    "row",
    [(1, ["x", 0, 0]), (1, [0, 0]), ("x", [0, 0, 0]), (-1, [0, 0, 0]), (2**70, [0, 0, 0]), (None, [0, 0, 0]),
     (1, [[1], 2, 3])],
)  # fmt: skip
def test_what_is_no_reading(row: tuple[int, list[float | None]]) -> None:
    with pytest.raises(PacketError):
        readings_of([row])


def test_readings_without_a_number_are_left_out() -> None:
    assert len(readings_of([(1, [0, None, 0]), (2, [0, 0, 0]), (3, [0, float("nan"), 0])])) == 1
