"""Rule and model side by side: what each says of the same repetition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from models.classifier import FormClassifier
from models.features import features
from models.judge import FormJudge
from models.rules import shape_reasons, tempo_probabilities
from models.verdict import Flag
from sensing.prescription import Prescription
from sensing.types import Rep


@dataclass(frozen=True, slots=True)
class Sides:
    """Probability of flags, 0 to 1.

    Parameters
    ----------
    rule : mapping of Flag to float
        By measured times, and 0 or 1 by the shape.
    model : mapping of Flag to float
        By the classifier, for the flags that have one and that it can see.
    used : mapping of Flag to float
        What the verdict is made from.
    by_model : frozenset of Flag
        The flags of which that is the model's word, at this placement.
    """

    rule: Mapping[Flag, float]
    model: Mapping[Flag, float]
    used: Mapping[Flag, float]
    by_model: frozenset[Flag] = frozenset()


class SideBySide:
    """Asks both of the repetitions of one recording, in the order in which they were done.

    Parameters
    ----------
    prescription : Prescription or None
        What was asked for; None for the person's own tempo.
    weights : FormClassifier
        The model.
    """

    def __init__(self, prescription: Prescription | None, weights: FormClassifier) -> None:
        self._judge = FormJudge(prescription, weights)
        self._weights = weights

    def ask(self, rep: Rep) -> Sides:
        """Return what both say of the next repetition."""
        settings = self._judge.settings
        sight = self._judge.see(rep)
        shape = {reason.flag for reason in shape_reasons(sight, settings.shape)}
        timed = tempo_probabilities(sight.measures, rep.placement, sight.prescription, settings.tempo)
        believed = self._judge.believe(sight).p
        row = features(sight)
        said = self._weights.probabilities(row, rep.placement, unasked=True)
        judging = self._weights.probabilities(row, rep.placement)
        flags = self._judge.judge(rep).flags
        return Sides(
            rule={flag: timed.get(flag, float(flag in shape)) for flag in Flag},
            model={flag: p for flag, p in said.items() if isfinite(p)},
            used={flag: believed.get(flag, float(flag in flags)) for flag in Flag},
            by_model=frozenset(flag for flag, p in judging.items() if isfinite(p)),
        )
