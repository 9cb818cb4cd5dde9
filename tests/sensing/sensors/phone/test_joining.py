import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing.errors import PacketError
from sensing.sensors.phone.joining import Joiner, Reading, readings_of

MS = 1_000_000


def readings(times_ms: list[float], slope: float = 1.0) -> list[Reading]:
    return [(round(t * MS), (slope * t, 0.0, 1.0)) for t in times_ms]


def times_ms(joined: list[tuple[int, list[tuple[float, float, float]]]]) -> list[float]:
    return [tick / MS for tick, _ in joined]


def test_the_follower_is_read_at_the_leaders_times() -> None:
    joined = Joiner(1).push(readings([10, 20, 30, 41]), readings([8, 18, 28, 38], slope=2.0))
    assert times_ms(joined) == [10, 20, 30]  # at 41 the follower is not known yet
    assert [acc[0] for _, (acc, _) in joined] == [10, 20, 30]
    assert [gyr[0] for _, (_, gyr) in joined] == pytest.approx([20, 40, 60])


def test_nothing_is_invented_over_a_hole_of_the_follower() -> None:
    joined = Joiner(1).push(readings([10, 100, 200, 500, 600]), readings([0, 50, 120, 480, 700]))
    assert times_ms(joined) == [10, 100, 500, 600]


def test_a_follower_that_fell_silent_does_not_hold_up_the_leader_for_ever() -> None:
    joiner = Joiner(1)
    joiner.push(readings([0, 10]), readings([0, 10]))
    assert joiner.push(readings([20 + 10 * n for n in range(300)]), []) == []
    joined = joiner.push(readings([3020]), readings([2500, 2600, 3015]))
    assert times_ms(joined)[:2] == [2500, 2510]


def test_a_phone_that_was_restarted_begins_anew() -> None:
    joiner = Joiner(0)
    joiner.push(readings([90_000, 90_010]))
    assert times_ms(joiner.push(readings([10, 20]))) == [10, 20]


@given(cuts=st.lists(st.integers(0, 60), max_size=6), repeat=st.integers(0, 20), late=st.booleans())
def test_cuts_and_repetitions_make_no_difference(cuts: list[int], repeat: int, late: bool) -> None:
    lead, other = readings([10.0 * n for n in range(60)]), readings([10.0 * n + 3 for n in range(60)])
    joiner, joined = Joiner(1), []
    for start, end in itertools.pairwise([0, *sorted(cuts), 60]):
        part = slice(max(start - repeat, 0), end)
        streams = (lead[part], other[part])
        if late:
            joined += joiner.push(streams[0], [])
            streams = ([], streams[1])
        joined += joiner.push(*streams)
    assert joined == Joiner(1).push(lead, other)


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
