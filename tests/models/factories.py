"""Repetitions made by hand, with a course of a smooth shape."""

from typing import Any

import numpy as np

from sensing.types import Course, Placement, Rep, frozen

RATE_HZ = 25.0


def smooth(x: Any) -> Any:
    """Minimum-jerk travel from 0 to 1."""
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)


def course(start_s: float, phases: tuple[float, float, float], size: float, **changes: Any) -> Course:
    up, hold, down = phases
    t = np.arange(start_s - 0.6, start_s + up + hold + down + 0.6, 1.0 / RATE_HZ)
    raised = float(changes.get("raised", 0.0))
    falling = smooth((t - start_s - up - hold) / down)
    height = size * smooth((t - start_s) / up) - (size - raised) * falling
    roll = changes.get("roll", 0.0) * np.sin(2 * np.pi * 1.5 * t)
    shake = 0.1 + changes.get("thud", 0.0) * np.exp(-((t - t[-1] + 0.6) ** 2) / 0.02)
    return Course(frozen(t), frozen(height), "deg", frozen(roll), frozen(shake))


def rep(
    index: int = 1,
    phases: tuple[float, float, float] = (3.0, 2.0, 3.0),
    *,
    start_s: float | None = None,
    size: float = 40.0,
    set_index: int = 1,
    placement: Placement = Placement.FOOT,
    confidence: float = 0.95,
    touches_gap: bool = False,
    motion: Course | None = None,
    **changes: Any,
) -> Rep:
    """Make repetition `index` of a set that starts one every 10 s."""
    begin = 10.0 * index if start_s is None else start_s
    edges = np.cumsum([begin, *phases]).tolist()
    return Rep(
        index=index,
        set_index=set_index,
        start_s=edges[0],
        top_s=edges[1],
        eccentric_start_s=edges[2],
        end_s=edges[3],
        placement=placement,
        rom_deg=size,
        top_deg=None,
        bottom_deg=None,
        rise_cm=None,
        confidence=confidence,
        touches_gap=touches_gap,
        reported_at_s=edges[3] + 0.3,
        warned_at_s=None,
        course=course(begin, phases, size, **changes) if motion is None else motion,
    )
