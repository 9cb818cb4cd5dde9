"""The calendar: which days had training, and whether that was as often as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from heelraise.display.plots.style import DONE, FAINT, INK
from heelraise.language import Words
from heelraise.progress.course import Progress

_MOST_NAMES = 12
_LEAST_WEEKS = 16
"""A short course is drawn as if it were this long, so that days do not become doors."""


def calendar(axes: Axes, progress: Progress, words: Words) -> None:
    """Draw a column a week, a row a weekday."""
    start = progress.first - timedelta(days=progress.first.weekday())
    weeks = (progress.last - start).days // 7 + 1
    trained = set(progress.trained)
    for days, colour in (
        ([day for day in _days(progress) if day not in trained], FAINT),
        (progress.trained, DONE),
    ):
        axes.add_collection(PatchCollection([_square(day, start) for day in days], color=colour, lw=0))
    x, y = _place(progress.today, start)
    axes.add_patch(Rectangle((x + 0.06, y + 0.06), 0.88, 0.88, fill=False, ec=INK, lw=1.4))
    axes.set(xlim=(0, max(weeks, _LEAST_WEEKS)), ylim=(7, 0))
    every = 1 + weeks // _MOST_NAMES
    mondays = [start + timedelta(weeks=n) for n in range(0, weeks, every)]
    axes.set_xticks(
        [n * every + 0.5 for n in range(len(mondays))], [words.day(day, "MMMd") for day in mondays]
    )
    axes.set_yticks([0.5, 2.5, 4.5, 6.5], [words.day(start + timedelta(days=n), "E") for n in (0, 2, 4, 6)])
    axes.tick_params(length=0, labelsize=9)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    done = words.plural("Training on {count} day", "Training on {count} days", len(progress.trained))
    asked = words("the programme asks for {asked}", asked=progress.asked_days)
    axes.set_title(f"{done} ({asked})" if progress.asked_days else done)


def _days(progress: Progress) -> Iterator[date]:
    for n in range((progress.last - progress.first).days + 1):
        yield progress.first + timedelta(days=n)


def _place(day: date, start: date) -> tuple[int, int]:
    return (day - start).days // 7, day.weekday()


def _square(day: date, start: date) -> Rectangle:
    x, y = _place(day, start)
    return Rectangle((x + 0.08, y + 0.08), 0.84, 0.84)
