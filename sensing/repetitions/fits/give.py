"""The shank's give, which a sensor at the ankle shows beside the foot's pitch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.settings import GiveSettings
from sensing.types import FloatArray

_SURELY = 2.0
"""Hardly a mound is so many standard deviations high."""


@dataclass(frozen=True, slots=True)
class Give:
    """The give around one edge: the tilt rises before it, is highest at it, and falls back.

    Parameters
    ----------
    height, sd : float
        Its height and how far that can be off, degrees.
    half_s : float
        Time that it rises, and falls, s.
    part : float
        Part of what the give of a brisk movement would be.
    """

    height: float
    sd: float
    half_s: float
    part: float


class ShankGive:
    """What is known of a person's give.

    Knees and ankles bend as the heel is about to leave the floor and as it meets it again. The foot does not
    turn in that, the shank leans forward, and a sensor at the ankle turns with both. Where the lift or the
    lowering has its edge, the mound hides the slow first or last part of it. Each lift that is accepted shows
    more of how high the mound is; the end of a lowering, which is told before its mound is over, can only be
    corrected by what is known.

    Parameters
    ----------
    settings : GiveSettings
        What is known beforehand.
    """

    def __init__(self, settings: GiveSettings) -> None:
        self.settings = settings
        self._height, self._sd = 0.0, settings.brisk_sd_deg

    def most_deg(self, travel_deg: float) -> float:
        """How high a mound may be that is none of the movements, degrees."""
        return self.settings.brisk_sd_deg if travel_deg < self.settings.on_foot_deg else 0.0

    def highest_deg(self, length_s: FloatArray, travel_deg: float) -> FloatArray:
        """How high a mound can surely be beside movements of these times, s, degrees."""
        s = self.settings
        part = np.minimum(1.0, s.brisk_s / np.maximum(length_s, s.brisk_s))
        return _SURELY * self.most_deg(travel_deg) * part

    def around(self, length_s: float, travel_deg: float) -> Give | None:
        """Return what to expect around an edge at the floor; None where the sensor turns as the foot does.

        Parameters
        ----------
        length_s : float
            Time that the movement takes, s.
        travel_deg : float
            How far the sensor turns in it, degrees.
        """
        s = self.settings
        if travel_deg >= s.on_foot_deg:
            return None
        part = min(1.0, s.brisk_s / length_s)
        half_s = min(s.longest_half_s, 0.5 * length_s)
        return Give(part * self._height, part * self._sd, half_s, part)

    def learn(self, seen: Give) -> None:
        """Keep what an accepted lift showed; its estimate holds what was known before."""
        self._height = max(seen.height / seen.part, 0.0)
        self._sd = max(seen.sd / seen.part, self.settings.floor_deg)
