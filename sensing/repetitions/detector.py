"""Repetitions out of uniform samples, as they come in."""

from __future__ import annotations

from math import inf

from sensing.motion import MotionBlock, MotionTracker
from sensing.prescription import Prescription
from sensing.repetitions.carriers import Carrier, carriers_for
from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.foot.carrier import TiltCarrier
from sensing.repetitions.foot.warning import warning_for
from sensing.repetitions.holes import at_borders
from sensing.repetitions.leg.carrier import RiseCarrier
from sensing.repetitions.limb.carrier import LimbCarrier
from sensing.repetitions.measure import Measured
from sensing.repetitions.progress import PhaseFollower
from sensing.repetitions.strap import Strap
from sensing.repetitions.tilt import AHEAD, Vector, turned_deg
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Attempt, Exercise, Gap, ImuBlock, Phase, PhaseProgress, Placement, Rep, RepEvent

_PHASE = {Stage.BOTTOM: Phase.REST, Stage.LIFTED: Phase.CONCENTRIC, Stage.LOWERING: Phase.ECCENTRIC}
"""Phases of a rise that is read as a whole."""

_BOTTOM, _LOWERING, _REST = Stage.BOTTOM, Stage.LOWERING, Phase.REST
"""Asked for at every sample: by these names they are found in half the time."""

_NEVER = 1 << 62

