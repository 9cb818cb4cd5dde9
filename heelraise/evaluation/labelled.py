"""A recording whose truth a person marked with ``heelraise label``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heelraise.evaluation.choices import Told
from heelraise.evaluation.jobs import looked_at
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.truth import ENDING, FAST, TrueRep, Truth
from heelraise.opening import open_any
from models.errors import StyleError
from models.labelled import labelled_in
from models.styles import flags_of
from models.verdict import Flag
from sensing.errors import RecordingError
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta
from sensing.recording.labels import LabelledRep, Labels, labels_path, load_labels
from sensing.said import said_by
from sensing.types import Exercise

_EXERCISES = {Exercise.HEEL_RAISE: "heel raise", Exercise.LIMB: "limb"}
_HASTY = frozenset({Flag.ECCENTRIC_TOO_FAST, Flag.CONCENTRIC_TOO_FAST})


@dataclass(frozen=True, slots=True)
class LabelledJob:
    """A recording folder or file with labels.

    Parameters
    ----------
    recording : Path
        The recording.
    group : str
        The folder's name.
    told : Told
        Whether the program is told the placement.
    """

    recording: Path
    group: str
    told: Told = Told.AUTO

    @property
    def name(self) -> str:
        """The folder or file."""
        return str(self.recording)

    def run(self) -> Outcome:
        """Analyse it.

        Raises
        ------
        RecordingError
            If the recording or its labels cannot be read.
        """
        opened = open_any(self.recording)
        try:
            truth = truth_marked(load_labels(self.recording), opened.meta)
        except StyleError as error:
            raise RecordingError(labels_path(self.recording), said_by(error)) from None
        return looked_at(opened.name, self.group, truth, self.told, opened.data)


def labelled_jobs(folder: Path, told: Told = Told.AUTO) -> Iterator[LabelledJob]:
    """List the recordings with labels in a folder and below it, but for those that have a truth beside them.

    Raises
    ------
    TrainingError
        If labels stand beside no recording.
    """
    for path in labelled_in(folder):
        if path.is_dir() or not path.with_suffix(ENDING).exists():
            yield LabelledJob(path, path.parent.name, told)


def truth_marked(labels: Labels, meta: RecordingMeta) -> Truth:
    """Return what was marked as the truth about a recording.

    Raises
    ------
    StyleError
        If a style is not known.
    """
    own = meta.exercise is Exercise.LIMB
    return Truth(
        placement=meta.placement,
        exercise=_EXERCISES[meta.exercise],
        count=len(labels.reps),
        prescription=labels.prescription or (None if own else Prescription()),
        reps=tuple(map(_true_rep, labels.reps)),
    )


def _true_rep(rep: LabelledRep) -> TrueRep:
    flags = flags_of(rep.style)
    return TrueRep(
        rep.start,
        rep.end,
        rep.top,
        rep.eccentric_start,
        style=FAST if flags & _HASTY else "correct",
        flags=tuple(map(str, flags)),
    )
