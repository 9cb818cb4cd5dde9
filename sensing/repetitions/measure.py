"""What a candidate cycle measures: its four edges, its size, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot

import numpy as np

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.evidence import Evidence, weigh
from sensing.repetitions.fits.edges import Edges, PhaseFitter
from sensing.repetitions.fits.give import Give, ShankGive
from sensing.repetitions.fits.rise import RiseFit, RiseFitter
from sensing.repetitions.fits.twice import seen_twice
from sensing.repetitions.tilt import GyroScale, Vector, cross, plane_of, tilt_along
from sensing.repetitions.track import Stretch, Track
from sensing.settings import RepSettings, StandingRiseSettings
from sensing.types import Course, FloatArray, frozen


@dataclass(frozen=True, slots=True)
class Measured:
    """A cycle, measured.

    Parameters
    ----------
    edges_s : tuple of float
        Start, top, start of lowering, end, s.
    size : float
        Range, in the unit of the course.
    edge_sd_s : float
        Standard error of the lowering's time, s.
    evidence : Evidence
        What speaks for a heel raise.
    direction : tuple of float
        Where up moves in the sensor's frame while the heel rises.
    course : Course
        The motion.
    gyro_scale : tuple of float
        Scale of the gyroscope that it showed, with standard error.
    rise : RiseFit or None
        The fit to the vertical speed, where the rise carries the measurement.
    lifted_cm : float or None
        How high the sensor of a limb was lifted, cm, where that was asked for and seen.
    give : Give or None
        What the shank gave as the heel left the floor, where the sensor may show it.
    """

    edges_s: Edges
    size: float
    edge_sd_s: float
    evidence: Evidence
    direction: Vector
    course: Course
    gyro_scale: tuple[float, float]
    rise: RiseFit | None
    lifted_cm: float | None = None
    give: Give | None = None

    @property
    def duration_s(self) -> float:
        """Time from the first edge to the last, s."""
        return self.edges_s[3] - self.edges_s[0]

    def not_cut(self, cycle: Cycle) -> Measured:
        """Return it with the size that the cycle has, where edges that went astray cut off a part."""
        found = min(cycle.up, cycle.down)
        return replace(self, size=found) if self.size < _CUT * found else self

    def sureness(self, unsure_edge_s: float) -> float:
        """Confidence from 0 to 1 by the error of the lowering's time: a half at `unsure_edge_s`."""
        return 1.0 / (1.0 + (self.edge_sd_s / unsure_edge_s) ** 2)


def unbroken(stretch: Stretch, number: int, rate_hz: float) -> Stretch:
    """Return the part around sample `number` that has no hole in it."""
    after = stretch.after_holes(rate_hz)
    if not len(after):
        return stretch
    place = number - stretch.first
    first = max((int(edge) for edge in after if edge <= place), default=0)
    last = min((int(edge) for edge in after if edge > place), default=len(stretch))
    return stretch.part(first, last)


def most_tilted(stretch: Stretch, rate_hz: float) -> Stretch:
    """Return the part without a hole in which up moves most: a movement shows there what it is."""
    after = stretch.after_holes(rate_hz)
    if not len(after):
        return stretch
    borders = [0, *after.tolist(), len(stretch)]
    parts = [stretch.part(first, last) for first, last in pairwise(borders)]
    return max(parts, key=lambda part: float(np.ptp(part.up, axis=0).max()))


def ordered(start: float, top: float, down: float, end: float) -> Edges:
    """Put edges in order where two of them met: a phase never lasts less than nothing."""
    if down < top:
        top = down = 0.5 * (top + down)
    return min(start, top), top, down, max(end, down)


@dataclass(frozen=True, slots=True)
class Look:
    """What a cycle shows before anything is fitted.

    Parameters
    ----------
    base, towards : ndarray of shape (3,)
        Plane of the movement: up at its beginning, and where it moves.
    evidence : Evidence
        What speaks for a heel raise.
    """

    base: FloatArray
    towards: FloatArray
    evidence: Evidence

    @property
    def direction(self) -> Vector:
        """Where up moves in the sensor's frame while the heel rises."""
        x, y, z = self.towards.tolist()
        return x, y, z


