"""Any slow repeated movement of a limb, held against no heel's physics."""

from __future__ import annotations

from dataclasses import replace

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.lifted import lifted_cm
from sensing.repetitions.limb.channel import LimbChannel
from sensing.repetitions.measure import Measured, TiltMeasure
from sensing.repetitions.roster import Roster
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Placement


class LimbCarrier:
    """Tilt of any limb.

    Parameters
    ----------
    settings : RepSettings
        Thresholds.
    rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, settings: RepSettings, rate_hz: float) -> None:
        limb = settings.limb
        self._settings = settings
        self._rate_hz = rate_hz
        self.channel = LimbChannel(limb, rate_hz, settings.motion.inclination_time_s)
        self.roster = Roster(settings, limb.smallest_share)
        self._measure = TiltMeasure.by(settings, rate_hz)

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""
        look = self._measure.look(track, cycle, has_gyr)
        if look is None or min(cycle.up, cycle.down) < self.channel.smallest:
            return None
        earliest = self.roster.earliest(cycle.valley, self._rate_hz)
        measured = self._measure.measure(track, cycle, earliest, look, has_gyr)
        if measured is None or self._is_too_small(min(measured.size, cycle.up)):
            return None
        # Edges that a sagging hold has led astray must not make it small.
        size = max(measured.size, min(cycle.up, cycle.down))
        return replace(measured, size=size, lifted_cm=self._lifted_cm(track, cycle, measured, has_gyr))

    def _lifted_cm(self, track: Track, cycle: Cycle, measured: Measured, has_gyr: bool) -> float | None:
        if not has_gyr:  # nothing tells a swing from a lean then
            return None
        window = track.cut(track.number_at(float(measured.course.t_s[0])), cycle.decided)
        return lifted_cm(window, measured.edges_s, self._settings.limb.lifted, self._rate_hz)

    def is_attempt(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether the lift stays far under the person's own."""
        return self.roster.is_attempt(measured)

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Return the repetition itself: what the tilt shows needs no second one."""
        return [(cycle, measured)]

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep where the limb moves, how far, and what the gyroscope's scale is."""
        self.channel.learn(measured.direction, self.roster.reference)
        self._measure.learn(measured)
        self.channel.gyro.learn(self._measure.gyro.scale)

    def gauged(self, track: Track, number: int, has_gyr: bool) -> list[float]:
        """Return no heights anew: before one has been counted nothing is known of a limb's movements."""
        return []

    def promises(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether the running cycle looks like a repetition: it is large enough."""
        travel = self.channel.finder.travel
        return not (self._is_too_small(travel) or self.roster.is_small(travel))

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this: on a limb the range is all that there is to go by."""
        return Placement.FOOT if measured.size >= self._settings.foot_from_deg else Placement.ANKLE

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1: falls with the uncertainty of the edges."""
        return measured.sureness(self._settings.unsure_edge_s)

    def _is_too_small(self, size: float) -> bool:
        """Whether it cannot even be an attempt: nothing is known of the person yet."""
        return self.roster.is_empty and size < self._settings.limb.smallest_first_deg
