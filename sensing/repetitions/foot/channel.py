"""The tilt as a running height, degrees."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from math import atan2, cos, degrees, radians, sqrt

from sensing.repetitions.cycles import Cycle, CycleFinder, Stage
from sensing.repetitions.foot.stand import Stand
from sensing.repetitions.tilt import ScaleError, Vector, dot
from sensing.settings import CycleSettings

_SPEED_SPAN = 3
"""Speed is the slope over this many samples: short enough to lag by 60 ms, long enough to calm tremor."""

_FARTHER = 1.5
"""Going this many times farther the other way shows that a lift was none."""

_FARTHER_AIM, _AIMED_LAST = 1.25, cos(radians(70.0))
"""It is aimed anew where it has got so many times farther, whatever the way, but not beyond 70 degrees."""

_AT_BASE = 0.15
"""Within this share of the smallest lift the sensor counts as still where it was."""

_BOTTOM, _LIFTED = Stage.BOTTOM, Stage.LIFTED
"""Asked for at every sample: by these names they are found in half the time."""


class _Slope:
    """Speed of a height over its last samples."""

    def __init__(self, sampling_rate_hz: float) -> None:
        self._per_s = sampling_rate_hz / _SPEED_SPAN
        self.restart(0.0)

    def restart(self, height: float) -> None:
        self._past = deque([height] * _SPEED_SPAN)

    def push(self, height: float) -> float:
        past = self._past
        past.append(height)
        return (height - past.popleft()) * self._per_s


class TiltChannel:
    """Rotation of the sensor against gravity along the movement's own direction.

    At the bottom the direction is open: any departure from the remembered posture begins a lift and gives the
    direction. Once a repetition was accepted its direction tells up from down, and a departure the other way
    (lowering the heel below the step) only moves the bottom.

    Parameters
    ----------
    settings : CycleSettings
        Sizes in degrees.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    inclination_time_s : float
        Time constant with which gravity corrects the inclination that comes in, s.
    """

    def __init__(self, settings: CycleSettings, sampling_rate_hz: float, inclination_time_s: float) -> None:
        self.finder = CycleFinder(settings, sampling_rate_hz)
        self.gyro = ScaleError(sampling_rate_hz, inclination_time_s)
        self.known_up: Vector | None = None
        self.level: Vector | None = None
        self._still_for_level = round(settings.level_s * sampling_rate_hz)
        self._creep = settings.creep_per_s / sampling_rate_hz
        self._slope = _Slope(sampling_rate_hz)
        self._smallest = settings.smallest_lift
        self._stand = Stand(settings.widest, sampling_rate_hz)
        self.restart()

    def warn(self, number: int) -> None:
        """Keep that with this sample the running lowering was warned of."""
        self.finder.warned = number

    def learn(self, direction: Vector, usual: float) -> None:
        """Keep which way is up, and how far the person's lifts usually go."""
        self.known_up = direction
        self._smallest = self.finder.learn(usual)

    def restart(self) -> None:
        """Forget posture and running cycle, as after a hole in the samples."""
        self.finder.restart()
        self.gyro.restart()
        self._base: Vector | None = None
        self._base_number = 0
        self._still = 0
        self._towards: Vector = (0.0, 0.0, 0.0)
        self._aimed_at = self._aim_below = 0.0
        self._stand.restart()
        self.height = self.speed = 0.0

    def step(self, number: int, up: Vector) -> Cycle | None:
        """Take the true direction of up in the sensor's frame; return a cycle when one is over."""
        finder = self.finder
        if finder.stage is _BOTTOM:
            self._at_bottom(number, up)
            return None
        assert self._base is not None
        x, y, z = up
        tx, ty, tz = self._towards
        bx, by, bz = self._base
        along = x * bx + y * by + z * bz
        if _AIMED_LAST < along < self._aim_below and finder.stage is _LIFTED:
            height = self._aim(up)
        else:
            height = degrees(atan2(x * tx + y * ty + z * tz, along))
        if height < -self._smallest and -height > _FARTHER * finder.travel:
            return self._went_the_other_way(number, up)
        self.height, self.speed = height, speed = height, self._slope.push(height)
        if self._stand.is_new(number, speed, finder.travel):
            finder.restart()
            self._base, self._base_number, self._still = up, number, 0
            return None
        cycle = finder.step(number, height, speed)
        if finder.stage is _BOTTOM:
            self._base, self._base_number, self._still = up, number, 0
        return cycle

    def wait(self, number: int, ups: Sequence[Vector]) -> int:
        """Go through samples at the bottom until a lift begins; return how many that took."""
        place, count = 0, len(ups)
        while place < count and self.finder.stage is _BOTTOM:
            if self._base is not None:
                place += self._stay(number + place, ups[place:])
            if place < count:
                self._at_bottom(number + place, ups[place])
                place += 1
        return place

    def _stay(self, number: int, ups: Sequence[Vector]) -> int:
        """Do what `_at_bottom` does for as long as the departure stays small; return how many samples."""
        assert self._base is not None
        first = number
        (bx, by, bz), base_number, still = self._base, self._base_number, self._still
        creep, smallest, at_base = self._creep, self._smallest, _AT_BASE * self._smallest
        calm, for_level = 0.5 * smallest, self._still_for_level
        for up in ups:
            x, y, z = up
            ax, ay, az = x - bx, y - by, z - bz
            size = degrees(sqrt(ax * ax + ay * ay + az * az))
            if size >= smallest:
                break
            still = still + 1 if size < calm else 0
            if still >= for_level:
                self.level = up
            if size <= creep:
                bx, by, bz = up
                base_number = number
            else:
                share = creep / size
                bx, by, bz = bx + share * ax, by + share * ay, bz + share * az
                if size < at_base:
                    base_number = number
            number += 1
        self._base, self._base_number, self._still = (bx, by, bz), base_number, still
        return number - first

    def _aim(self, up: Vector) -> float:
        """Turn the movement's direction to where it has got by now; return the height there."""
        base = self._base
        assert base is not None
        # What follows a trembling posture lies between its directions, and is shorter than these.
        length = sqrt(dot(base, base)) or 1e-9
        self._base = base = (base[0] / length, base[1] / length, base[2] / length)
        along = dot(up, base)
        off = (up[0] - along * base[0], up[1] - along * base[1], up[2] - along * base[2])
        size = sqrt(dot(off, off)) or 1e-9
        self._towards = (off[0] / size, off[1] / size, off[2] / size)
        angle = atan2(size, along)
        self._aimed_at, self._aim_below = degrees(angle), cos(_FARTHER_AIM * angle)
        return self._aimed_at

    def _went_the_other_way(self, number: int, up: Vector) -> Cycle | None:
        """Follow a movement that began with a small bounce and now goes farther the other way.

        Where it had come up and down as usual before, the sensor slipped after it.
        """
        known = self.known_up
        if known is not None and dot(self._towards, known) > 0.0:
            cycle = self.finder.close(number) if self.finder.is_usual else None
            self.finder.restart()
            self._base, self._base_number = up, number
            return None if cycle is None else replace(cycle, slipped=True)
        valley = self.finder.valley
        self.height = self._aim(up)
        self.finder.lift(valley, 0.0, number, self.height)
        self._slope.restart(self.height)
        return None

    def _at_bottom(self, number: int, up: Vector) -> None:
        base = self._base
        if base is None:
            self._base, self._base_number = up, number
            return
        apart = (up[0] - base[0], up[1] - base[1], up[2] - base[2])
        size = degrees(sqrt(dot(apart, apart)))
        if size < 0.5 * self._smallest:
            self._still += 1
        else:
            self._still = 0
        if self._still >= self._still_for_level:
            self.level = up
        if size <= self._creep:
            self._base, self._base_number = up, number
            return
        share = self._creep / size
        self._base = (
            base[0] + share * apart[0],
            base[1] + share * apart[1],
            base[2] + share * apart[2],
        )
        if size < self._smallest:
            if size < _AT_BASE * self._smallest:
                self._base_number = number
            return
        along = 1.0 if self.known_up is None else dot(apart, self.known_up) / sqrt(dot(apart, apart))
        if along < -0.3:
            self._base, self._base_number = up, number
            return
        self._stand.lift(number, along)
        self.height = self._aim(up)
        self.finder.lift(self._base_number, 0.0, number, self.height)
        self._slope.restart(self.height)

    @property
    def stage(self) -> Stage:
        """Where in a cycle the tilt is."""
        return self.finder.stage

    def turn_over(self, bottom: int, bottom_up: Vector, number: int, up: Vector) -> None:
        """Take note that what looked like a lift was the heel going down: a lift runs since `bottom`."""
        self._base = bottom_up
        self.height = self._aim(up)
        self.finder.lift(bottom, 0.0, number, self.height)
        self._slope.restart(self.height)

    def relive(self, valley: int, ups: list[Vector]) -> list[float]:
        """Go through the running lift once more, from its valley on; return its heights, degrees.

        Parameters
        ----------
        valley : int
            Number of the first sample.
        ups : list of tuple
            True direction of up, in the sensor's frame, since then.
        """
        self._base = base = ups[0]
        farthest = min(range(len(ups)), key=lambda place: dot(ups[place], base))
        self._aim(ups[farthest])
        heights = [degrees(atan2(dot(up, self._towards), dot(up, base))) for up in ups]
        rising = (place for place, height in enumerate(heights) if height >= self._smallest)
        begin = next(rising, farthest)
        self.finder.lift(valley, 0.0, valley + begin, heights[begin])
        self._slope.restart(heights[begin])
        for place in range(begin + 1, len(ups)):
            self.height, self.speed = heights[place], self._slope.push(heights[place])
            self.finder.step(valley + place, self.height, self.speed)
        return heights

    def unlearn(self, scale: float, up: Vector) -> None:
        """Go back to what was known of the gyroscope, if more was thought to be known since.

        Parameters
        ----------
        scale : float
            The factor that it needs.
        up : tuple of float
            Direction of up as it is shown now.
        """
        if self.gyro.scale == scale:
            return
        self.gyro.learn(scale)
        if self.finder.stage is _BOTTOM:
            self._base = up

    def finish(self, number: int) -> Cycle | None:
        """Close at the end of the samples."""
        cycle = self.finder.close(number)
        self.restart()
        return cycle
