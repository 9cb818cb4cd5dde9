"""The signals that can carry a repetition, and which of them a placement needs."""

from __future__ import annotations

from typing import Protocol

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.foot.carrier import TiltCarrier
from sensing.repetitions.leg.carrier import RiseCarrier
from sensing.repetitions.limb.carrier import LimbCarrier
from sensing.repetitions.measure import Measured
from sensing.repetitions.roster import Roster
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Placement


class Channel(Protocol):
    """A running height."""

    height: float

    @property
    def stage(self) -> Stage:
        """Where in a cycle it is."""

    def finish(self, number: int) -> Cycle | None:
        """Close at the end of the samples."""

    def restart(self) -> None:
        """Forget the running cycle and what it rests on."""

    def warn(self, number: int) -> None:
        """Keep that with this sample the running lowering was warned of."""


class Carrier(Protocol):
    """A signal that can carry repetitions."""

    roster: Roster

    @property
    def channel(self) -> Channel:
        """The running height in which its cycles are found."""

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""

    def promises(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether the running cycle, of which sample `number` is the newest, looks like a repetition."""

    def is_attempt(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether what was measured is no more than an attempt at a repetition."""

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Return the repetitions that are beyond doubt with this one, in order."""

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep what a counted repetition showed."""

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this."""

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1: falls near the limits and with the uncertainty of the edges."""


def carriers_for(
    placement: Placement, limb: bool, settings: RepSettings, rate_hz: float, prescribed_s: float | None
) -> tuple[TiltCarrier | LimbCarrier | None, RiseCarrier | None]:
    """Return the carriers that a placement needs; ``auto`` follows both."""
    if limb:
        return LimbCarrier(settings, rate_hz), None
    by_tilt = placement in (Placement.AUTO, Placement.FOOT, Placement.ANKLE)
    by_rise = placement in (Placement.AUTO, Placement.SHANK, Placement.THIGH)
    tilt = TiltCarrier(settings, rate_hz, alone=not by_rise) if by_tilt else None
    if not by_rise:
        return tilt, None
    return tilt, RiseCarrier(settings, rate_hz, prescribed_s, None if tilt is None else tilt.may_have_one)
