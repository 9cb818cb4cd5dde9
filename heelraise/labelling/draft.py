"""Labels of a recording to begin with: those that were saved, or what the program found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from heelraise.analysis import Analysis
from heelraise.analyze import analysis_of
from heelraise.opening import open_any
from models.styles import style_of
from sensing.prescription import Prescription
from sensing.recording import Recording
from sensing.recording.labels import LabelledRep, Labels, labels_path, load_labels

_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """Labels that nobody has accepted yet.

    Parameters
    ----------
    path : Path
        The recording's folder or file.
    recording : Recording
        What is in it.
    labels : Labels
        The repetitions, with person and prescription.
    were_saved : bool
        Whether a person marked them before; else the program found them.
    """

    path: Path
    recording: Recording
    labels: Labels
    were_saved: bool


def draft_of(
    path: Path, *, prescription: Prescription | None = None, person: str | None = None, anew: bool = False
) -> Draft:
    """Open a recording and its labels.

    Parameters
    ----------
    path : Path
        Folder or file.
    prescription : Prescription, optional
        What was asked for; without it what the labels say, else 3-2-3.
    person : str, optional
        Who it was, by a name that tells nobody; without it what the labels say, else the recording.
    anew : bool, optional
        Begin with what the program finds even where a person has marked repetitions.

    Raises
    ------
    RecordingError
        If the recording or its labels cannot be read.
    """
    recording = open_any(path)
    saved = load_labels(path)
    asked = prescription or saved.prescription or Prescription()
    were_saved = labels_path(path).exists() and not anew
    reps = saved.reps if were_saved else proposed(analysis_of(recording, prescription=asked))
    who = person or saved.person or recording.meta.pseudonym
    return Draft(path, recording, replace(saved, reps=reps, person=who, prescription=asked), were_saved)


def proposed(found: Analysis) -> tuple[LabelledRep, ...]:
    """Return what the program found as labels."""
    return tuple(
        LabelledRep.of(
            [
                round(edge_s, _DECIMALS)
                for edge_s in (one.start_s, one.top_s, one.eccentric_start_s, one.end_s)
            ],
            style_of(frozenset(judged.form.flags)),
        )
        for judged in found.judged
        for one in (judged.rep,)
    )
