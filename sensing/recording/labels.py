"""Repetitions that a person marked in a recording.

They stand in ``labels.json`` of a recording folder, or in ``NAME.labels.json`` beside a single file.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from sensing.errors import RecordingError, SettingsError
from sensing.prescription import Prescription
from sensing.recording.meta import FORMAT_VERSION, check_version, read_json_object
from sensing.recording.wholefile import write_whole
from sensing.said import said, said_by

LABELS: Final = "labels.json"
BESIDE: Final = ".labels.json"
"""Ending of the labels of a recording that is one file."""

_LATEST_S: Final = 1e12
"""No clock in seconds is further: the epoch is at 1.8e9."""

EDGES: Final = ("start", "top", "eccentric_start", "end")
ORDER: Final = "start < top <= eccentric_start < end"


@dataclass(frozen=True, slots=True)
class LabelledRep:
    """One repetition as a person marked it.

    Parameters
    ----------
    start, top, eccentric_start, end : float
        The four edges on the recording's clock, s. The names are those of the JSON contract.
    style : str
        How it was done, for instance ``ok``, ``eccentric_too_fast``, ``low``, or ``low+dropped``.
    """

    start: float
    top: float
    eccentric_start: float
    end: float
    style: str = "ok"

    @classmethod
    def of(cls, edges_s: Sequence[float], style: str) -> LabelledRep:
        """Make one of its four edges, s, and its style."""
        start, top, eccentric_start, end = edges_s
        return cls(start, top, eccentric_start, end, style)

    @property
    def edges_s(self) -> tuple[float, float, float, float]:
        """The four edges in their order, s."""
        return self.start, self.top, self.eccentric_start, self.end


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person marked in one recording.

    Parameters
    ----------
    reps : tuple of LabelledRep
        The repetitions in their order.
    person : str or None
        Name of the person that tells nobody who it is; None where the recording itself says it or nobody did.
    prescription : Prescription or None
        What the person was asked to do, which decides what is too fast; None where nobody said.
    """

    reps: tuple[LabelledRep, ...] = ()
    person: str | None = None
    prescription: Prescription | None = None


def labels_path(recording: Path) -> Path:
    """Return where the labels of a recording folder or file stand."""
    return recording / LABELS if recording.is_dir() else recording.with_suffix(BESIDE)


def load_labels(recording: Path) -> Labels:
    """Read the labels of a recording; none if nobody has marked anything.

    Raises
    ------
    RecordingError
        If the file is damaged, or a repetition's edges are not in order, or two overlap.
    """
    path = labels_path(recording)
    if not path.exists():
        return Labels()
    content = read_json_object(path)
    check_version(path, content)
    reps = content.get("reps")
    if not isinstance(reps, list):
        raise RecordingError(path, said("should have a list 'reps'; restore the file"))
    labels = tuple(_rep(path, number, rep) for number, rep in enumerate(reps, start=1))
    check_reps(path, labels)
    return Labels(labels, _text(path, content, "person"), _prescription(path, content))


def save_labels(recording: Path, labels: Labels) -> Path:
    """Write the labels of a recording, whole, and keep those before them as ``….bak``; return their path.

    Raises
    ------
    RecordingError
        If the edges are not in order, two repetitions overlap, or it cannot be written. What was there stays.
    """
    path = labels_path(recording)
    check_reps(path, labels.reps)
    content: dict[str, Any] = {"format_version": FORMAT_VERSION}
    if labels.person is not None:
        content["person"] = labels.person
    if labels.prescription is not None:
        content["prescription"] = str(labels.prescription)
    content["reps"] = [asdict(rep) for rep in labels.reps]
    try:
        if path.exists():
            shutil.copy2(path, path.with_name(path.name + ".bak"))
        write_whole(path, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise RecordingError.unwritable(path, error) from None
    return path


def check_reps(path: Path, reps: tuple[LabelledRep, ...]) -> None:
    """Raise RecordingError, with the file's path, if edges are not in order or two repetitions overlap."""
    for number, rep in enumerate(reps, start=1):
        _check_rep(path, number, rep)
    for number, (rep, following) in enumerate(pairwise(reps), start=1):
        if following.start < rep.end:
            raise RecordingError(
                path,
                said(
                    "repetition {later} begins before {number} ends; correct them",
                    later=number + 1,
                    number=number,
                ),
            )


def _rep(path: Path, number: int, content: object) -> LabelledRep:
    if not isinstance(content, dict):
        raise RecordingError(path, said("repetition {number} should be an object; correct it", number=number))
    edges = []
    for edge in EDGES:
        value = content.get(edge)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RecordingError(
                path,
                said(
                    "repetition {number}: {edge} should be a time in s; correct it", number=number, edge=edge
                ),
            )
        # An integer in JSON may be longer than any float.
        edges.append(float(value) if abs(value) < _LATEST_S else math.inf)
    style = content.get("style", "ok")
    if not isinstance(style, str):
        raise RecordingError(
            path, said("repetition {number}: style should be text; correct it", number=number)
        )
    return LabelledRep.of(edges, style)


def _text(path: Path, content: dict[str, Any], key: str) -> str | None:
    value = content.get(key)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise RecordingError(path, said("{key} should be text; correct it", key=key))
    return value


def _prescription(path: Path, content: dict[str, Any]) -> Prescription | None:
    text = _text(path, content, "prescription")
    try:
        return None if text is None else Prescription.parse(text)
    except SettingsError as error:
        raise RecordingError(path, said_by(error)) from None


def _check_rep(path: Path, number: int, rep: LabelledRep) -> None:
    in_order = rep.start < rep.top <= rep.eccentric_start < rep.end and math.isfinite(rep.end - rep.start)
    if not in_order:
        raise RecordingError(
            path,
            said(
                "repetition {number} has its edges not in order ({order}); correct it",
                number=number,
                order=ORDER,
            ),
        )
