"""The tables of ``heelraise evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from rich import box
from rich.console import Console
from rich.table import Table

from heelraise.display.narrow import print_table
from heelraise.evaluation.flags import FlagScores
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.report import Group, groups_of
from heelraise.evaluation.scores import PHASES


def show_evaluation(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print counts, phase times, latency, warnings and styles, and name what was not counted exactly."""
    groups = groups_of(outcomes)
    print_table(console, _counts(groups))
    for table in (
        _phases(groups),
        _latency(groups),
        _warnings(groups),
        _styles(groups),
        *map(_flags, groups),
    ):
        if table.row_count:
            print_table(console, table)
    wrong = [one for one in outcomes if not one.is_exact]
    if wrong:
        print_table(console, _wrong(wrong))


def share(part: int, whole: int) -> str:
    """Return a share in percent, or a dash without anything to share."""
    return f"{100.0 * part / whole:.1f} %" if whole else "-"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(("", "", *columns)):
        table.add_column(column, justify="left" if number < 2 else "right", no_wrap=number > 1)
    return table


def _names(group: Group) -> tuple[str, str]:
    return f"{group.batch}: {group.kind}", group.placement


def _counts(groups: Sequence[Group]) -> Table:
    table = _table("Counts", "recordings", "exact", "true", "found", "missed", "extra", "hours", "extra/h")
    for group in groups:
        one = group.scores.counts
        numbers = (
            one.recordings,
            share(one.exact, one.recordings),
            one.true,
            one.found,
            one.missed,
            one.extra,
        )
        rate = "-" if isnan(one.false_per_hour) else f"{one.false_per_hour:.1f}"
        table.add_row(*_names(group), *map(str, numbers), f"{one.hours:.2f}", rate)
    return table


def _phases(groups: Sequence[Group]) -> Table:
    table = _table("Phase times, measured minus true", "phase", "n", "bias s", "mean abs. s", "95 % limits s")
    for group in groups:
        for phase, one in zip(PHASES, group.scores.phases or (), strict=False):
            limits = f"{one.lower_s:+.3f} to {one.upper_s:+.3f}"
            numbers = (str(one.n), f"{one.bias_s:+.3f}", f"{one.mean_absolute_s:.3f}", limits)
            table.add_row(*_names(group), phase, *numbers)
    return table


def _latency(groups: Sequence[Group]) -> Table:
    table = _table("Reported after its end", "n", "median s", "99 % s")
    for group in groups:
        one = group.scores.latency
        if one is not None:
            table.add_row(*_names(group), str(one.n), f"{one.median_s:.2f}", f"{one.p99_s:.2f}")
    return table


def _warnings(groups: Sequence[Group]) -> Table:
    table = _table("Early warnings", "due", "given", "lead s", "not due", "false", "clearly false", "stray")
    for group in groups:
        one = group.scores.warnings
        if one is not None:
            lead = "-" if isnan(one.median_lead_s) else f"{one.median_lead_s:.2f}"
            false, clear = share(one.false, one.not_due), share(one.false_clear, one.not_due)
            given = share(one.given, one.due)
            table.add_row(
                *_names(group), str(one.due), given, lead, str(one.not_due), false, clear, str(one.stray)
            )
    return table


def _styles(groups: Sequence[Group]) -> Table:
    table = _table("Fast or not", "flag", "fast: fast", "fast: not", "not: fast", "not: not", "right")
    for group in groups:
        ways = (("too fast", group.scores.styles), ("or no hold", group.scores.styles_with_hold))
        for by, one in ways:
            if one is not None:
                numbers = (one.fast_fast, one.fast_not, one.not_fast, one.not_not)
                right = share(one.fast_fast + one.not_not, sum(numbers))
                table.add_row(*_names(group), by, *map(str, numbers), right)
    return table


def _flags(group: Group) -> Table:
    """Rule, model and what is used of them: F1, a star beside who judges, and expected calibration error."""
    table = Table(title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.title = f"Flags by rule and by model (* judges), {', '.join(_names(group))}"
    # Headings no wider than the numbers: all nine columns have to fit into 80.
    columns = ("flag", "reps", "with", "F1\nrule", "\nmodel", "\nused", "ECE\nrule", "\nmodel", "\nused")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for one in group.flags:
        name = str(one.flag) if one.part == "all" else f"  {one.part}"
        numbers = (str(one.used.reps), str(one.used.positives))
        table.add_row(name, *numbers, *three(one, "f1"), *three(one, "ece"))
    return table


def three(one: FlagScores, what: str) -> tuple[str, str, str]:
    """Return a score by rule, by model and as used; a star marks F1 of the one of them that judges most."""
    rule, model, used = (
        "-" if score is None or isnan(getattr(score, what)) else f"{getattr(score, what):.3f}"
        for score in (one.rule, one.model, one.used)
    )
    if what != "f1" or one.model is None:
        return rule, model, used
    return (rule, f"{model}*", used) if one.by_model > _HALF else (f"{rule}*", model, used)


_HALF = 0.5


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
