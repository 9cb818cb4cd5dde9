"""Long lines folded between words."""

from __future__ import annotations

import textwrap

_NARROWEST = 20


def folded(line: str, columns: int) -> str:
    """Return a line folded at so many columns, what follows indented a little further than its beginning."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(
        line,
        max(_NARROWEST, columns),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
