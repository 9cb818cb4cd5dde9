"""One panel for each thing to follow in the sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import matplotlib as mpl
from matplotlib.axes import Axes

from heelraise.display.plots.style import INK, LEGS, QUIET, Look, at, number_axis
from heelraise.language import Words
from heelraise.progress.course import Progress
from heelraise.progress.point import SessionPoint

_BAR_DAYS = 0.3
_SHADES = ("#f6f6f6", "#e9e9e9", "#d6d6d6")
_LEAST_SHARE = 1 / 250
"""Bars are at least this share of the axis wide, so that years of training stay visible."""


def repetitions(axes: Axes, progress: Progress, words: Words) -> None:
    """Repetitions of each day and leg; the part that was too fast is hatched.

    Exercises are sessions of their own: bars of the same day would hide one another.
    """
    width = max(_BAR_DAYS, _LEAST_SHARE * (progress.last - progress.first).days)
    for look, points in _by_leg(progress):
        days = sorted({point.day for point in points})
        places = [at(day, look) for day in days]
        good = [sum(point.reps - point.too_fast for point in points if point.day == day) for day in days]
        fast = [sum(point.too_fast for point in points if point.day == day) for day in days]
        axes.bar(places, good, width, color=look.colour)
        axes.bar(places, fast, width, bottom=good, color="white", edgecolor=look.colour, hatch="////")
    axes.use_sticky_edges = False
    axes.margins(y=0.1)
    axes.set_ylim(bottom=0)
    axes.set_title(words("Repetitions (hatched: too fast)"))
    number_axis(axes, words)


def tension(axes: Axes, progress: Progress, words: Words) -> None:
    """Time under tension delivered, and what was asked for, by day and leg."""
    for leg, look in LEGS.items():
        days = [one for one in progress.tension if one.leg == leg]
        places = [at(one.day, look) for one in days]
        delivered, asked = [one.delivered_s for one in days], [one.asked_s for one in days]
        axes.vlines(places, delivered, asked, color=look.colour, alpha=0.35, lw=2)
        axes.plot(places, asked, "_", color=INK, ms=1.5 * mpl.rcParams["lines.markersize"], mew=1.6)
        axes.plot(places, delivered, look.marker, color=look.colour)
    axes.margins(y=0.1)
    axes.set_ylim(bottom=0)
    axes.set_title(words("Time under tension, s (dash: prescribed)"))
    number_axis(axes, words)


def tempo(axes: Axes, progress: Progress, words: Words) -> None:
    """How much longer or shorter than prescribed the way down and the way up took, in the median."""
    for look, points in _by_leg(progress):
        for phase, face in (("down_s", look.colour), ("up_s", "white")):
            seen = [
                (at(point.day, look), done - asked)
                for point in points
                if (done := getattr(point.done, phase)) is not None
                and (asked := getattr(point.prescribed, phase)) is not None
            ]
            axes.plot(*_columns(seen), look.marker, color=look.colour, mfc=face, mew=1.4)
    axes.axhline(0, color=INK, lw=1.2)
    axes.set_title(words("Tempo, s beside the prescribed (filled: way down, open: way up)"))
    low, high = axes.get_ylim()
    axes.set_ylim(min(low - 0.1, -1.0), max(high + 0.1, 1.0))
    for text, y, place in ((words("slower"), 0.97, "top"), (words("faster"), 0.05, "bottom")):
        axes.text(0.995, y, text, transform=axes.transAxes, ha="right", va=place, color=QUIET)
    number_axis(axes, words)


def height(axes: Axes, progress: Progress, words: Words) -> None:
    """How far the heel came up, degrees."""
    axes.set_title(words("Height, degrees from the lowest point to the top"))
    _course(axes, progress.points, lambda point: point.height_deg, words)


def rise(axes: Axes, progress: Progress, words: Words) -> None:
    """How far the body came up, cm, where a sensor on the leg measured that."""
    axes.set_title(words("Height, cm"))
    _course(axes, progress.points, lambda point: point.height_cm, words)


def load(axes: Axes, progress: Progress, words: Words) -> None:
    """Weight carried, where it was noted."""
    axes.set_title(words("Load carried, kg"))
    _course(axes, progress.points, lambda point: point.load_kg, words)


def _course(
    axes: Axes,
    points: Iterable[SessionPoint],
    value_of: Callable[[SessionPoint], float | None],
    words: Words,
) -> None:
    """Draw a line for each leg and placement: another place of the sensor gives other numbers."""
    seen = [(point, value) for point in points if (value := value_of(point)) is not None]
    by_place = sorted(seen, key=lambda one: (str(one[0].side), one[0].placement))
    for (side, _), members in groupby(by_place, key=lambda one: (one[0].side, one[0].placement)):
        line(axes, [(at(point.day, LEGS[side]), value) for point, value in members], LEGS[side])
    axes.set_ylim(bottom=0)
    number_axis(axes, words)


def line(axes: Axes, points: list[tuple[float, float]], look: Look, name: str | None = None) -> None:
    """Draw a line through points in the look of its series."""
    axes.plot(
        *_columns(sorted(points)),
        marker=look.marker,
        color=look.colour,
        lw=1.2,
        label=name,
        clip_on=False,
    )


def bands(axes: Axes, borders: Iterable[tuple[float, str]]) -> None:
    """Shade the bands of the pain scale, the lowest first, and name each; `borders` are their upper ends."""
    lower = -0.5
    for number, (upper, name) in enumerate(borders):
        axes.axhspan(lower, upper, color=_SHADES[number], lw=0)
        middle = (lower + upper) / 2
        axes.annotate(
            name, (1.006, middle), xycoords=("axes fraction", "data"), va="center", color=QUIET, fontsize=9
        )
        lower = upper


def _by_leg(progress: Progress) -> Iterator[tuple[Look, list[SessionPoint]]]:
    for leg, look in LEGS.items():
        yield look, [point for point in progress.points if point.side == leg]


def _columns(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]
