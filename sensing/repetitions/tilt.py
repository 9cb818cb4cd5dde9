"""The course of the tilt over one repetition: the gyroscope's shape on the accelerometer's scale."""

from __future__ import annotations

from math import atan2, degrees, sqrt

import numpy as np

from sensing.motion.slope import slope
from sensing.repetitions.track import Stretch
from sensing.settings import TiltSettings
from sensing.types import GRAVITY_MPS2, FloatArray

Vector = tuple[float, float, float]
"""A direction in the sensor's frame."""


AHEAD = 128
"""Samples (5 s) that are looked at ahead: work for many at once, little of it for nothing."""


def dot(a: Vector, b: Vector) -> float:
    """Scalar product of two directions, without numpy: these are too small for it."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def turned_deg(low: Vector, high: Vector, direction: Vector) -> float:
    """Angle from one direction of up to another, degrees: positive the way that a lift goes."""
    way = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    return degrees(atan2(dot(way, direction), dot(high, low)))


def cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Vector product of two directions, at a tenth of the time of the general ``np.cross``."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def plane_of(up: FloatArray, lift: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the unit vectors (from, towards) of the plane in which up moved most; `lift` counts positive."""
    base = up[0] / sqrt(float(up[0] @ up[0]))
    centred = up - up.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    most = axes[:, -1]
    towards = most - (most @ base) * base
    towards = towards / max(sqrt(float(towards @ towards)), 1e-12)
    return base, towards if towards @ lift >= 0 else -towards


def tilt_along(up: FloatArray, base: FloatArray, towards: FloatArray) -> FloatArray:
    """Angle of `up` in the plane of `base` and `towards`, degrees."""
    out: FloatArray = np.degrees(np.arctan2(up @ towards, up @ base))
    return out


