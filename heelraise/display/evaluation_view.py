"""The tables of ``heelraise evaluate``."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from heelraise.display.narrow import print_table
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.report import Group, groups_of
from heelraise.evaluation.tables import ScoreTable, names, score_tables, three


def show_evaluation(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print counts, phase times, latency, warnings and styles, and name what was not counted exactly."""
    groups = groups_of(outcomes)
    for table in (*map(_laid_out, score_tables(groups)), *map(_flags, groups)):
        if table.row_count:
            print_table(console, table)
    wrong = [one for one in outcomes if not one.is_exact]
    if wrong:
        print_table(console, _wrong(wrong))


def _laid_out(table: ScoreTable) -> Table:
    """Lay out a table so that 80 columns hold it."""
    out = _table(table.title.capitalize(), *table.columns)
    for row in table.rows:
        out.add_row(*row)
    return out


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for number, column in enumerate(("", "", *columns)):
        table.add_column(column, justify="left" if number < 2 else "right", no_wrap=number > 1)
    return table


def _flags(group: Group) -> Table:
    """Rule, model and what is used of them: F1, a star beside who judges, and expected calibration error."""
    table = Table(title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.title = f"Flags by rule and by model (* judges), {', '.join(names(group))}"
    # Headings no wider than the numbers: all nine columns have to fit into 80.
    columns = ("flag", "reps", "with", "F1\nrule", "\nmodel", "\nused", "ECE\nrule", "\nmodel", "\nused")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for one in group.flags:
        name = str(one.flag) if one.part == "all" else f"  {one.part}"
        numbers = (str(one.used.reps), str(one.used.positives))
        table.add_row(name, *numbers, *three(one, "f1"), *three(one, "ece"))
    return table


_MOST_NAMED = 40


def _wrong(outcomes: Sequence[Outcome]) -> Table:
    title = f"Not counted exactly: {len(outcomes)}"
    if len(outcomes) > _MOST_NAMED:
        title += f", the first {_MOST_NAMED}"
    table = _table(title, "true", "found", "missed", "extra")
    for one in outcomes[:_MOST_NAMED]:
        numbers = (one.truth.count, len(one.found), one.missed, one.extra)
        table.add_row(one.name, str(one.placement), *map(str, numbers))
    return table
