"""The terminal after a session: its table and its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.analysis import Analysis
from heelraise.coach.remarks import sets_to_slow_down
from heelraise.display.narrow import print_table
from heelraise.display.say import remarks
from heelraise.language import Words
from sensing.types import Placement, Rep

if TYPE_CHECKING:
    from heelraise.history.document import RepPart

_REMARK_WIDTH = 16  # narrower, a remark is a column of single words


def show_session(console: Console, analysis: Analysis, words: Words) -> None:
    """Print the table of each set, then the sums and what is worth knowing."""
    for one in analysis.sets:
        console.print()
        console.print(Text(words("Set {index}", index=one.index), style="bold"))
        judged = [item for item in analysis.judged if item.rep.set_index == one.index]
        rows = [(item.rep, Text("\n").join(remarks(item, words))) for item in judged]
        print_table(console, reps_table(rows, words))
    console.print()
    for line in _sums(analysis, words):
        console.print(line, highlight=False)


def reps_table(reps: Iterable[tuple[Rep | RepPart, Text]], words: Words) -> Table:
    """Return the table of a set: times and range of each repetition, and what is remarked on it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in (words("No."), words("Up s"), words("Hold s"), words("Down s"), words("Range")):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(words("Remark"), min_width=_REMARK_WIDTH)
    for rep, remark in reps:
        times = (words.number(value) for value in (rep.concentric_s, rep.hold_s, rep.eccentric_s))
        table.add_row(str(rep.index), *times, _range(rep, words), remark)
    return table


def _range(rep: Rep | RepPart, words: Words) -> str:
    if rep.rom_deg is not None:
        return f"{rep.rom_deg:.0f}°"
    return "" if rep.rise_cm is None else f"{words.number(rep.rise_cm)} cm"


def _sums(analysis: Analysis, words: Words) -> Iterator[Text]:
    totals = analysis.totals
    if not totals.reps:
        yield Text(words("No repetitions were seen."))
    else:
        reps = words.plural("{count} repetition", "{count} repetitions", totals.reps)
        fast = (
            words.plural("{count} too fast", "{count} too fast", totals.too_fast)
            if totals.too_fast
            else words("none too fast")
        )
        yield Text(words("{reps}, {too_fast}.", reps=reps, too_fast=fast), style="bold")
        yield Text(_tension(analysis, words))
    for index in sets_to_slow_down(analysis.judged, analysis.prescription):
        yield Text(words("Set {index}: a little slower.", index=index), style="yellow")
    if analysis.attempts:
        yield Text(words("Small lifts, not counted: {count}.", count=len(analysis.attempts)), style="dim")
    if analysis.gaps:
        spans = (f"{words.number(gap.start_s)}\N{EN DASH}{words.number(gap.end_s)}" for gap in analysis.gaps)
        yield Text(words("Samples missing at {spans} s.", spans="; ".join(spans)), style="yellow")
    for note in analysis.notes:
        yield Text(words("Note: {note}.", note=note), style="dim")


def _tension(analysis: Analysis, words: Words) -> str:
    totals = analysis.totals
    done = words.number(totals.time_under_tension_s, 0)
    per_rep_s = analysis.prescription.rep_s if analysis.prescription else None
    if totals.delivered_s is None or per_rep_s is None:
        return words("Time under tension: {done} s.", done=done)
    delivered = words.number(totals.delivered_s, 0)
    return words(
        "Time under tension: {done} s, of which {delivered} count towards the {prescribed} s prescribed.",
        done=done,
        delivered=delivered,
        prescribed=words.number(per_rep_s * totals.reps, 0),
    )


def show_recording(console: Console, analysis: Analysis, words: Words) -> None:
    """Print what was found in a recording, under its name."""
    facts = words(
        "{duration} s, {rate} Hz, {placement}",
        duration=words.number(analysis.duration_s, 0),
        rate=words.number(analysis.sampling_rate_hz, 0),
        placement=analysis.placement,
    )
    console.print(Text.assemble((analysis.recording, "bold"), f"  {facts}"), soft_wrap=True, highlight=False)
    show_session(console, analysis, words)
    if not analysis.totals.reps and analysis.placement is Placement.AUTO:
        hint = words("If there were some, say where the sensor sat: --placement foot, ankle, shank or thigh.")
        console.print(Text(hint))
    console.print()
