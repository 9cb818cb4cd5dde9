"""Groups of recordings with their scores, and the JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from heelraise.evaluation.flags import FlagScores, flags_of
from heelraise.evaluation.outcome import Failure, Outcome
from heelraise.evaluation.scores import PHASES, Agreement, Scores, Styles, scores_of
from sensing.types import Exercise

FORMAT_VERSION = 1
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Recordings of one kind.

    Parameters
    ----------
    kind : str
        ``heel raises``, ``limb``, ``no heel raise`` or ``squats, lunges, jumps``.
    batch : str
        The folder, or ``simulated``.
    placement : str
        Where the sensor sat, or ``all``.
    scores : Scores
        The numbers.
    flags : tuple of FlagScores
        Rule and model on each flag, where the truth knows flags.
    """

    kind: str
    batch: str
    placement: str
    scores: Scores
    flags: tuple[FlagScores, ...] = ()


HEEL_RAISES, LIMB, NONE, APART = "heel raises", "limb", "no heel raise", "squats, lunges, jumps"


def kind_of(outcome: Outcome) -> str:
    """Say what kind of recording it is."""
    if not outcome.truth.count:
        return APART if outcome.truth.stands_apart else NONE
    return LIMB if outcome.truth.counted_as is Exercise.LIMB else HEEL_RAISES


def groups_of(outcomes: Sequence[Outcome]) -> list[Group]:
    """Score the recordings by kind, folder and placement, and those of a kind and folder together."""
    groups = []
    for kind in (HEEL_RAISES, LIMB, NONE, APART):
        same = [one for one in outcomes if kind_of(one) == kind]
        for batch in sorted({one.group for one in same}):
            here = [one for one in same if one.group == batch]
            places = sorted({str(one.truth.placement) for one in here})
            parts = {place: [one for one in here if one.truth.placement == place] for place in places}
            parts |= {"all": here} if len(places) > 1 else {}
            groups += [
                Group(kind, batch, place, scores_of(part), flags_of(part)) for place, part in parts.items()
            ]
    return groups


def as_json(
    outcomes: Sequence[Outcome],
    failures: Sequence[Failure] = (),
    made_from: dict[str, Any] | None = None,
) -> str:
    """Return everything as one JSON object.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The recordings.
    failures : sequence of Failure
        Recordings without an outcome.
    made_from : dict, optional
        Which people, seeds and options.
    """
    document = {
        "format_version": FORMAT_VERSION,
        "made_from": made_from or {},
        "groups": [
            {"kind": group.kind, "batch": group.batch, "placement": group.placement}
            | _scores(group.scores)
            | {"flags": [_flag(one) for one in group.flags]}
            for group in groups_of(outcomes)
        ],
        "recordings": [_recording(one) for one in outcomes],
        "failures": [asdict(failure) for failure in failures],
    }
    return json.dumps(_plain(document), ensure_ascii=False, indent=1, allow_nan=False)


def _scores(scores: Scores) -> dict[str, Any]:
    counts = scores.counts
    return {
        "counts": asdict(counts)
        | {"exact_share": counts.exact_share, "false_per_hour": counts.false_per_hour},
        "phases": None
        if scores.phases is None
        else {name: _agreement(one) for name, one in zip(PHASES, scores.phases, strict=True)},
        "latency": scores.latency and asdict(scores.latency),
        "warnings": scores.warnings and asdict(scores.warnings),
        "styles": _styles(scores.styles),
        "styles_with_hold": _styles(scores.styles_with_hold),
    }


def _flag(one: FlagScores) -> dict[str, Any]:
    scores = {"rule": one.rule, "model": one.model, "used": one.used}
    return {"flag": str(one.flag), "part": one.part} | {
        way: score and score.rounded() for way, score in scores.items()
    }


def _styles(one: Styles | None) -> dict[str, Any] | None:
    return None if one is None else asdict(one) | {"right_share": one.right_share}


def _agreement(one: Agreement) -> dict[str, Any]:
    return asdict(one) | {"half_width_s": one.half_width_s}


def _recording(one: Outcome) -> dict[str, Any]:
    return {
        "name": one.name,
        "batch": one.group,
        "kind": kind_of(one),
        "placement": one.truth.placement,
        "placement_taken": one.placement,
        "duration_s": one.duration_s,
        "count": one.truth.count,
        "found": len(one.found),
        "missed": one.missed,
        "extra": one.extra,
    }


def _plain(value: Any) -> Any:
    """Round numbers and turn what is none (NaN) into null."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return round(value, _DECIMALS) if isfinite(value) else None
    return value
