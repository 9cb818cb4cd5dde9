"""Writing a figure to a file: PNG, SVG or PDF, the same bytes for the same data."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from heelraise.history.wholefile import write_whole

FORMATS = (".png", ".svg", ".pdf")

_DPI = 130
_NO_DATES = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}


def write_figure(figure: Figure, path: Path, dpi: int = _DPI) -> None:
    """Write a figure; the ending of `path`, one of `FORMATS`, says what kind.

    Raises
    ------
    HistoryError
        If the file cannot be written; what was there before is kept.
    """
    FigureCanvasAgg(figure)
    kind, drawn = path.suffix.lower(), BytesIO()
    figure.savefig(drawn, format=kind.removeprefix("."), dpi=dpi, metadata=_NO_DATES[kind])
    write_whole(path, drawn.getvalue())
