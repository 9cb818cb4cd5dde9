"""Rise of shank or thigh: from a cycle to an accepted measurement."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import hypot

import numpy as np

from sensing.motion.middle import middles
from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import Evidence
from sensing.repetitions.fits.edges import PhaseFitter
from sensing.repetitions.fits.rise import RiseFitter
from sensing.repetitions.leg.beginning import Beginning, lean_alike
from sensing.repetitions.leg.brisk import lowest_of_cm, own_mps2
from sensing.repetitions.leg.channel import RiseChannel
from sensing.repetitions.leg.warning import RiseWarning
from sensing.repetitions.measure import Measured, RiseMeasure, read_cm, unbroken
from sensing.repetitions.roster import Roster
from sensing.repetitions.track import Track
from sensing.settings import RepSettings
from sensing.types import FloatArray, Placement

_CM = 100.0

_LOW_READING = 0.5
"""A lift may be read as so much lower than it is: calming runs push and stop together."""

_WHOLE_TIME_SHARE, _HURRIED_SHARE = 0.75, 0.6
"""A lift that is given up takes less than the first of these shares of the person's usual time, and most
often less than the second."""

_REMEMBERED = 5
"""Repetitions that the usual lean is the median of."""

_SINKS = 2.2
"""Who sits down goes lower than the lift that was made up before it by this factor; what is read as a first
repetition and is one seldom does (1 in 100)."""

_RATHER_LOW, _READ_LOW = 0.6, 0.4
"""Shares of the person's usual rise under which such a lift is low, as fitted and as read."""

_HARDLY_LEANS, _LEANS_KNOWN = 0.3, 3
"""A leg leans as its heel rises: under this share of the usual lean, once so many repetitions have shown it,
bears out that a lift stayed low."""

_LOWER, _READ_LOWER = 0.7, 0.5
"""Shares of the person's usual rise under which it then is low, as fitted and as read."""


