"""What can go wrong with an emulated sensor, on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sensing.types import Gap


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults to play; none by default. Times are those of the samples that the sensor sends.

    Parameters
    ----------
    drop_link_at_s : float or None
        The sensor goes out of range at this time, s.
    outage_s : float
        And is back after this, s; the samples in between are lost. Infinity: its battery is empty.
    restarts : bool
        Whether it is switched off and on meanwhile, so that its counter begins at 0.
    silent : Gap or None
        Connected, but sends nothing from one time to the other.
    lose_packets, repeat_packets, swap_packets : callable or None
        Told the number of a packet, from 0: whether the radio loses it, delivers it twice, or delivers it
        after the one that follows.
    burst_s : float
        The radio delivers only every so often, s; 0 delivers at once.
    advertise_from_s : float
        Time on the host's clock before which the sensor is not to be heard, s.
    refuse_starts : int
        So many times the sensor refuses a command to begin.
    late_services : int
        In so many connections the sensor has not got its services ready.
    mtu : int
        Largest packet that the sensor's radio agrees to, bytes; 23 is the least there is.
    twins : int
        So many sensors of the same name are switched on before this one, with the samples of somebody else.
    """

    drop_link_at_s: float | None = None
    outage_s: float = 2.0
    restarts: bool = False
    silent: Gap | None = None
    lose_packets: Callable[[int], bool] | None = field(default=None, repr=False)
    repeat_packets: Callable[[int], bool] | None = field(default=None, repr=False)
    swap_packets: Callable[[int], bool] | None = field(default=None, repr=False)
    burst_s: float = 0.0
    advertise_from_s: float = 0.0
    refuse_starts: int = 0
    late_services: int = 0
    mtu: int = 517
    twins: int = 0
