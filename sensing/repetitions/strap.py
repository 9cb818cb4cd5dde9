"""A strap that slips: the sensor turns by itself, and not with the leg."""

from __future__ import annotations

from math import cos, radians, sin, sqrt

import numpy as np

from sensing.types import FloatArray

_FAST2, _CALM2 = radians(30.0) ** 2, radians(8.0) ** 2
"""A slip turns faster than the first, (rad/s)²: a leg that stands on its toes does so at half of it, in
brisk lifts. Below the second it is over."""

_LEVER_M = 0.08
"""Ball of the foot, ankle, knee and hip are farther from a sensor on the leg than this: what turns about one
of them accelerates by more than this lever does. Legs show 0.15 m and more, slips 0.06 at most."""

_BEFORE = 3
"""Samples (0.12 s) before it is fast in which a slip begins."""

_SURELY = 3
"""Samples that are fast and show a longer lever: a leg that swings."""

_LONGEST = 12
"""Samples (0.5 s) that a slip takes at most: what sticks moves in a jerk."""

_KEPT = _LONGEST + _BEFORE
"""Samples that are looked back at."""


class Strap:
    """Follows where up is for the leg, though the strap may slip.

    What is a slip is told by the samples up to now, so that live and offline are alike. What turns on too
    long, or proves to swing, was none: then the turn is given back.

    Parameters
    ----------
    rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        # From the sensor's frame to the one it had before it slipped; the same before the running turn.
        self._turn: FloatArray = np.eye(3)
        self._turn_before = self._turn
        self._past: FloatArray = np.zeros((_KEPT, 6))
        # Samples since the running turn got fast; 0 where none runs that may be a slip.
        self._fast = 0

    def push(self, up: FloatArray, rate_radps: FloatArray, slow_mps2: FloatArray) -> FloatArray:
        """Return the direction of up in the frame that the sensor had before it slipped, ``(n, 3)``.

        Parameters
        ----------
        up : ndarray of shape (n, 3)
            Direction of up in the sensor's frame.
        rate_radps, slow_mps2 : ndarray of shape (n, 3)
            Angular rate, rad/s, and acceleration without gravity, m/s².
        """
        rows = np.concatenate([self._past, np.hstack([rate_radps, slow_mps2])])
        rates2 = (rows[:, :3] ** 2).sum(axis=1)
        is_calm, is_fast = rates2 <= _CALM2, rates2 > _FAST2
        # A leg gathers speed, a slip is a jerk.
        begins = is_fast[_KEPT:] & ~(is_fast[_KEPT - 1 : -1] | is_fast[_KEPT - 2 : -2])
        begins &= is_calm[_KEPT - _BEFORE : -_BEFORE]
        turns = self._turns(rows, begins.tolist(), is_calm[_KEPT:].tolist())
        self._past = rows[-_KEPT:]
        # Products one by one: those of matrices may round otherwise, as the stream was cut.
        out: FloatArray = turns[..., 0] * up[:, :1] + turns[..., 1] * up[:, 1:2] + turns[..., 2] * up[:, 2:]
        return out

    def _turns(self, rows: FloatArray, begins: list[bool], is_calm: list[bool]) -> FloatArray:
        """Return the turn at each new sample, or one for all where nothing turns."""
        if not (self._fast or any(begins)):
            return self._turn[None]
        turns, at = np.empty((len(begins), 3, 3)), 0
        turns[:] = self._turn
        while at < len(begins):
            if self._fast or begins[at]:
                turns[at:] = self._follow(rows[: _KEPT + 1 + at], begins[at], is_calm[at])
            at += 1
        return turns

    def _follow(self, rows: FloatArray, begins: bool, is_calm: bool) -> FloatArray:
        """Go on to the last of some samples, and return the turn."""
        if begins:
            self._turn_before = self._turn
        elif is_calm or not self._fast:
            self._fast = 0
            return self._turn
        self._fast += 1
        self._turn = self._turn_before
        turning = rows[-self._fast - _BEFORE :]
        if self._fast <= _LONGEST and self._is_by_itself(turning):
            self._turn = self._turn_before @ _turned(turning[:, :3] / self._rate_hz)
        elif self._fast >= _SURELY:
            self._fast = 0
        return self._turn

    def _is_by_itself(self, turning: FloatArray) -> bool:
        """Whether the sensor turns about a point nearer than any joint."""
        pushed, spun = turning[:, 3:] - turning[0, 3:], np.diff(turning[:, :3], axis=0) * self._rate_hz
        return float((pushed**2).sum()) < _LEVER_M**2 * float((spun**2).sum())


def _turned(steps_rad: FloatArray) -> FloatArray:
    """Matrix of small turns one after the other (Rodrigues)."""
    out: FloatArray = np.eye(3)
    for x, y, z in steps_rad.tolist():
        angle = sqrt(x * x + y * y + z * z) or 1.0
        cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        by_sine, by_cosine = sin(angle) / angle, (1.0 - cos(angle)) / angle**2
        out = out @ (np.eye(3) + by_sine * cross + by_cosine * cross @ cross)
    return out
