"""How a person stands: noise and sway of the leg at rest."""

from __future__ import annotations

from math import sqrt

from sensing.settings import ParseSettings

_OTHER = 1.15
"""Levels that have changed by less, as powers, are not worth weighing everything anew."""


class Stand:
    """Learns the levels of noise and sway from spans that were read as standing.

    Each level is the mean of the usual one, worth a few seconds, and of what this person showed: a scale with
    an inverse-gamma prior. Whoever never rests keeps the prior. Sway only grows: a leg that hardly sways
    standing still sways on the toes.

    Parameters
    ----------
    settings : ParseSettings
        Levels before anything is known, and their weight.
    """

    def __init__(self, settings: ParseSettings) -> None:
        self._settings = settings
        self._seen_s = self._noise2 = self._sway = 0.0
        self.noise_mps2, self.sway_deg2ps = settings.noise_mps2, settings.sway_deg2ps

    def learn(self, seconds: float, noise2: float, sway_deg2ps: float) -> None:
        """Take a span of standing with its mean square noise, m²/s⁴, and its sway, degrees²/s."""
        s = self._settings
        keep = max(1.0 - seconds / s.stand_memory_s, 0.0)
        self._seen_s = keep * self._seen_s + seconds
        self._noise2 = keep * self._noise2 + noise2 * seconds
        self._sway = keep * self._sway + min(sway_deg2ps, s.stand_most_sway * s.sway_deg2ps) * seconds

    def update(self) -> bool:
        """Take over what was learnt if it makes other levels; return whether it does."""
        s = self._settings
        total_s = s.stand_prior_s + self._seen_s
        sway_deg2ps = max((s.stand_prior_s * s.sway_deg2ps + self._sway) / total_s, s.sway_deg2ps)
        least, most = s.stand_noise_mps2
        noise_mps2 = sqrt((s.stand_prior_s * s.noise_mps2**2 + self._noise2) / total_s)
        noise_mps2 = min(max(noise_mps2, least), most)
        ratios = (sway_deg2ps / self.sway_deg2ps, (noise_mps2 / self.noise_mps2) ** 2)
        if all(1.0 / _OTHER < ratio < _OTHER for ratio in ratios):
            return False
        self.noise_mps2, self.sway_deg2ps = noise_mps2, sway_deg2ps
        return True
