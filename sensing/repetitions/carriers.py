"""The signals that can carry a repetition, each from its samples to an accepted measurement."""

from __future__ import annotations

from dataclasses import replace
from math import atan2, degrees
from typing import Protocol

import numpy as np

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.edges import PhaseFitter
from sensing.repetitions.evidence import strain
from sensing.repetitions.limb import LimbCarrier
from sensing.repetitions.measure import Look, Measured, RiseMeasure, TiltMeasure
from sensing.repetitions.rise import RiseFitter
from sensing.repetitions.rise_channel import RiseChannel
from sensing.repetitions.roster import Roster
from sensing.repetitions.tilt import GyroScale
from sensing.repetitions.tilt_channel import TiltChannel
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import Placement

_SAME = 2.0
"""Measured with the gyroscope's scale a lift may be larger than it was found, but not by more than this."""

_JUST_BEFORE = 5
"""Samples (0.2 s) before a lift's edge that still belong to it."""

_SCALED = 1.25
"""What a gyroscope that reads a fifth too low can hide of the first lift."""

_CM = 100.0

_START_S = 0.2
"""A valley this near to the first sample, s, was not seen."""


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


class Carrier(Protocol):
    """A signal that can carry repetitions."""

    roster: Roster

    @property
    def channel(self) -> Channel:
        """The running height in which its cycles are found."""

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Return the repetitions that are beyond doubt with this one, in order."""

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep what a counted repetition showed."""

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this."""

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1: falls near the limits and with the uncertainty of the edges."""


