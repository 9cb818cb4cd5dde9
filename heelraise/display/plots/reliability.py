"""Said against true: the reliability diagram of the model card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from heelraise.display.plots.file import write_figure
from heelraise.display.plots.style import FAINT, INK, QUIET

_WAYS = {"rule": ("#d55e00", "s"), "model": ("#0072b2", "o")}
_COLUMNS = 3
_DPI = 90


def draw_reliability(fields: Mapping[str, Any], path: Path) -> None:
    """Draw how often each flag was true where a probability was said, by rule and by model.

    Parameters
    ----------
    fields : mapping
        The card; its flags have ``reliability``: mean probability, frequency and count of each bin.
    path : Path
        PNG to write.

    Raises
    ------
    HistoryError
        If it cannot be written.
    """
    flags = {name: flag for name, flag in fields["flags"].items() if flag.get("reliability")}
    rows = max(1, -(-len(flags) // _COLUMNS))
    figure = Figure(figsize=(10.0, 3.3 * rows), dpi=_DPI, layout="constrained")
    for number, (name, flag) in enumerate(flags.items(), start=1):
        axes = figure.add_subplot(rows, _COLUMNS, number)
        _one(axes, name, flag["reliability"])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_figure(figure, path, _DPI)


def _one(axes: Axes, title: str, reliability: Mapping[str, list[list[float]]]) -> None:
    axes.plot([0, 1], [0, 1], color=QUIET, lw=1, ls="--")
    for way, bins in reliability.items():
        colour, marker = _WAYS[way]
        said, true, count = zip(*bins, strict=True)
        sizes = [12.0 + 60.0 * n / max(count) for n in count]
        axes.plot(said, true, color=colour, lw=1, alpha=0.6)
        axes.scatter(said, true, s=sizes, color=colour, marker=marker, label=way, zorder=3)
    axes.set_title(title, fontsize=10, loc="left", color=INK)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="probability said", ylabel="share true")
    axes.grid(color=FAINT)
    axes.set_axisbelow(True)
    axes.legend(fontsize=8, loc="upper left", frameon=False)
