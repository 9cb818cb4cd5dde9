"""What can go wrong with an emulated sensor, on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults to play; none by default. Times are those of the samples that the sensor sends.

    Parameters
    ----------
    drop_link_at_s : float or None
        The sensor goes out of range at this time, s.
    outage_s : float
        And is back after this, s; the samples in between are lost.
    lose_packets : callable or None
        Told the number of a packet, from 0, says whether the radio loses it.
    """

    drop_link_at_s: float | None = None
    outage_s: float = 2.0
    lose_packets: Callable[[int], bool] | None = None
