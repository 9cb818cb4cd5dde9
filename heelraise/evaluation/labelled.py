"""What a person marked with ``heelraise label``, as the truth about a recording."""

from __future__ import annotations

from pathlib import Path

from heelraise.evaluation.truth import FAST, TrueRep, Truth
from models.errors import StyleError
from models.styles import flags_of
from models.verdict import Flag
from sensing.errors import RecordingError
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta
from sensing.recording.labels import LabelledRep, labels_path, load_labels
from sensing.said import said_by
from sensing.types import Exercise

_EXERCISES = {Exercise.HEEL_RAISE: "heel raise", Exercise.LIMB: "limb"}
_HASTY = frozenset({Flag.ECCENTRIC_TOO_FAST, Flag.CONCENTRIC_TOO_FAST})


def truth_marked(recording: Path, meta: RecordingMeta) -> Truth:
    """Return what a person marked as the truth about a recording.

    Raises
    ------
    RecordingError
        If the labels cannot be read, or a style is not known.
    """
    labels = load_labels(recording)
    try:
        reps = tuple(map(_true_rep, labels.reps))
    except StyleError as error:
        raise RecordingError(labels_path(recording), said_by(error)) from None
    own = meta.exercise is Exercise.LIMB
    return Truth(
        placement=meta.placement,
        exercise=_EXERCISES[meta.exercise],
        count=len(reps),
        prescription=labels.prescription or (None if own else Prescription()),
        reps=reps,
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
