"""Judges repetitions one after the other, each against the prescription and the person's own first ones."""

from __future__ import annotations

from math import nan

from models.measures import Measures, measure
from models.reference import ReferenceKeeper, own_tempo
from models.rules import shape_reasons, tempo_probabilities, tempo_reason
from models.settings import FormSettings
from models.verdict import Flag, FormVerdict, Reason, Verdict
from sensing.prescription import Prescription
from sensing.types import Rep

_ORDER = {flag: place for place, flag in enumerate(Flag)}


class FormJudge:
    """From repetitions to verdicts, in the order they were done. One judge a recording.

    Parameters
    ----------
    prescription : Prescription or None
        What was asked for. None takes the median phases and range of the person's first three repetitions
        for it ("own"); those three carry no tempo flag and are never low.
    settings : FormSettings, optional
        Limits.
    """

    def __init__(self, prescription: Prescription | None, *, settings: FormSettings | None = None) -> None:
        self.settings = settings or FormSettings()
        self._own = prescription is None
        self._prescription = prescription
        self._references = ReferenceKeeper(self.settings.reference_reps)
        self._first: list[Measures] = []
        self._before: Rep | None = None
        self._size_before = nan

    @property
    def prescription(self) -> Prescription | None:
        """What repetitions are held against; None as long as the person's own tempo is not known."""
        return self._prescription

    def judge(self, rep: Rep) -> FormVerdict:
        """Judge the next repetition."""
        if self._before is None or self._before.set_index != rep.set_index:
            self._size_before = nan
        measures = measure(rep, self._before, self.settings.shape)
        probabilities = self._tempo(rep, measures)
        reasons = self._reasons(rep, measures, probabilities)
        verdict = self._verdict(rep, probabilities, reasons)
        self._learn(measures, verdict, reasons)
        self._before = rep
        return FormVerdict(
            verdict=verdict,
            flags=tuple(reason.flag for reason in reasons),
            p_too_fast=probabilities.get(Flag.ECCENTRIC_TOO_FAST, 0.0),
            reasons=tuple(reasons),
        )

    def _tempo(self, rep: Rep, measures: Measures) -> dict[Flag, float]:
        if self._prescription is None:
            return {}
        return tempo_probabilities(measures, rep.placement, self._prescription, self.settings.tempo)

    def _reasons(self, rep: Rep, measures: Measures, probabilities: dict[Flag, float]) -> list[Reason]:
        out = []
        if self._prescription is not None:
            set_flags = [flag for flag, p in probabilities.items() if p >= 0.5]
            out += [tempo_reason(flag, measures, self._prescription) for flag in set_flags]
        reference = self._references.get(measures.unit)
        out += shape_reasons(measures, reference, self._size_before, self.settings.shape)
        out += [Reason(Flag.GAP)] if rep.touches_gap else []
        return sorted(out, key=lambda reason: _ORDER[reason.flag])

    def _verdict(self, rep: Rep, probabilities: dict[Flag, float], reasons: list[Reason]) -> Verdict:
        # A fault that is sure outweighs another doubt; a doubt outweighs "ok".
        low, high = self.settings.unsure_from, self.settings.unsure_to
        if not rep.confidence >= self.settings.least_confidence:
            return Verdict.UNSURE
        sure = [r for r in reasons if r.flag is not Flag.GAP and probabilities.get(r.flag, 1.0) > high]
        if sure:
            return Verdict.FAULT
        doubt = rep.touches_gap or any(low <= p <= high for p in probabilities.values())
        return Verdict.UNSURE if doubt else Verdict.OK

    def _learn(self, measures: Measures, verdict: Verdict, reasons: list[Reason]) -> None:
        if not any(reason.flag is Flag.LOW for reason in reasons):
            self._size_before = measures.size
        if not self._own:
            if verdict is Verdict.OK:
                self._references.add(measures)
            return
        # "Own" takes the first ones as they are: it analyses, it does not coach.
        self._references.add(measures)
        if self._prescription is None:
            self._first.append(measures)
            if len(self._first) == self.settings.reference_reps:
                self._prescription = own_tempo(self._first, self.settings.tempo.shortest_hold_s)
