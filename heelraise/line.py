"""The straight line from samples to judged repetitions. Live and offline are the same object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TypeAlias

import numpy as np

from heelraise.analysis import Analysis
from heelraise.coach.summary import JudgedRep
from models.classifier import FormClassifier
from models.judge import FormJudge
from sensing.grid import RATE_HZ, Grid
from sensing.prescription import Prescription
from sensing.repetitions import RepDetector
from sensing.said import said
from sensing.samples import complete
from sensing.types import (
    Attempt,
    Course,
    Exercise,
    ImuBlock,
    PhaseProgress,
    Placement,
    Rep,
    RepEvent,
    Samples,
    frozen,
)

LineEvent: TypeAlias = JudgedRep | Attempt | PhaseProgress

_AT_ONCE = 12_000
"""Samples gone through at a time: two minutes stay near the processor, an hour does not."""

_SIGNALS = {"deg": said("tilt"), "cm": said("rise")}
_PLACES = {
    Placement.FOOT: said("foot"),
    Placement.ANKLE: said("ankle"),
    Placement.SHANK: said("shank"),
    Placement.THIGH: said("thigh"),
}
_NO_GYROSCOPE = {
    "tilt": said("no gyroscope: tilt from the accelerometer alone, times are less exact"),
    "rise": said("no gyroscope: rise only"),
    None: said("no gyroscope: repetitions are harder to see"),
}
"""What the lack of one means, by the signal that carried the repetitions."""
_NOTHING = frozen(np.empty(0))


class Line:
    """Grid, detector and judge in a row; feed with `push`, end with `finish`, then ask for `analysis`.

    Parameters
    ----------
    placement : Placement
        Where the sensor sits; ``auto`` finds out.
    exercise : Exercise
        What is counted.
    prescription : Prescription or None
        What was prescribed; None takes the person's own first repetitions (``own``).
    weights : FormClassifier, optional
        Model of form; without it the rules judge alone.
    keep_courses : bool
        Whether `analysis` gives the course of each repetition, for plots. What `push` returns always has it;
        kept for a whole session they would be most of the memory.
    """

    def __init__(
        self,
        placement: Placement = Placement.AUTO,
        exercise: Exercise = Exercise.HEEL_RAISE,
        prescription: Prescription | None = None,
        weights: FormClassifier | None = None,
        *,
        keep_courses: bool = False,
    ) -> None:
        self.placement = placement
        self.exercise = exercise
        self.prescription = prescription
        self._grid = Grid()
        self._detector = RepDetector(RATE_HZ, placement, exercise, prescription)
        self._judge = FormJudge(prescription, weights, exercise=exercise)
        self._keep_courses = keep_courses
        self._judged: list[JudgedRep] = []
        self._attempts: list[Attempt] = []
        self._span_s: tuple[float, float] | None = None
        self._has_gyr = True

    def push(self, samples: Samples) -> list[LineEvent]:
        """Take the next samples, of any number; return what they brought to light."""
        if len(samples) > _AT_ONCE:
            parts = (samples[at : at + _AT_ONCE] for at in range(0, len(samples), _AT_ONCE))
            return [event for part in parts for event in self.push(part)]
        samples = complete(samples)
        if not len(samples):
            return []
        first_s = self._span_s[0] if self._span_s else float(samples.t_s[0])
        self._span_s = (first_s, float(samples.t_s[-1]))
        self._has_gyr = samples.gyr_radps is not None
        return self._detect(self._grid.push(samples))

    def finish(self) -> list[LineEvent]:
        """Say that no more samples come."""
        if self._span_s is None:
            return []
        return self._detect(self._grid.finish()) + self._judge_all(self._detector.finish())

    def analysis(self, recording: str, sampling_rate_hz: float, notes: Iterable[str] = ()) -> Analysis:
        """Return what was found so far.

        Parameters
        ----------
        recording : str
            Name or path of the recording.
        sampling_rate_hz : float
            Rate of the samples as they came, Hz.
        notes : iterable of str
            What a person should know about the recording itself.
        """
        start_s, end_s = self._span_s or (0.0, 0.0)
        return Analysis(
            recording=recording,
            duration_s=end_s - start_s,
            sampling_rate_hz=sampling_rate_hz,
            placement=self._carried(),
            prescription=self.prescription,
            gaps=tuple(self._grid.gaps),
            judged=tuple(self._judged),
            attempts=tuple(self._attempts),
            notes=(*notes, *self._own_notes()),
        )

    def _detect(self, blocks: list[ImuBlock]) -> list[LineEvent]:
        return [event for block in blocks for event in self._judge_all(self._detector.push(block))]

    def _judge_all(self, found: list[RepEvent]) -> list[LineEvent]:
        events: list[LineEvent] = []
        for event in found:
            if isinstance(event, Rep):
                judged = JudgedRep(event, self._judge.judge(event))
                self._judged.append(judged if self._keep_courses else _without_course(judged))
                events.append(judged)
                continue
            if isinstance(event, Attempt):
                self._attempts.append(event)
            events.append(event)
        return events

    def _carried(self) -> Placement:
        """Return the placement whose signal carried most repetitions; without any the one that was asked."""
        counts = Counter(judged.rep.placement for judged in self._judged)
        return counts.most_common(1)[0][0] if counts else self.placement

    def _own_notes(self) -> list[str]:
        units = Counter(judged.rep.course.unit for judged in self._judged)
        signal = _SIGNALS[units.most_common(1)[0][0]] if units else None
        notes: list[str] = []
        if not self._has_gyr:
            notes.append(_NO_GYROSCOPE[signal])
        if signal is not None and self.placement is Placement.AUTO:
            place = _PLACES.get(self._carried(), str(self._carried()))
            sentence = said(
                "placement found by itself: {place}, measured by its {signal}", place=place, signal=signal
            )
            notes.append(sentence)
        return notes


@cache
def shipped_weights() -> FormClassifier:
    """Return the model of form that came with the program; it is read once.

    Raises
    ------
    WeightsError
        If the weights are missing, damaged or do not belong to this version.
    """
    return FormClassifier.load()


def _without_course(judged: JudgedRep) -> JudgedRep:
    """Drop the samples of a repetition; its unit stays, for it says what the range is measured in."""
    course = Course(_NOTHING, _NOTHING, judged.rep.course.unit, _NOTHING, _NOTHING)
    return JudgedRep(replace(judged.rep, course=course), judged.form)
