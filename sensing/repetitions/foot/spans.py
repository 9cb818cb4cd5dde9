"""Where a cycle of the tilt really begins and ends: not with a step before it, nor with a slip."""

from __future__ import annotations

from dataclasses import replace
from math import atan2, degrees

import numpy as np

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.tilt import plane_of, tilt_along
from sensing.repetitions.track import Stretch, Track
from sensing.settings import CycleSettings, HeelRaiseSettings
from sensing.types import FloatArray

_EVEN = 0.85
"""A cycle of which one way is shorter than this share of the other ends elsewhere."""

_LEVEL = 0.15
"""Share of a lift within which two bottoms are one."""

_SLIPPING = 5
"""Samples (0.2 s) until a slip that has come so far is over."""


def ends_elsewhere(cycle: Cycle) -> bool:
    """Whether it does not end where it began."""
    return min(cycle.up, cycle.down) < _EVEN * max(cycle.up, cycle.down)


def after_walking(
    track: Track, cycle: Cycle, free_from: int, limits: HeelRaiseSettings, rate_hz: float
) -> Cycle:
    """Let a lift begin where the person came to a stand, not with the swing of the last step.

    Parameters
    ----------
    track : Track
        The motion.
    cycle : Cycle
        As it was found.
    free_from : int
        Samples before this one belong to another repetition: out of one nobody walks, however hard the heel
        came down.
    limits : HeelRaiseSettings
        What walking is.
    rate_hz : float
        Rate of the motion samples, Hz.
    """
    before = cycle.valley - round(limits.walked_s * rate_hz)
    if free_from > before or track.cut(before, cycle.valley).shake() <= limits.walking_mps2:
        return cycle
    walked = np.flatnonzero(track.cut(cycle.valley, cycle.peak).shake_mps2 > limits.calm_mps2)
    stand = cycle.valley + (int(walked[-1]) + 1 if len(walked) else 0)
    if stand >= cycle.peak:
        return cycle
    low, high = np.array(track.up(stand)), np.array(track.up(cycle.peak))
    up_deg = degrees(atan2(float(np.linalg.norm(np.cross(low, high))), float(low @ high)))
    return replace(cycle, valley=stand, up=up_deg)


def after_slip(track: Track, cycle: Cycle) -> Cycle:
    """Let a lift during which the sensor slipped begin where it was last as low as it came down.

    Parameters
    ----------
    track : Track
        The motion.
    cycle : Cycle
        As it was found; one that ends where it began, or deeper, is returned as it is.
    """
    if cycle.down >= _EVEN * cycle.up:
        return cycle
    window = track.cut(cycle.valley, cycle.end)
    peak = cycle.peak - window.first
    height = _height(window, slice(peak + 1), low=-1, high=peak)
    lower = np.flatnonzero(height < -_LEVEL * cycle.down)
    since = int(lower[-1]) + 1 + _SLIPPING if len(lower) else 0
    if not 0 < since < peak:
        return cycle
    stand = since + int(height[since:peak].argmin())
    cut = replace(cycle, valley=window.first + stand, up=float(height[peak] - height[stand]))
    return cycle if ends_elsewhere(cut) else cut  # a lowering that the samples do not show whole


def before_slip(track: Track, cycle: Cycle) -> Cycle:
    """Let a lowering at whose end the sensor slipped end where it came back to where the lift began.

    Parameters
    ----------
    track : Track
        The motion.
    cycle : Cycle
        As it was found; one that ends where it began, or higher, is returned as it is.
    """
    if cycle.up >= _EVEN * cycle.down:
        return cycle
    window = track.cut(cycle.valley, cycle.end)
    peak = cycle.peak - window.first
    height = _height(window, slice(peak, None), low=0, high=peak)
    back, fell = height < _LEVEL * cycle.up, height[:-1] - height[1:]
    if not back.any():
        return cycle
    first = int(back.argmax())
    # Nearly down it slows; what falls faster again, or far beyond, is the strap.
    slips = (fell[first:] > fell[:first].max(initial=0.0)) | (height[first + 1 :] < -_LEVEL * cycle.up)
    last = first + (int(slips.argmax()) if slips.any() else len(slips))
    end = cycle.peak + last
    return replace(cycle, end=end, decided=end, down=float(height[0] - height[last]))


def lift_before(
    track: Track, cycle: Cycle, free_from: int, settings: CycleSettings, rate_hz: float
) -> Cycle | None:
    """Find the lift that led to where a cycle from top to bottom to top begins; None where there is none.

    Parameters
    ----------
    track : Track
        The motion.
    cycle : Cycle
        The one that is upside down.
    free_from : int
        Samples before this one belong to another repetition.
    settings : CycleSettings
        What is a turn.
    rate_hz : float
        Rate of the motion samples, Hz.
    """
    if free_from >= cycle.valley:
        return None
    low, high = np.array(track.up(cycle.peak)), np.array(track.up(cycle.valley))
    base, towards = plane_of(np.stack([low, high]), high - low)
    longest = round(settings.longest_stay_s * rate_hz)
    window = track.cut(max(free_from, cycle.valley - longest), cycle.valley)
    height = tilt_along(window.up[::-1], base, towards)
    lowest = np.minimum.accumulate(height)
    fell = np.flatnonzero(height > lowest + settings.reversal_share * height[0])
    bottom = int(height[: max(int(fell[0]), 1) if len(fell) else len(height)].argmin())
    if height[bottom] > (1.0 - settings.least_return_share) * height[0]:
        return None
    up = float(height[0] - height[bottom])
    return replace(
        cycle, valley=cycle.valley - bottom, peak=cycle.valley, end=cycle.peak, up=up, down=cycle.up
    )


def _height(window: Stretch, part: slice, *, low: int, high: int) -> FloatArray:
    """Tilt of a part of a window in the plane of two of its samples, from the low one on, degrees."""
    up = window.up
    base, towards = plane_of(np.stack([up[low], up[high]]), up[high] - up[low])
    return tilt_along(up[part], base, towards)
