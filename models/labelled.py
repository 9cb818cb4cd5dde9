"""Recordings that a person has labelled, to learn from. Who it was is only ever a number here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.dataset import Dataset, Known, found, joined, rows_of
from models.errors import StyleError, TrainingError
from models.styles import flags_of
from sensing.prescription import Prescription
from sensing.recording import Recording, open_recording
from sensing.recording.labels import BESIDE, LABELS, Labels, load_labels
from sensing.said import said, said_by

Open = Callable[[Path], Recording]


@dataclass(frozen=True, slots=True)
class Added:
    """Labelled recordings.

    Parameters
    ----------
    data : Dataset
        Their repetitions; the people have numbers below 0.
    recordings, people : int
        How many of them, and of how many people.
    """

    data: Dataset
    recordings: int
    people: int


def added(folder: Path, opened: Open = open_recording) -> Added:
    """Collect the labelled recordings in a folder and below it.

    Parameters
    ----------
    folder : Path
        Where to look.
    opened : callable, optional
        Opens a recording.

    Raises
    ------
    TrainingError
        If there is none, one does not say who it was, or nothing that was marked is found in them.
    RecordingError
        If a recording or its labels cannot be read.
    """
    recordings = list(labelled_in(folder))
    if not recordings:
        raise TrainingError(
            said(
                "{folder}: no labelled recording here; mark repetitions with 'heelraise label'", folder=folder
            )
        )
    numbers: dict[str, int] = {}
    parts = [_rows(path, opened(path), numbers) for path in recordings]
    data = joined(parts)
    if not len(data):
        raise TrainingError(
            said(
                "{folder}: of {count} marked repetitions the program found none; nothing to learn from",
                folder=folder,
                count=data.truths,
            )
        )
    return Added(data, len(recordings), len(numbers))


def labelled_in(folder: Path) -> Iterator[Path]:
    """List the recordings in a folder and below it that have labels.

    Raises
    ------
    TrainingError
        If labels stand beside no recording.
    """
    for path in sorted(folder.rglob(LABELS)):
        yield path.parent
    for path in sorted(folder.rglob("*" + BESIDE)):
        name = path.name.removesuffix(BESIDE)
        files = [
            one for one in path.parent.glob("*.*") if one.stem == name and one.with_suffix(BESIDE) == path
        ]
        if len(files) != 1:
            raise TrainingError(
                said(
                    "{path}: expected one recording '{name}' beside it, found {count}",
                    path=path,
                    name=name,
                    count=len(files),
                )
            )
        yield files[0]


def _rows(path: Path, recording: Recording, numbers: dict[str, int]) -> Dataset:
    labels = load_labels(path)
    person = labels.person or recording.meta.pseudonym
    if person is None:
        raise TrainingError(
            said(
                "{path}: nobody says who it was; run: heelraise label RECORDING --person NAME --accept",
                path=path,
            )
        )
    group = numbers.setdefault(person, -1 - len(numbers))
    meta = recording.meta
    reps = found(recording.data, meta.placement, meta.exercise)
    asked = labels.prescription or Prescription()
    return rows_of(reps, _known(path, labels), asked, group, meta.placement)


def _known(path: Path, labels: Labels) -> list[Known]:
    try:
        return [Known(*rep.edges_s, flags_of(rep.style)) for rep in labels.reps]
    except StyleError as error:
        raise TrainingError(said("{where}: {reason}", where=path, reason=said_by(error))) from None
