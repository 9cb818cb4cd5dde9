"""How a person stands: noise and sway of the leg at rest."""

from __future__ import annotations

from collections import deque
from math import sqrt

import numpy as np

from sensing.settings import ParseSettings
from sensing.types import FloatArray

_OTHER = 1.15
"""Levels that have changed by less, as powers, are not worth weighing everything anew."""


class Stand:
    """Learns the levels of noise and sway from spans that were read as standing.

    Each level is the mean of the usual one, worth a few seconds, and of what this person showed: a scale with
    an inverse-gamma prior. Whoever never rests keeps the prior. Sway only grows: a leg that hardly sways
    standing still sways on the toes. The least calm seconds do not count: between sets people sit, kneel and
    walk about, and what of that is read as standing would hide the next set.

    Parameters
    ----------
    settings : ParseSettings
        Levels before anything is known, and their weight.
    """

    def __init__(self, settings: ParseSettings) -> None:
        self._settings = settings
        self._seen: deque[tuple[float, float]] = deque(maxlen=round(settings.stand_memory_s))
        self.noise_mps2, self.sway_deg2ps = settings.noise_mps2, settings.sway_deg2ps

    def learn(self, noise2: FloatArray, sway_deg2ps: FloatArray) -> None:
        """Take seconds of standing with the mean square noise of each, m²/s⁴, and its sway, degrees²/s."""
        self._seen.extend(zip(noise2.tolist(), sway_deg2ps.tolist(), strict=True))

    def update(self) -> bool:
        """Take over what was learnt if it makes other levels; return whether it does."""
        s = self._settings
        if not self._seen:
            return False
        calm = np.sort(np.array(self._seen), axis=0)[: max(round(s.stand_share * len(self._seen)), 1)]
        noise2, sway = calm.mean(axis=0).tolist()
        own = len(self._seen) / (s.stand_prior_s + len(self._seen))
        sway_deg2ps = max(s.sway_deg2ps + own * (sway - s.sway_deg2ps), s.sway_deg2ps)
        least, most = s.stand_noise_mps2
        noise_mps2 = sqrt(s.noise_mps2**2 + own * (noise2 - s.noise_mps2**2))
        noise_mps2 = min(max(noise_mps2, least), most)
        ratios = (sway_deg2ps / self.sway_deg2ps, (noise_mps2 / self.noise_mps2) ** 2)
        if all(1.0 / _OTHER < ratio < _OTHER for ratio in ratios):
            return False
        self.noise_mps2, self.sway_deg2ps = noise_mps2, sway_deg2ps
        return True
