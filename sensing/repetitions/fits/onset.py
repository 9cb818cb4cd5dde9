"""Where a movement began: every begin and every ramp weighed, with what is not known integrated out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray

from sensing.motion.middle import middle
from sensing.repetitions.fits.give import Give
from sensing.repetitions.fits.normal import Fit, Normal
from sensing.settings import EdgeSettings
from sensing.types import FloatArray

EDGE_SHARE = 0.05
"""A phase edge is where the speed is this share of the phase's peak (design: words and definitions)."""

_SAMPLES = 32
"""Samples that are looked at: of a slow phase those next to each other are put together."""

_DIFFERENCES = 3
"""Order of the differences that tell tremor from movement."""

_FARTHEST = 2.0
"""Ramps are tried up to so many standard deviations from the expected one."""

_SLOWEST = 0.3
"""Share of the peak speed that a phase reaches behind its ramp at least."""


_HIDDEN = 0.5
"""Share of the time of a give behind which an edge may lie hidden: there the sensor turns back."""


@dataclass(frozen=True, slots=True)
class Onset:
    """An edge and its standard error, s, and the give around it, where one was asked for."""

    edge_s: float
    sd_s: float
    give: Give | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What is thought of a movement before its begin is looked for.

    Parameters
    ----------
    edge_s : float
        Where it may begin, s.
    length_s : float
        Its time, s.
    speed : float
        Its peak, unit/s.
    drift : float
        Speed at which what comes before may drift, unit/s.
    lever_s2 : float
        Lever over gravity, s²: by so much of its acceleration the course is short. 0 where it comes from a
        gyroscope.
    give: Give or None
        What the shank may give around the edge.
    """

    edge_s: float
    length_s: float
    speed: float
    drift: float
    lever_s2: float
    give: Give | None = None


def ramp(past_s: FloatArray, length_s: FloatArray) -> FloatArray:
    """Return the travel, over its speed, of a movement that gathers speed smoothly.

    The speed is 3 u² - 2 u³ of the full one, a raised cosine to within a hundredth, and needs no cosine.

    Parameters
    ----------
    past_s : ndarray
        Time since it began, not negative, s.
    length_s : ndarray
        Time until it has its speed, s.
    """
    inside = np.minimum(past_s / length_s, 1.0)
    squared = inside * inside
    out: FloatArray = past_s - length_s * inside * (1.0 - squared + 0.5 * squared * inside)
    return out


def place_in_ramp(share: FloatArray) -> FloatArray:
    """Return the place in a ramp, from 0 to 1, at which it has this share of its speed."""
    out: FloatArray = 0.5 - np.sin(np.arcsin(1.0 - 2.0 * share) / 3.0)
    return out


class OnsetFinder:
    """Finds where a movement began that follows a quiet.

    The course is a level, a drift that ends with the movement's begin, a speed that rises over a ramp, and
    what is not smooth: tremor, which comes and goes; sway, which adds up; and unevenness, which adds up with
    the movement itself, so that the farther into it the less is believed. Given begin and ramp all of this
    is linear and normal and is integrated out exactly. Begins and ramps are weighed by what is left, and
    the edge is their mean: of two begins that fit as well neither is thrown away, and the spread of the
    weights is an honest standard error.

    Parameters
    ----------
    settings : EdgeSettings
        Priors.
    """

    def __init__(self, settings: EdgeSettings) -> None:
        self._settings = settings
        spaced = np.linspace(-1.0, 1.0, settings.begins)
        # Denser where the edge was expected; each stands for its stretch.
        self._begins = spaced * (0.3 + 0.7 * spaced**2)
        stretch = np.log(0.3 + 2.1 * spaced**2)
        away = np.linspace(-_FARTHEST, _FARTHEST, settings.ramps)
        self._ramps = settings.ramp_share * np.exp(settings.ramp_spread * away)
        self._prior = 0.5 * away**2 - stretch[:, None]

    def find(self, t_s: FloatArray, height: FloatArray, expected: Expected) -> Onset:
        """Find the edge.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The quiet and the first part of the movement, upwards.
        expected : Expected
            What is thought of it beforehand.
        """
        s = self._settings
        origin_s = float(t_s[0])
        noise = hypot(s.noise, s.tremor_weight * _roughness(height))
        t, y, noise = _thinned(t_s - origin_s, height - height[0], noise)
        weight = self._weight(t, y, noise, expected)
        guess_s = min(max(expected.edge_s - origin_s, 0.0), float(t[-1]))
        begin_s = self._tried(expected, guess_s, float(t[-1]))
        length_s = np.maximum(self._ramps * expected.length_s, s.shortest_ramp_s)
        fit = self._weigh(t, y, weight, begin_s, length_s, expected)
        share = np.minimum(
            EDGE_SHARE * expected.speed / np.maximum(fit.speed, _SLOWEST * expected.speed), 1.0
        )
        edge_s = begin_s[:, None] + length_s * place_in_ramp(share)
        cost = fit.cost + self._prior + 0.5 * ((edge_s - guess_s) / (s.stray_share * expected.length_s)) ** 2
        likely = np.exp(cost.min() - cost)
        likely /= np.add.reduce(likely, axis=None)
        mean_s = float(np.vdot(likely, edge_s))
        sd_s = sqrt(float(np.vdot(likely, (edge_s - mean_s) ** 2)))
        return Onset(origin_s + mean_s, sd_s, _given(likely, fit, expected.give))

    def _tried(self, expected: Expected, guess_s: float, last_s: float) -> FloatArray:
        """Begins that are weighed, s."""
        s = self._settings
        reach_s = s.reach_share * expected.length_s + s.reach_floor_s
        beyond_s = s.beyond_share * expected.length_s + s.reach_floor_s
        if expected.give is not None:
            beyond_s += _HIDDEN * expected.give.half_s
        before_s, after_s = min(reach_s, guess_s + beyond_s), min(reach_s, last_s - guess_s)
        out: FloatArray = guess_s + np.where(self._begins < 0.0, before_s, after_s) * self._begins
        return out

    def _weight(self, t: FloatArray, y: FloatArray, noise: float, expected: Expected) -> NDArray[np.floating]:
        """Inverse covariance of what is not smooth, the level integrated out."""
        s, count = self._settings, len(t)
        steps_s = t[1:] - t[:-1]
        speed = np.minimum(np.maximum((y[1:] - y[:-1]) / steps_s, 0.0), expected.speed)
        half = min(max(round(s.calm_s / float(steps_s[0])), 1), (count - 1) // 2)
        if half:
            summed = np.empty(len(speed) + 2 * half + 1)
            summed[: half + 1], summed[half + 1 : -half], summed[-half:] = speed[0], speed, speed[-1]
            summed[0] = 0.0
            np.cumsum(summed, out=summed)
            speed = (summed[2 * half + 1 :] - summed[: -2 * half - 1]) / (2 * half + 1)
        moved = np.maximum.accumulate(speed)  # a halt in mid-phase is part of the unevenness
        wander = (s.sway**2 + 2.0 * s.uneven_s * (s.uneven_share * moved) ** 2) * steps_s
        tight = np.zeros((count, count))
        diagonal = tight.reshape(-1)
        diagonal[1 :: count + 1] = diagonal[count :: count + 1] = -1.0 / wander
        diagonal[:: count + 1] = 1.0 / noise**2
        diagonal[: -count : count + 1] += 1.0 / wander
        diagonal[count + 1 :: count + 1] += 1.0 / wander
        out: NDArray[np.floating] = np.linalg.inv(tight) * -(noise**-4)
        out.reshape(-1)[:: count + 1] += noise**-2
        return out

    def _weigh(
        self,
        t: FloatArray,
        y: FloatArray,
        weight: NDArray[np.floating],
        begin_s: FloatArray,
        length_s: FloatArray,
        expected: Expected,
    ) -> Fit:
        """Fit each begin with each ramp."""
        since = t - begin_s[:, None]
        course, drift = _courses(since, length_s, expected.lever_s2), np.minimum(since, 0.0)
        flat = course.reshape(-1, len(t))
        weighed_y, weighed_drift = weight @ y, drift @ weight
        surely = (self._settings.speed_spread * expected.speed) ** -2
        normal = Normal(
            speed_power=np.einsum("ij,ij->i", flat @ weight, flat).reshape(course.shape[:2]) + surely,
            speed_pull=(flat @ weighed_y).reshape(course.shape[:2]) + surely * expected.speed,
            mixed=(course @ weighed_drift[:, :, None])[:, :, 0],
            drift_power=np.einsum("ij,ij->i", weighed_drift, drift)[:, None] + expected.drift**-2,
            drift_pull=(drift @ weighed_y)[:, None],
        )
        if expected.give is None:
            return normal.solved()
        mound, surely = _mound(since, expected.give.half_s), expected.give.sd**-2
        weighed = mound @ weight
        power = (weighed * mound).sum(axis=1)[:, None] + surely
        pull = (mound @ weighed_y)[:, None] + surely * expected.give.height
        by_drift = (weighed * drift).sum(axis=1)[:, None]
        by_speed = (course @ weighed[:, :, None])[:, :, 0]
        fit = normal.without(by_speed, by_drift, power, pull).solved()
        give = (pull - by_speed * fit.speed - by_drift * fit.drift) / power
        return Fit(fit.cost + 0.5 * (np.log(power) - pull**2 / power), fit.speed, fit.drift, give, power)


def _courses(since_s: FloatArray, length_s: FloatArray, lever_s2: float) -> FloatArray:
    """Travel, over its speed, of each begin with each ramp."""
    past_s = np.maximum(since_s, 0.0)[:, None]
    course = ramp(past_s, length_s[:, None])
    if lever_s2:
        inside = np.minimum(past_s / length_s[:, None], 1.0)
        course -= 6.0 * lever_s2 / length_s[:, None] * inside * (1.0 - inside)
    return course


def _mound(since_s: FloatArray, half_s: float) -> FloatArray:
    """Course of a give of height 1 around each begin."""
    out: FloatArray = 0.5 + 0.5 * np.cos(np.pi * np.minimum(np.abs(since_s) / half_s, 1.0))
    return out


def _given(likely: FloatArray, fit: Fit, expected: Give | None) -> Give | None:
    """Return what the give is with all begins and ramps weighed."""
    if expected is None or fit.give is None or fit.give_power is None:
        return None
    mean = float((likely * fit.give).sum())
    spread = float((likely * ((fit.give - mean) ** 2 + 1.0 / fit.give_power)).sum())
    return replace(expected, height=mean, sd=sqrt(spread))


def _roughness(y: FloatArray) -> float:
    """Tremor of a course: the median of its third differences, in which smooth movement hardly shows."""
    if len(y) <= _DIFFERENCES:
        return 0.0
    for _ in range(_DIFFERENCES):
        y = y[1:] - y[:-1]
    return middle(np.abs(y))


def _thinned(t: FloatArray, y: FloatArray, noise: float) -> tuple[FloatArray, FloatArray, float]:
    """Return no more samples than are needed, and the tremor of each."""
    together = -(-len(t) // _SAMPLES)
    if together == 1:
        return t, y, noise
    used = len(t) // together * together
    both = np.array([t[-used:], y[-used:]]).reshape(2, -1, together)
    means = np.add.reduce(both, axis=2) / together
    return means[0], means[1], noise / sqrt(together)
