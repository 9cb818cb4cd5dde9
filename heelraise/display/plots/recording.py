"""One recording to look at: the movement row by row, with the phases and verdicts found in it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any, TypeAlias

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from heelraise.analysis import Analysis
from heelraise.coach.summary import JudgedRep
from heelraise.display.plots.file import write_figure
from heelraise.display.plots.style import INK, QUIET, number_axis, style
from heelraise.labelling.signal import Signal
from heelraise.language import Words, message
from models.verdict import Verdict
from sensing.types import FloatArray, Rep

Span: TypeAlias = tuple[float, float]
Line: TypeAlias = tuple[FloatArray, FloatArray]

_ROW_S = 30.0
_MOST_ROWS = 40
"""Twenty minutes are as much as a page can show."""
_PHASES = ((message("up"), "#56b4e9"), (message("hold"), "#f0e442"), (message("down"), "#e69f00"))
_COLOURS = {Verdict.OK: INK, Verdict.FAULT: "#b00020", Verdict.UNSURE: "#8a6100"}
_WIDTH_IN, _ROW_IN, _MARGIN_IN = 14.0, 1.9, 0.8
_SHOWN_AT_LEAST = {"deg": 10.0, "cm": 4.0}
"""An axis is at least so high, so that stillness looks still."""


def write_recording(analysis: Analysis, signal: Signal, words: Words, path: Path) -> None:
    """Draw a recording and write the picture to a file.

    Rows of half a minute, those in which something was found, all if nothing was. The
    line is the tilt in degrees, or, where the rise was measured, each repetition's own course in cm.

    Parameters
    ----------
    analysis : Analysis
        What was found.
    signal : Signal
        The tilt of the whole recording.
    words : Words
        The language.
    path : Path
        The file; its ending, one of `file.FORMATS`, says what kind.

    Raises
    ------
    HistoryError
        If the file cannot be written.
    """
    with style(1), mpl.rc_context({"axes.grid.axis": "both", "font.size": 9.0}):
        write_figure(_figure(analysis, signal, words), path)


def _figure(analysis: Analysis, signal: Signal, words: Words) -> Figure:
    rows = _rows(analysis, signal)
    shown = rows[:_MOST_ROWS]
    figure = Figure(figsize=(_WIDTH_IN, _MARGIN_IN + _ROW_IN * len(shown)), layout="constrained")
    lines = list(_lines(analysis, signal))
    cut = [_within(row, lines) for row in shown]
    limits = _limits(analysis, cut)
    for number, (row, parts) in enumerate(zip(shown, cut, strict=True), start=1):
        axes = figure.add_subplot(len(shown), 1, number, xlim=row, ylim=limits)
        _found(axes, analysis, row, words)
        for t_s, height in parts:
            axes.plot(t_s, height, color=INK, lw=1.1)
        axes.set_ylabel(words("tilt, degrees") if _unit(analysis) == "deg" else words("rise, cm"))
        number_axis(axes, words)
    figure.axes[-1].set_xlabel(words("time, s"))
    figure.suptitle(_title(analysis, len(rows) - len(shown), words), x=0.01, ha="left", color=INK)
    _explain(figure, words)
    return figure


def _explain(figure: Figure, words: Words) -> None:
    patches = [Patch(color=colour, alpha=0.45, label=words(name)) for name, colour in _PHASES]
    figure.legend(handles=patches, loc="outside upper right", ncols=len(patches))
    said = words(
        "Above: number of the repetition, red with a fault, with ? where it is not sure. "
        "Below: seconds of the way down."
    )
    figure.supxlabel(said, fontsize=9, color=QUIET, x=0.01, ha="left")


def _title(analysis: Analysis, left_out: int, words: Words) -> str:
    reps = words.plural("{count} repetition", "{count} repetitions", len(analysis.judged))
    name = Path(analysis.recording).name.encode(errors="replace").decode()  # may hold bytes that are no text
    title = f"{name}: {reps}"
    if left_out:
        title += " \N{EN DASH} " + words("{count} more rows are not shown", count=left_out)
    return title


def _rows(analysis: Analysis, signal: Signal) -> list[Span]:
    first_s = float(signal.t_s[0]) if len(signal.t_s) else 0.0
    long_s = min(_ROW_S, max(analysis.duration_s, 1.0))
    rows = max(1, ceil(analysis.duration_s / long_s))
    every = [(first_s + row * long_s, first_s + (row + 1) * long_s) for row in range(rows)]
    found = [(one.rep.start_s, one.rep.end_s) for one in analysis.judged]
    found += [(one.start_s, one.end_s) for one in analysis.attempts]
    return [one for one in every if any(_meet(one, span) for span in found)] or every


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _unit(analysis: Analysis) -> str:
    return analysis.judged[0].rep.course.unit if analysis.judged else "deg"


def _lines(analysis: Analysis, signal: Signal) -> Iterator[Line]:
    if _unit(analysis) == "deg":
        yield signal.t_s, signal.tilt_deg
        return
    for judged in analysis.judged:
        rep, course = judged.rep, judged.rep.course
        own = (course.t_s >= rep.start_s) & (course.t_s <= rep.end_s)
        yield course.t_s[own], course.height[own]


def _within(row: Span, lines: list[Line]) -> list[Line]:
    """Return of each line what lies in a row: a picture of an hour holds each sample once."""
    inside = [(t_s >= row[0]) & (t_s < row[1]) for t_s, _ in lines]
    return [(t_s[own], height[own]) for (t_s, height), own in zip(lines, inside, strict=True) if own.any()]


def _limits(analysis: Analysis, cut: list[list[Line]]) -> Span:
    values = np.concatenate([*(height for parts in cut for _, height in parts), np.zeros(1)])
    low, high = (float(one) for one in np.percentile(values, (0.5, 99.5)))
    high = max(high, low + _SHOWN_AT_LEAST[_unit(analysis)])
    room = high - low
    return low - 0.15 * room, high + 0.35 * room


def _found(axes: Axes, analysis: Analysis, row: Span, words: Words) -> None:
    for judged in analysis.judged:
        if _meet(row, (judged.rep.start_s, judged.rep.end_s)):
            _phases(axes, judged.rep)
        if row[0] <= judged.rep.start_s < row[1]:
            _verdict(axes, judged, words)
    spans: list[tuple[float, float, dict[str, Any]]] = []
    spans += [(one.start_s, one.end_s, {"ls": ":"}) for one in analysis.attempts]
    spans += [(one.start_s, one.end_s, {"hatch": "///"}) for one in analysis.gaps]
    for start_s, end_s, look in spans:
        if _meet(row, (start_s, end_s)):
            axes.axvspan(start_s, end_s, facecolor="none", edgecolor=QUIET, **look)


def _phases(axes: Axes, rep: Rep) -> None:
    edges = (rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s)
    for (_, colour), start_s, end_s in zip(_PHASES, edges, edges[1:], strict=False):
        axes.axvspan(start_s, end_s, facecolor=colour, alpha=0.45, lw=0)


def _verdict(axes: Axes, judged: JudgedRep, words: Words) -> None:
    rep, form = judged.rep, judged.form
    number = f"{rep.index}?" if form.verdict is Verdict.UNSURE else str(rep.index)
    place, colour = axes.get_xaxis_transform(), _COLOURS[form.verdict]
    look: dict[str, Any] = {"transform": place, "color": colour, "fontsize": 9, "clip_on": True}
    axes.text(rep.start_s, 0.97, number, va="top", **look)
    axes.text(rep.eccentric_start_s, 0.02, words.number(rep.eccentric_s), va="bottom", **look)
