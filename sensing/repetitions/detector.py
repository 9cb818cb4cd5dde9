"""Repetitions out of uniform samples, as they come in."""

from __future__ import annotations

from math import atan2, degrees

from sensing.motion import MotionBlock, MotionTracker
from sensing.prescription import Prescription
from sensing.repetitions.carriers import Carrier, carriers_for
from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.edges import PhaseFitter
from sensing.repetitions.holes import at_borders
from sensing.repetitions.limb import LimbCarrier
from sensing.repetitions.measure import Measured
from sensing.repetitions.progress import PhaseFollower
from sensing.repetitions.rise_carrier import RiseCarrier
from sensing.repetitions.tilt import Vector
from sensing.repetitions.tilt_carrier import TiltCarrier
from sensing.repetitions.track import Track
from sensing.repetitions.warning import EarlyWarning
from sensing.settings import RepSettings
from sensing.types import Attempt, Exercise, Gap, ImuBlock, Phase, PhaseProgress, Placement, Rep, RepEvent

_PHASE = {Stage.BOTTOM: Phase.REST, Stage.LIFTED: Phase.CONCENTRIC, Stage.LOWERING: Phase.ECCENTRIC}
"""Phases of a rise that is read as a whole."""


class RepDetector:
    """Finds repetitions; live and offline alike.

    Parameters
    ----------
    sampling_rate_hz : float
        Rate of the grid, Hz.
    placement : Placement, optional
        Where the sensor sits; ``auto`` finds out which signal carries the repetition.
    exercise : Exercise, optional
        Heel raises only, or any slow repeated movement of a limb.
    prescription : Prescription, optional
        What early warnings are given against; without it there are none.
    settings : RepSettings, optional
        Thresholds.
    """

    def __init__(
        self,
        sampling_rate_hz: float,
        placement: Placement = Placement.AUTO,
        exercise: Exercise = Exercise.HEEL_RAISE,
        prescription: Prescription | None = None,
        settings: RepSettings | None = None,
    ) -> None:
        self.settings = settings or RepSettings()
        self.placement = placement
        self._motion = MotionTracker(sampling_rate_hz, self.settings.motion)
        self._rate_hz = self._motion.sampling_rate_hz
        self._track = Track()
        limb = exercise is Exercise.LIMB
        self._tilt, self._rise = carriers_for(placement, limb, self.settings, self._rate_hz)
        self._carriers: list[Carrier] = [
            carrier for carrier in (self._tilt, self._rise) if carrier is not None
        ]
        self._warning = self._new_warning(prescription)
        self._gaps: list[Gap] = []
        self._has_gyr = True
        self._level: Vector | None = None
        self._reps = 0
        self._set = 0
        self._last_end_s = float("-inf")
        self._phase = Phase.REST
        self._follower = PhaseFollower(self.settings.progress, self._rate_hz)
        self._alone_until = 0

    def push(self, block: ImuBlock) -> list[RepEvent]:
        """Take the next samples, return what they brought to light."""
        self._has_gyr = block.gyr_radps is not None
        if block.gap is not None:
            self._gaps.append(block.gap)
        return self._advance(self._motion.push(block))

    def finish(self) -> list[RepEvent]:
        """Say that no more samples come."""
        events = self._advance(self._motion.finish())
        self._close(events)
        return events

    def _new_warning(self, prescription: Prescription | None) -> EarlyWarning | None:
        if prescription is None or prescription.eccentric_s is None:
            return None
        limit_s = self.settings.too_fast_share * prescription.eccentric_s
        fitter = PhaseFitter(self.settings.edges, self.settings.phases)
        return EarlyWarning(limit_s, self._rate_hz, self.settings.warning, fitter)

    def _advance(self, blocks: list[MotionBlock]) -> list[RepEvent]:
        events: list[RepEvent] = []
        for block in blocks:
            if (
                block.gap is not None
                and block.gap.end_s - block.gap.start_s > self.settings.longest_bridged_s
            ):
                self._close(events)
            start = self._track.following
            self._track.append(block)
            if self._tilt is not None:
                self._walk_with_tilt(self._tilt, start, block, events)
            elif self._rise is not None:
                self._walk(self._rise, start, block, events)
            self._track.forget(self._track.following - round(self.settings.memory_s * self._rate_hz))
        return events

    def _walk(self, rise: RiseCarrier, start: int, block: MotionBlock, events: list[RepEvent]) -> None:
        """Go through the samples from `start` on, from one that matters to the next."""
        channel = rise.channel
        number, end = max(start, channel.due), start + len(block)
        while number < end:
            self._settle(rise, channel.step(number, self._track), events)
            self._tell(_PHASE[channel.stage], number, events)
            number = max(number + 1, channel.due)

    def _walk_with_tilt(
        self, tilt: TiltCarrier | LimbCarrier, start: int, block: MotionBlock, events: list[RepEvent]
    ) -> None:
        """Go through the samples from `start` on; the rise, where it is followed too, comes second."""
        ups, shake_mps2 = block.up.tolist(), block.shake_mps2.tolist()
        channel, other = tilt.channel, self._rise
        number, end = start, start + len(ups)
        while number < end:
            due = end if other is None else max(other.channel.due, self._alone_until)
            if channel.stage is Stage.BOTTOM and self._phase is Phase.REST:
                stop = min(max(due, number) + 1, end)
                number += channel.wait(number, ups[number - start : stop - start]) - 1
            else:
                self._settle(tilt, channel.step(number, ups[number - start]), events)
            if other is not None and number >= max(other.channel.due, self._alone_until):
                self._settle(other, other.channel.step(number, self._track), events)
            if channel.stage is not Stage.BOTTOM or self._phase is not Phase.REST:
                self._follow(tilt, number, shake_mps2[number - start], events)
            number += 1

    def _follow(
        self, carrier: TiltCarrier | LimbCarrier, number: int, shake_mps2: float, events: list[RepEvent]
    ) -> None:
        """Report the phase that runs, and warn."""
        channel, finder = carrier.channel, carrier.channel.finder
        self._tell(self._follower.step(number, channel.height, channel.speed, finder), number, events)
        if self._warning is None:
            return
        t_s = self._track.t_s(number)
        height, speed = channel.height, channel.speed
        hasty = self._warning.step(number, t_s, height, speed, shake_mps2, finder)
        if hasty and carrier.promises(self._track, number, self._has_gyr):
            finder.warned = number
            events.append(PhaseProgress(Phase.ECCENTRIC, self._track.seen_s(number), too_fast=True))

    def _tell(self, phase: Phase, number: int, events: list[RepEvent]) -> None:
        if phase is not self._phase:
            self._phase = phase
            events.append(PhaseProgress(phase, self._track.seen_s(number)))

    def _close(self, events: list[RepEvent]) -> None:
        """End running cycles where the samples end, for good or for a long hole."""
        last = self._track.following - 1
        for carrier in self._carriers:
            cycle = carrier.channel.finish(last)
            self._settle(carrier, cycle, events)
            carrier.roster.free_from = last + 1

    def _settle(self, carrier: Carrier, cycle: Cycle | None, events: list[RepEvent]) -> None:
        measured = None if cycle is None else carrier.accept(self._track, cycle, self._has_gyr)
        if cycle is None or measured is None:
            return
        carrier.roster.free_from = cycle.end
        if carrier.roster.is_attempt(measured):
            start_s, _, _, end_s = measured.edges_s
            events.append(Attempt(start_s, end_s, self._track.seen_s(cycle.decided)))
            return
        events.extend(self._report(carrier, *each) for each in carrier.confirmed(cycle, measured))

    def _report(self, carrier: Carrier, cycle: Cycle, measured: Measured) -> Rep:
        course = measured.course
        edges_s, touches_gap = at_borders(
            measured.edges_s, self._gaps, float(course.t_s[0]), float(course.t_s[-1])
        )
        self._count(edges_s)
        carrier.roster.enter(measured)
        carrier.learn(cycle, measured)
        if carrier is self._tilt:
            self._follower.learn(cycle.up)
        self._rest_the_other(carrier, cycle)
        by_tilt = course.unit == "deg"
        bottom_deg, top_deg = self._against_level(measured) if by_tilt else (None, None)
        found_out = self.placement is Placement.AUTO
        return Rep(
            index=self._reps,
            set_index=self._set,
            start_s=edges_s[0],
            top_s=edges_s[1],
            eccentric_start_s=edges_s[2],
            end_s=edges_s[3],
            placement=carrier.placement(measured) if found_out else self.placement,
            rom_deg=measured.size if by_tilt else None,
            top_deg=top_deg,
            bottom_deg=bottom_deg,
            rise_cm=None if by_tilt else measured.size,
            confidence=carrier.trust(measured),
            touches_gap=touches_gap,
            reported_at_s=self._track.seen_s(cycle.decided),
            warned_at_s=None if cycle.warned is None else self._track.seen_s(cycle.warned),
            course=course,
        )

    def _rest_the_other(self, carrier: Carrier, cycle: Cycle) -> None:
        """Leave the rise alone while the tilt carries the repetitions: it could only count them twice."""
        if carrier is self._tilt and len(self._carriers) > 1:
            if cycle.decided >= self._alone_until:
                self._carriers[1].channel.restart()
            self._alone_until = cycle.decided + round(self.settings.alone_s * self._rate_hz)

    def _count(self, edges_s: tuple[float, ...]) -> None:
        self._reps += 1
        if edges_s[0] - self._last_end_s >= self.settings.set_pause_s:
            self._set += 1
            self._level = None if self._tilt is None else self._tilt.channel.level
        self._last_end_s = edges_s[3]

    def _against_level(self, measured: Measured) -> tuple[float | None, float | None]:
        """Lowest and highest angle against the level stand that was seen before the set, degrees."""
        if self._level is None:
            return None, None
        x, y, z = measured.direction
        low, level = self._track.up(self._track.number_at(measured.edges_s[0])), self._level
        sine = (level[0] - low[0]) * x + (level[1] - low[1]) * y + (level[2] - low[2]) * z
        cosine = level[0] * low[0] + level[1] * low[1] + level[2] * low[2]
        above_low = degrees(atan2(sine, cosine))
        return -above_low, measured.size - above_low
