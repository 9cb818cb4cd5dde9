"""What is to be reached on simulated people, and whether it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.tables import markdown
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.report import HEEL_RAISES, kind_of
from heelraise.evaluation.scores import Scores, scores_of
from sensing.types import Placement

PLACES: dict[str, tuple[Placement, ...]] = {
    "foot, ankle": (Placement.FOOT, Placement.ANKLE),
    "shank": (Placement.SHANK,),
    "thigh": (Placement.THIGH,),
}


@dataclass(frozen=True, slots=True)
class Target:
    """One number to be reached at each of `PLACES` (None: to be reported only)."""

    name: str
    limits: tuple[float | None, float | None, float | None]
    at_least: bool
    pattern: str
    value: Callable[[Scores], float | None]

    def met(self, value: float, limit: float) -> bool:
        return value >= limit if self.at_least else value <= limit


def _eccentric(read: str) -> Callable[[Scores], float | None]:
    return lambda scores: None if scores.phases is None else float(getattr(scores.phases[2], read))


def _latency(read: str) -> Callable[[Scores], float | None]:
    return lambda scores: None if scores.latency is None else float(getattr(scores.latency, read))


def _bias(scores: Scores) -> float | None:
    return None if scores.phases is None else max(abs(one.bias_s) for one in scores.phases)


def _warned(scores: Scores) -> float | None:
    one = scores.warnings
    return 100.0 * one.given / one.due if one and one.due else None


def _false(scores: Scores) -> float | None:
    one = scores.warnings
    return 100.0 * one.false / one.not_due if one and one.not_due else None


TARGETS = (
    Target(
        "sets counted exactly", (100.0, 99.0, 95.0), True, "{:.1f} %", lambda s: 100.0 * s.counts.exact_share
    ),
    Target(
        "lowering, mean absolute error", (0.05, 0.14, 0.20), False, "{:.3f} s", _eccentric("mean_absolute_s")
    ),
    Target(
        "lowering, 95 % limits of agreement ±",
        (0.14, 0.40, 0.55),
        False,
        "{:.3f} s",
        _eccentric("half_width_s"),
    ),
    Target("largest bias of a phase", (0.03, 0.06, 0.10), False, "{:.3f} s", _bias),
    Target(
        "reported after the end, median",
        (0.25, 0.4, 0.5),
        False,
        "{:.2f} s",
        _latency("median_s"),
    ),
    Target(
        "reported after the end, 99 %",
        (0.5, 0.8, 1.0),
        False,
        "{:.2f} s",
        _latency("p99_s"),
    ),
    Target("fast lowering warned before its end", (95.0, 85.0, None), True, "{:.1f} %", _warned),
    Target("false warnings", (1.0, 1.0, None), False, "{:.1f} %", _false),
)


def table(outcomes: Sequence[Outcome]) -> str:
    """Hold simulated sets against the targets."""
    sets = [one for one in outcomes if kind_of(one) == HEEL_RAISES]
    scores = [scores_of([one for one in sets if one.truth.placement in places]) for places in PLACES.values()]
    rows = [
        [target.name, *(_cell(target, one, limit) for one, limit in zip(scores, target.limits, strict=True))]
        for target in TARGETS
    ]
    return markdown(["", *PLACES], rows)


def _cell(target: Target, scores: Scores, limit: float | None) -> str:
    value = target.value(scores)
    if value is None or value != value:
        return "-"
    shown = target.pattern.format(value)
    if limit is None:
        return shown
    sign = "≥" if target.at_least else "≤"
    return f"{shown} ({sign} {limit:g}: {'met' if target.met(value, limit) else '**not met**'})"
