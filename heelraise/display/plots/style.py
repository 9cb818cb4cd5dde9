"""How the pictures look: light, large enough to read on paper, and told apart without seeing colour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator

from heelraise.coach.course import PainMoment
from heelraise.display.terms import LEGS as NAMES
from heelraise.display.terms import PAIN_MOMENTS
from heelraise.language import Words
from heelraise.progress.course import Leg

INK, QUIET, FAINT = "#222222", "#767676", "#e4e4e4"
DONE = "#1b6ca8"


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and marker of a series; `shift` keeps two of one day apart, days."""

    name: str
    colour: str
    marker: str
    shift: float = 0.0


# Colours of Okabe and Ito: people who do not see red and green apart see these apart.
LEGS: dict[Leg, Look] = {
    "left": Look(NAMES["left"], "#0072b2", "o", -0.2),
    "right": Look(NAMES["right"], "#d55e00", "s", 0.2),
    None: Look(NAMES[None], "#444444", "D"),
}
PAINS = {
    PainMoment.BEFORE: Look(PAIN_MOMENTS[PainMoment.BEFORE], "#767676", "v", -0.2),
    PainMoment.DURING: Look(PAIN_MOMENTS[PainMoment.DURING], "#0072b2", "o", -0.1),
    PainMoment.AFTER: Look(PAIN_MOMENTS[PainMoment.AFTER], "#d55e00", "s", 0.1),
    PainMoment.MORNING: Look(PAIN_MOMENTS[PainMoment.MORNING], "#117a5b", "^", 0.2),
    PainMoment.WORST: Look(PAIN_MOMENTS[PainMoment.WORST], "#a4508b", "X", 0.3),
}

_RC: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 1.2,
    "legend.frameon": False,
    "svg.hashsalt": "heelraise",  # the same data make the same file
    "svg.fonttype": "none",
}

_WEEKS_BY_DAY, _WEEKS_BY_MONTH = 14, 60
_LEAST_DAYS = 14
_CROWDED_FROM = 100
_MOST_TICKS = 4
"""From so many sessions on the markers are small."""


@contextmanager
def style(sessions: int) -> Iterator[None]:
    """Draw so many sessions in this style, and leave other people's settings alone."""
    with mpl.rc_context(_RC | {"lines.markersize": 6 if sessions < _CROWDED_FROM else 3}):
        yield


def at(day: date, look: Look | None = None) -> float:
    """Return the place of a day on the time axis."""
    return float(date2num(day)) + (0.0 if look is None else look.shift)  # type: ignore[no-untyped-call]


def time_axis(axes: Axes, first: date, last: date, words: Words) -> None:
    """Let the axis run over all days, and name as many as there is room for."""
    days = (last - first).days
    room = max(1.0, 0.02 * days, (_LEAST_DAYS - days) / 2)
    axes.set_xlim(at(first) - room, at(last) + room)
    named, skeleton = _named(first, last)
    axes.set_xticks([at(day) for day in named], [words.day(day, skeleton) for day in named])


def _named(first: date, last: date) -> tuple[list[date], str]:
    weeks = (last - first).days / 7
    if weeks <= _WEEKS_BY_DAY:
        monday = first - timedelta(days=first.weekday())
        step = 7 if weeks > 1 else 1
        start = monday if weeks > 1 else first
        days = [start + timedelta(days=n) for n in range(0, (last - start).days + 1, step)]
        every = 1 + len(days) // 9
        return [day for day in days if day >= first][::every], "MMMd"
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    every = 1 + len(months) // 9
    return months[::every], "MMM" if weeks <= _WEEKS_BY_MONTH else "yMMM"


def number_axis(axes: Axes, words: Words) -> None:
    """Write the numbers of the y axis as the language does."""
    axes.yaxis.set_major_locator(MaxNLocator(_MOST_TICKS, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.short_number(round(value, 3))))
