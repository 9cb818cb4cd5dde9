"""The terminal after a session: its table and its sums."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.analysis import Analysis
from heelraise.coach.remarks import sets_to_slow_down
from heelraise.display.say import number, remarks
from heelraise.display.words import Words
from sensing.types import Rep


def show_session(console: Console, analysis: Analysis, words: Words) -> None:
    """Print the table of each set, then the sums and what is worth knowing."""
    for one in analysis.sets:
        console.print()
        console.print(Text(words.set_title.format(index=one.index), style="bold"))
        console.print(_table(analysis, one.index, words))
    console.print()
    for line in _sums(analysis, words):
        console.print(line, highlight=False)


def _table(analysis: Analysis, set_index: int, words: Words) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in (words.number, words.up, words.hold, words.down, words.range):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(words.remark)
    for judged in analysis.judged:
        rep = judged.rep
        if rep.set_index == set_index:
            times = (number(value, words) for value in (rep.concentric_s, rep.hold_s, rep.eccentric_s))
            remark = Text("\n").join(remarks(judged, words))
            table.add_row(str(rep.index), *times, _range(rep, words), remark)
    return table


def _range(rep: Rep, words: Words) -> str:
    if rep.rom_deg is not None:
        return f"{rep.rom_deg:.0f}°"
    return "" if rep.rise_cm is None else f"{number(rep.rise_cm, words)} cm"


def _sums(analysis: Analysis, words: Words) -> Iterator[Text]:
    totals = analysis.totals
    if not totals.reps:
        yield Text(words.no_reps)
    else:
        reps = words.one_rep if totals.reps == 1 else words.many_reps.format(reps=totals.reps)
        fast = words.some_too_fast.format(count=totals.too_fast) if totals.too_fast else words.none_too_fast
        yield Text(words.total.format(reps=reps, too_fast=fast), style="bold")
        yield Text(_tension(analysis, words))
    for index in sets_to_slow_down(analysis.judged, analysis.prescription):
        yield Text(words.slower.format(index=index), style="yellow")
    if analysis.attempts:
        yield Text(words.attempts.format(count=len(analysis.attempts)), style="dim")
    if analysis.gaps:
        spans = (
            f"{number(gap.start_s, words)}\N{EN DASH}{number(gap.end_s, words)}" for gap in analysis.gaps
        )
        yield Text(words.gaps.format(spans="; ".join(spans)), style="yellow")
    for note in analysis.notes:
        yield Text(words.note.format(note=note), style="dim")


def _tension(analysis: Analysis, words: Words) -> str:
    totals = analysis.totals
    done = number(totals.time_under_tension_s, words, 0)
    per_rep_s = analysis.prescription.rep_s if analysis.prescription else None
    if totals.delivered_s is None or per_rep_s is None:
        return words.tension.format(done=done)
    delivered = number(totals.delivered_s, words, 0)
    return words.tension_of.format(
        done=done, delivered=delivered, prescribed=number(per_rep_s * totals.reps, words, 0)
    )


def show_recording(console: Console, analysis: Analysis, words: Words) -> None:
    """Print what was found in a recording, under its name."""
    facts = words.recorded.format(
        duration=number(analysis.duration_s, words, 0),
        rate=number(analysis.sampling_rate_hz, words, 0),
        placement=analysis.placement,
    )
    console.print(Text.assemble((analysis.recording, "bold"), f"  {facts}"), soft_wrap=True, highlight=False)
    show_session(console, analysis, words)
    console.print()
