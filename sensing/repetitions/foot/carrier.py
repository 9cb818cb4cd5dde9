"""Tilt of foot or ankle: from a cycle to an accepted measurement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.evidence import strain
from sensing.repetitions.fits.give import ShankGive
from sensing.repetitions.foot.channel import TiltChannel
from sensing.repetitions.foot.gauge import FirstGauge
from sensing.repetitions.foot.likeness import Likeness
from sensing.repetitions.foot.pivot import Pivot
from sensing.repetitions.foot.spans import after_slip, after_walking, before_slip, ends_elsewhere, lift_before
from sensing.repetitions.foot.upside import UpsideDown
from sensing.repetitions.foot.waiting import Waiting
from sensing.repetitions.measure import Look, Measured, TiltMeasure
from sensing.repetitions.roster import Roster
from sensing.repetitions.tilt import dot
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Placement

_SAME = 1.75
"""Measured with the gyroscope's scale a lift may be larger than it was found, but not by more than this."""

_JUST_BEFORE = 5
"""Samples (0.2 s) before a lift's edge that still belong to it."""

_SCALED = 1.25
"""What a gyroscope that reads a fifth too low can hide of the first lift."""

_START_S = 0.2
"""A valley this near to the first sample, s, was not seen."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a cycle turned out to be.

    Parameters
    ----------
    cycle : Cycle
        From where the person stood.
    measured : Measured or None
        None where it is no repetition and no attempt at one.
    upside_down : bool
        Whether it goes from top to bottom to top.
    rises : bool
        Whether the sensor goes up as it tilts, as far as can be seen by itself.
    """

    cycle: Cycle
    measured: Measured | None = None
    upside_down: bool = False
    rises: bool = True


