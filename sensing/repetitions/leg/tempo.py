"""How long a lift and a lowering are likely to take, before the person is known and after."""

from __future__ import annotations

from statistics import median

import numpy as np

from sensing.repetitions.leg.ways import NEVER
from sensing.settings import ParseSettings
from sensing.types import FloatArray

_REMEMBERED = 5
"""Repetitions that the person's own tempo is the median of."""


class Tempo:
    """What lengths of phases cost.

    A phase that halts and goes on may otherwise swallow a whole repetition: lift, lowering and next lift are
    one long lift with halts. And a slow one may be read as two, a push and a stop in each. People keep their
    tempo within a set, and that of the whole more closely than that of a part; the price for leaving it has
    a bound, since a lift may stall and a heel may be let fall.

    Parameters
    ----------
    settings : ParseSettings
        Priors.
    sampling_rate_hz : float
        Rate of the nodes, Hz.
    count : int
        Most nodes that may be asked for.
    """

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float, count: int) -> None:
        self._settings = settings
        self._log_s = np.log(np.maximum(np.arange(count), 1.0) / sampling_rate_hz)
        self._known_s: list[tuple[float, float, float]] = []
        start = self._costs(settings.tempo_s, settings.tempo_spread**2)
        # Costs by the number of nodes that a phase takes, and that a repetition does.
        self.up, self.down, self.whole = start, start, np.zeros(count)

    def learn(self, took_s: tuple[float, float, float]) -> None:
        """Keep how long the lift, the lowering and the whole of an accepted repetition took, s."""
        s = self._settings
        up_s, down_s, whole_s = (max(each_s, s.shortest_move_s) for each_s in took_s)
        self._known_s = [*self._known_s, (up_s, down_s, whole_s)][-_REMEMBERED:]
        # The spread of the next one about the person's own, and that of the own as it is known.
        blur = 1.0 + 1.0 / len(self._known_s)
        spread2 = s.known_tempo_spread**2 * blur
        ups, downs, wholes = zip(*self._known_s, strict=True)
        self.up, self.down = (
            self._costs(median(ups), spread2),
            self._costs(median(downs), spread2),
        )
        off2 = self._off2(median(wholes))
        self.whole = np.minimum(off2 / (2.0 * s.whole_spread**2 * blur), s.whole_most)

    def _off2(self, usual_s: float) -> FloatArray:
        """Squares of how far lengths are off the usual one, as logarithms; longer ones less so."""
        off = self._log_s - np.log(usual_s)
        out: FloatArray = np.where(off > 0.0, self._settings.slower_share * off, off) ** 2
        return out

    def _costs(self, usual_s: float, spread2: float) -> FloatArray:
        s = self._settings
        costs = np.minimum(self._off2(usual_s) / (2.0 * spread2), s.tempo_most)
        out: FloatArray = np.where(self._log_s > np.log(s.longest_phase_s), NEVER, costs)
        return out


def lasting(costs: FloatArray, first: int, since: FloatArray) -> FloatArray:
    """Cost of what lasts up to the nodes from `first` on, by where it began."""
    lasts = np.arange(first, first + len(since))[:, None] - since
    out: FloatArray = costs.take(lasts.astype(int), mode="clip")
    return out


def longer(costs: FloatArray, first: int, since: FloatArray, took: FloatArray) -> FloatArray:
    """Cost of what lasts up to the nodes from `first` on, beyond what it has cost so far."""
    out = lasting(costs, first, since)
    out -= costs.take(took.astype(int), mode="clip")
    return out
