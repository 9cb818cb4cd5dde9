"""The normal equations of a movement's begin: its speed, and the drift before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.types import FloatArray


@dataclass(frozen=True, slots=True)
class Fit:
    """Each begin with each ramp: its negative logarithm of the likelihood, and what is likeliest with it.

    Parameters
    ----------
    cost, speed, drift : ndarray of shape (begins, ramps)
        That, and speed and drift, unit/s.
    give, give_power : ndarray, optional
        Height of the give, unit, and its certainty.
    """

    cost: FloatArray
    speed: FloatArray
    drift: FloatArray
    give: FloatArray | None = None
    give_power: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Normal:
    """What the samples say of speed and drift, for each begin and ramp.

    Parameters
    ----------
    speed_power, speed_pull : ndarray of shape (begins, ramps)
        Certainty of the speed if nothing else moved, and that times the speed.
    mixed : ndarray of shape (begins, ramps)
        How far speed and drift explain the same.
    drift_power, drift_pull : ndarray of shape (begins, 1)
        As of the speed, of the drift.
    """

    speed_power: FloatArray
    speed_pull: FloatArray
    mixed: FloatArray
    drift_power: FloatArray
    drift_pull: FloatArray

    def without(
        self, by_speed: FloatArray, by_drift: FloatArray, power: FloatArray, pull: FloatArray
    ) -> Normal:
        """Take out what a third unknown explains as well.

        Parameters
        ----------
        by_speed, by_drift : ndarray
            How far it explains the same as these.
        power, pull : ndarray
            Its own certainty, and that times its size.
        """
        return Normal(
            speed_power=self.speed_power - by_speed**2 / power,
            speed_pull=self.speed_pull - by_speed * pull / power,
            mixed=self.mixed - by_speed * by_drift / power,
            drift_power=self.drift_power - by_drift**2 / power,
            drift_pull=self.drift_pull - by_drift * pull / power,
        )

    def solved(self) -> Fit:
        """Solve for both: first the drift goes out, then the speed."""
        power = self.speed_power - self.mixed**2 / self.drift_power
        speed = (self.speed_pull - self.mixed * self.drift_pull / self.drift_power) / power
        certain = np.log(self.drift_power * power)
        cost = 0.5 * (certain - self.drift_pull**2 / self.drift_power - power * speed**2)
        return Fit(cost, speed, (self.drift_pull - self.mixed * speed) / self.drift_power)