class TiltCarrier:
    """Tilt of foot or ankle.

    Parameters
    ----------
    settings : RepSettings
        Thresholds.
    rate_hz : float
        Rate of the motion samples, Hz.
    alone : bool
        Whether nothing else follows the sensor; else what hardly tilts is left to the rise.
    """

    def __init__(self, settings: RepSettings, rate_hz: float, *, alone: bool) -> None:
        self._settings = settings
        self._alone = alone
        self._rate_hz = rate_hz
        self.channel = TiltChannel(settings.foot_tilt, rate_hz, settings.motion.inclination_time_s)
        self.roster = Roster(settings)
        self._measure = TiltMeasure.by(settings, rate_hz, ShankGive(settings.give))
        self._pivot = Pivot(settings.pivot, rate_hz)
        self._likeness = Likeness(settings.likeness, settings.set_pause_s)
        self._upside = UpsideDown(settings.heel_raise, self._likeness, self._pivot, alone=alone)
        self._waiting = Waiting(self._likeness.are_alike, self._likeness.bears_out)
        self._first = FirstGauge(self.channel, self._measure.gyro, rate_hz)

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""
        judged = self._judge(track, cycle, has_gyr)
        if judged.cycle is not cycle:
            self.roster.free_from = max(self.roster.free_from, judged.cycle.valley)
        if judged.upside_down:
            return self._turned_over(track, judged.cycle, has_gyr)
        if judged.measured is not None and judged.rises:
            return judged.measured
        # What is no repetition may have bent the accelerometer's angle by its own acceleration.
        self.channel.unlearn(self._measure.gyro.scale, track.up(cycle.decided))
        if judged.measured is not None:
            self._waiting.keep(judged.cycle, judged.measured)
        return None

    def _judge(self, track: Track, cycle: Cycle, has_gyr: bool) -> _Judged:
        """Say what a cycle is; nothing is kept of it, so that one that still runs may be judged too."""
        limits, free_from = self._settings.heel_raise, self.roster.free_from
        if track.cut(cycle.valley, cycle.end).shake() > limits.violent_mps2:
            return _Judged(cycle)
        found, cycle = cycle, after_walking(track, cycle, free_from, limits, self._rate_hz)
        if not self.roster.is_empty:
            cycle = after_slip(track, cycle)
        look = self._measure.look(track, cycle, has_gyr)
        strained = look is not None and self._strain(track, cycle, look) > 1.0
        if cycle.slipped or (strained and not self.roster.is_empty):
            cycle = before_slip(track, cycle)
            look = self._measure.look(track, cycle, has_gyr)
        if look is None or self._strain(track, cycle, look) > 1.0:
            return _Judged(cycle)
        if self.channel.known_up is None and self._upside.began_by_lowering(cycle, look):
            return _Judged(cycle, upside_down=True)
        earliest = cycle.valley if cycle is not found else self.roster.earliest(cycle.valley, self._rate_hz)
        measured = self._sized(track, cycle, earliest, look, has_gyr)
        if measured is None:
            return _Judged(cycle)
        return self._the_right_way_up(track, cycle, look, measured, has_gyr)

    def _strain(self, track: Track, cycle: Cycle, look: Look) -> float:
        """How near a cycle comes to the limits, if it is one of a set."""
        took_s = track.t_s(cycle.end) - track.t_s(cycle.valley)
        return strain(self._likeness.calmer(look.evidence), took_s, self._settings.heel_raise)

    def _the_right_way_up(
        self, track: Track, cycle: Cycle, look: Look, measured: Measured, has_gyr: bool
    ) -> _Judged:
        """Ask whether the sensor goes up as it tilts, and the rest of what counts."""
        upside, known = self._upside, self._goes_the_known_way(look)
        if upside.speaks_against(look, known=known) or upside.sinks(track, cycle, look, has_gyr, known=known):
            # What came before the lift, a tap of the toes, may speak against it: look at the lift alone.
            since = max(cycle.valley, track.number_at(measured.edges_s[0]) - _JUST_BEFORE)
            lift = self._measure.look(track, replace(cycle, valley=min(since, cycle.peak)), has_gyr)
            known = lift is not None and self._goes_the_known_way(lift)
            if lift is not None and upside.sinks(track, cycle, lift, has_gyr, known=known):
                return _Judged(cycle, upside_down=True)
            if lift is None or upside.speaks_against(lift, known=known):
                return _Judged(cycle)
            measured = replace(measured, evidence=lift.evidence)
        if self.channel.known_up is None:
            ended = self._ended_by_a_lift(track, cycle, look, measured, has_gyr)
            if ended is not None:
                return _Judged(ended, upside_down=True)
        counted = self._counted(track, cycle, look, measured)
        return _Judged(cycle, counted, rises=counted is None or self._rises(cycle, counted))

    def _ended_by_a_lift(
        self, track: Track, cycle: Cycle, look: Look, measured: Measured, has_gyr: bool
    ) -> Cycle | None:
        """Return a first cycle with the peak where it came down, if the sensor surely rose in that.

        Who squatted stands upright again, and the heel that comes up then turns the sensor back; a toe that
        was tapped meanwhile rises as a heel does.
        """
        down = track.number_at(measured.edges_s[2])
        seen = self._measure.lowering(track, down, cycle.end, look, has_gyr)
        if seen is None or not self._upside.is_a_lift(seen):
            return None
        return replace(cycle, peak=down)

    def _turned_over(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Take a cycle from top to bottom to top for what it is; measure the repetition that it ended."""
        now = cycle.decided
        self.channel.turn_over(cycle.peak, track.up(cycle.peak), now, track.up(now))
        free_from = self.roster.free_from
        before = lift_before(track, cycle, free_from, self._settings.foot_tilt, self._rate_hz)
        if before is None:
            return None
        look = self._measure.look(track, before, has_gyr)
        if look is None or self._strain(track, before, look) > 1.0:
            return None
        if self._upside.speaks_against(look, known=self._goes_the_known_way(look)):
            return None
        measured = self._sized(track, before, before.valley, look, has_gyr)
        counted = None if measured is None else self._counted(track, before, look, measured)
        return None if counted is None or not self._rises(before, counted) else counted

    def _sized(self, track: Track, cycle: Cycle, earliest: int, look: Look, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it cannot be, or is too small to be the first."""
        measured = self._measure.measure(track, cycle, earliest, look, has_gyr)
        if measured is None:
            return None
        measured = measured.not_cut(cycle)
        return None if self._is_too_small(cycle, measured) else measured

    def _counted(self, track: Track, cycle: Cycle, look: Look, measured: Measured) -> Measured | None:
        """Return it if it counts: as far as its size and tremor say, and by what it turns about."""
        counts = self._is_repetition(cycle, measured) and not self._leans(track, cycle, look, measured)
        return measured if counts else None

    def is_attempt(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether the lift stays far under the person's own."""
        return self.roster.is_attempt(measured)

    def gauged(self, track: Track, number: int, has_gyr: bool) -> list[float]:
        """Return a running first lowering's heights anew, once its lift has shown the gyroscope's scale."""
        if not (has_gyr and self.roster.is_empty):
            return []
        return self._first.heights(track, number)

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Hold one that may be something else back until a second one like it follows."""
        plain = self._is_plain(measured) or self._slipped(cycle, measured)
        return self._waiting.settle(cycle, measured, plain=plain)

    def may_have_one(self, t_s: float) -> bool:
        """Whether a repetition waits for its like at a time, s, or a lift large enough goes on."""
        finder, held = self.channel.finder, self._waiting.held
        if finder.stage is not Stage.BOTTOM and finder.travel >= self._settings.smallest_first_deg:
            return True
        return held is not None and t_s - held.edges_s[3] < self._settings.set_pause_s

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep which way is up and what the gyroscope's scale is."""
        self._likeness.enter(measured)
        self.channel.learn(measured.direction, self._likeness.usual_size())
        self._measure.learn(measured)
        self.channel.gyro.learn(self._measure.gyro.scale)

    def promises(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether the running cycle, whose newest sample is `number`, would count if it ended now.

        What would not be counted, or not before a second one like it, is no reason to warn: walking, sitting
        down, a knee that goes to the floor, a first lowering below the step that is taken for a lift as long
        as nothing has shown where up is.
        """
        finder = self.channel.finder
        if self.roster.is_small(finder.travel):
            return False
        # It will come down as far as it went up, as far as one knows.
        cycle = Cycle(finder.valley, finder.peak, number, number, finder.travel, finder.travel)
        judged = self._judge(track, cycle, has_gyr)
        measured = judged.measured
        if measured is None or not judged.rises or self.roster.is_attempt(measured):
            return False
        if self.channel.known_up is None and measured.evidence.lift_agreement < 0.0:
            return False
        return self._waiting.is_borne_out_by(measured) or self._is_plain(measured)

    def _is_plain(self, measured: Measured) -> bool:
        small = self.roster.is_empty and measured.size < self._settings.smallest_first_deg
        return not small and self._likeness.is_plain(measured)

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this."""
        return Placement.FOOT if measured.size >= self._settings.foot_from_deg else Placement.ANKLE

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1."""
        sure = measured.sureness(self._settings.unsure_edge_s)
        worst = strain(measured.evidence, measured.duration_s, self._settings.heel_raise)
        return sure * min(1.0, max(0.0, 2.0 * (1.0 - worst) + 0.5))

    def _goes_the_known_way(self, look: Look) -> bool:
        """Whether it tilts the way of the repetitions before, one that waits for its like included."""
        held = self._waiting.held
        known = self.channel.known_up if held is None else held.direction
        return known is not None and dot(known, look.direction) > 0.5

    def _rises(self, cycle: Cycle, measured: Measured) -> bool:
        return self._slipped(cycle, measured) or self._likeness.rises(measured)

    def _slipped(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether the sensor slips in the middle of a set: size and rise are lost in that."""
        return ends_elsewhere(cycle) and self._likeness.goes_on_at_once(measured)

    def _is_too_small(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether nothing is known of the person yet, and it is small both as a tilt and as a rise."""
        # The shank's give, beside the measured edges, is there as the heel comes up and down only.
        size = max(min(measured.size, _SCALED * cycle.up), min(cycle.up, cycle.down))
        if not self.roster.is_empty or size >= self._settings.smallest_first_deg:
            return False
        if size >= self._settings.smallest_rising_deg and self._likeness.surely_rises(measured.evidence):
            return False
        if self._waiting.is_borne_out_by(measured):
            return False  # one large enough waits for its like
        return not (self._alone and self._likeness.is_large(measured.evidence))

    def _leans(self, track: Track, cycle: Cycle, look: Look, measured: Measured) -> bool:
        """Whether it is a shank that leans over a standing foot, as a gyroscope tells."""
        is_next, has_gyr = self._likeness.is_next(measured), isfinite(measured.gyro_scale[1])
        return has_gyr and self._pivot.leans(track, cycle, look, is_next=is_next)

    def _is_repetition(self, cycle: Cycle, measured: Measured) -> bool:
        # Below a step it comes down farther than it went up from level.
        if self.roster.is_too_large(measured) or measured.size > _SAME * max(cycle.up, cycle.down):
            return False
        if not self._measure.gyro.is_possible(measured.gyro_scale[0]):
            return False  # a turn or a swing, which bends the accelerometer's angle
        limits = self._settings.heel_raise
        seen, second = measured.evidence, self._waiting.is_borne_out_by(measured)
        first = cycle.valley <= self._rate_hz * _START_S or (self.roster.is_empty and not second)
        most = limits.first_strain if first else 1.0
        if second or self._likeness.is_next(measured):
            seen = self._likeness.calmer(seen)
        return strain(seen, measured.duration_s, limits) <= most
