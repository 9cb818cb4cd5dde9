"""The rough extent of a phase, by its definition, in a course that may tremble, pause and sag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sensing.motion.slope import slope
from sensing.repetitions.fits.give import ShankGive
from sensing.settings import PhaseSettings
from sensing.types import FloatArray, frozen


@dataclass(frozen=True, slots=True)
class Extent:
    """Sample numbers of a phase and of the quiet around it.

    Parameters
    ----------
    first, last : int
        Window of the fit: from the quiet before, as far as it is looked at, to the quiet after.
    begin, end : int
        Where the phase seems to begin and end.
    halt, resumed : int
        Where it first halts after its begin, and where it last goes on before its end; its other border
        where it does not halt.
    peak_speed : float
        Fastest place of the calmed course, unit/s.
    """

    first: int
    begin: int
    end: int
    last: int
    halt: int
    resumed: int
    peak_speed: float


def calm_speed(t_s: FloatArray, height: FloatArray, width: int) -> FloatArray:
    """Slope of the height over about `width` samples."""
    return calmed(slope(height, t_s), width // 2)


def calmed(course: FloatArray, half: int) -> FloatArray:
    """Mean of a course over up to `half` samples on either side, the nearer ones counting more."""
    half = min(half, (len(course) - 1) // 2)
    if half < 1:
        return course
    padded = np.empty(len(course) + 2 * half)
    padded[:half], padded[half:-half], padded[-half:] = course[0], course, course[-1]
    return np.convolve(padded, _window(half), mode="valid")


@lru_cache(maxsize=64)
def _window(half: int) -> FloatArray:
    """Hann window with `half` samples on either side of the middle, in all 1."""
    window = np.hanning(2 * half + 3)[1:-1]
    return frozen(window / window.sum())


def find_extent(
    t_s: FloatArray,
    height: FloatArray,
    settings: PhaseSettings,
    done: float = 1.0,
    *,
    after_sag: bool = False,
    give: ShankGive | None = None,
) -> Extent:
    """Find the phase that goes up within a window.

    Outwards from the fastest place to where hardly any speed is left. A pause is crossed only if enough of
    the travel lies beyond it: a sag of the hold does not belong to the lowering. Of a phase that still runs
    only the share `done` of the travel is there. What seems to be a first halt `after_sag` is that sag's end.
    On the floor the shank may `give`, which is no part of the movement and no other one.
    """
    low = float(height.min())
    high = low + (float(height.max()) - low) / done
    rising = (height > low + 0.2 * (high - low)) & (height < low + 0.8 * (high - low))
    length = max(np.count_nonzero(rising) / 0.6, 4.0)
    speed = calm_speed(t_s, height, round(settings.calm_share * length))
    peak = int(np.argmax(speed))
    quiet = speed < settings.quiet_share * speed[peak]
    aloft, on_floor = _least_beyond(len(height), float(t_s[1] - t_s[0]), high - low, settings, give)
    below, above = (aloft, on_floor) if after_sag else (on_floor, aloft)
    before, halt = _outwards(quiet[peak::-1], height[peak::-1], low, below)
    after, resumed = _outwards(quiet[peak:], height[peak:], high, above)
    begin, end = peak - before, peak + after
    look = round(settings.look_share * (end - begin)) + 2
    turn = settings.turn_share * float(height[end] - height[begin])
    mound = 0.0 if give is None else give.most_deg(high - low)
    back, on = (0.0, mound) if after_sag else (mound, 0.0)
    first = begin - _quiet(height[max(begin - look, 0) : begin + 1][::-1], turn + back)
    last = end + _quiet(-height[end : end + look + 1], turn + on)
    fastest = max(float(speed[peak]), 1e-3)
    return Extent(
        first=first,
        begin=begin,
        end=end,
        last=last,
        halt=peak - halt if halt and not after_sag else end,
        resumed=peak + resumed if resumed else begin,
        peak_speed=fastest,
    )


def _least_beyond(
    count: int, step_s: float, travel: float, settings: PhaseSettings, give: ShankGive | None
) -> tuple[FloatArray, FloatArray]:
    """Return what must lie beyond a halt for it to belong to the phase, aloft and on the floor.

    The longer a movement, the less the shank gives beside it: the halt so many samples from the fastest place
    ends half of it.
    """
    aloft = np.full(count, settings.least_beyond_share * travel)
    if give is None:
        return aloft, aloft
    length_s: FloatArray = 2.0 * step_s * np.arange(count, dtype=float)
    return aloft, np.maximum(aloft, give.highest_deg(length_s, travel))


def _outwards(
    quiet: np.ndarray[tuple[int], np.dtype[np.bool_]],
    height: FloatArray,
    target: float,
    least: FloatArray,
) -> tuple[int, int]:
    """Return the distance to the phase's edge, and to where the last halt before it is over.

    A halt is crossed if at least so much of the travel lies beyond it; how much may hang on where it is.
    """
    place = 0
    while True:
        edge = place + int(quiet[place:].argmax())
        if not quiet[edge]:
            return len(quiet) - 1, place
        resumed = edge + int(quiet[edge:].argmin())
        if abs(target - float(height[edge])) < least[edge] or quiet[resumed]:
            return edge, place
        place = resumed


def _quiet(height: FloatArray, turn: float) -> int:
    """Return how many samples it stays low after the first one, up to where another movement turns it up."""
    turned = np.flatnonzero(height > np.minimum.accumulate(height) + max(turn, 1e-9))
    return int(height[: turned[0]].argmin()) if len(turned) else len(height) - 1


def middle_of_top(height: FloatArray, peak: int, travel: float | None = None) -> int:
    """Place in the middle of where the height stays near that at `peak`; `travel` is known or seen."""
    if travel is None:
        travel = height[peak] - min(height[0], height[-1])
    level = height[peak] - 0.12 * travel
    before, after = np.flatnonzero(height[:peak] < level), np.flatnonzero(height[peak + 1 :] < level)
    first = int(before[-1]) + 1 if len(before) else 0
    last = peak + int(after[0]) if len(after) else len(height) - 1
    return (first + last) // 2
