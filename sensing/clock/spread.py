"""Times for samples that carry none: the sample's number is the tick, arrivals tell rate and losses.

Arrivals come in bursts, so a single one says little; the lower envelope of many says more. The first sample
is the origin, and from there time advances evenly with a rate that follows the envelope slowly. Lost samples
can be seen in one way only: an arrival hole clearly longer than the bursts after which no backlog comes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median

from sensing.clock.envelope import LowerEnvelope


@dataclass(frozen=True, slots=True)
class SpreadSettings:
    """How evenly time advances and what counts as a loss.

    Parameters
    ----------
    hole_s : float
        Arrival holes shorter than this are never losses, s: the grid bridges twice as much anyway.
    hole_over_usual : float
        A hole is this many times the usual distance of bursts; one late burst makes a hole of twice that.
    first_hole_s : float
        The same, s, until some distances have been seen.
    backlog_s : float
        After a hole the samples wait this long for the backlog, s, before they are given a time.
    loss_periods, loss_s : float
        Samples count as lost when the delay stays higher than before by so many periods and by this time, s.
    known_buckets : int
        So many buckets of the envelope go into finding its offset; only then is it followed.
    catch_up_s : float
        Deviation from the envelope is worked off in about this time, s, so that durations hardly change.
    largest_catch_up : float
        ... with at most this share of the rate.
    """

    hole_s: float = 0.12
    hole_over_usual: float = 2.5
    first_hole_s: float = 1.0
    backlog_s: float = 0.25
    loss_periods: float = 2.0
    loss_s: float = 0.08
    known_buckets: int = 3
    catch_up_s: float = 5.0
    largest_catch_up: float = 0.05


class SpreadClock:
    """Gives each sample its time, s, from its number and the host times at which samples arrived.

    Parameters
    ----------
    sampling_rate_hz : float
        Nominal rate, Hz; up to 5 % off.
    """

    def __init__(self, sampling_rate_hz: float) -> None:
        self._settings = SpreadSettings()
        self._period_s = 1.0 / sampling_rate_hz
        self._nominal_s = 0.0
        self._t_s = 0.0
        self._pace = 1.0
        self._origin_host_s = 0.0
        self._host_s: float | None = None
        self._usual_s: deque[float] = deque(maxlen=31)
        self._waiting: list[float] = []
        self._hole_end_s = 0.0
        self._is_relinked = False
        self.envelope = LowerEnvelope()

    @property
    def period_s(self) -> float:
        """Estimated time from sample to sample, s."""
        return self._period_s * (1.0 + self.envelope.drift)

    def host_s(self, t_s: float) -> float:
        """Return the host time that belongs to an output time, s."""
        return t_s + self.envelope.host_s(self._nominal_s) - self._t_s

    def relinked(self) -> None:
        """Say that the next samples come over a new link: what lies between is lost, however short."""
        self._is_relinked = True

    def push(self, host_s: float, count: int) -> list[float]:
        """Take `count` samples that arrived at `host_s`; return times, s, for the oldest untimed."""
        out: list[float] = []
        if self._host_s is not None:
            gap_s = max(host_s - self._host_s, 0.0)
            if self._waiting and host_s - self._hole_end_s > self._settings.backlog_s:
                out = self.finish()
            if not self._waiting and (self._is_relinked or self._is_hole(gap_s)):
                self._hole_end_s = host_s
                self._waiting.append(host_s)
                count -= 1
            if gap_s > self._period_s / 2:
                self._usual_s.append(gap_s)
        self._host_s, self._is_relinked = host_s, False
        if self._waiting:
            self._waiting.extend([host_s] * count)
        else:
            out.extend(self._stamp(host_s) for _ in range(count))
        return out

    def finish(self) -> list[float]:
        """Return times, s, for the samples that were waiting for a backlog."""
        if not self._waiting:
            return []
        settings, waiting = self._settings, self._waiting
        self._waiting = []
        nominal_s = (self._nominal_s + n * self._period_s for n in range(len(waiting)))
        behind_s = min(h - self.envelope.host_s(u) for h, u in zip(waiting, nominal_s, strict=True))
        if behind_s > max(settings.loss_periods * self._period_s, settings.loss_s):
            lost = round(behind_s / self._period_s)
            self._nominal_s += lost * self._period_s
            self._t_s += lost * self._period_s * self._pace
        return [self._stamp(host_s) for host_s in waiting]

    def _is_hole(self, gap_s: float) -> bool:
        settings = self._settings
        if gap_s < settings.hole_s:
            return False
        known = len(self._usual_s) >= 5
        longest_s = settings.hole_over_usual * median(self._usual_s) if known else settings.first_hole_s
        return gap_s > longest_s

    def _stamp(self, host_s: float) -> float:
        if self.envelope.push(self._nominal_s, host_s):
            self._follow()
        t_s = self._t_s
        self._t_s += self._period_s * self._pace
        self._nominal_s += self._period_s
        return t_s

    def _follow(self) -> None:
        """Take the rate from the envelope, a little faster or slower as long as time deviates from it."""
        settings = self._settings
        target_s = self.envelope.host_s(self._nominal_s)
        if self.envelope.buckets <= settings.known_buckets:
            self._origin_host_s = target_s - self._t_s
        behind_s = target_s - self._origin_host_s - self._t_s
        most = settings.largest_catch_up
        self._pace = 1.0 + self.envelope.drift + min(max(behind_s / settings.catch_up_s, -most), most)
