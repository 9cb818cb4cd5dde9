"""Times from a sensor's own counter: unwrapped, with losses kept as jumps, re-anchored after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

import numpy as np

from sensing.clock.envelope import LowerEnvelope
from sensing.types import FloatArray


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """When a stamp is believed.

    Parameters
    ----------
    latest_s : float
        A stamp this far back is a late or repeated packet, s; further back the sensor has restarted. Links
        give up after a few seconds, so nothing comes later than that.
    disagreement_s : float
        Host and counter may differ this much between two packets, s; it covers what a link holds back before
        it breaks.
    disagreement_share : float
        ... plus this share of the time between them: true rates differ up to 2 % from their label.
    wide_s, most_ahead_s : float
        A counter that wraps less often than `wide_s` is believed up to `most_ahead_s` when it runs ahead of
        the host, s: the host may have slept, and a restart looks like that only right before a wrap.
    late_in_a_row : int
        So many late packets that follow each other in order are no late packets: the sensor has restarted.
    relinked_s : float
        After a new link nothing is late and nothing was held back: a counter that reads so much else than
        the host says, s (and `disagreement_share` of the outage), has begun anew.
    rate_memory_s : float
        Memory of the estimated rate, s: rates move with temperature, over minutes.
    strange_steps : int
        Single samples that say so many times in a row that the label of the rate is wrong are believed. They
        are timed one by one, so that the rate is for reports only.
    rate_tolerance : float
        Two stamps whose distance differs more than this share from the samples between them do not count for
        the rate: something was lost.
    """

    latest_s: float = 2.0
    disagreement_s: float = 5.0
    disagreement_share: float = 0.03
    wide_s: float = 86400.0
    most_ahead_s: float = 600.0
    late_in_a_row: int = 3
    relinked_s: float = 1.0
    rate_memory_s: float = 30.0
    rate_tolerance: float = 0.2
    strange_steps: int = 25


class CounterClock:
    """Stamps packets that carry the sensor's counter at their first sample.

    Parameters
    ----------
    sampling_rate_hz : float
        Nominal rate, Hz; the true one is estimated from the stamps.
    tick_hz : float
        Rate of the counter, Hz.
    tick_bits : int
        Width of the counter.
    """

    def __init__(self, sampling_rate_hz: float, tick_hz: float, tick_bits: int) -> None:
        self._settings = CounterSettings()
        self._tick_s = 1.0 / tick_hz
        self._wrap_ticks = 1 << tick_bits
        # The sums behind the rate start with one second of the nominal rate.
        self._sum_s, self._sum_samples = 1.0, sampling_rate_hz
        self._ticks: int | None = None
        self._first_s = 0.0
        self._count = 0
        self._host_s = 0.0
        self._last_s = -1.0
        self._late = 0
        self._late_ticks = 0
        self._is_relinked = False
        self._strange_s: list[float] = []
        self.envelope = LowerEnvelope()
        self.restarts = 0

    @property
    def period_s(self) -> float:
        """Estimated time from sample to sample, s."""
        return self._sum_s / self._sum_samples

    def relinked(self) -> None:
        """Say that the next packet comes over a new link."""
        self._is_relinked = True

    def stamp(self, host_s: float, ticks: int | None, count: int) -> FloatArray | None:
        """Return the time of each of `count` samples, s; None for a packet that came too late."""
        first_s = self._locate(host_s, ticks, count)
        if first_s is None:
            return None
        # A rate that reads a little low may reach into the next packet: time still never goes back.
        start_s = max(first_s, self._last_s + 0.1 * self.period_s) if self._count else first_s
        t_s = start_s + np.arange(count, dtype=np.float64) * self.period_s
        self._first_s, self._count, self._host_s = first_s, count, host_s
        self._last_s = float(t_s[-1])
        self.envelope.push(self._last_s, host_s)
        return t_s

    def _locate(self, host_s: float, ticks: int | None, count: int) -> float | None:
        """Return the time of the packet's first sample; None if it is late."""
        if self._ticks is None:
            self._ticks = ticks
            return 0.0
        if ticks is None:
            return self._first_s + self._count * self.period_s
        seen_s = self.envelope.device_s(host_s) - (count - 1) * self.period_s
        elapsed_s = self._elapsed_s(host_s, ticks)
        if self._is_relinked:
            elapsed_s = self._believed(elapsed_s, seen_s - self._first_s)
            self._is_relinked = False
        if elapsed_s is None or self._has_restarted(ticks, elapsed_s):
            self.restarts += 1
            self._ticks, self._late = ticks, 0
            return max(seen_s, self._last_s + self.period_s)
        if elapsed_s <= 0:
            self._late, self._late_ticks = self._late + 1, ticks
            return None
        self._learn_rate(elapsed_s)
        self._ticks, self._late = ticks, 0
        return self._first_s + elapsed_s

    def _elapsed_s(self, host_s: float, ticks: int) -> float | None:
        """Return device time since the last packet, s, not positive if late; None if they do not connect."""
        settings = self._settings
        assert self._ticks is not None
        host_elapsed_s = max(host_s - self._host_s, 0.0)
        forward = (ticks - self._ticks) % self._wrap_ticks
        # The host says how many whole turns the counter has made (-1: it is a late packet).
        turns = round((host_elapsed_s / self._tick_s - forward) / self._wrap_ticks)
        elapsed_s = (forward + turns * self._wrap_ticks) * self._tick_s
        if elapsed_s <= 0:
            return elapsed_s if elapsed_s >= -settings.latest_s else None
        ahead_s = elapsed_s - host_elapsed_s
        allowed_s = settings.disagreement_s + settings.disagreement_share * host_elapsed_s
        is_wide = self._wrap_ticks * self._tick_s > settings.wide_s
        most_s = max(allowed_s, settings.most_ahead_s) if is_wide else allowed_s
        return elapsed_s if -allowed_s <= ahead_s <= most_s else None

    def _believed(self, elapsed_s: float | None, by_host_s: float) -> float | None:
        """Return the counter's time since the last packet if the host's agrees; else it counts anew."""
        settings = self._settings
        allowed_s = settings.relinked_s + settings.disagreement_share * abs(by_host_s)
        if elapsed_s is None or elapsed_s <= 0 or abs(elapsed_s - by_host_s) > allowed_s:
            return None
        return elapsed_s

    def _has_restarted(self, ticks: int, elapsed_s: float) -> bool:
        """Whether packets that look late follow each other in order: late ones would be repeated or alone."""
        if elapsed_s > 0 or not self._late:
            return False
        follows = 0 < (ticks - self._late_ticks) % self._wrap_ticks < self._wrap_ticks // 2
        if not follows:
            self._late = 0
        return follows and self._late + 1 >= self._settings.late_in_a_row

    def _learn_rate(self, elapsed_s: float) -> None:
        settings, expected_s = self._settings, self._count * self.period_s
        # Half a tick of rounding at either end is no deviation of the rate.
        if abs(elapsed_s - expected_s) > settings.rate_tolerance * expected_s + self._tick_s:
            self._doubt_label(elapsed_s)
            return
        self._strange_s.clear()
        keep = max(1.0 - elapsed_s / settings.rate_memory_s, 0.0)
        self._sum_s = keep * self._sum_s + elapsed_s
        self._sum_samples = keep * self._sum_samples + self._count

    def _doubt_label(self, elapsed_s: float) -> None:
        """Take another rate when single samples have told it often enough."""
        if self._count == 1:
            self._strange_s.append(elapsed_s)
        if len(self._strange_s) == self._settings.strange_steps:
            self._sum_s, self._sum_samples = 1.0, 1.0 / median(self._strange_s)
            self._strange_s.clear()
