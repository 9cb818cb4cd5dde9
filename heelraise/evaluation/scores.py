"""Numbers over many recordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from heelraise.evaluation.outcome import Outcome, Pair
from models.settings import TempoSettings
from models.verdict import Flag

PHASES = ("concentric", "hold", "eccentric")

SHORTEST_WARNED_S = 0.6
"""A lowering shorter than this, s, is over before anything could be said about it."""

CLEAR_S = 0.2
"""A lowering this much longer than the limit, s, is clearly no hasty one."""

_WITHIN_95 = 1.96


@dataclass(frozen=True, slots=True)
class Agreement:
    """Measured minus true: how many, mean, mean of the absolute, and the 95 % limits, all in s."""

    n: int
    bias_s: float
    mean_absolute_s: float
    lower_s: float
    upper_s: float

    @property
    def half_width_s(self) -> float:
        """Half of the distance between the limits of agreement: 1.96 standard deviations, s."""
        return (self.upper_s - self.lower_s) / 2.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Counting over recordings: how many of them, how many exactly right, and repetitions."""

    recordings: int
    exact: int
    true: int
    found: int
    missed: int
    extra: int
    hours: float

    @property
    def exact_share(self) -> float:
        """Share of recordings that were counted exactly; NaN without any."""
        return self.exact / self.recordings if self.recordings else float("nan")

    @property
    def false_per_hour(self) -> float:
        """Extra repetitions an hour of recording; NaN without any."""
        return self.extra / self.hours if self.hours else float("nan")


@dataclass(frozen=True, slots=True)
class Latency:
    """Time from the end of a repetition to its report: how many, median and 99th percentile, s."""

    n: int
    median_s: float
    p99_s: float


@dataclass(frozen=True, slots=True)
class Warnings:
    """Early warnings.

    Parameters
    ----------
    due, given : int
        Lowerings that were too fast (and long enough), and how many were warned of before they ended.
    median_lead_s : float
        How long before the end, s.
    not_due, false : int
        Lowerings that were not too fast, and how many were warned of all the same.
    false_clear : int
        How many of those were longer than the limit by `CLEAR_S` or more.
    stray : int
        Warnings that belong to no repetition.
    """

    due: int
    given: int
    median_lead_s: float
    not_due: int
    false: int
    false_clear: int
    stray: int


@dataclass(frozen=True, slots=True)
class Styles:
    """Fast against not fast: first what it was, then what it was called."""

    fast_fast: int
    fast_not: int
    not_fast: int
    not_not: int

    @property
    def right_share(self) -> float:
        """Share of repetitions that were called what they were; NaN without any."""
        total = self.fast_fast + self.fast_not + self.not_fast + self.not_not
        return (self.fast_fast + self.not_not) / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class Scores:
    """All numbers over a group of recordings; None where the truth does not allow them."""

    counts: Counts
    phases: tuple[Agreement, Agreement, Agreement] | None
    latency: Latency | None
    warnings: Warnings | None
    styles: Styles | None
    styles_with_hold: Styles | None


def agreement(measured_s: Sequence[float], true_s: Sequence[float]) -> Agreement:
    """Hold measured times against true ones (Bland and Altman).

    Parameters
    ----------
    measured_s, true_s : sequence of float
        Times, s, as many of the one as of the other, at least one.
    """
    error_s = np.asarray(measured_s) - np.asarray(true_s)
    bias_s, spread_s = (
        float(error_s.mean()),
        _WITHIN_95 * float(error_s.std(ddof=1 if len(error_s) > 1 else 0)),
    )
    return Agreement(
        len(error_s), bias_s, float(np.abs(error_s).mean()), bias_s - spread_s, bias_s + spread_s
    )


def counts_of(outcomes: Sequence[Outcome]) -> Counts:
    """Sum up the counting."""
    return Counts(
        recordings=len(outcomes),
        exact=sum(one.is_exact for one in outcomes),
        true=sum(one.truth.count for one in outcomes),
        found=sum(len(one.found) for one in outcomes),
        missed=sum(one.missed for one in outcomes),
        extra=sum(one.extra for one in outcomes),
        hours=sum(one.duration_s for one in outcomes) / 3600.0,
    )


