"""Tables on terminals that are too narrow for them, such as a phone's: each row in words instead."""

from __future__ import annotations

from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_ANY_WIDTH = 10_000
_BETWEEN = " \N{MIDDLE DOT} "


def print_table(console: Console, table: Table) -> None:
    """Print a table; where the console is narrower than its narrowest form, row by row.

    Parameters
    ----------
    console : Console
        Where to.
    table : Table
        The table; its headings and cells are texts.
    """
    if console.width >= _narrowest(console, table):
        console.print(table)
        return
    if table.title:
        console.print(Text(str(table.title), "bold"))
    titles = [" ".join(str(column.header).split()) for column in table.columns]
    for row in zip(*(column.cells for column in table.columns), strict=True):
        first, *others = (cell if isinstance(cell, Text) else Text(str(cell)) for cell in row)
        console.print(Text(f"{titles[0]} {first.plain}".strip(), "bold"), highlight=False)
        parts = [_part(title, cell) for title, cell in zip(titles[1:], others, strict=True) if cell.plain]
        console.print(Padding(Text(_BETWEEN).join(parts), (0, 0, 0, 2)), highlight=False)


def _narrowest(console: Console, table: Table) -> int:
    """Return the width under which a table loses letters: only columns that may wrap can give way."""
    wide = console.options.update(max_width=_ANY_WIDTH)
    width = Measurement.get(console, wide, table).maximum
    for column in table.columns:
        if not column.no_wrap:
            sizes = [Measurement.get(console, wide, cell) for cell in (column.header, *column.cells)]
            least = max(column.min_width or 0, max(size.minimum for size in sizes))
            width -= max(0, max(size.maximum for size in sizes) - least)
    return width


def _part(title: str, cell: Text) -> Text:
    """Return a cell under its heading; what stands in one line is not torn apart."""
    if "\n" in cell.plain or " " in cell.plain.strip():
        return Text.assemble(f"{title}: " if title else "", cell)
    return Text(f"{title} {cell.plain}".strip().replace(" ", "\N{NO-BREAK SPACE}"))