class TiltCarrier:
    """Tilt of foot or ankle."""

    def __init__(self, settings: RepSettings, rate_hz: float) -> None:
        self._settings = settings
        self._rate_hz = rate_hz
        self.channel = TiltChannel(settings.foot_tilt, rate_hz, settings.motion.inclination_time_s)
        self.roster = Roster(settings, settings.smallest_first_deg)
        self._measure = TiltMeasure(
            PhaseFitter(settings.edges, settings.phases), GyroScale(settings.course), rate_hz
        )

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""
        if track.cut(cycle.valley, cycle.end).shake() > self._settings.heel_raise.violent_mps2:
            return None
        cycle = self._out_of_walking(track, cycle)
        look = self._measure.look(track, cycle, has_gyr)
        if look is None:
            return None
        took_s = track.t_s(cycle.end) - track.t_s(cycle.valley)
        if strain(look.evidence, took_s, self._settings.heel_raise) > 1.0:
            return None
        if self._began_by_lowering(cycle, look):
            now = cycle.decided
            self.channel.turn_over(cycle.peak, track.up(cycle.peak), now, track.up(now))
            return None
        earliest = self.roster.earliest(cycle, self._rate_hz)
        measured = self._measure.measure(track, cycle, earliest, look, has_gyr)
        if measured is None or not self._is_repetition(cycle, measured):
            return None
        if self._is_upside_down(look):
            # What came before the lift, a tap of the toes, may speak against it: look at the lift alone.
            since = max(cycle.valley, track.number_at(measured.edges_s[0]) - _JUST_BEFORE)
            lift = self._measure.look(track, replace(cycle, valley=min(since, cycle.peak)), has_gyr)
            if lift is None or self._is_upside_down(lift):
                return None
        return measured

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Return the repetition itself: what the tilt shows needs no second one."""
        return [(cycle, measured)]

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep which way is up and what the gyroscope's scale is."""
        self.channel.known_up = measured.direction
        self._measure.gyro.learn(*measured.gyro_scale)
        self.channel.gyro.learn(self._measure.gyro.scale)

    def _out_of_walking(self, track: Track, cycle: Cycle) -> Cycle:
        """Let a lift begin where the person came to a stand, not with the swing of the last step."""
        limits = self._settings.heel_raise
        second = round(limits.walked_s * self._rate_hz)
        if track.cut(cycle.valley - second, cycle.valley).shake() <= limits.walking_mps2:
            return cycle
        walked = np.flatnonzero(track.cut(cycle.valley, cycle.peak).shake_mps2 > limits.calm_mps2)
        stand = cycle.valley + (int(walked[-1]) + 1 if len(walked) else 0)
        if stand >= cycle.peak:
            return cycle
        self.roster.free_from = max(self.roster.free_from, stand)
        low, high = np.array(track.up(stand)), np.array(track.up(cycle.peak))
        up_deg = degrees(atan2(float(np.linalg.norm(np.cross(low, high))), float(low @ high)))
        return replace(cycle, valley=stand, up=up_deg)

    def promises(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether the running cycle, of which sample `number` is the newest, looks like a repetition.

        What would not be counted is no reason to warn: walking, sitting down, a first lowering below the step
        that is taken for a lift as long as nothing has shown where up is.
        """
        finder, limits = self.channel.finder, self._settings.heel_raise
        fallen = finder.peak_height - self.channel.height
        cycle = Cycle(finder.valley, finder.peak, number, number, finder.travel, fallen)
        if self.roster.is_too_small(finder.travel) or self.roster.is_small(finder.travel):
            return False
        if track.cut(cycle.valley, number).shake() > limits.violent_mps2:
            return False
        look = self._measure.look(track, cycle, has_gyr)
        if look is None or self._is_upside_down(look):
            return False
        if self.channel.known_up is None and look.evidence.lift_agreement < 0.0:
            return False
        return strain(look.evidence, track.t_s(number) - track.t_s(cycle.valley), limits) <= 1.0

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this."""
        return Placement.FOOT if measured.size >= self._settings.foot_from_deg else Placement.ANKLE

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1."""
        sure = measured.sureness(self._settings.unsure_edge_s)
        worst = strain(measured.evidence, measured.duration_s, self._settings.heel_raise)
        return sure * min(1.0, max(0.0, 2.0 * (1.0 - worst) + 0.5))

    def _began_by_lowering(self, cycle: Cycle, look: Look) -> bool:
        """Whether the cycle is upside down, told before the first repetition has shown where up is."""
        limits = self._settings.heel_raise
        if self.channel.known_up is not None or cycle.up > limits.deepest_deg:
            return False
        agreement = look.evidence.lift_agreement
        if agreement < limits.against_lift:
            return cycle.down > cycle.up
        return agreement < -limits.against_lift and cycle.down > limits.lowering_first_share * cycle.up

    def _is_upside_down(self, look: Look) -> bool:
        known, limits = self.channel.known_up, self._settings.heel_raise
        same = known is not None and sum(a * b for a, b in zip(known, look.direction, strict=True)) > 0.5
        return look.evidence.lift_agreement < (limits.against_known_lift if same else limits.against_lift)

    def _is_repetition(self, cycle: Cycle, measured: Measured) -> bool:
        if self.roster.is_too_small(min(measured.size, _SCALED * cycle.up)):
            return False
        if self.roster.is_too_large(measured) or measured.size > _SAME * cycle.up:
            return False
        limits = self._settings.heel_raise
        unseen = cycle.valley <= self._rate_hz * _START_S
        most = limits.first_strain if unseen or self.roster.is_empty else 1.0
        return strain(measured.evidence, measured.duration_s, limits) <= most


class RiseCarrier:
    """Rise of shank or thigh; with `widest_deg` of tilt at most, so that it leaves the rest to the tilt."""

    def __init__(self, settings: RepSettings, rate_hz: float, widest_deg: float) -> None:
        self._settings = settings
        self._rate_hz = rate_hz
        self._widest_deg = widest_deg
        self.channel = RiseChannel(settings.parse, rate_hz)
        self.roster = Roster(settings, settings.smallest_first_cm)
        self._measure = RiseMeasure(RiseFitter(settings.rise_fit), settings.standing, rate_hz)
        self._last_end_s = float("-inf")
        self._waiting: tuple[Cycle, Measured] | None = None

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it is no repetition and no attempt at one."""
        look = self._measure.look(track, cycle, has_gyr)
        if look is None or not self._is_likely(track, cycle, look):
            return None
        earliest = self.roster.earliest(cycle, self._rate_hz)
        measured = self._measure.measure(track, cycle, earliest, look)
        if measured is not None and measured.rise is None:
            measured = replace(measured, size=self._read_size(cycle))
        return measured if measured is not None and self._is_repetition(measured) else None

    @staticmethod
    def _read_size(cycle: Cycle) -> float:
        """Size as it was read, cm: one comes down as far as one went up, and either may be read too small."""
        return 0.5 * (cycle.up + cycle.down)

    def _is_likely(self, track: Track, cycle: Cycle, look: Look) -> bool:
        """Tell a heel raise from breathing, sitting down and shuffling, before anything is fitted."""
        assert cycle.reading is not None
        limits, seen = self._settings.standing, look.evidence
        start_s, top_s, down_s, end_s = (track.t_s(number) for number in cycle.reading)
        longest_s = max(top_s - start_s, end_s - down_s)
        in_a_set = self._is_in_a_set(start_s)
        # What a lean makes of the accelerometer's error grows with the square of the time: slow lifts may
        # look lower than they are, brisk ones cannot.
        lowest_cm = max(limits.lowest_cm, limits.lowest_brisk_cm - limits.error_cmps2 * longest_s**2 / 12.0)
        return (
            cycle.gain >= (limits.least_gain if in_a_set else limits.first_gain)
            and (in_a_set or cycle.weaker_gain >= limits.first_weaker_gain)
            and lowest_cm <= max(cycle.up, cycle.down)
            and cycle.up <= limits.highest_cm
            and limits.narrowest_deg <= seen.tilt_deg <= self._widest_deg
            and (in_a_set or seen.peak_rate_dps >= limits.slowest_dps)
            and seen.acceleration_mps2 <= limits.acceleration_mps2
            and longest_s <= limits.longest_phase_s
        )

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Hold the first repetition of a set back until a second one follows, unless it is beyond doubt."""
        start_s, limits = measured.edges_s[0], self._settings.standing
        waiting, self._waiting = self._waiting, None
        if self._is_in_a_set(start_s) or cycle.gain >= limits.certain_gain:
            return [(cycle, measured)]
        if waiting is not None and start_s - waiting[1].edges_s[3] < self._settings.set_pause_s:
            return [(replace(waiting[0], decided=cycle.decided), waiting[1]), (cycle, measured)]
        self._waiting = (cycle, measured)
        return []

    def _is_in_a_set(self, start_s: float) -> bool:
        return start_s - self._last_end_s < self._settings.set_pause_s

    def _is_repetition(self, measured: Measured) -> bool:
        small = self.roster.is_too_small(measured.size)
        return not small and measured.duration_s >= self._settings.standing.shortest_s

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep what the accelerometer's error is, and the person's rise and lean."""
        if measured.rise is not None:
            self._measure.fitter.learn(measured.rise)
        self._last_end_s = measured.edges_s[3]
        sure = measured.rise is not None or cycle.gain >= self._settings.standing.sure_gain
        if sure and cycle.lean_deg is not None:
            self.channel.parser.learn(self._read_size(cycle) / _CM, cycle.lean_deg)

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this: shank and thigh look alike."""
        return Placement.SHANK

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1."""
        return measured.sureness(self._settings.unsure_edge_s)


def carriers_for(
    placement: Placement, limb: bool, settings: RepSettings, rate_hz: float
) -> tuple[TiltCarrier | LimbCarrier | None, RiseCarrier | None]:
    """Return the carriers that a placement needs; ``auto`` follows both."""
    if limb:
        return LimbCarrier(settings, rate_hz), None
    by_tilt = placement in (Placement.AUTO, Placement.FOOT, Placement.ANKLE)
    by_rise = placement in (Placement.AUTO, Placement.SHANK, Placement.THIGH)
    widest_deg = settings.smallest_first_deg if by_tilt else settings.standing.widest_deg
    return (
        TiltCarrier(settings, rate_hz) if by_tilt else None,
        RiseCarrier(settings, rate_hz, widest_deg) if by_rise else None,
    )