def scores_of(outcomes: Sequence[Outcome]) -> Scores:
    """Work out all numbers over a group."""
    return Scores(
        counts_of(outcomes),
        phases_of(outcomes),
        latency_of(outcomes),
        warnings_of(outcomes),
        styles_of(outcomes),
        styles_of(outcomes, with_hold=True),
    )


def phase_pairs(outcomes: Iterable[Outcome], phase: int) -> tuple[list[float], list[float]]:
    """Return true and measured times of a phase (place in `PHASES`), s, over all repetitions found."""
    both = [
        (pair.true.phases_s[phase], pair.found.phases_s[phase])
        for one in outcomes
        for pair in one.pairs
        if pair.found is not None and pair.true.phases_s is not None
    ]
    return [true for true, _ in both], [measured for _, measured in both]


def phases_of(outcomes: Sequence[Outcome]) -> tuple[Agreement, Agreement, Agreement] | None:
    """Hold the times of the three phases against the truth; None without true ones."""
    up, hold, down = (phase_pairs(outcomes, phase) for phase in range(len(PHASES)))
    if not up[0]:
        return None
    return agreement(up[1], up[0]), agreement(hold[1], hold[0]), agreement(down[1], down[0])


def latency_of(outcomes: Iterable[Outcome]) -> Latency | None:
    """Tell how long after its end a repetition was reported: its true end where known, else the measured."""
    waits_s: list[float] = []
    for one in outcomes:
        pairs = [pair for pair in one.pairs if pair.true.phases_s is not None]
        if pairs:
            waits_s += [
                pair.found.reported_at_s - pair.true.end_s for pair in pairs if pair.found is not None
            ]
        elif one.truth.count:
            waits_s += [rep.reported_at_s - rep.end_s for rep in one.found]
    if not waits_s:
        return None
    return Latency(len(waits_s), float(np.median(waits_s)), float(np.percentile(waits_s, 99)))


def warnings_of(outcomes: Sequence[Outcome]) -> Warnings | None:
    """Judge the early warnings; None where none was due, undue or given."""
    leads_s: list[float] = []
    due = given = not_due = false = false_clear = 0
    for pair, limit_s in _with_limit(outcomes):
        assert pair.true.phases_s is not None
        down_s, warned_s = pair.true.phases_s[2], pair.found.warned_at_s if pair.found else None
        if SHORTEST_WARNED_S <= down_s < limit_s:
            due += 1
            if warned_s is not None and warned_s < pair.true.end_s:
                given += 1
                leads_s.append(pair.true.end_s - warned_s)
        elif down_s >= limit_s:
            not_due += 1
            false += warned_s is not None
            false_clear += warned_s is not None and down_s >= limit_s + CLEAR_S
    stray = sum(one.stray_warnings for one in outcomes)
    if not due + not_due + stray:
        return None
    lead_s = float(np.median(leads_s)) if leads_s else float("nan")
    return Warnings(due, given, lead_s, not_due, false, false_clear, stray)


def _with_limit(outcomes: Iterable[Outcome]) -> Iterable[tuple[Pair, float]]:
    """Repetitions with known phases, and below which time their lowering is too fast, s."""
    for one in outcomes:
        limit_s = TempoSettings().limits_s(one.truth.prescription).get(Flag.ECCENTRIC_TOO_FAST)
        if limit_s is not None:
            yield from ((pair, limit_s) for pair in one.pairs if pair.true.phases_s is not None)


def styles_of(outcomes: Iterable[Outcome], with_hold: bool = False) -> Styles | None:
    """Count fast against not fast; None without a repetition whose style is known.

    Parameters
    ----------
    outcomes : iterable of Outcome
        The recordings.
    with_hold : bool
        Take a missing hold for fast too: where a hold is asked, haste often shows in it alone.
    """
    styles = [
        (fast, rep.hasty if with_hold else rep.too_fast) for one in outcomes for fast, rep in one.styles
    ]
    if not styles:
        return None
    return Styles(
        styles.count((True, True)),
        styles.count((True, False)),
        styles.count((False, True)),
        styles.count((False, False)),
    )
