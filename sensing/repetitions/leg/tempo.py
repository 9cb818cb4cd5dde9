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
    one long lift with halts. People keep their tempo within a set; the price for leaving it has a bound,
    since a lift may stall and a heel may be let fall.

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
        self._known_s: list[tuple[float, float]] = []
        start = self._costs(settings.tempo_s, settings.tempo_spread**2)
        # Costs by the number of nodes that a phase takes.
        self.up, self.down = start, start

    def learn(self, up_s: float, down_s: float) -> None:
        """Keep how long the lift and the lowering of an accepted repetition took, s."""
        s = self._settings
        shortest_s = s.shortest_move_s
        self._known_s = [*self._known_s, (max(up_s, shortest_s), max(down_s, shortest_s))][-_REMEMBERED:]
        spread2 = s.known_tempo_spread**2 + s.tempo_spread**2 / len(self._known_s)
        ups, downs = zip(*self._known_s, strict=True)
        self.up, self.down = self._costs(median(ups), spread2), self._costs(median(downs), spread2)

    def _costs(self, usual_s: float, spread2: float) -> FloatArray:
        s = self._settings
        costs = np.minimum((self._log_s - np.log(usual_s)) ** 2 / (2.0 * spread2), s.tempo_most)
        out: FloatArray = np.where(self._log_s > np.log(s.longest_phase_s), NEVER, costs)
        return out