class RiseCarrier:
    """Rise of shank or thigh, which hardly tilt meanwhile.

    Parameters
    ----------
    settings : RepSettings
        Thresholds.
    rate_hz : float
        Rate of the motion samples, Hz.
    prescribed_s : float, optional
        Time that a lowering should take, s; without it nothing is warned of.
    is_contested : callable, optional
        Whether the tilt, which is followed too, may have a repetition of its own at a time, s.
    """

    def __init__(
        self,
        settings: RepSettings,
        rate_hz: float,
        prescribed_s: float | None = None,
        is_contested: Callable[[float], bool] | None = None,
    ) -> None:
        self._settings = settings
        self._rate_hz = rate_hz
        self.channel = RiseChannel(settings.parse, rate_hz)
        self.roster = Roster(settings)
        onsets = PhaseFitter(settings.edges, settings.phases)
        self._measure = RiseMeasure(RiseFitter(settings.rise_fit), onsets, settings.standing, rate_hz)
        self._last_end_s = float("-inf")
        self._free_before = 0
        self._leans_deg: deque[FloatArray] = deque(maxlen=_REMEMBERED)
        self._beginning = Beginning(settings.beginning)
        self._is_contested = is_contested
        self._warning = self._new_warning(prescribed_s)

    def _new_warning(self, prescribed_s: float | None) -> RiseWarning | None:
        if prescribed_s is None:
            return None
        limit_s, settings = self._settings.too_fast_share * prescribed_s, self._settings.rise_warning
        return RiseWarning(limit_s, self._rate_hz, self._measure.fitter, settings)

    def hastens(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether it is certain enough by now that the running lowering will be too fast."""
        # Without a gyroscope the lean is too little known, and with it the speed.
        if self._warning is None or self.roster.is_empty or not has_gyr:
            return False
        lift = self.channel.lift(number)
        if lift is None:
            return False
        lift_s = track.t_s(lift[0]), track.t_s(lift[1])
        if not self._is_in_a_set(lift_s[0]) or self.channel.has_warned_since(lift[0]):
            return False
        return self._warning.warns(unbroken(track.cut(lift[0], number), number, self._rate_hz), lift_s)

    def promises(self, track: Track, number: int, has_gyr: bool) -> bool:
        """Whether the running cycle, of which sample `number` is the newest, looks like a repetition."""
        lift, limits = self.channel.lift(number), self._settings.standing
        if lift is None:
            return False
        look = self._measure.look(track, Cycle(lift[0], number, number, number, 0.0, 0.0), has_gyr)
        if look is None:
            return False
        seen = look.evidence
        return seen.tilt_deg <= limits.widest_deg and seen.acceleration_mps2 <= limits.acceleration_mps2

    def accept(self, track: Track, cycle: Cycle, has_gyr: bool) -> Measured | None:
        """Measure a cycle; None where it would be no repetition and no attempt at one even in a set."""
        look = self._measure.look(track, cycle, has_gyr)
        if look is None or not self._is_likely(cycle, look.evidence, in_a_set=True):
            return None
        earliest = self.roster.earliest(cycle.valley, self._rate_hz)
        if self._comes_to_nothing(cycle, look.evidence, track.t_s(earliest)):
            return None
        self._free_before = self.roster.free_from
        measured = self._measure.measure(track, cycle, earliest, look)
        if measured is None or measured.duration_s < self._settings.standing.shortest_s:
            return None
        return measured

    def _comes_to_nothing(self, cycle: Cycle, seen: Evidence, earliest_s: float) -> bool:
        """Whether no fit could make it count: `confirmed` would forget it. Most of walking is such."""
        if not self._measure.fitter.knows_up:
            return False  # the first fit of all takes note of where up is
        if self._is_in_a_set(earliest_s) or not self._is_early(cycle):
            return False
        return not self._is_likely(cycle, seen, in_a_set=False)

    def _is_likely(self, cycle: Cycle, seen: Evidence, *, in_a_set: bool) -> bool:
        """Tell a heel raise from breathing, sitting down and shuffling, before anything is fitted."""
        assert cycle.reading is not None
        limits = self._settings.standing
        start, top, down, end = cycle.reading
        longest_s = max(top - start, end - down) / self._rate_hz
        is_usual = in_a_set and self._is_usual(cycle)
        lowest_cm = limits.lowest_cm if is_usual else lowest_of_cm(longest_s, limits)
        own = own_mps2(cycle, self._rate_hz, self._settings.parse.shortest_move_s)
        most_mps2 = hypot(limits.acceleration_mps2, own)
        return (
            self._is_seen(cycle, in_a_set)
            and lowest_cm <= max(cycle.up, cycle.down)
            and min(cycle.up, cycle.down) <= limits.highest_cm
            and seen.tilt_deg <= limits.widest_deg
            and (self._surely_rises(cycle, in_a_set) or self._stands(seen, in_a_set))
            and seen.acceleration_mps2 <= most_mps2
            and longest_s <= limits.longest_phase_s
        )

    def _is_seen(self, cycle: Cycle, in_a_set: bool) -> bool:
        """Whether it is so much likelier than rest as it must be.

        In a set its time and its lean bear it out, where little of its height is seen.
        """
        limits = self._settings.standing
        if in_a_set:
            return cycle.gain >= limits.least_gain or self._is_usual(cycle)
        return cycle.gain >= limits.first_gain and cycle.weaker_gain >= limits.first_weaker_gain

    def _is_usual(self, cycle: Cycle) -> bool:
        """Whether it takes its time and leans as the person's own do."""
        return self._takes_its_time(cycle) and self._leans_as_usual(cycle)

    def _surely_rises(self, cycle: Cycle, in_a_set: bool) -> bool:
        limits = self._settings.standing
        rises = min(cycle.up, cycle.down) >= limits.surely_cm
        return cycle.gain >= limits.sure_gain and (rises or (in_a_set and self._takes_its_time(cycle)))

    def _stands(self, seen: Evidence, in_a_set: bool) -> bool:
        """Whether the leg sways as one does that stands on its toes; what lies or sits still does not."""
        limits = self._settings.standing
        sways = seen.tilt_deg >= limits.narrowest_deg
        return sways and (in_a_set or seen.peak_rate_dps >= limits.slowest_dps)

    def is_attempt(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether the lift was given up: it stays low and is soon over.

        The height of one repetition is known badly. What takes its usual time, and leans as the others do or
        is surely there both up and down, was likelier measured too small than given up; what is over much
        sooner need only be rather low, if it was read as low too; less so where the leg hardly leaned.
        """
        if self.roster.is_empty or not self._is_in_a_set(measured.edges_s[0]):
            return False
        limits, usual_cm = self._settings.standing, self.roster.reference
        is_there = cycle.gain >= limits.sure_gain and cycle.weaker_gain >= limits.first_weaker_gain
        if self._takes_its_time(cycle) and (is_there or self._leans_as_usual(cycle)):
            return False
        is_rather_low = measured.size < _RATHER_LOW * usual_cm and read_cm(cycle) < _READ_LOW * usual_cm
        is_hurried = measured.duration_s < _HURRIED_SHARE * self.roster.usual_s
        is_lower = measured.size < _LOWER * usual_cm and read_cm(cycle) < _READ_LOWER * usual_cm
        is_borne_out = not self._takes_its_time(cycle) and self._hardly_leans(cycle)
        is_given_up = (is_rather_low and is_hurried) or (is_lower and is_borne_out)
        return is_given_up or self.roster.is_attempt(measured)

    def _hardly_leans(self, cycle: Cycle) -> bool:
        """Whether the leg leans the way it usually does by far less, where that is known."""
        if len(self._leans_deg) < _LEANS_KNOWN or cycle.lean_deg is None:
            return False
        usual_deg = middles(np.array(self._leans_deg))
        least_deg = self._settings.beginning.lean_deg
        square = float(usual_deg @ usual_deg)
        return square >= least_deg**2 and float(cycle.lean_deg @ usual_deg) < _HARDLY_LEANS * square

    def _takes_its_time(self, cycle: Cycle) -> bool:
        """Whether it takes about as long as the person's own do, or longer."""
        assert cycle.reading is not None
        time_s = (cycle.reading[3] - cycle.reading[0]) / self._rate_hz
        return not self.roster.is_empty and time_s >= _WHOLE_TIME_SHARE * self.roster.usual_s

    def _leans_as_usual(self, cycle: Cycle) -> bool:
        """Whether the leg leans as it does in the person's own."""
        if not self._leans_deg:
            return False
        usual_deg = middles(np.array(self._leans_deg))
        return lean_alike(cycle.lean_deg, usual_deg, self._settings.beginning)

    def confirmed(self, cycle: Cycle, measured: Measured) -> list[tuple[Cycle, Measured]]:
        """Hold the first repetitions of a set back until one follows, unless they are beyond doubt."""
        in_a_set = self._is_in_a_set(measured.edges_s[0])
        is_weak = not (in_a_set or self._may_be_first(cycle, measured))
        if is_weak:
            # It may be nothing at all: what is next may look at it.
            self.roster.free_from = self._free_before
            if self._is_early(cycle):
                return []
        is_plain = in_a_set or self._is_plain(cycle, measured)
        return self._beginning.settle(cycle, measured, is_plain=is_plain, is_weak=is_weak)

    def _may_be_first(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether it may begin a set: with a whole lift, and a lowering of which is known where it was."""
        limits = self._settings.standing
        return (
            self._is_likely(cycle, measured.evidence, in_a_set=False)
            and measured.size >= self._settings.smallest_first_cm
            and measured.edge_sd_s <= limits.first_edge_s
        )

    def _is_plain(self, cycle: Cycle, measured: Measured) -> bool:
        """Whether it is a whole lift by the fit, not much lower as it was read, and nothing is beside it.

        What no possible height fits, what goes down far more than up, or what shakes more than tremor does,
        though it is so brisk, may be sitting down.
        """
        limits = self._settings.standing
        if self._is_contested is not None and self._is_contested(measured.edges_s[3]):
            return False
        seen = measured.evidence
        if seen.tilt_deg > limits.plain_deg or seen.acceleration_mps2 > limits.acceleration_mps2:
            return False
        if self._is_early(cycle):
            return False
        if measured.rise is None or cycle.down > _SINKS * cycle.up:
            return False
        return measured.size >= limits.plain_cm and read_cm(cycle) >= _LOW_READING * limits.plain_cm

    def _is_early(self, cycle: Cycle) -> bool:
        """Whether it begins when the leg has hardly stood: which way is up is still being learnt."""
        calm_from = self.channel.calm_from
        settled = round(self._settings.standing.settled_s * self._rate_hz)
        return calm_from is not None and cycle.valley - calm_from < settled

    def _is_in_a_set(self, start_s: float) -> bool:
        return start_s - self._last_end_s < self._settings.set_pause_s

    def learn(self, cycle: Cycle, measured: Measured) -> None:
        """Keep what the accelerometer's error is, and the person's rise and lean."""
        if measured.rise is not None:
            self._measure.fitter.learn(measured.rise)
        self._last_end_s = measured.edges_s[3]
        if cycle.lean_deg is not None:
            self._leans_deg.append(cycle.lean_deg)
        sure = measured.rise is not None or cycle.gain >= self._settings.standing.sure_gain
        if sure and cycle.lean_deg is not None:
            start_s, top_s, down_s, end_s = measured.edges_s
            took_s = top_s - start_s, end_s - down_s, end_s - start_s
            self.channel.parser.learn(read_cm(cycle) / _CM, cycle.lean_deg, took_s)

    def placement(self, measured: Measured) -> Placement:
        """Say where a sensor sits that shows this: shank and thigh look alike."""
        return Placement.SHANK

    def trust(self, measured: Measured) -> float:
        """Confidence from 0 to 1."""
        return measured.sureness(self._settings.unsure_edge_s)
