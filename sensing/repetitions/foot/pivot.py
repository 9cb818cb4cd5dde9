"""How high a sensor sits above what it turns about: a foot turns about its ball, a shank about its ankle."""

from __future__ import annotations

from math import hypot, inf, radians, sqrt

import numpy as np

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import smooth
from sensing.repetitions.measure import Look, most_tilted
from sensing.repetitions.tilt import seen_and_turned, tilt_along
from sensing.repetitions.track import Stretch, Track
from sensing.settings import PivotSettings
from sensing.types import GRAVITY_MPS2, FloatArray

_CM = 100.0

_HALF = 4
"""Samples (0.16 s) to either side over which the angle and what explains it are smoothed."""

_ENDS = 0.1
"""Share of the range that is bottom or top: a way lies between."""

_MARGIN = 8
"""Samples (0.3 s) beyond that, where it speeds up and slows down."""

_DRIFT_DPS, _SCALE, _LEVER_S2 = 0.3, 0.15, 0.05
"""What drift and scale of a gyroscope are beforehand, standard errors, and lever over gravity (0.5 m)."""

_PRIOR = np.diag([0.0, _DRIFT_DPS**-2, _SCALE**-2, _LEVER_S2**-2])
"""... as weights, of offset, drift, scale and lever; the scale is about 1."""

_LEAST_SCALE = 0.5
"""No gyroscope reads twice what it should."""

_LEAST_DEG = 0.1
"""Standard error of the angle at least, degrees: the calmest sensor on the calmest leg."""


class Pivot:
    """Tells a shank that leans from a foot that tilts, by where the sensor sits over what it turns about.

    In a squat the shank turns about the ankle, which is below the sensor. In a heel raise the foot turns
    about its ball, which is before the sensor: how far before, the rise says.

    Parameters
    ----------
    limits : PivotSettings
        How high is too high.
    rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, limits: PivotSettings, rate_hz: float) -> None:
        self._limits = limits
        self._rate_hz = rate_hz

    def leans(self, track: Track, cycle: Cycle, look: Look, *, is_next: bool) -> bool:
        """Whether the sensor surely sits so high above its pivot, and so little behind, that a shank leans.

        What is the next one in a set like those before it must be surer.
        """
        limits, seen = self._limits, look.evidence
        if seen.tilt_deg < limits.from_deg:
            return False
        height_m, sd_m = self._height(track, cycle, look)
        highest_m = limits.highest_m if seen.tilt_deg < limits.wide_deg else limits.highest_wide_m
        per_m = 1.0 / (_CM * radians(seen.tilt_deg))
        behind_m, share = seen.rise_cm * per_m, limits.behind_share
        doubt_m = hypot(seen.rise_sd_cm * per_m, share * sd_m)
        sds = limits.next_sds if is_next else limits.sds
        near = behind_m + sds / limits.sds * doubt_m < share * height_m
        return near and height_m - sds * sd_m > highest_m

    def is_low(self, track: Track, cycle: Cycle, look: Look) -> bool:
        """Whether the sensor surely sits no higher than on a foot."""
        height_m, sd_m = self._height(track, cycle, look)
        return height_m + self._limits.sds * sd_m < self._limits.lowest_leg_m

    def _height(self, track: Track, cycle: Cycle, look: Look) -> tuple[float, float]:
        core = most_tilted(track.cut(cycle.valley, cycle.end), self._rate_hz)
        return height_above_pivot(core, cycle.peak - core.first, look.base, look.towards)


def height_above_pivot(
    stretch: Stretch, peak: int, base: FloatArray, towards: FloatArray
) -> tuple[float, float]:
    """Tell how high a sensor sits above what it turns about.

    A sensor at the height ``h`` above its pivot that tilts by ``x`` is accelerated by ``h x''``, which bends
    the direction of gravity as the accelerometer shows it by ``-h x'' / g``. Against the gyroscope's angle
    (offset, drift and scale unknown) this is a regression; each way is taken by itself, since what comes in
    between says nothing of ``h`` and lets the angle drift.

    Parameters
    ----------
    stretch : Stretch
        Motion over one cycle, with a gyroscope.
    peak : int
        Sample of the stretch that parts lift from lowering.
    base, towards : ndarray of shape (3,)
        Plane of the movement.

    Returns
    -------
    height_m, sd_m : float
        Height and its standard error, m: 0 and infinite where neither way is long enough.
    """
    tilt = tilt_along(stretch.up, base, towards)
    low, high = float(tilt.min()), float(tilt.max())
    margin = _ENDS * (high - low)
    between = (tilt > low + margin) & (tilt < high - margin)
    weight = found = 0.0
    part_at = min(max(peak, 0), len(tilt))
    for first, last in ((0, part_at), (part_at, len(tilt))):
        way = first + np.flatnonzero(between[first:last])
        if len(way) < 2 * _HALF:
            continue
        part = stretch.part(max(int(way[0]) - _MARGIN, 0), int(way[-1]) + 1 + _MARGIN)
        height_m, sd_m = _height(*seen_and_turned(part, base, towards))
        weight += 1.0 / sd_m**2
        found += height_m / sd_m**2
    return (found / weight, 1.0 / sqrt(weight)) if weight else (0.0, inf)


def _height(seen_deg: FloatArray, turned: FloatArray) -> tuple[float, float]:
    """Return the height and its standard error, m, by one way."""
    both = np.empty((len(seen_deg), 5))
    both[:, :4], both[:, 4] = turned, seen_deg
    columns = smooth(both, _HALF)
    known, seen = columns[:, :4], columns[:, 4]
    products, product = known.T @ known, known.T @ seen
    rest = seen - known @ np.linalg.solve(products + 1e-9 * _PRIOR, product)
    # Neighbours that were smoothed together are not that many.
    counted = _HALF + 0.5
    variance = max(float(rest @ rest) / max(len(rest) / counted - 4.0, 1.0), _LEAST_DEG**2) * counted
    inverse = np.linalg.inv(products / variance + _PRIOR)
    _, _, scale, bent_s2 = (inverse @ (product / variance + _PRIOR[2])).tolist()
    # What the gyroscope reads low makes the lever look long.
    per_s2 = GRAVITY_MPS2 / max(scale, _LEAST_SCALE)
    return -per_s2 * bent_s2, per_s2 * sqrt(float(inverse[3, 3]))
