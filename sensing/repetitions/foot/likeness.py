"""What a person's own repetitions look like, and whether a candidate is one of them beyond doubt."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from math import radians
from statistics import median

from sensing.repetitions.evidence import Evidence
from sensing.repetitions.measure import Measured
from sensing.repetitions.tilt import dot
from sensing.settings import LikenessSettings

_HALF = 0.5
"""Share of what the next one rises that a first one may have risen, if that can hardly be seen."""


def lever_cm(measured: Measured) -> float:
    """How far the sensor rises a radian of tilt, cm."""
    return measured.evidence.rise_cm / _tilt_rad(measured.evidence)


class Likeness:
    """Compares repetitions with one another.

    Parameters
    ----------
    settings : LikenessSettings
        How far they may differ.
    set_pause_s : float
        A set ends with a pause this long, s.
    """

    def __init__(self, settings: LikenessSettings, set_pause_s: float) -> None:
        self._settings = settings
        self._set_pause_s = set_pause_s
        self._own: deque[Measured] = deque(maxlen=settings.remembered)

    def enter(self, measured: Measured) -> None:
        """Keep a repetition that was counted."""
        self._own.append(measured)

    def rises(self, measured: Measured) -> bool:
        """Whether the sensor goes up as it tilts, as far as that can be told.

        Where the shank leans forward over a standing foot (squatting, sitting down) a sensor at the ankle
        tilts without rising. A sensor that tilts widely sits on the foot, maybe near the ball, and need not.
        """
        limits, seen = self._settings, measured.evidence
        own_cm = median(lever_cm(each) for each in self._own) if self._own else 0.0
        of_own_cm = limits.own_rise_share * own_cm * _tilt_rad(seen)
        clear = own_cm >= limits.clear_lever_cm
        follows = self.goes_on_at_once(measured)
        if follows and not seen.is_whole:
            return True
        sds = limits.known_sds if follows else limits.sure_sds
        if clear and seen.rise_cm + sds * seen.rise_sd_cm < of_own_cm:
            return False
        if seen.tilt_deg >= limits.foot_from_deg or seen.tilt_deg < limits.seen_share * measured.size:
            return True  # with a hole in it little may be seen
        least_cm = limits.least_rise_cm if clear or not self._own else min(limits.least_rise_cm, of_own_cm)
        return seen.rise_cm + (sds if follows else 1.0) * seen.rise_sd_cm >= least_cm

    def bears_out(self, first: Measured, second: Measured) -> bool:
        """Whether one that rises shows that one before it, which hardly seemed to, does so too.

        Within the errors of one in a set it must have risen by half as much; a squat rises by a third.
        """
        limits, seen = self._settings, first.evidence
        half_cm = _HALF * lever_cm(second) * _tilt_rad(seen)
        enough = seen.rise_cm + limits.known_sds * seen.rise_sd_cm >= half_cm
        return enough and first.edges_s[2] < second.edges_s[0] and self.are_alike(first, second)

    def sinks(self, evidence: Evidence, *, known: bool, alone: bool) -> bool:
        """Whether the sensor surely goes down as the tilt grows: the cycle goes from top to bottom to top.

        One near the ball of the foot sinks in a heel raise, too, once the foot stands steeply, but not much.

        Parameters
        ----------
        evidence : Evidence
            Of the cycle.
        known : bool
            Whether it tilts the way of the repetitions before.
        alone : bool
            Whether nothing but the tilt is followed; else it may be a shank that leans in a squat.
        """
        limits = self._settings
        if evidence.lift_agreement > 0.0:
            return False  # calmed or as it trembles, it must sink
        most_cm = evidence.rise_cm + (limits.known_sds if known else limits.sure_sds) * evidence.rise_sd_cm
        if not alone and most_cm > -limits.clear_lever_cm * _tilt_rad(evidence):
            return False
        steep = evidence.tilt_deg > limits.largest_first_deg
        return most_cm < -(limits.sinks_steep_cm if steep else limits.sinks_cm)

    def is_large(self, evidence: Evidence) -> bool:
        """Whether the sensor rises so far that it was no small lift, however little it tilts."""
        limits = self._settings
        return evidence.rise_cm >= max(limits.large_rise_cm, limits.long_lever_cm * _tilt_rad(evidence))

    def surely_rises(self, evidence: Evidence) -> bool:
        """Whether the sensor goes up by what a heel does at least, and by a standard error more."""
        return evidence.rise_cm - evidence.rise_sd_cm >= self._settings.least_rise_cm

    def is_plain(self, measured: Measured) -> bool:
        """Whether a repetition is beyond doubt by itself, without a second one like it."""
        limits, up_s = self._settings, _up_s(measured)
        down_s = measured.edges_s[3] - measured.edges_s[2]
        odd = up_s > limits.longest_up_s or down_s < limits.shortest_down_s
        if not self._own:
            if odd or measured.size > limits.largest_first_deg:
                return False
            if self._is_ordinary(measured):
                return max(up_s, down_s) >= limits.hasty_s
            return max(up_s, down_s) >= limits.quick_s
        if measured.size > limits.larger * max(each.size for each in self._own):
            return False
        small = measured.size < limits.smaller * self.usual_size()
        quick = up_s < limits.quicker * median(_up_s(each) for each in self._own)
        if self._is_in_a_set(measured):
            return not (small and quick) and up_s <= limits.longest_stall_s
        return not (small or quick or odd)

    def _is_ordinary(self, measured: Measured) -> bool:
        """Whether it is as large as heel raises are, or surely rises as far as an ankle does in one."""
        limits, seen = self._settings, measured.evidence
        if measured.size >= limits.foot_from_deg:
            return measured.size <= limits.largest_quick_deg
        return seen.rise_cm - limits.sure_sds * seen.rise_sd_cm >= limits.large_rise_cm

    def is_next(self, measured: Measured) -> bool:
        """Whether it follows in a set on others like it."""
        if not self._goes_on(measured):
            return False
        return 1.0 / self._settings.larger <= measured.size / self.usual_size() <= self._settings.larger

    def calmer(self, evidence: Evidence) -> Evidence:
        """Return evidence without the tremor that is forgiven to one that follows on others like it."""
        return replace(evidence, unexplained_mps2=evidence.unexplained_mps2 / self._settings.forgiven)

    def _is_in_a_set(self, measured: Measured) -> bool:
        return bool(self._own) and self._pause_s(measured) < self._set_pause_s

    def _pause_s(self, measured: Measured) -> float:
        return measured.edges_s[0] - self._own[-1].edges_s[3]

    def goes_on_at_once(self, measured: Measured) -> bool:
        """Whether it follows in a set, not small nor late, with no longer a pause than between two."""
        limits = self._settings
        if not self._goes_on(measured) or self._pause_s(measured) > limits.apart_s:
            return False
        late = _up_s(measured) > limits.longest_stall_s
        return not late and measured.size >= limits.smaller * self.usual_size()

    def _goes_on(self, measured: Measured) -> bool:
        """Whether it follows in a set on others that tilt the same way."""
        way = self._settings.same_way
        return self._is_in_a_set(measured) and dot(self._own[-1].direction, measured.direction) >= way

    def usual_size(self) -> float:
        """Median size of the last repetitions, of which there is one at least."""
        return median(each.size for each in self._own)

    def are_alike(self, one: Measured, other: Measured) -> bool:
        """Whether two that follow one another bear each other out."""
        limits = self._settings
        return (
            other.edges_s[0] - one.edges_s[3] <= limits.apart_s
            and max(one.size, other.size) <= limits.unlike_size * min(one.size, other.size)
            and dot(one.direction, other.direction) >= limits.same_way
        )


def _up_s(measured: Measured) -> float:
    return measured.edges_s[1] - measured.edges_s[0]


def _tilt_rad(evidence: Evidence) -> float:
    return radians(max(evidence.tilt_deg, 1.0))
