"""The sessions that are kept, on the terminal: all of them in a table, or one in detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.coach.course import PainEntry, PainMoment
from heelraise.display.narrow import print_table
from heelraise.display.say import none_since
from heelraise.display.session_view import reps_table
from heelraise.display.terms import AUTHORS, EXERCISES, PAIN_MOMENTS, PLACES, SIDES, judged_as
from heelraise.history.document import SessionDocument
from heelraise.language import Words
from heelraise.locale.kept import retold
from heelraise.progress.course import Progress
from heelraise.progress.point import SessionPoint, Tempo
from models.verdict import Verdict

SHORT_ID = 8
"""So many digits of a session's id are shown, and are enough to name it."""

_DASH = "\N{EN DASH}"
_STYLES = {Verdict.OK: "", Verdict.FAULT: "bold red", Verdict.UNSURE: "yellow"}
_PAIN_COLUMN = (PainMoment.BEFORE, PainMoment.DURING, PainMoment.AFTER)


def show_history(console: Console, progress: Progress, words: Words) -> None:
    """Print a line a session, the newest last."""
    if not progress.points:
        nothing = words("No session with a sensor is kept yet; 'heelraise start' makes one.")
        console.print(Text(nothing if progress.since is None else none_since(progress.since, words)))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for title in (words("Session"), words("Day"), words("Leg"), words("Sets")):
        table.add_column(title, no_wrap=True)
    for title in (words("Up-hold-down s"), words("Too fast"), words("Pain")):
        table.add_column(title, justify="right", no_wrap=True)
    for point in progress.points:
        table.add_row(*_cells(point, progress, words))
    print_table(console, table)
    console.print(
        Text(words("Pain: before, during, after. One in detail: heelraise history show SESSION"), "dim")
    )


def _cells(point: SessionPoint, progress: Progress, words: Words) -> tuple[str, ...]:
    scores = {one.moment: str(one.score) for one in progress.pain_on(point.day)}
    asked = any(moment in scores for moment in _PAIN_COLUMN)
    return (
        str(point.id)[:SHORT_ID],
        words.day(point.day, "yMMMd"),
        "" if point.side is None else words(SIDES[point.side]),
        sets(point),
        tempo(point.done, words),
        str(point.too_fast),
        " ".join(scores.get(moment, _DASH) for moment in _PAIN_COLUMN) if asked else "",
    )


def sets(point: SessionPoint) -> str:
    """Return the repetitions of each set: all in one where they are equal, else ``12+12+9``."""
    if len(point.sets) > 1 and len(set(point.sets)) == 1:
        return f"{len(point.sets)} \N{MULTIPLICATION SIGN} {point.sets[0]}"
    return "+".join(map(str, point.sets)) or "0"


def tempo(times: Tempo, words: Words) -> str:
    """Return seconds up, at the top and down; a dash for what is free or was not done."""
    return " ".join(
        _DASH if one is None else words.number(one) for one in (times.up_s, times.hold_s, times.down_s)
    )


def show_one(
    console: Console, point: SessionPoint, document: SessionDocument, progress: Progress, words: Words
) -> None:
    """Print one session in detail."""
    console.print(Text(words("Session {moment}", moment=words.moment(point.started_at)), style="bold"))
    for name, value in _facts(point, progress.pain_on(point.day), words):
        console.print(Text(f"  {name}: {value}"), soft_wrap=True, highlight=False)
    for one in document.sets:
        console.print(Text("\n" + words("Set {index}", index=one.index), style="bold"))
        reps = [rep for rep in document.reps if rep.set == one.index]
        said = [Text(judged_as(rep.verdict, rep.flags, words), _STYLES[rep.verdict]) for rep in reps]
        print_table(console, reps_table(zip(reps, said, strict=True), words))
    for remark in point.remarks:
        console.print(Text(words("Note: {note}.", note=retold(remark, words.language)), "dim"))
    for note in progress.notes_on(point):
        console.print(Text(f"\n{words(AUTHORS[note.author])}: {note.text}"), highlight=False)


def _facts(point: SessionPoint, pain: Sequence[PainEntry], words: Words) -> Iterator[tuple[str, str]]:
    where = [words(EXERCISES[point.exercise]), words(PLACES[point.placement])]
    if point.side is not None:
        where.append(words(SIDES[point.side]))
    yield words("Exercise"), ", ".join(where)
    yield words("Sets"), sets(point)
    yield (
        words("Up-hold-down s"),
        words(
            "{done} (prescribed {asked})", done=tempo(point.done, words), asked=tempo(point.prescribed, words)
        ),
    )
    yield words("Too fast"), words("{part} of {whole}", part=point.too_fast, whole=point.reps)
    yield words("Time under tension"), f"{words.number(point.tension_s, 0)} s"
    if point.height_deg is not None:
        yield words("Height"), f"{words.number(point.height_deg, 0)}°"
    if point.load_kg is not None:
        yield words("Load"), f"{words.short_number(point.load_kg)} kg"
    for entry in pain:
        yield words("Pain {moment}", moment=words(PAIN_MOMENTS[entry.moment])), str(entry.score)
    yield words("Id"), str(point.id)
