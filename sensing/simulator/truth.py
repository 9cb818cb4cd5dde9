"""Truth by definition: phase edges at 5 % of the phase's peak speed, on the noiseless voluntary movement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray

EDGE_SHARE = 0.05
"""An edge is where the speed is this share of the phase's peak speed."""

PAUSE_TRAVEL_SHARE = 0.10
"""A pause stays inside the phase only if this share of its travel lies on either side."""


def phase_edges(t_s: FloatArray, speed: FloatArray) -> tuple[float, float]:
    """Find the two edges of one phase.

    Going outwards from the peak, the phase ends at the first place where the speed is 5 % of the peak. If
    more movement in the same direction follows beyond that pause, and it is at least 10 % of all the travel,
    the pause stays inside the phase and the search goes on behind it.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Times, s, rising.
    speed : ndarray of shape (n,)
        Speed in the direction of the phase, any unit; negative where it goes the other way.

    Returns
    -------
    tuple of float
        Begin and end, s, interpolated linearly between samples.

    Raises
    ------
    ValueError
        If nothing moves in the direction of the phase.
    """
    peak = float(speed.max())
    if peak <= 0.0:
        raise ValueError("nothing moves in the direction of the phase")
    starts, stops = _runs(speed > EDGE_SHARE * peak)
    travel = np.array([_travel(t_s, speed, a, b) for a, b in zip(starts, stops, strict=True)])
    home = int(np.searchsorted(starts, int(np.argmax(speed)), side="right")) - 1
    total = float(travel.sum())
    first = last = home
    while first > 0 and travel[:first].sum() >= PAUSE_TRAVEL_SHARE * total:
        first -= 1
    while last < len(travel) - 1 and travel[last + 1 :].sum() >= PAUSE_TRAVEL_SHARE * total:
        last += 1
    level = EDGE_SHARE * peak
    begin = _crossing(t_s, speed, level, int(starts[first]) - 1)
    return begin, _crossing(t_s, speed, level, int(stops[last]) - 1)


def _runs(moving: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First sample and one past the last sample of each stretch that moves."""
    change = np.diff(np.concatenate(([False], moving, [False])).astype(np.int8))
    return np.flatnonzero(change == 1), np.flatnonzero(change == -1)


def _travel(t_s: FloatArray, speed: FloatArray, start: int, stop: int) -> float:
    part = slice(max(start - 1, 0), stop + 1)
    return float(np.sum(np.diff(t_s[part]) * (speed[part][1:] + speed[part][:-1])) / 2.0)


def _crossing(t_s: FloatArray, speed: FloatArray, level: float, left: int) -> float:
    """Time between samples `left` and `left + 1` at which the speed passes the level, s."""
    if left < 0:
        return float(t_s[0])
    if left + 1 >= len(t_s):
        return float(t_s[-1])
    share = (level - speed[left]) / (speed[left + 1] - speed[left])
    return float(t_s[left] + share * (t_s[left + 1] - t_s[left]))
