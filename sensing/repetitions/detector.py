"""Repetitions out of uniform samples, as they come in."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from sensing.motion import MotionBlock, MotionTracker
from sensing.repetitions.channels import RiseChannel, TiltChannel
from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import strain
from sensing.repetitions.edges import PhaseFitter
from sensing.repetitions.measure import Measured, measure_tilt
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Attempt, Exercise, Gap, ImuBlock, Placement, Rep, RepEvent


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
    settings : RepSettings, optional
        Thresholds.
    """

    def __init__(
        self,
        sampling_rate_hz: float,
        placement: Placement = Placement.AUTO,
        exercise: Exercise = Exercise.HEEL_RAISE,
        settings: RepSettings | None = None,
    ) -> None:
        self.settings = settings or RepSettings()
        self.placement = placement
        self.exercise = exercise
        self._motion = MotionTracker(sampling_rate_hz, self.settings.motion)
        self._rate_hz = self._motion.sampling_rate_hz
        self._track = Track()
        self._tilt = TiltChannel(self.settings.tilt, self._rate_hz)
        self._fitter = PhaseFitter(self.settings.edges)
        self._gaps: list[Gap] = []
        self._has_gyr = True
        self._ranges: list[float] = []
        self._free_from = 0
        self._reps = 0
        self._set = 0
        self._last_end_s = float("-inf")

    def push(self, block: ImuBlock) -> list[RepEvent]:
        """Take the next samples, return what they brought to light."""
        self._has_gyr = block.gyr_radps is not None
        return self._advance(self._motion.push(block))

    def finish(self) -> list[RepEvent]:
        """Say that no more samples come."""
        events = self._advance(self._motion.finish())
        cycle = self._tilt.finish(self._track.following - 1)
        return events + (self._settle(cycle) if cycle else [])

    def _advance(self, blocks: list[MotionBlock]) -> list[RepEvent]:
        events: list[RepEvent] = []
        for block in blocks:
            if block.gap is not None:
                events += self._over_gap(block.gap)
            number = self._track.following
            self._track.append(block)
            step = self._tilt.step
            for up in block.up.tolist():
                cycle = step(number, up)
                if cycle is not None:
                    events += self._settle(cycle)
                number += 1
            self._track.forget(number - round(self.settings.memory_s * self._rate_hz))
        return events

    def _over_gap(self, gap: Gap) -> list[RepEvent]:
        self._gaps.append(gap)
        if gap.end_s - gap.start_s <= self.settings.longest_bridged_s:
            return []
        cycle = self._tilt.finish(self._track.following - 1)
        self._free_from = self._track.following
        return self._settle(cycle) if cycle else []

    def _settle(self, cycle: Cycle) -> list[RepEvent]:
        before = round(self.settings.look_before_s * self._rate_hz)
        earliest = max(self._free_from, cycle.valley - before)
        measured = measure_tilt(self._track, cycle, earliest, self._fitter, self._rate_hz, self._has_gyr)
        if not self._is_repetition(cycle, measured):
            return []
        at_s = self._track.seen_s(cycle.decided)
        if self._ranges and measured.size < self.settings.attempt_share * self._reference():
            self._free_from = cycle.end
            return [Attempt(measured.start_s, measured.end_s, at_s)]
        return [self._report(cycle, measured, at_s)]

    def _reference(self) -> float:
        return median(self._ranges[:3])

    def _is_repetition(self, cycle: Cycle, measured: Measured) -> bool:
        if not self._ranges and measured.size < self.settings.smallest_first_deg:
            return False
        if self.exercise is Exercise.LIMB:
            return True
        limits = self.settings.heel_raise
        if measured.evidence.lift_agreement < limits.against_lift:
            return False
        return strain(measured.evidence, measured.end_s - measured.start_s, limits) <= 1.0

    def _report(self, cycle: Cycle, measured: Measured, at_s: float) -> Rep:
        self._ranges.append(measured.size)
        self._tilt.known_up = measured.direction
        self._free_from = cycle.end
        self._reps += 1
        if measured.start_s - self._last_end_s >= self.settings.set_pause_s:
            self._set += 1
        self._last_end_s = measured.end_s
        return Rep(
            index=self._reps,
            set_index=self._set,
            start_s=measured.start_s,
            top_s=measured.top_s,
            eccentric_start_s=measured.eccentric_start_s,
            end_s=measured.end_s,
            placement=Placement.FOOT,
            rom_deg=measured.size,
            top_deg=None,
            bottom_deg=None,
            rise_cm=None,
            confidence=1.0,
            touches_gap=False,
            reported_at_s=at_s,
            warned_at_s=None,
            course=measured.course,
        )
