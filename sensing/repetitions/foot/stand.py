"""Where a foot that swung, or a strap that slipped, comes to a stand: there all begins anew."""

from __future__ import annotations

_WILD_DPS = 220.0
"""Tilt faster than this, degrees/s, is a foot that swings: brisk raises reach 200, walking 300-600."""

_SWING = 4
"""Samples (0.16 s) that it tilts so fast at least: one jolt, or a height aimed anew, is seen in three."""

_STANDS_DPS, _STANDS_S = 9.0, 0.6
"""Slower than this, degrees/s, for so long, s, a foot that swung has come to a stand. In walking it is flat
on the floor for a quarter of a second."""

_ACROSS = 0.5
"""Cosine between two ways at least where they are the same: a slipping strap turns them by less."""

_SLIPPED_S = 0.5
"""No heel comes up and stands in so short a time, s: what does, across the known way, is the strap."""


class Stand:
    """Tells when what looks like a lift is none, and where the foot stands after it.

    Parameters
    ----------
    widest_deg : float
        A foot that tilts farther swings, degrees.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, widest_deg: float, sampling_rate_hz: float) -> None:
        self._widest_deg = widest_deg
        self._stands = round(_STANDS_S * sampling_rate_hz)
        self._slipping = round((_SLIPPED_S + _STANDS_S) * sampling_rate_hz)
        self.restart()

    def restart(self) -> None:
        """Forget the past, as after a hole."""
        self._wild, self._fast, self._standing = False, 0, 0
        self._across_until = 0

    def lift(self, number: int, along: float) -> None:
        """Take note that a lift begins: number of its sample, and its cosine with the known way."""
        self._wild, self._standing = False, 0
        self._across_until = number + self._slipping if along < _ACROSS else 0

    def is_new(self, number: int, speed_dps: float, travel_deg: float) -> bool:
        """Whether it stands again after what was no lift: what comes now begins here.

        Parameters
        ----------
        number : int
            Number of the sample.
        speed_dps : float
            Speed of the tilt, degrees/s.
        travel_deg : float
            How far it tilted since the lift began, degrees.
        """
        swings = speed_dps > _WILD_DPS or speed_dps < -_WILD_DPS
        wide = travel_deg >= self._widest_deg
        if not (swings or wide or self._wild or self._fast or number < self._across_until):
            return False
        self._fast = self._fast + 1 if swings else 0
        self._wild = self._wild or wide or self._fast >= _SWING
        if not (self._wild or number < self._across_until):
            return False
        self._standing = self._standing + 1 if abs(speed_dps) < _STANDS_DPS else 0
        if self._standing < self._stands:
            return False
        self._wild, self._standing, self._across_until = False, 0, 0
        return True
