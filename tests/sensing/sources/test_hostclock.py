import asyncio
import math

import pytest

from sensing.errors import SettingsError
from sensing.sources.hostclock import HostClock


def test_time_begins_at_zero_and_never_goes_back() -> None:
    clock = HostClock(1000)
    stamps = [clock.now_s() for _ in range(1000)]
    assert stamps == sorted(stamps)
    assert stamps[0] >= 0


async def test_sleeping_takes_the_clock_to_where_it_was_asked() -> None:
    clock = HostClock(1000)
    await clock.sleep_until(5.0)
    assert clock.now_s() >= 5.0


async def test_a_held_clock_waits_and_does_not_catch_up() -> None:
    clock = HostClock(1000)
    clock.hold_at(2.0)
    await asyncio.sleep(0.02)
    assert clock.now_s() == 2.0
    clock.hold_at(2.5)
    await clock.sleep_until(2.5)
    assert clock.now_s() == 2.5
    clock.hold_at(math.inf)
    await clock.sleep_until(3.0)
    assert clock.now_s() >= 3.0


def test_holding_in_the_past_holds_now() -> None:
    clock = HostClock(1000)
    before = clock.now_s()
    clock.hold_at(-1.0)
    assert clock.now_s() >= before


@pytest.mark.parametrize("speed", [0, -1, math.inf, math.nan])
def test_a_speed_that_is_none(speed: float) -> None:
    with pytest.raises(SettingsError, match="above 0"):
        HostClock(speed)


async def test_pausing_does_not_wait_for_a_held_clock() -> None:
    clock = HostClock(1000)
    clock.hold_at(1.0)
    await clock.pause(5.0)
    assert clock.now_s() <= 1.0


async def test_of_several_holds_the_earliest_counts() -> None:
    clock = HostClock(1000)
    left, right = object(), object()
    clock.hold_at(2.0, left)
    clock.hold_at(1.0, right)
    await clock.sleep_until(1.0)
    assert clock.now_s() == 1.0
    clock.hold_at(math.inf, right)
    await clock.sleep_until(2.0)
    assert clock.now_s() == 2.0
    clock.hold_at(math.inf, left)
    await clock.sleep_until(2.5)
