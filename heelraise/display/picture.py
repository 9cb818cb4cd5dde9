"""What the terminal showed, as a picture for documents."""

from __future__ import annotations

import re

from rich.console import Console
from rich.terminal_theme import MONOKAI

COLUMNS = 80

_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def recording_console() -> Console:
    """Return a console that remembers what it prints, as wide as the narrowest terminal we write for."""
    return Console(record=True, width=COLUMNS)


def svg_of(console: Console, title: str) -> str:
    """Return what a console of `recording_console` has printed as SVG that loads nothing from elsewhere."""
    svg = console.export_svg(title=title, theme=MONOKAI, unique_id="heelraise")
    return _FONTS.sub("", svg)
