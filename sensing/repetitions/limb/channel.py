"""How far a limb has moved from its rest, as a running height, degrees."""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, atan2, degrees, sqrt

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.foot.channel import TiltChannel
from sensing.repetitions.tilt import Vector, dot
from sensing.settings import LimbSettings


def _apart_deg(a: Vector, b: Vector) -> float:
    return degrees(acos(min(max(dot(a, b) / sqrt(dot(a, a) * dot(b, b)), -1.0), 1.0)))


class LimbChannel(TiltChannel):
    """Tilt of a limb that stands on no floor.

    It rolls while it rises, comes down beside where it lay, and turns over between sets. So the posture of
    rest is taken anew after every repetition and wherever the limb has stayed; and a lift is what goes the
    way of the last repetition by a share of the person's own range. Until one is known, or where the limb
    goes farther another way than its own range, the direction follows the limb.

    Parameters
    ----------
    settings : LimbSettings
        Sizes, degrees.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    inclination_time_s : float
        Time constant with which gravity corrects the inclination that comes in, s.
    """

    def __init__(self, settings: LimbSettings, sampling_rate_hz: float, inclination_time_s: float) -> None:
        self.settings = settings
        self._longest = round(settings.cycles.longest_stay_s * sampling_rate_hz)
        self._reference = self.smallest = settings.cycles.smallest_lift
        super().__init__(settings.cycles, sampling_rate_hz, inclination_time_s)

    def restart(self) -> None:
        """Forget posture and running cycle, as after a hole in the samples."""
        super().restart()
        self._anchor: Vector | None = None
        self._low: Vector = (0.0, 0.0, 0.0)
        self._follows = False

    def learn(self, direction: Vector, reference: float) -> None:
        """Take where the limb moves and how far, degrees, from a counted repetition."""
        known = self.known_up
        if known is not None and dot(known, direction) > 0.0:  # no lift goes quite the way of the last
            direction = (known[0] + direction[0], known[1] + direction[1], known[2] + direction[2])
            size = sqrt(dot(direction, direction))
            direction = (direction[0] / size, direction[1] / size, direction[2] / size)
        self.known_up, self._reference = direction, reference
        self.smallest = max(self.settings.cycles.smallest_lift, self.settings.smallest_share * reference)

    def wait(self, number: int, ups: Sequence[Vector]) -> int:
        """Go through samples at rest until a lift begins; return how many that took."""
        for place, up in enumerate(ups):
            self._at_bottom(number + place, up)
            if self.finder.stage is not Stage.BOTTOM:
                return place + 1
        return len(ups)

    def step(self, number: int, up: Vector) -> Cycle | None:
        """Take the true direction of up in the sensor's frame; return a cycle when one is over."""
        if self.finder.stage is Stage.BOTTOM:
            self._at_bottom(number, up)
            return None
        if self._stays(up) > self._longest:
            self.finder.restart()
            self._rest_at(number, up)
            return None
        if self._follows:
            self._follow(number, up)
        self.height = self._along(up)
        cycle = self.finder.step(number, self.height, self._slope.push(self.height))
        if self.finder.stage is Stage.LOWERING and self.finder.low == number:
            self._low = up
        if self.finder.travel_is_over:
            self._rest_at(number, up)
        elif cycle is not None:  # up again at once
            self._rest_at(cycle.end, self._low)
            self._head(self._towards)
            self._lift(cycle.end, number, up)
        return cycle

    def _stays(self, up: Vector) -> int:
        """Return for how many samples the limb has been in this posture."""
        if self._anchor is not None and _apart_deg(up, self._anchor) <= self.settings.still_deg:
            self._still += 1
        else:
            self._anchor, self._still = up, 1
        return self._still

    def _rest_at(self, number: int, up: Vector) -> None:
        self._base, self._base_number = up, number

    def _at_bottom(self, number: int, up: Vector) -> None:
        still = self._stays(up) >= self._still_for_level
        if self._base is None or still:
            self._rest_at(number, up)
        if still:
            self.level = up
        assert self._base is not None
        apart = _apart_deg(up, self._base)
        if apart <= self.settings.at_rest_deg:
            self._base_number = number
        if apart > self.smallest:
            self._perhaps_lift(number, up, apart)

    def _perhaps_lift(self, number: int, up: Vector, apart: float) -> None:
        if self.known_up is not None:
            self._head(self.known_up)
            if self._along(up) > self.smallest:
                self._follows = False
                self._lift(self._base_number, number, up)
                return
        if apart > self._reference:
            self._follows = True
            self._aim(up)
            self._lift(self._base_number, number, up)

    def _follow(self, number: int, up: Vector) -> None:
        """Turn the movement's direction to the farthest place that it has got to.

        What goes much farther than the lift has while it comes down is the lift itself: what came before was
        the swing to it.
        """
        assert self._base is not None
        apart = _apart_deg(up, self._base)
        lifted = self.finder.stage is Stage.LIFTED
        if apart > (self._aimed_at if lifted else self.settings.farther * self._aimed_at):
            self._aim(up)
            if not lifted:
                self._lift(self.finder.valley, number, up)

    def _head(self, towards: Vector) -> None:
        """Take a direction, as seen from the base, for that of the lift."""
        base = self._base
        assert base is not None
        along = dot(towards, base)
        off = (towards[0] - along * base[0], towards[1] - along * base[1], towards[2] - along * base[2])
        size = sqrt(dot(off, off)) or 1.0
        self._towards = (off[0] / size, off[1] / size, off[2] / size)

    def _along(self, up: Vector) -> float:
        assert self._base is not None
        return degrees(atan2(dot(up, self._towards), dot(up, self._base)))

    def _lift(self, valley: int, number: int, up: Vector) -> None:
        self.height = self._along(up)
        self.finder.lift(valley, 0.0, number, self.height)
        self._slope.restart(self.height)
