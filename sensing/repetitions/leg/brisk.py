"""What is asked of a brisk repetition of a leg, and what it is excused."""

from __future__ import annotations

from math import pi, sqrt

from sensing.repetitions.cycles import Cycle
from sensing.settings import StandingRiseSettings

_CM = 100.0


def own_mps2(cycle: Cycle, rate_hz: float, shortest_s: float) -> float:
    """Return the root mean square acceleration of a lift and a lowering themselves, without any tremor, m/s².

    The speed of each is a bell, so its acceleration is one wave of a sine.

    Parameters
    ----------
    cycle : Cycle
        A reading of a leg.
    rate_hz : float
        Rate of its samples, Hz.
    shortest_s : float
        Time that a lift or a lowering takes at least, s.
    """
    assert cycle.reading is not None
    start, top, down, end = cycle.reading
    ways = (cycle.up, (top - start) / rate_hz), (cycle.down, (end - down) / rate_hz)
    power = sum(2.0 * (pi * way_cm / _CM) ** 2 / max(time_s, shortest_s) ** 3 for way_cm, time_s in ways)
    return sqrt(power * rate_hz / (end - start))


def lowest_of_cm(longest_s: float, limits: StandingRiseSettings) -> float:
    """Return the least rise to be believed, cm, where the longer way takes so long, s.

    What a lean makes of the accelerometer's error grows with the square of the time: slow lifts may look
    lower than they are, brisk ones cannot.
    """
    return max(limits.lowest_cm, limits.lowest_brisk_cm - limits.error_cmps2 * longest_s**2 / 12.0)
