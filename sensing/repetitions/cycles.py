"""Up-and-down cycles of a slow height signal: a state machine with hysteresis, one sample at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sensing.settings import CycleSettings
from sensing.types import FloatArray


class Stage(Enum):
    """Where in a cycle the signal is."""

    BOTTOM = 0
    LIFTED = 1
    LOWERING = 2


_BOTTOM, _LIFTED, _LOWERING = Stage
"""Asked for at every sample: by these names they are found in half the time."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A lift that came down again, in sample numbers and heights of the signal it was found in.

    Parameters
    ----------
    valley, peak, end : int
        Sample numbers of the lowest point before, the highest point, and the lowest point after.
    decided : int
        Sample number at which the cycle was known to be over.
    up, down : float
        Travel from valley to peak and from peak to end.
    warned : int or None
        Sample number of an early warning.
    slipped : bool
        Whether the strap slipped as it ended.
    reading : tuple of int or None
        Sample numbers of the four edges, where they are known already.
    lean_deg : ndarray of shape (3,) or None
        Change of the direction of up with it, degrees.
    gain : float
        How much likelier it is than that nothing moved, log.
    weaker_gain : float
        The same for the lift or the lowering alone, whichever is the lesser.
    """

    valley: int
    peak: int
    end: int
    decided: int
    up: float
    down: float
    warned: int | None = None
    slipped: bool = False
    reading: tuple[int, int, int, int] | None = None
    lean_deg: FloatArray | None = None
    gain: float = 0.0
    weaker_gain: float = 0.0


class CycleFinder:
    """Finds cycles without knowing their size beforehand.

    Parameters
    ----------
    settings : CycleSettings
        Sizes in the unit of the signal.
    sampling_rate_hz : float
        Rate of the signal, Hz.

    Attributes
    ----------
    usual : float
        How far the person's lifts usually go, in the unit of the signal; infinite while nobody knows.
    """

    def __init__(self, settings: CycleSettings, sampling_rate_hz: float) -> None:
        self.settings = settings
        self._creep = settings.creep_per_s / sampling_rate_hz
        self._longest = round(settings.longest_stay_s * sampling_rate_hz)
        self._rest = round(settings.settle_s * sampling_rate_hz)
        self._slow_rest = round(settings.slow_settle_s * sampling_rate_hz)
        self.usual = float("inf")
        self._smallest = settings.smallest_lift
        self.restart()

    def restart(self) -> None:
        """Forget the running cycle."""
        self.stage = _BOTTOM
        self.fresh = True
        self.valley, self.peak, self.low = 0, 0, 0
        self.valley_height = self.peak_height = self.low_height = 0.0
        self.travel = 0.0
        self.fastest = 0.0
        self.quiet = 0
        self.warned: int | None = None

    def learn(self, usual: float) -> float:
        """Keep how far the person's lifts usually go; return what makes a lift from now on."""
        settings = self.settings
        self.usual = usual
        self._smallest = min(settings.smallest_lift, settings.smallest_of_usual * usual)
        return self._smallest

    @property
    def is_usual(self) -> bool:
        """Whether the running lift goes as far as the person's usually do."""
        return self.travel >= self.settings.usual_return_share * self.usual

    @property
    def travel_is_over(self) -> bool:
        """Whether no cycle runs."""
        return self.stage is _BOTTOM

    def step(self, number: int, height: float, speed: float) -> Cycle | None:
        """Take one sample: its number, height, and speed (unit/s, up positive)."""
        stage = self.stage
        if stage is _LIFTED:
            self._lifted(number, height, speed)
            return None
        if stage is _LOWERING:
            return self._lowering(number, height, speed)
        self._at_bottom(number, height)
        return None

    def lift(self, valley: int, valley_height: float, number: int, height: float) -> None:
        """Begin a lift that the caller has seen."""
        self.stage, self.fresh = _LIFTED, False
        self.valley, self.valley_height = valley, valley_height
        self.warned = None
        self._new_peak(number, height)

    def close(self, number: int) -> Cycle | None:
        """Say what is known of the running cycle when the samples end at `number`; start afresh."""
        cycle = None
        if self.stage is _LOWERING and self._returned() >= self.settings.least_return_share:
            cycle = self._cycle(number)
        self.restart()
        return cycle

    def _cycle(self, decided: int) -> Cycle:
        down = self.peak_height - self.low_height
        return Cycle(self.valley, self.peak, self.low, decided, self.travel, down, self.warned)

    def _returned(self) -> float:
        return (self.peak_height - self.low_height) / self.travel

    def _new_peak(self, number: int, height: float) -> None:
        self.peak, self.peak_height = number, height
        self.fastest, self.quiet = 0.0, 0
        # The lift so far, up to what a body allows.
        self.travel = min(height - self.valley_height, self.settings.widest)

    def _at_bottom(self, number: int, height: float) -> None:
        if self.fresh:
            self.fresh = False
            self.valley, self.valley_height = number, height
        floor = self.valley_height + self._creep
        if height <= floor:
            self.valley, self.valley_height = number, height
        else:
            self.valley_height = floor
            if height - floor > self._smallest:
                self.lift(self.valley, floor, number, height)

    def _lifted(self, number: int, height: float, speed: float) -> None:
        if height >= self.peak_height:
            self._new_peak(number, height)
            return
        if -speed > self.fastest:
            self.fastest = -speed
        back = self.peak_height - height
        if back > self._smallest and self._has_turned(back, self.peak_height - self.valley_height):
            self.stage = _LOWERING
            self.low, self.low_height, self.quiet = number, height, 0
        elif number - self.peak > self._longest:
            self._settle_down(number, height)

    def _has_turned(self, back: float, travel: float) -> bool:
        """Whether so much has been given back of a way that its direction has changed."""
        settings = self.settings
        return back > self._smallest and back > settings.reversal_share * min(travel, settings.widest)

    def _lowering(self, number: int, height: float, speed: float) -> Cycle | None:
        if height < self.low_height:
            self.low, self.low_height = number, height
        settings, back, fall = self.settings, self._returned(), -speed
        if fall > self.fastest:
            self.fastest = fall
        slow = fall < settings.quiet_share * self.fastest or fall < settings.quiet_speed
        self.quiet = self.quiet + 1 if slow else 0
        turned = self._has_turned(height - self.low_height, self.peak_height - self.low_height)
        # Where the sensor slipped as the lift began it never comes back to where that was.
        as_usual = self.peak_height - self.low_height >= settings.usual_return_share * self.usual
        enough = back >= settings.least_return_share or as_usual
        back_for_now = back >= settings.quiet_return_share or as_usual
        quiet = back_for_now and self.quiet >= self._patience(back)
        if enough and (turned or quiet):
            cycle = self._cycle(number)
            if turned:
                self.lift(self.low, self.low_height, number, height)
            else:
                self._settle_down(self.low, self.low_height)
            return cycle
        if turned:
            self.stage = _LIFTED
            if height >= self.peak_height:
                self._new_peak(number, height)
        elif number - self.low > self._longest:
            self._settle_down(number, height)
        return None

    def _patience(self, back: float) -> float:
        """Return how many quiet samples show the end: more of them the more of the lift is still to come."""
        settings = self.settings
        missing = (settings.full_return_share - back) / (
            settings.full_return_share - settings.least_return_share
        )
        return self._rest + max(missing, 0.0) * (self._slow_rest - self._rest)

    def _settle_down(self, number: int, height: float) -> None:
        self.stage = _BOTTOM
        self.valley, self.valley_height = number, height
