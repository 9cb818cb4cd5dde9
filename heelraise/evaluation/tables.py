"""The scores as tables of texts, for the terminal and for the page of accuracy alike.

A line end in a heading or a cell is where a narrow table breaks it; a wide one puts a blank there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeAlias

from heelraise.evaluation.flags import FlagScores
from heelraise.evaluation.report import Group
from heelraise.evaluation.scores import PHASES

Row: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One table.

    Parameters
    ----------
    title : str
        What it shows.
    columns : tuple of str
        Headings of what follows kind and placement.
    rows : tuple of tuple of str
        Kind, placement, then a text a column; none where there is nothing to show.
    """

    title: str
    columns: Row
    rows: tuple[Row, ...]


def score_tables(groups: Sequence[Group]) -> tuple[ScoreTable, ...]:
    """Return the tables of counts, phase times, latency, warnings and styles, a row a group or more."""
    return tuple(
        ScoreTable(title, columns, tuple((*names(one), *row) for one in groups for row in rows_of(one)))
        for title, columns, rows_of in (
            ("counts", _COUNTS, _counts),
            ("phase times", _PHASES, _phases),
            ("report after the end", _LATENCY, _latency),
            ("early warnings", _WARNINGS, _warnings),
            ("fast or not", _STYLES, _styles),
        )
    )


def names(group: Group) -> tuple[str, str]:
    """Return what a group is called: kind, with the batch before it, and placement."""
    return f"{group.batch}: {group.kind}", group.placement


def share(part: int, whole: int) -> str:
    """Return a share in percent, or a dash without anything to share."""
    return f"{100.0 * part / whole:.1f} %" if whole else "-"


def three(one: FlagScores, what: str) -> tuple[str, str, str]:
    """Return a score by rule, by model and as used; a star marks F1 of the one of them that judges most."""
    rule, model, used = (
        "-" if score is None or isnan(getattr(score, what)) else f"{getattr(score, what):.3f}"
        for score in (one.rule, one.model, one.used)
    )
    if what != "f1" or one.model is None:
        return rule, model, used
    return (rule, f"{model}*", used) if one.by_model > 0.5 else (f"{rule}*", model, used)


_COUNTS = ("exact", "repetitions", "missed", "extra", "hours", "extra\nan hour")


def _counts(group: Group) -> Iterator[Row]:
    one = group.scores.counts
    rate = "-" if isnan(one.false_per_hour) else f"{one.false_per_hour:.1f}"
    exact = f"{one.exact} of {one.recordings}\n({share(one.exact, one.recordings)})"
    yield exact, str(one.true), str(one.missed), str(one.extra), f"{one.hours:.2f}", rate


_PHASES = ("phase", "n", "bias s", "mean\nabsolute s", "95 %\nlimits s")


def _phases(group: Group) -> Iterator[Row]:
    for phase, one in zip(PHASES, group.scores.phases or (), strict=False):
        numbers = (f"{one.bias_s:+.3f}", f"{one.mean_absolute_s:.3f}", f"±{one.half_width_s:.3f}")
        yield phase, str(one.n), *numbers


_LATENCY = ("n", "median s", "99 % s")


def _latency(group: Group) -> Iterator[Row]:
    one = group.scores.latency
    if one is not None:
        yield str(one.n), f"{one.median_s:.2f}", f"{one.p99_s:.2f}"


_WARNINGS = ("due", "given", "median\nlead s", "not\ndue", "false", "clearly\nfalse", "stray")


def _warnings(group: Group) -> Iterator[Row]:
    one = group.scores.warnings
    if one is not None:
        lead = "-" if isnan(one.median_lead_s) else f"{one.median_lead_s:.2f}"
        false, clear = share(one.false, one.not_due), share(one.false_clear, one.not_due)
        yield str(one.due), share(one.given, one.due), lead, str(one.not_due), false, clear, str(one.stray)


_STYLES = ("by flag", "fast:\nfast", "fast:\nnot", "not:\nfast", "not:\nnot", "right")


def _styles(group: Group) -> Iterator[Row]:
    for by, one in (("too fast", group.scores.styles), ("or no hold", group.scores.styles_with_hold)):
        if one is not None:
            numbers = (one.fast_fast, one.fast_not, one.not_fast, one.not_not)
            yield by, *map(str, numbers), share(one.fast_fast + one.not_not, sum(numbers))
