"""Repetitions out of uniform samples, as they come in."""

from __future__ import annotations

from math import atan2, degrees

from sensing.motion import MotionBlock, MotionTracker
from sensing.prescription import Prescription
from sensing.repetitions.channels import RiseChannel, TiltChannel, Vector
from sensing.repetitions.cycles import Cycle, CycleFinder, Stage
from sensing.repetitions.edges import PhaseFitter
from sensing.repetitions.evidence import strain
from sensing.repetitions.holes import at_borders
from sensing.repetitions.measure import Measured, RiseMeasure, TiltMeasure
from sensing.repetitions.rise import RiseFitter
from sensing.repetitions.roster import Roster
from sensing.repetitions.tilt import GyroScale
from sensing.repetitions.track import Track
from sensing.repetitions.warning import EarlyWarning
from sensing.settings import RepSettings
from sensing.types import Attempt, Exercise, Gap, ImuBlock, Phase, PhaseProgress, Placement, Rep, RepEvent

_BY_TILT = frozenset({Placement.AUTO, Placement.FOOT, Placement.ANKLE})
_BY_RISE = frozenset({Placement.AUTO, Placement.SHANK, Placement.THIGH})

_START_S = 0.2
"""A valley this near to the first sample, s, was not seen."""

_PHASE = {Stage.BOTTOM: Phase.REST, Stage.LIFTED: Phase.CONCENTRIC, Stage.LOWERING: Phase.ECCENTRIC}


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
        self.settings = s = settings or RepSettings()
        self.placement = placement
        self.exercise = exercise
        limb = exercise is Exercise.LIMB
        self._motion = MotionTracker(sampling_rate_hz, s.motion)
        rate_hz = self._motion.sampling_rate_hz
        self._rate_hz = rate_hz
        self._track = Track()
        self._tilt = TiltChannel(s.tilt if limb else s.foot_tilt, rate_hz) if limb or placement in _BY_TILT else None
        self._rise = (
            RiseChannel(s.rise_cycle, s.rise, rate_hz) if not limb and placement in _BY_RISE else None
        )
        self._tilt_measure = TiltMeasure(PhaseFitter(s.edges, s.phases), GyroScale(s.course), rate_hz)
        self._rise_measure = RiseMeasure(RiseFitter(s.rise_fit), self._rise, rate_hz) if self._rise else None
        self._tilt_roster = Roster(s, s.smallest_limb_deg if limb else s.smallest_first_deg)
        self._rise_roster = Roster(s, s.smallest_first_cm)
        self._warning = self._new_warning(prescription)
        self._gaps: list[Gap] = []
        self._has_gyr = True
        self._level: Vector | None = None
        self._reps = 0
        self._set = 0
        self._last_end_s = float("-inf")
        self._stage = Stage.BOTTOM

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
        return EarlyWarning(limit_s, self._rate_hz, self.settings.warning)

    def _advance(self, blocks: list[MotionBlock]) -> list[RepEvent]:
        events: list[RepEvent] = []
        for block in blocks:
            if block.gap is not None:
                self._over_gap(block.gap, events)
            number = self._track.following
            self._track.append(block)
            rows = zip(
                block.up.tolist(), block.vertical_mps2.tolist(), block.shake_mps2.tolist(), strict=True
            )
            for up, vertical_mps2, shake_mps2 in rows:
                if self._tilt is not None:
                    self._step_tilt(self._tilt, number, up, events)
                if self._rise is not None:
                    self._step_rise(self._rise, number, (vertical_mps2, shake_mps2), events)
                number += 1
            self._track.forget(number - round(self.settings.memory_s * self._rate_hz))
        return events

    def _step_tilt(self, tilt: TiltChannel, number: int, up: Vector, events: list[RepEvent]) -> None:
        cycle = tilt.step(number, up)
        if cycle is not None:
            self._settle_tilt(tilt, cycle, events)
        finder = tilt.finder
        if finder.stage is not Stage.BOTTOM or self._stage is not Stage.BOTTOM:
            self._follow(finder, number, tilt.height, events)

    def _step_rise(
        self,
        rise: RiseChannel,
        number: int,
        acceleration: tuple[float, float],
        events: list[RepEvent],
    ) -> None:
        cycle = rise.step(number, *acceleration)
        if cycle is not None:
            self._settle_rise(cycle, events)
        if self._tilt is None and (rise.finder.stage is not Stage.BOTTOM or self._stage is not Stage.BOTTOM):
            self._follow(rise.finder, number, rise.height, events)

    def _follow(self, finder: CycleFinder, number: int, height: float, events: list[RepEvent]) -> None:
        """Report the phase that runs, and warn."""
        if finder.stage is not self._stage:
            self._stage = finder.stage
            events.append(PhaseProgress(_PHASE[finder.stage], self._track.seen_s(number)))
        if self._warning is not None and self._warning.step(number, height, finder):
            events.append(PhaseProgress(Phase.ECCENTRIC, self._track.seen_s(number), too_fast=True))

    def _over_gap(self, gap: Gap, events: list[RepEvent]) -> None:
        if gap.end_s - gap.start_s > self.settings.longest_bridged_s:
            self._close(events)
            self._tilt_roster.free_from = self._rise_roster.free_from = self._track.following

    def _close(self, events: list[RepEvent]) -> None:
        last = self._track.following - 1
        if self._tilt is not None and (cycle := self._tilt.finish(last)):
            self._settle_tilt(self._tilt, cycle, events)
        if self._rise is not None and (cycle := self._rise.finish(last)):
            self._settle_rise(cycle, events)

    def _earliest(self, cycle: Cycle, roster: Roster) -> int:
        """First sample that the fit may look at: some rest before the lift, nothing of another repetition."""
        before = cycle.valley - round(self.settings.look_before_s * self._rate_hz)
        return min(max(roster.free_from, before), cycle.valley)

    def _settle_tilt(self, tilt: TiltChannel, cycle: Cycle, events: list[RepEvent]) -> None:
        measured = self._tilt_measure.measure(
            self._track, cycle, self._earliest(cycle, self._tilt_roster), self._has_gyr
        )
        if self._began_by_lowering(tilt, cycle, measured):
            now = cycle.decided
            tilt.turn_over(cycle.peak, self._track.up(cycle.peak), now, self._track.up(now))
            return
        if self._is_tilt_repetition(cycle, measured):
            self._enter(cycle, measured, self._tilt_roster, events)

    def _began_by_lowering(self, tilt: TiltChannel, cycle: Cycle, measured: Measured) -> bool:
        """Whether the cycle is upside down, told before the first repetition has shown where up is."""
        if tilt.known_up is not None or self.exercise is Exercise.LIMB:
            return False
        limits = self.settings.heel_raise
        if cycle.up > limits.deepest_deg or strain(measured.evidence, measured.duration_s, limits) > 1.0:
            return False
        agreement = measured.evidence.lift_agreement
        if agreement < limits.against_lift:
            return cycle.down > cycle.up
        return agreement < -limits.against_lift and cycle.down > limits.lowering_first_share * cycle.up

    def _is_tilt_repetition(self, cycle: Cycle, measured: Measured) -> bool:
        if self._tilt_roster.is_too_small(measured):
            return False
        if self.exercise is Exercise.LIMB:
            return True
        limits = self.settings.heel_raise
        against = limits.against_known_lift if self._goes_the_known_way(measured) else limits.against_lift
        if measured.evidence.lift_agreement < against:
            return False
        most = limits.unseen_start_strain if cycle.valley <= self._rate_hz * _START_S else 1.0
        return strain(measured.evidence, measured.duration_s, limits) <= most

    def _goes_the_known_way(self, measured: Measured) -> bool:
        known = None if self._tilt is None else self._tilt.known_up
        return known is not None and sum(a * b for a, b in zip(known, measured.direction, strict=True)) > 0.5

    def _settle_rise(self, cycle: Cycle, events: list[RepEvent]) -> None:
        assert self._rise_measure is not None
        measured = self._rise_measure.measure(
            self._track, cycle, self._earliest(cycle, self._rise_roster), self._has_gyr
        )
        if measured is None or self._rise_roster.is_too_small(measured):
            return
        if self._is_standing_rise(measured):
            self._enter(cycle, measured, self._rise_roster, events)

    def _is_standing_rise(self, measured: Measured) -> bool:
        limits, evidence, fit = self.settings.standing, measured.evidence, measured.rise
        assert fit is not None
        start, top, down, end = measured.edges_s
        widest = self.settings.smallest_first_deg if self._tilt is not None else limits.widest_deg
        share = min(fit.up_cm, fit.down_cm) / max(fit.up_cm, fit.down_cm, 1e-9)
        return (
            limits.lowest_cm <= measured.size <= limits.highest_cm
            and limits.narrowest_deg <= evidence.tilt_deg <= widest
            and measured.certainty >= limits.least_certainty
            and measured.edge_sd_s <= limits.unsure_edge_s
            and evidence.acceleration_mps2 <= limits.acceleration_mps2
            and share >= limits.least_return_share
            and max(top - start, end - down) <= limits.longest_phase_s
            and measured.duration_s >= limits.shortest_s
        )

    def _enter(self, cycle: Cycle, measured: Measured, roster: Roster, events: list[RepEvent]) -> None:
        at_s = self._track.seen_s(cycle.decided)
        roster.free_from = cycle.end
        if roster.is_attempt(measured):
            events.append(Attempt(measured.edges_s[0], measured.edges_s[3], at_s))
            return
        events.append(self._report(cycle, measured, roster, at_s))

    def _report(self, cycle: Cycle, measured: Measured, roster: Roster, at_s: float) -> Rep:
        edges_s, touches_gap = at_borders(
            measured.edges_s, self._gaps, float(measured.course.t_s[0]), float(measured.course.t_s[-1])
        )
        by_tilt = measured.course.unit == "deg"
        if by_tilt and self._tilt is not None:
            self._tilt.known_up = measured.direction
            self._tilt_measure.gyro.learn(*measured.gyro_scale)
            if roster.begins_set(edges_s[0]):
                self._level = self._tilt.level
        if measured.rise is not None and self._rise_measure is not None:
            self._rise_measure.fitter.learn(measured.rise)
        roster.enter(measured)
        self._count(edges_s)
        bottom_deg, top_deg = self._against_level(cycle, measured) if by_tilt else (None, None)
        return Rep(
            index=self._reps,
            set_index=self._set,
            start_s=edges_s[0],
            top_s=edges_s[1],
            eccentric_start_s=edges_s[2],
            end_s=edges_s[3],
            placement=self._placement_of(measured),
            rom_deg=measured.size if by_tilt else None,
            top_deg=top_deg,
            bottom_deg=bottom_deg,
            rise_cm=None if by_tilt else measured.size,
            confidence=self._confidence(measured),
            touches_gap=touches_gap,
            reported_at_s=at_s,
            warned_at_s=None if cycle.warned is None else self._track.seen_s(cycle.warned),
            course=measured.course,
        )

    def _count(self, edges_s: tuple[float, ...]) -> None:
        self._reps += 1
        if edges_s[0] - self._last_end_s >= self.settings.set_pause_s:
            self._set += 1
        self._last_end_s = edges_s[3]

    def _against_level(self, cycle: Cycle, measured: Measured) -> tuple[float | None, float | None]:
        """Lowest and highest angle against the level stand, degrees."""
        if self._level is None:
            return None, None
        x, y, z = measured.direction
        low, level = self._track.up(cycle.valley), self._level
        sine = (level[0] - low[0]) * x + (level[1] - low[1]) * y + (level[2] - low[2]) * z
        cosine = level[0] * low[0] + level[1] * low[1] + level[2] * low[2]
        above_low = degrees(atan2(sine, cosine))
        return -above_low, measured.size - above_low

    def _placement_of(self, measured: Measured) -> Placement:
        if self.placement is not Placement.AUTO:
            return self.placement
        if measured.course.unit == "cm":
            return Placement.SHANK
        return Placement.FOOT if measured.size >= self.settings.foot_from_deg else Placement.ANKLE

    def _confidence(self, measured: Measured) -> float:
        """Trust falls with strain near the limits and with the uncertainty of the edges."""
        sure = 1.0 / (1.0 + (measured.edge_sd_s / self.settings.unsure_edge_s) ** 2)
        if self.exercise is Exercise.LIMB or measured.course.unit == "cm":
            return sure
        worst = strain(measured.evidence, measured.duration_s, self.settings.heel_raise)
        return sure * min(1.0, max(0.0, 2.0 * (1.0 - worst) + 0.5))
