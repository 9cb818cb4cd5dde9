"""Judges repetitions one after the other, each against the prescription and the person's own first ones."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from models.classifier import FormClassifier
from models.features import features
from models.measures import Measures, in_two_ways, measure
from models.reference import ReferenceKeeper, own_tempo
from models.rules import (
    TEMPO_FLAGS,
    as_a_whole,
    makes_no_sense,
    shape_reason,
    shape_reasons,
    tempo_probabilities,
    tempo_reason,
    with_unseen_edges,
)
from models.settings import FormSettings
from models.sight import Sight
from models.verdict import Flag, FormVerdict, Reason, Verdict
from sensing.prescription import Prescription
from sensing.types import Exercise, Rep

_ORDER = {flag: place for place, flag in enumerate(Flag)}
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Belief:
    """Probability of each flag that has one, and whether the model could not see what it needs."""

    p: dict[Flag, float]
    blind: bool


class FormJudge:
    """From repetitions to verdicts, in the order they were done. One judge a recording.

    Parameters
    ----------
    prescription : Prescription or None
        What was asked for. None takes the median phases and range of the person's first three repetitions
        for it ("own"); those three carry no tempo flag and are never low.
    weights : FormClassifier or None
        Model of heel raises for the flags that it judges better than the rules do; None uses rules alone.
    exercise : Exercise, optional
        What is done. The "own" tempo of a limb is that of its two ways, each with half of the hold; a way is
        too fast only where the whole repetition is. The model knows heel raises alone.
    """

    def __init__(
        self,
        prescription: Prescription | None,
        weights: FormClassifier | None = None,
        *,
        exercise: Exercise = Exercise.HEEL_RAISE,
    ) -> None:
        self.settings = FormSettings()
        limb = exercise is Exercise.LIMB
        self._weights = None if limb else weights
        self._own = prescription is None
        self._as_a_whole = self._own and limb
        self._prescription = prescription
        self._references = ReferenceKeeper(self.settings.reference_reps)
        self._first: list[Measures] = []
        self._before: Rep | None = None
        self._usual: Measures | None = None
        self._earlier: tuple[Measures, ...] = ()

    @property
    def prescription(self) -> Prescription | None:
        """What repetitions are held against; None as long as the person's own tempo is not known."""
        return self._prescription

    def see(self, rep: Rep) -> Sight:
        """Return what the next repetition is held against, without judging it."""
        before = self._before
        measures = measure(rep, before, self.settings.shape)
        if self._as_a_whole:
            measures = in_two_ways(measures)
        same_set = before is not None and before.set_index == rep.set_index
        return Sight(
            rep=rep,
            before=before,
            measures=measures,
            reference=self._references.get(measures.unit),
            prescription=self._prescription,
            usual=self._usual if same_set else None,
            earlier=self._earlier if same_set else (),
        )

    def judge(self, rep: Rep) -> FormVerdict:
        """Judge the next repetition."""
        sight = self.see(rep)
        belief = self.believe(sight)
        reasons = self._reasons(sight, belief)
        verdict = self._verdict(sight, belief, reasons)
        self._learn(sight, verdict, reasons)
        return FormVerdict(
            verdict=verdict,
            flags=tuple(reason.flag for reason in reasons),
            p_too_fast=belief.p.get(Flag.ECCENTRIC_TOO_FAST, 0.0),
            reasons=tuple(reasons),
        )

    def believe(self, sight: Sight) -> Belief:
        """Ask the model where there is one; what nobody prescribed is not asked."""
        tempo = self.settings.tempo
        where = sight.rep.placement
        p = tempo_probabilities(sight.measures, where, sight.prescription, tempo)
        said = self._weights.probabilities(features(sight), where) if self._weights else {}
        # No reference yet, height by rise, no turn before the first of a set: that is no poor signal.
        hidden = {flag for flag in said if flag not in TEMPO_FLAGS and sight.reference is None}
        hidden |= {Flag.LOW, Flag.BOUNCED}
        said = {flag: value for flag, value in said.items() if flag not in hidden or isfinite(value)}
        asked = {flag: value for flag, value in said.items() if flag in p or flag not in TEMPO_FLAGS}
        p |= {flag: value for flag, value in asked.items() if isfinite(value)}
        blind = any(not isfinite(value) for value in asked.values())
        p = with_unseen_edges(p, sight, tempo)
        asked_s = sight.prescription.rep_s if sight.prescription else None
        if self._as_a_whole and asked_s is not None:
            p = as_a_whole(p, sight.measures, where, asked_s, tempo)
        return Belief(p, blind)

    def _reasons(self, sight: Sight, belief: Belief) -> list[Reason]:
        raised = [flag for flag, value in belief.p.items() if value >= _EVEN]
        out = [tempo_reason(flag, sight) for flag in raised if flag in TEMPO_FLAGS]
        out += [shape_reason(flag, sight, self.settings.shape) for flag in raised if flag not in TEMPO_FLAGS]
        out += [r for r in shape_reasons(sight, self.settings.shape) if r.flag not in belief.p]
        out += [Reason(Flag.GAP)] if sight.rep.touches_gap else []
        return sorted(out, key=lambda reason: _ORDER[reason.flag])

    def _verdict(self, sight: Sight, belief: Belief, reasons: list[Reason]) -> Verdict:
        # A fault that is sure outweighs another doubt; a doubt outweighs "ok".
        low, high = self.settings.unsure_from, self.settings.unsure_to
        if belief.blind or self._is_poor(sight) or makes_no_sense(sight.measures, self.settings.sense):
            return Verdict.UNSURE
        if any(r.flag is not Flag.GAP and belief.p.get(r.flag, 1.0) > high for r in reasons):
            return Verdict.FAULT
        # A hole matters where it may hide something: `with_unseen_edges` has lowered those probabilities.
        doubt = any(low <= value <= high for value in belief.p.values())
        return Verdict.UNSURE if doubt else Verdict.OK

    def _is_poor(self, sight: Sight) -> bool:
        # By rise confidence is the error of the edges and nothing else, which the probabilities know already.
        least = self.settings.least_confidence if sight.measures.unit == "deg" else 0.0
        return not sight.rep.confidence >= least

    def _learn(self, sight: Sight, verdict: Verdict, reasons: list[Reason]) -> None:
        measures = sight.measures
        self._before = sight.rep
        is_low = any(reason.flag is Flag.LOW for reason in reasons)
        self._usual = sight.usual if is_low else measures
        self._earlier = (*sight.earlier, measures)[-self.settings.earlier_reps :]
        # "Own" takes the first ones as they are: it analyses, it does not coach.
        if self._own or verdict is Verdict.OK:
            self._references.add(measures)
        if self._prescription is None:
            self._first.append(measures)
            if len(self._first) == self.settings.reference_reps:
                self._prescription = own_tempo(self._first, self.settings.tempo.shortest_hold_s)
