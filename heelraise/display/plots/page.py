"""All panels on one page, as PNG, SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D

from heelraise.display.plots.calendar import calendar
from heelraise.display.plots.file import write_figure
from heelraise.display.plots.pain import pain
from heelraise.display.plots.panels import height, load, repetitions, rise, tempo, tension
from heelraise.display.plots.style import INK, LEGS, QUIET, style, time_axis
from heelraise.language import Words
from heelraise.progress.course import Progress
from heelraise.progress.point import FREE

_Panel: TypeAlias = tuple[Callable[[Axes, Progress, Words], None], Callable[[Progress], bool]]

_PANELS: tuple[_Panel, ...] = (
    (repetitions, lambda way: any(one.reps for one in way.points)),
    (tension, lambda way: bool(way.tension)),
    (tempo, lambda way: any(one.reps and one.prescribed != FREE for one in way.points)),
    (height, lambda way: any(one.height_deg is not None for one in way.points)),
    (rise, lambda way: any(one.height_cm is not None for one in way.points)),
    (load, lambda way: any(one.load_kg for one in way.points)),
    (pain, lambda way: bool(way.pain)),
)
"""What there is to draw, and when there is anything to draw in it."""
_WIDTH_IN, _PANEL_IN, _HEAD_IN, _FOOT_IN = 9.0, 1.85, 0.75, 0.45


def write_progress(progress: Progress, words: Words, path: Path) -> None:
    """Draw the progress and write it to a file.

    Parameters
    ----------
    progress : Progress
        What to draw.
    words : Words
        The language.
    path : Path
        The file; its ending, one of `file.FORMATS`, says what kind.

    Raises
    ------
    HistoryError
        If the file cannot be written.
    """
    with style(len(progress.points)):
        write_figure(_figure(progress, words), path)


def _figure(progress: Progress, words: Words) -> Figure:
    shown = [draw for draw, is_there in _PANELS if is_there(progress)]
    rows = 1 + len(shown)
    high = _HEAD_IN + _FOOT_IN + _PANEL_IN * rows
    middle = (0.01, _FOOT_IN / high, 0.98, 1 - (_HEAD_IN + _FOOT_IN) / high)
    layout = ConstrainedLayoutEngine(rect=middle, h_pad=0.09)
    figure = Figure(figsize=(_WIDTH_IN, high), layout=layout)
    calendar(figure.add_subplot(rows, 1, 1), progress, words)
    above: Axes | None = None
    for row, draw in enumerate(shown, 2):
        axes = figure.add_subplot(rows, 1, row, sharex=above)
        draw(axes, progress, words)
        time_axis(axes, progress.first, progress.last, words)
        above = axes
    _head(figure, progress, words)
    return figure


def _head(figure: Figure, progress: Progress, words: Words) -> None:
    high = figure.get_figheight()
    span = words("{first} to {last}", first=words.day(progress.first), last=words.day(progress.last))
    figure.text(0.02, 1 - 0.2 / high, words("Your training"), fontsize=16, weight="bold", va="top")
    figure.text(0.02, 1 - 0.52 / high, span, color=QUIET, va="top")
    legs = [look for leg, look in LEGS.items() if any(point.side == leg for point in progress.points)]
    handles = [Line2D([], [], ls="", marker=look.marker, color=look.colour, ms=8) for look in legs]
    if handles:
        names = [words(look.name) for look in legs]
        figure.legend(
            handles, names, loc="upper right", ncols=3, bbox_to_anchor=(0.99, 1 - 0.15 / high), fontsize=11
        )
    said = words("A training log, no medical device. One sensor does not see the other leg or the knee.")
    figure.text(0.02, 0.16 / high, said, fontsize=9, color=QUIET)
    figure.patch.set_facecolor("white")
    figure.text(0.98, 0.16 / high, "heelraise", fontsize=9, color=INK, ha="right")
