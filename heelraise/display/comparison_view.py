"""After a session: a small chart of it beside the last one like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from heelraise.display.terms import LEGS
from heelraise.language import Words
from heelraise.progress.compared import Comparison
from heelraise.progress.point import SessionPoint

_BAR = 24
_FULL, _EMPTY = "\N{FULL BLOCK}", "\N{LIGHT SHADE}"


@dataclass(frozen=True, slots=True)
class _Row:
    """One thing to compare: its two values, its full measure, and how a value is written."""

    name: str
    before: float
    now: float
    full: float
    unit: str
    decimals: int = 0


def show_comparison(console: Console, comparison: Comparison, words: Words) -> None:
    """Print two bars for each thing worth comparing.

    Parameters
    ----------
    console : rich.console.Console
        Where to print.
    comparison : Comparison
        The two sessions, see `heelraise.progress.compared.compared`.
    words : Words
        The language.
    """
    title = words("Compared with {day}", day=words.day(comparison.before.day, "MMMEd"))
    if comparison.now.side is not None:
        title += f" ({words(LEGS[comparison.now.side])})"
    console.print(Text("\n" + title, style="bold"))
    for row in _rows(comparison.before, comparison.now, words):
        console.print(Text(f"  {row.name}"), highlight=False)
        for name, value, style in (
            (words("then"), row.before, "dim"),
            (words("today"), row.now, "bold cyan"),
        ):
            number = f"{words.number(value, row.decimals)}{row.unit}"
            console.print(
                Text(f"    {name:<6} {_bar(value, row.full)} {number}", style=style), highlight=False
            )


def _bar(value: float, full: float) -> str:
    filled = round(_BAR * min(1.0, value / full)) if full > 0 else 0
    return _FULL * filled + _EMPTY * (_BAR - filled)


def _rows(before: SessionPoint, now: SessionPoint, words: Words) -> Iterator[_Row]:
    most = max(before.reps, now.reps)
    yield _Row(words("Repetitions"), before.reps, now.reps, most, "")
    yield _Row(words("of them too fast"), before.too_fast, now.too_fast, most, "")
    if before.done.down_s is not None and now.done.down_s is not None:
        full = now.prescribed.down_s or max(before.done.down_s, now.done.down_s)
        yield _Row(words("Way down"), before.done.down_s, now.done.down_s, full, " s", 1)
    if before.delivered_s is not None and now.delivered_s is not None:
        full = max(before.delivered_s, now.delivered_s, (now.rep_s or 0.0) * most)
        yield _Row(words("Time under tension that counts"), before.delivered_s, now.delivered_s, full, " s")
    if before.height_deg is not None and now.height_deg is not None:
        full = max(before.height_deg, now.height_deg)
        yield _Row(words("Height"), before.height_deg, now.height_deg, full, "°")