def seen_and_turned(window: Stretch, base: FloatArray, towards: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the angle in a plane as the accelerometer sees it, degrees, and what may explain it.

    The columns of the second, ``(n, 4)``, are one, time (s), the integrated rate (degrees) and its slope
    (degrees/s²): offset, drift, scale and lever of the regression of the one on the other.
    """
    seen_deg = tilt_along(window.slow_mps2 + GRAVITY_MPS2 * window.up, base, towards)
    rate_dps = np.degrees(window.rate_radps @ cross(towards, base))
    t = window.t_s - window.t_s[0]
    columns = np.empty((4, len(t))).T
    columns[:, 0], columns[:, 1], columns[0, 2], columns[:, 3] = 1.0, t, 0.0, slope(rate_dps, t)
    np.cumsum(0.5 * (rate_dps[1:] + rate_dps[:-1]) * (t[1:] - t[:-1]), out=columns[1:, 2])
    return seen_deg, columns


class ScaleError:
    """Takes out of the inclination what a gyroscope of wrong scale leaves in it.

    The filter for orientation takes fast changes from the gyroscope and slow ones from gravity. With a
    gyroscope of gain ``g`` it shows ``x + (g - 1) h``, where ``h`` is the fast part (first-order high pass)
    of the truth ``x``: after a lift the angle creeps on towards gravity. Once the gain is known, ``x``
    follows step by step.

    Parameters
    ----------
    sampling_rate_hz : float
        Rate of the samples, Hz.
    inclination_time_s : float
        Time constant of the filter's correction by gravity, s.
    """

    def __init__(self, sampling_rate_hz: float, inclination_time_s: float) -> None:
        self._keep = 1.0 - 1.0 / (sampling_rate_hz * inclination_time_s)
        self.learn(1.0)
        self.restart()

    def learn(self, scale: float) -> None:
        """Take the factor that the gyroscope needs."""
        self.scale = scale
        self._lost, self._part = 1.0 / scale - 1.0, scale
        # With x the truth and c what of it gravity tells, c follows as k c + (1 - k) x, and x is linear in c.
        self._fades = (1.0 - (1.0 - self._keep) * scale) ** np.arange(AHEAD + 1)[:, None]

    def restart(self) -> None:
        """Forget the past, as after a hole."""
        self._slow: FloatArray | None = None
        self._ahead: tuple[FloatArray, FloatArray] | None = None

    def ahead(self, shown: FloatArray) -> list[Vector]:
        """Return the true direction of up for each that is shown.

        Parameters
        ----------
        shown : ndarray of shape (n, 3)
            The next samples, `AHEAD` at most. Say with `went` how many of them were used.
        """
        if self._lost == 0.0:
            self._ahead = shown, shown
            as_shown: list[Vector] = shown.tolist()
            return as_shown
        slow = np.empty_like(shown)
        slow[0] = shown[0] if self._slow is None else self._slow
        fades = self._fades[1 : len(shown)]
        gained = np.add.accumulate(shown[:-1] * ((1.0 - self._keep) * self._part / fades), axis=0)
        slow[1:] = fades * (slow[0] + gained)
        true = self._part * (shown + self._lost * slow)
        self._ahead = slow, true
        x, y, z = true.T
        directions: list[Vector] = (true / np.sqrt(x * x + y * y + z * z)[:, None]).tolist()
        return directions

    def again(self, shown: FloatArray) -> list[Vector]:
        """Forget the past and go through samples once more; return the true direction of up for each.

        Parameters
        ----------
        shown : ndarray of shape (n, 3)
            The samples up to now. Those that were looked at ahead are to be looked at anew.
        """
        self.restart()
        directions: list[Vector] = []
        for done in range(0, len(shown), AHEAD):
            part = self.ahead(shown[done : done + AHEAD])
            self.went(len(part))
            directions += part
        self._ahead = None
        return directions

    def went(self, count: int) -> None:
        """Go on by so many of the samples that were looked at ahead, if they still hold."""
        if self._ahead is None:
            return
        slow, true = self._ahead
        self._slow = self._keep * slow[count - 1] + (1.0 - self._keep) * true[count - 1]


class GyroScale:
    """What is known of a gyroscope's scale: cheap ones read a quarter too low.

    Parameters
    ----------
    settings : TiltSettings
        What is known beforehand.
    """

    def __init__(self, settings: TiltSettings) -> None:
        self.settings = settings
        self.scale = 1.0
        self._weight = 1.0 / settings.scale_sd**2

    def course(
        self, window: Stretch, base: FloatArray, towards: FloatArray
    ) -> tuple[FloatArray, float, float]:
        """Fit the integrated rate to the direction of gravity.

        The accelerometer tells the angle without drift but trembles, and is off by what the lever's own
        acceleration adds; the gyroscope is smooth but drifts and may be scaled. Least squares over the window
        finds offset, drift, scale and lever.

        Returns
        -------
        tilt_deg : ndarray of shape (n,)
            Course of the tilt, degrees.
        scale, sd : float
            Factor on the gyroscope found with this window, and its standard error.
        """
        s = self.settings
        measured, columns = seen_and_turned(window, base, towards)
        prior = np.array([0.0, 0.0, self.scale, 0.0])
        weight = np.array([0.0, 1.0 / s.drift_sd_dps**2, self._weight, 1.0 / s.lever_sd_s2**2])
        inverse = np.linalg.inv(columns.T @ columns / s.noise_deg**2 + np.diag(weight))
        found = inverse @ (columns.T @ measured / s.noise_deg**2 + weight * prior)
        return columns[:, :3] @ found[:3], float(found[2]), float(np.sqrt(inverse[2, 2]))

    def is_possible(self, scale: float) -> bool:
        """Whether any gyroscope needs this factor; else it did not turn as gravity seems to say."""
        return 1.0 / self.settings.largest_scale <= scale <= self.settings.largest_scale

    def learn(self, scale: float, sd: float) -> None:
        """Keep what an accepted repetition showed; its estimate holds what was known before.

        What no gyroscope reads is the doing of a jerk that bends the accelerometer's angle, and is not kept:
        one such scale would spoil all that follows.
        """
        if not self.is_possible(scale):
            return
        self.scale = scale
        self._weight = min(1.0 / sd**2, 1.0 / self.settings.scale_floor**2)
