"""Which phase runs now, as early as it is certain."""

from __future__ import annotations

from statistics import median

from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.settings import ProgressSettings
from sensing.types import Phase

_BOTTOM, _LIFTED, _LOWERING = Stage
_REST, _CONCENTRIC, _HOLD, _ECCENTRIC = Phase.REST, Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC
"""Asked for at every sample: by these names they are found in half the time."""

_LIFTS = 5
"""Last lifts that say how high the person usually goes."""


class PhaseFollower:
    """Follows a cycle: rest, up, hold, down.

    The hold begins when the lift has become slow. At the person's usual height that is soon certain; lower
    down it may be a pause in the lift and takes longer to tell. A lift that goes on after all is a lift
    again, once. A lift without a hold may go straight into the lowering.

    Parameters
    ----------
    settings : ProgressSettings
        Shares and times.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    """

    def __init__(self, settings: ProgressSettings, sampling_rate_hz: float) -> None:
        self._settings = settings
        self._rate_hz = sampling_rate_hz
        self._lifts: list[float] = []
        self._usual: float | None = None
        self._stage = _BOTTOM
        self.phase = _REST
        self._start_lift()

    def learn(self, travel: float) -> float:
        """Keep how high a counted repetition went, return what is usual, in the unit of the signal."""
        self._lifts = [*self._lifts, travel][-_LIFTS:]
        self._usual = median(self._lifts)
        return self._usual

    def step(self, number: int, height: float, speed: float, finder: CycleFinder) -> Phase:
        """Return the phase at a sample: its number, height, and speed (unit/s, up positive)."""
        stage, before = finder.stage, self._stage
        self._stage = stage
        if stage is _BOTTOM:
            self.phase = _REST
        elif stage is _LOWERING:
            self.phase = _ECCENTRIC
        elif before is not _LIFTED or (self.phase is _ECCENTRIC and finder.peak == number):
            self._start_lift()
            self.phase = _CONCENTRIC
        elif self.phase is not _ECCENTRIC:
            self.phase = self._above(height, speed, finder)
        return self.phase

    def _start_lift(self) -> None:
        self._fastest = 0.0
        self._quiet = 0
        self._held = 0.0
        self._resumed = False

    def _above(self, height: float, speed: float, finder: CycleFinder) -> Phase:
        """Tell lift, hold and the begin of the lowering apart."""
        settings, travel = self._settings, finder.travel
        fallen = finder.peak_height - height
        if fallen > settings.fallen_share * travel and -speed > settings.falling_per_s * travel:
            return _ECCENTRIC
        if speed > self._fastest:
            self._fastest = speed
        slow = settings.slow_share * self._fastest
        if self.phase is _HOLD:
            return self._held_on(height, speed > slow, finder)
        if speed >= slow:
            self._quiet = 0
            return _CONCENTRIC
        self._quiet += 1
        if speed > -slow and self._quiet >= self._patience_s(finder) * self._rate_hz:
            self._held = height
            return _HOLD
        return _CONCENTRIC

    def _held_on(self, height: float, rises: bool, finder: CycleFinder) -> Phase:
        """Stay in the hold, or go on with the lift if that was not its top."""
        on = height - self._held > self._settings.resumed_share * (self._held - finder.valley_height)
        if self._resumed or not rises or not on:
            return _HOLD
        self._resumed, self._quiet = True, 0
        return _CONCENTRIC

    def _patience_s(self, finder: CycleFinder) -> float:
        """How long it must be slow until it is a hold, s."""
        settings = self._settings
        if self._usual is None:
            return settings.first_s
        missing = settings.full_share - finder.travel / self._usual
        share = min(max(missing / (settings.full_share - settings.low_share), 0.0), 1.0)
        return settings.near_s + share * (settings.far_s - settings.near_s)