@dataclass(frozen=True, slots=True)
class TiltMeasure:
    """Measures cycles of the tilt, in the plane in which each one moves."""

    fitter: PhaseFitter
    gyro: GyroScale
    rate_hz: float

    @classmethod
    def by(cls, settings: RepSettings, rate_hz: float, give: ShankGive | None = None) -> TiltMeasure:
        """Make one that knows nothing of the sensor yet; of a limb's movement no shank gives."""
        fitter = PhaseFitter(settings.edges, settings.phases, give)
        return cls(fitter, GyroScale(settings.course), rate_hz)

    def learn(self, measured: Measured) -> None:
        """Keep what a repetition showed of the sensor and of the person."""
        self.gyro.learn(*measured.gyro_scale)
        if self.fitter.give is not None and measured.give is not None:
            self.fitter.give.learn(measured.give)

    def look(self, track: Track, cycle: Cycle, has_gyr: bool) -> Look | None:
        """Look at a cycle; None where there is too little of it."""
        whole = track.cut(cycle.valley, cycle.end)
        core = most_tilted(whole, self.rate_hz)
        if len(core) < _FEWEST_TILT:
            return None
        base, towards = plane_of(whole.up, np.array(track.up(cycle.peak)) - whole.up[0])
        evidence = weigh(core, tilt_along(core.up, base, towards), self.rate_hz, has_gyr)
        return Look(base, towards, replace(evidence, is_whole=len(core) == len(whole)))

    def lowering(self, track: Track, begin: int, end: int, look: Look, has_gyr: bool) -> Evidence | None:
        """Look at a cycle's lowering alone, in the cycle's plane; None where there is too little of it."""
        core = most_tilted(track.cut(begin, end), self.rate_hz)
        if len(core) < _FEWEST_TILT:
            return None
        return weigh(core, tilt_along(core.up, look.base, look.towards), self.rate_hz, has_gyr)

    def measure(
        self, track: Track, cycle: Cycle, earliest: int, look: Look, has_gyr: bool
    ) -> Measured | None:
        """Fit the edges; samples before `earliest` belong to another repetition. None where too few."""
        window = track.cut(earliest, cycle.decided)
        if has_gyr:
            height, scale, scale_sd = self.gyro.course(window, look.base, look.towards)
        else:
            shaken = tilt_along(window.up, look.base, look.towards)
            height, scale, scale_sd = self.fitter.calmed(window.t_s, shaken), 1.0, float("inf")
        both = self.fitter.both(window.t_s, height, cycle.peak - window.first, has_gyr=has_gyr)
        if both is None:
            return None
        rising, falling = both
        edges_s = ordered(rising.start_s, rising.end_s, falling.start_s, falling.end_s)
        bottom, *top = np.interp(edges_s[:3], window.t_s, height).tolist()
        return Measured(
            edges_s=edges_s,
            size=max(top) - bottom,
            edge_sd_s=hypot(falling.start_sd_s, falling.end_sd_s),
            evidence=look.evidence,
            direction=look.direction,
            course=course_of(window, height, "deg", cross(look.base, look.towards)),
            gyro_scale=(scale, scale_sd),
            rise=None,
            give=rising.give,
        )


def course_of(window: Stretch, height: FloatArray, unit: str, across: FloatArray) -> Course:
    """Keep the motion of a window for judging and plotting."""
    return Course(
        t_s=frozen(window.t_s.copy()),
        height=frozen(height),
        unit=unit,
        roll_deg=frozen(np.degrees(np.arcsin(np.minimum(np.maximum(window.up @ across, -1.0), 1.0)))),
        shake_mps2=frozen(window.shake_mps2.copy()),
    )


def read_cm(cycle: Cycle) -> float:
    """Size of a rise as it was read, cm: the mean of both ways."""
    return 0.5 * (cycle.up + cycle.down)


@dataclass(frozen=True, slots=True)
class RiseMeasure:
    """Measures cycles of the rise: by a fit to the vertical speed, and in the height that comes out."""

    fitter: RiseFitter
    again: PhaseFitter
    limits: StandingRiseSettings
    rate_hz: float

    def look(self, track: Track, cycle: Cycle, has_gyr: bool) -> Look | None:
        """Look at a cycle; None where there is too little of it."""
        core = unbroken(track.cut(cycle.valley - _TURN, cycle.decided), cycle.peak, self.rate_hz)
        if len(core) < _FEWEST:
            return None
        up = core.leg_up
        base, towards = plane_of(up, up[len(core) // 2] - up[0])
        evidence = weigh(core, tilt_along(up, base, towards), self.rate_hz, has_gyr)
        return Look(base, towards, evidence)

    def measure(self, track: Track, cycle: Cycle, earliest: int, look: Look) -> Measured | None:
        """Fit the edges; None where a hole leaves too little."""
        window = unbroken(track.cut(earliest, cycle.decided), cycle.peak, self.rate_hz)
        if cycle.reading is None or len(window) < _FEWEST:
            return None
        guess = tuple(float(window.t_s[self._within(window, number)]) for number in cycle.reading)
        fit = self.fitter.fit(window.t_s, window.vertical_mps2, window.up, guess)
        height = np.zeros(len(window)) if fit is None else fit.height_cm
        if fit is not None and not self.limits.lowest_cm <= fit.up_cm <= self.limits.highest_cm:
            fit = None
        start, top, down, end = guess if fit is None else seen_twice(self.again, window.t_s, fit)
        return Measured(
            edges_s=ordered(start, top, down, end),
            # One comes down as far as one went up, and either may be read too small.
            size=read_cm(cycle) if fit is None else fit.up_cm,
            edge_sd_s=self.limits.unsure_edge_s if fit is None else fit.down_sd_s,
            evidence=look.evidence,
            direction=(0.0, 0.0, 0.0),
            course=course_of(window, height, "cm", cross(look.base, look.towards)),
            gyro_scale=(1.0, float("inf")),
            rise=fit,
        )

    @staticmethod
    def _within(window: Stretch, number: int) -> int:
        return min(max(number - window.first, 0), len(window) - 1)


_TURN = 8
"""Samples before a valley that a first guess looks at: the turn is flat."""

_FEWEST = 12
"""Fewer samples (0.5 s) are no repetition of a standing leg."""

_CUT = 0.7
"""Less of the cycle than this between its edges shows that an edge went astray."""

_FEWEST_TILT = 8
"""Fewer samples (0.3 s) are no repetition of a foot."""
