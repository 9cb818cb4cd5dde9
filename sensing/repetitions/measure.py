"""What a candidate cycle measures: its four edges, its size, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.edges import PhaseFit, PhaseFitter
from sensing.repetitions.evidence import Evidence, weigh
from sensing.repetitions.track import Stretch, Track
from sensing.types import Course, FloatArray, frozen

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A cycle, measured.

    Parameters
    ----------
    start_s, top_s, eccentric_start_s, end_s : float
        Phase edges, s.
    low, high : float
        Height before the lift and at the top, in the unit of the course, against the course's own zero.
    edge_sd_s : float
        Standard error of the lowering's time, s.
    evidence : Evidence
        What speaks for a heel raise.
    direction : tuple of float
        Where up moves in the sensor's frame while the heel rises.
    course : Course
        The motion.
    """

    start_s: float
    top_s: float
    eccentric_start_s: float
    end_s: float
    low: float
    high: float
    edge_sd_s: float
    evidence: Evidence
    direction: Vector
    course: Course

    @property
    def size(self) -> float:
        """Range, in the unit of the course."""
        return self.high - self.low


def plane_of(up: FloatArray, lift: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the unit vectors (from, towards) that span the plane in which up moved most, ``lift`` positive."""
    base = up[0] / np.linalg.norm(up[0])
    _, _, axes = np.linalg.svd(up - up.mean(axis=0), full_matrices=False)
    towards = axes[0] - (axes[0] @ base) * base
    towards = towards / np.linalg.norm(towards)
    return base, towards if towards @ lift >= 0 else -towards


def tilt_along(up: FloatArray, base: FloatArray, towards: FloatArray) -> FloatArray:
    """Angle of `up` in the plane of `base` and `towards`, degrees."""
    out: FloatArray = np.degrees(np.arctan2(up @ towards, up @ base))
    return out


def middle_of_top(height: FloatArray, peak: int) -> int:
    """Place in the middle of where the height stays near that at `peak`."""
    level = height[peak] - 0.12 * (height[peak] - min(height[0], height[-1]))
    first = last = peak
    while first > 0 and height[first - 1] >= level:
        first -= 1
    while last < len(height) - 1 and height[last + 1] >= level:
        last += 1
    return (first + last) // 2


def crossings(t_s: FloatArray, height: FloatArray, share: float) -> tuple[float, float]:
    """Return when a rise leaves its lowest and reaches its highest level, each to `share` of the travel, s."""
    low, high = float(height.min()), float(height.max())
    margin = share * (high - low)
    left = int(np.flatnonzero(height <= low + margin)[-1])
    reached = np.flatnonzero(height >= high - margin)
    later = reached[reached > left]
    arrived = int(later[0]) if len(later) else len(height) - 1
    return float(t_s[left]), float(t_s[max(arrived, min(left + 1, len(t_s) - 1))])


def unbroken(stretch: Stretch, number: int, rate_hz: float) -> Stretch:
    """Return the part around sample `number` that has no hole in it."""
    after = np.flatnonzero(np.diff(stretch.t_s) > 1.5 / rate_hz) + 1
    place = number - stretch.first
    first = max((int(edge) for edge in after if edge <= place), default=0)
    last = min((int(edge) for edge in after if edge > place), default=len(stretch))
    return stretch.part(first, last)


def fit_rise(fitter: PhaseFitter, t_s: FloatArray, height: FloatArray) -> PhaseFit:
    """Fit one phase that goes up within the window."""
    begin_s, end_s = crossings(t_s, height, 0.06)
    return fitter.fit(t_s, height, begin_s, end_s)


def measure_tilt(
    track: Track, cycle: Cycle, earliest: int, fitter: PhaseFitter, rate_hz: float, has_gyr: bool
) -> Measured:
    """Measure a cycle of the tilt in its own plane of movement.

    Parameters
    ----------
    track : Track
        Motion that reaches back to `earliest` and on to the decision.
    cycle : Cycle
        The cycle.
    earliest : int
        First sample that may be looked at: what is before belongs to another repetition.
    """
    core = unbroken(track.cut(cycle.valley, cycle.end), cycle.peak, rate_hz)
    peak_up = track.at(cycle.peak)[4:7]
    base, towards = plane_of(core.up, peak_up - core.up[0])
    window = track.cut(earliest, cycle.decided)
    height = tilt_along(window.up, base, towards)
    middle = middle_of_top(height, cycle.peak - window.first)
    rising = fit_rise(fitter, window.t_s[: middle + 1], height[: middle + 1])
    falling = fit_rise(fitter, window.t_s[middle:], -height[middle:])
    evidence = weigh(core, tilt_along(core.up, base, towards), rate_hz, has_gyr)
    across = np.cross(base, towards)
    course = Course(
        t_s=frozen(window.t_s.copy()),
        height=frozen(height),
        unit="deg",
        roll_deg=frozen(np.degrees(np.arcsin(np.clip(window.up @ across, -1.0, 1.0)))),
        shake_mps2=frozen(window.shake_mps2.copy()),
    )
    return Measured(
        start_s=rising.start_s,
        top_s=rising.end_s,
        eccentric_start_s=max(falling.start_s, rising.end_s),
        end_s=falling.end_s,
        low=float(height[cycle.valley - window.first]),
        high=float(height[cycle.peak - window.first]),
        edge_sd_s=float(np.hypot(falling.start_sd_s, falling.end_sd_s)),
        evidence=evidence,
        direction=(float(towards[0]), float(towards[1]), float(towards[2])),
        course=course,
    )
