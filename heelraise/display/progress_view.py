"""How the training goes, on the terminal: a line a week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.coach.course import PainMoment
from heelraise.display.narrow import print_table
from heelraise.display.say import none_since
from heelraise.language import Words
from heelraise.progress.course import Progress

_TRAINED, _REST, _OUTSIDE = "\N{BLACK SQUARE}", "\N{MIDDLE DOT}", " "
_WEEK = 7


def show_progress(console: Console, progress: Progress, words: Words) -> None:
    """Print a line a week: days, repetitions, tempo, time under tension, height, worst pain."""
    if not progress.trained and not progress.pain:
        nothing = words("Nothing is kept yet; 'heelraise start' leads through a training.")
        console.print(Text(nothing if progress.since is None else none_since(progress.since, words)))
        return
    monday = progress.first - timedelta(days=progress.first.weekday())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    table.add_column(words("Week of"), no_wrap=True)
    table.add_column("".join(_initial(monday + timedelta(days=n), words) for n in range(_WEEK)), no_wrap=True)
    for title in (words("Reps"), words("Too fast"), words("Tension"), words("Down s"), words("Height")):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(words("Worst pain"), justify="right", no_wrap=True)
    while monday <= progress.last:
        table.add_row(*_cells(progress, monday, words))
        monday += timedelta(days=_WEEK)
    print_table(console, table)
    for line in _sums(progress, words):
        console.print(line, highlight=False)


def _sums(progress: Progress, words: Words) -> Iterable[Text]:
    days = words.plural("Training on {count} day", "Training on {count} days", len(progress.trained))
    asked = words("the programme asks for {asked}", asked=progress.asked_days)
    yield Text(f"{days} ({asked})." if progress.trained else days, style="bold")
    if progress.tension:
        yield Text(words("Tension: time under tension delivered, in percent of the prescribed."), style="dim")


def _initial(day: date, words: Words) -> str:
    return words.day(day, "E")[0].upper()


def _cells(progress: Progress, monday: date, words: Words) -> list[str]:
    days = [monday + timedelta(days=n) for n in range(_WEEK)]
    points = [one for one in progress.points if one.day in days]
    reps = sum(one.reps for one in points)
    tension = [one for one in progress.tension if one.day in days]
    pain = [
        one.score for one in progress.pain if one.day in days and one.moment is not PainMoment.USUAL_MORNING
    ]
    down_s = _middle(one.done.down_s for one in points)
    height_deg = _middle(one.height_deg for one in points)
    return [
        words.day(monday, "MMMd"),
        "".join(_mark(day, progress) for day in days),
        str(reps or ""),
        _percent(sum(one.too_fast for one in points), reps),
        _percent(sum(one.delivered_s for one in tension), sum(one.asked_s for one in tension)),
        "" if down_s is None else words.number(down_s),
        "" if height_deg is None else f"{words.number(height_deg, 0)}°",
        str(max(pain)) if pain else "",
    ]


def _mark(day: date, progress: Progress) -> str:
    if day in progress.trained:
        return _TRAINED
    return _REST if progress.first <= day <= progress.last else _OUTSIDE


def _middle(values: Iterable[float | None]) -> float | None:
    known: Sequence[float] = [one for one in values if one is not None]
    return median(known) if known else None


def _percent(part: float, whole: float) -> str:
    return f"{100.0 * part / whole:.0f} %" if whole else ""