_ASK_AGAIN = 4
"""Samples (0.16 s) until a cycle that did not look like a repetition is looked at anew: that is dear."""


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
        limb = exercise is Exercise.LIMB
        self._tilt, self._rise = carriers_for(
            placement, limb, self.settings, self._rate_hz, prescription.eccentric_s if prescription else None
        )
        self._track = Track(None if self._rise is None else Strap(self._rate_hz))
        self._carriers: list[Carrier] = [each for each in (self._tilt, self._rise) if each is not None]
        self._warning = warning_for(prescription, self.settings, self._rate_hz)
        self._gaps: list[Gap] = []
        self._has_gyr = True
        self._level: Vector | None = None
        self._reps = self._set = 0
        self._last_end_s = -inf
        self._phase = Phase.REST
        self._follower = PhaseFollower(self.settings.progress, self._rate_hz)
        self._alone_until = 0
        self._ask_from = 0
        self._bearer: Carrier | None = None

    def push(self, block: ImuBlock) -> list[RepEvent]:
        """Take the next samples, return what they brought to light."""
        self._has_gyr = block.gyr_radps is not None
        if self._warning is not None:
            self._warning.has_gyr = self._has_gyr
        if self._rise is not None:
            self._rise.channel.parser.has_gyr = self._has_gyr
        if block.gap is not None:
            self._gaps.append(block.gap)
        return self._advance(self._motion.push(block))

    def finish(self) -> list[RepEvent]:
        """Say that no more samples come."""
        events = self._advance(self._motion.finish())
        if last := self._track.following:
            self._gaps.append(Gap(self._track.t_s(last - 1), inf))
        self._close(events)
        return events

    def _advance(self, blocks: list[MotionBlock]) -> list[RepEvent]:
        events: list[RepEvent] = []
        for block in blocks:
            gap = block.gap
            if gap is not None and gap.end_s - gap.start_s > self.settings.longest_bridged_s:
                self._close(events)
            start = self._track.following
            if not start:
                self._gaps.append(Gap(-inf, float(block.t_s[0])))
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
            self._follow(rise, number, events)
            self._tell(_PHASE[channel.stage], number, events)
            number = max(number + 1, channel.due)

    def _follow(self, rise: RiseCarrier, number: int, events: list[RepEvent]) -> None:
        """Let the rise go on to a sample."""
        self._settle(rise, rise.channel.step(number, self._track), events)
        if rise.hastens(self._track, number, self._has_gyr):
            self._warn(rise, number, events)

    def _walk_with_tilt(
        self, tilt: TiltCarrier | LimbCarrier, start: int, block: MotionBlock, events: list[RepEvent]
    ) -> None:
        """Go through the samples from `start` on, a stretch at a time."""
        gyro, done = tilt.channel.gyro, 0
        while done < len(block):
            part = slice(done, done + AHEAD)
            ups, t_s, shake_mps2 = gyro.ahead(block.up[part]), block.t_s[part], block.shake_mps2[part]
            used = self._stretch(tilt, start + done, ups, t_s.tolist(), shake_mps2.tolist(), events)
            gyro.went(used)
            done += used

    def _stretch(
        self,
        tilt: TiltCarrier | LimbCarrier,
        start: int,
        ups: list[Vector],
        t_s: list[float],
        shake_mps2: list[float],
        events: list[RepEvent],
    ) -> int:
        """Go through samples up to a cycle's end; the rise, where it is followed too, comes second.

        Returns how many were used: what a cycle has shown of the gyroscope changes those after it.
        """
        channel, finder = tilt.channel, tilt.channel.finder
        warning, follow = self._warning, self._follower.step
        place, cycle, due = 0, None, self._due() - start
        while place < len(ups) and cycle is None:
            if finder.stage is _BOTTOM and self._phase is _REST:
                place += channel.wait(start + place, ups[place : max(due, place) + 1]) - 1
            else:
                cycle = channel.step(start + place, ups[place])
                if cycle is not None:
                    self._settle(tilt, cycle, events)
                    due = self._due() - start
            number = start + place
            if place >= due and self._rise is not None:
                self._follow(self._rise, number, events)
                due = self._due() - start
            if finder.stage is not _BOTTOM or self._phase is not _REST:
                height, speed = channel.height, channel.speed
                phase = follow(number, height, speed, finder)
                self._tell(phase, number, events)
                if warning and warning.step(number, t_s[place], height, speed, shake_mps2[place], finder):
                    self._warn(tilt, number, events)
                if finder.stage is _LOWERING and self._has_relived(tilt, number):
                    return place + 1
            place += 1
        return place

    def _has_relived(self, tilt: TiltCarrier | LimbCarrier, number: int) -> bool:
        """Whether what a first lift shows of the gyroscope makes of the samples until now others."""
        heights = tilt.gauged(self._track, number, self._has_gyr)
        if heights and self._warning:
            self._warning.retell(self._track.cut(number + 1 - len(heights), number).t_s, heights)
        return bool(heights)

    def _due(self) -> int:
        """Return the sample at which the rise goes on, which may be long past."""
        return _NEVER if self._rise is None else max(self._rise.channel.due, self._alone_until)

    def _warn(self, carrier: Carrier, number: int, events: list[RepEvent]) -> None:
        """Say "too fast", unless another signal carries this set or it does not look like a repetition."""
        by_other = self._bearer is not None and self._bearer is not carrier
        if by_other and self._track.t_s(number) - self._last_end_s < self.settings.set_pause_s:
            return
        if number < self._ask_from:
            return
        if carrier.promises(self._track, number, self._has_gyr):
            carrier.channel.warn(number)
            events.append(PhaseProgress(Phase.ECCENTRIC, self._track.seen_s(number), too_fast=True))
        else:
            self._ask_from = number + _ASK_AGAIN

    def _tell(self, phase: Phase, number: int, events: list[RepEvent]) -> None:
        if phase is not self._phase:
            self._phase = phase
            events.append(PhaseProgress(phase, self._track.seen_s(number)))

    def _close(self, events: list[RepEvent]) -> None:
        """End running cycles where the samples end, for good or for a long hole."""
        last = self._track.following - 1
        for carrier in self._carriers:
            self._settle(carrier, carrier.channel.finish(last), events)
            carrier.roster.free_from = last + 1

    def _settle(self, carrier: Carrier, cycle: Cycle | None, events: list[RepEvent]) -> None:
        measured = None if cycle is None else carrier.accept(self._track, cycle, self._has_gyr)
        if cycle is None or measured is None:
            return
        carrier.roster.free_from = cycle.end
        if carrier.is_attempt(cycle, measured):
            start_s, end_s = max(measured.edges_s[0], self._last_end_s), measured.edges_s[3]
            if start_s < end_s:  # else it belongs to what has been told
                events.append(Attempt(start_s, end_s, self._track.seen_s(cycle.decided)))
            return
        for each in carrier.confirmed(cycle, measured):
            # One that had to wait may have been told of by the other carrier meanwhile.
            told = 0.5 * (each[1].edges_s[0] + each[1].edges_s[3]) < self._last_end_s
            self._learn(carrier, *each)
            if not told:
                events.append(self._report(carrier, *each))

    def _learn(self, carrier: Carrier, cycle: Cycle, measured: Measured) -> None:
        carrier.roster.enter(measured)
        carrier.learn(cycle, measured)
        if carrier is self._tilt:
            usual = self._follower.learn(cycle.up)
            if self._warning is not None:
                self._warning.learn(usual, measured.edges_s[3])
        self._rest_the_other(carrier, cycle)

    def _report(self, carrier: Carrier, cycle: Cycle, measured: Measured) -> Rep:
        course = measured.course
        # At a turn without rest both fits may claim its last tenths; what has been told stays.
        first_s = max(float(course.t_s[0]), self._last_end_s)
        edges_s, touches_gap = at_borders(measured.edges_s, self._gaps, first_s, float(course.t_s[-1]))
        self._count(edges_s)
        self._bearer = carrier
        by_tilt = course.unit == "deg"
        bottom_deg, top_deg = self._against_level(measured) if by_tilt else (None, None)
        return Rep(
            index=self._reps,
            set_index=self._set,
            start_s=edges_s[0],
            top_s=edges_s[1],
            eccentric_start_s=edges_s[2],
            end_s=edges_s[3],
            placement=carrier.placement(measured) if self.placement is Placement.AUTO else self.placement,
            rom_deg=measured.size if by_tilt else None,
            top_deg=top_deg,
            bottom_deg=bottom_deg,
            rise_cm=None if by_tilt else measured.size,
            confidence=carrier.trust(measured),
            touches_gap=touches_gap,
            reported_at_s=self._track.seen_s(cycle.decided),
            warned_at_s=None if cycle.warned is None else self._track.seen_s(cycle.warned),
            course=course,
            eccentric_sd_s=measured.edge_sd_s,
            lifted_cm=None if touches_gap else measured.lifted_cm,
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
        low = self._track.up(self._track.number_at(measured.edges_s[0]))
        above_low = turned_deg(low, self._level, measured.direction)
        return -above_low, measured.size - above_low
