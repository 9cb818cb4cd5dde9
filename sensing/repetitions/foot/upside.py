"""Whether a cycle is upside down: from top to bottom to top, the sensor sinking as the tilt grows."""

from __future__ import annotations

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import Evidence
from sensing.repetitions.foot.likeness import Likeness
from sensing.repetitions.foot.pivot import Pivot
from sensing.repetitions.measure import Look
from sensing.repetitions.track import Track
from sensing.settings import HeelRaiseSettings


class UpsideDown:
    """Tells a lowering from a lift by whether the sensor goes up.

    Parameters
    ----------
    limits : HeelRaiseSettings
        What speaks against a lift.
    likeness : Likeness
        How surely it must sink.
    pivot : Pivot
        How high it sits.
    alone : bool
        Whether nothing but the tilt is followed; else what hardly tilts is left to the rise.
    """

    def __init__(self, limits: HeelRaiseSettings, likeness: Likeness, pivot: Pivot, *, alone: bool) -> None:
        self._limits, self._likeness, self._pivot, self._alone = limits, likeness, pivot, alone

    def began_by_lowering(self, cycle: Cycle, look: Look) -> bool:
        """Whether it is told before the first repetition has shown where up is."""
        limits, agreement = self._limits, look.evidence.lift_agreement
        if cycle.up > limits.deepest_deg:
            return False
        if agreement < limits.against_lift:
            return cycle.down > cycle.up
        return agreement < -limits.against_lift and cycle.down > limits.lowering_first_share * cycle.up

    def sinks(self, track: Track, cycle: Cycle, look: Look, has_gyr: bool, *, known: bool) -> bool:
        """Whether the sensor surely sinks; `known` where it tilts the way of the repetitions before."""
        sinks, seen = self._likeness.sinks, look.evidence
        if self._alone or sinks(seen, known=known, alone=False):
            return sinks(seen, known=known, alone=True)
        return has_gyr and sinks(seen, known=known, alone=True) and self._pivot.is_low(track, cycle, look)

    def is_a_lift(self, lowering: Evidence) -> bool:
        """Whether the sensor surely rises in what looks like a first lowering."""
        return self._likeness.sinks(lowering, known=False, alone=self._alone)

    def speaks_against(self, look: Look, *, known: bool) -> bool:
        """Whether upward acceleration and that of the tilt go against one another."""
        limits = self._limits
        return look.evidence.lift_agreement < (limits.against_known_lift if known else limits.against_lift)
