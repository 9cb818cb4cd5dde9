"""How right each flag is by rule, by model and as it is used, on repetitions whose flags are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from heelraise.evaluation.lowness import truly_low
from heelraise.evaluation.outcome import Outcome, Pair
from models.dataset import LEARNED
from models.rules import TEMPO_FLAGS
from models.scores import NEAR_LIMIT, Score, score
from models.settings import TempoSettings
from models.verdict import Flag
from sensing.prescription import Prescription

_TEMPO = TempoSettings()
NEAR = "near the limit"


@dataclass(frozen=True, slots=True)
class FlagScores:
    """Scores of one flag on part of the repetitions that were found; `model` is None where there is none.

    `by_model` is the share of the repetitions, 0 to 1, of which the model's word was used.
    """

    flag: Flag
    part: str
    rule: Score
    model: Score | None
    used: Score
    by_model: float


@dataclass(frozen=True, slots=True)
class _Said:
    true: float
    rule: float
    model: float
    used: float
    by_model: bool
    near: bool


def flags_of(outcomes: Sequence[Outcome]) -> tuple[FlagScores, ...]:
    """Score each flag over all repetitions, and over those whose lowering was near the limit."""
    out = []
    for flag in LEARNED:
        said = [one for outcome in outcomes for one in _said(outcome, flag)]
        for part, rows in (("all", said), (NEAR, [one for one in said if one.near])):
            if rows and (part == "all" or flag is Flag.ECCENTRIC_TOO_FAST):
                out.append(_scores(flag, part, rows))
    return tuple(out)


def _scores(flag: Flag, part: str, rows: Sequence[_Said]) -> FlagScores:
    true = np.array([one.true for one in rows])
    model = np.array([one.model for one in rows])
    seen = np.isfinite(model)
    return FlagScores(
        flag,
        part,
        score(np.array([one.rule for one in rows]), true),
        score(model[seen], true[seen]) if seen.any() else None,
        score(np.array([one.used for one in rows]), true),
        float(np.mean([one.by_model for one in rows])),
    )


def _said(outcome: Outcome, flag: Flag) -> Iterator[_Said]:
    prescription = outcome.truth.prescription
    if prescription is None or not _asked(flag, prescription):
        return
    for pair, true in _told(flag, outcome.pairs):
        assert pair.found is not None
        sides = pair.found.sides
        if sides is not None:
            yield _Said(
                true=float(true),
                rule=sides.rule[flag],
                model=sides.model.get(flag, float("nan")),
                used=sides.used[flag],
                by_model=flag in sides.by_model,
                near=_is_near(pair, prescription),
            )


def _asked(flag: Flag, prescription: Prescription) -> bool:
    return flag not in TEMPO_FLAGS or flag in _TEMPO.limits_s(prescription)


def _told(flag: Flag, pairs: Sequence[Pair]) -> Iterable[tuple[Pair, bool]]:
    """Repetitions that were found, and whether they have the flag, where the truth says it."""
    known = [pair for pair in pairs if pair.true.flags is not None]
    if flag is Flag.LOW:
        judged = zip(known, truly_low([pair.true for pair in known]), strict=True)
        yield from ((pair, low) for pair, low in judged if pair.found is not None and low is not None)
        return
    followed: list[tuple[Pair, Pair | None]] = [*pairwise(known)]
    followed += [(known[-1], None)] if known else []
    for pair, following in followed:
        bounced = following is not None and str(Flag.BOUNCED) in (following.true.flags or ())
        if pair.found is not None and not (flag is Flag.DROPPED and bounced):
            # To bounce the next one this one comes down hard, which nobody calls dropping.
            yield pair, str(flag) in (pair.true.flags or ())


def _is_near(pair: Pair, prescription: Prescription) -> bool:
    limit_s = _TEMPO.limits_s(prescription).get(Flag.ECCENTRIC_TOO_FAST)
    if limit_s is None or pair.true.phases_s is None:
        return False
    return NEAR_LIMIT[0] <= pair.true.phases_s[2] / limit_s <= NEAR_LIMIT[1]
