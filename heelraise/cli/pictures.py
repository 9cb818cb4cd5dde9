"""Pictures are optional: without matplotlib all else works."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from heelraise.history.errors import HistoryError
from sensing.said import said


def check_picture(out: Path, option: str) -> None:
    """Refuse a picture that cannot be drawn before any work is done for it.

    Raises
    ------
    HistoryError
        If matplotlib is not installed.
    typer.BadParameter
        If no picture has this ending.
    """
    try:
        import_module("matplotlib")
    except ImportError:
        raise HistoryError(
            said(
                "pictures need matplotlib; install it with: pip install 'heelraise[plot]', or leave out "
                "{option} to see the same as text",
                option=option,
            )
        ) from None
    from heelraise.display.plots.file import FORMATS

    if out.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"a picture ends in {', '.join(FORMATS)}, not '{out.suffix}'")
