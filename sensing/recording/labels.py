"""Repetitions that a person marked in a recording: ``labels.json``."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from sensing.errors import RecordingError
from sensing.recording.meta import FORMAT_VERSION, check_version, read_json_object
from sensing.recording.writer import write_whole

LABELS: Final = "labels.json"
_EDGES: Final = ("start", "top", "eccentric_start", "end")


@dataclass(frozen=True, slots=True)
class LabelledRep:
    """One repetition as a person marked it.

    Parameters
    ----------
    start, top, eccentric_start, end : float
        The four edges on the recording's clock, s. The names are those of the JSON contract.
    style : str
        How it was done, for instance ``ok``, ``eccentric_too_fast``, ``low``.
    """

    start: float
    top: float
    eccentric_start: float
    end: float
    style: str = "ok"


def load_labels(folder: Path) -> tuple[LabelledRep, ...]:
    """Read the labels of a recording folder; none if nobody has marked anything.

    Raises
    ------
    RecordingError
        If the file is damaged, or a repetition's edges are not in order, or two overlap.
    """
    path = folder / LABELS
    if not path.exists():
        return ()
    content = read_json_object(path)
    check_version(path, content)
    reps = content.get("reps")
    if not isinstance(reps, list):
        raise RecordingError(path, "should have a list 'reps'; restore the file")
    labels = tuple(_rep(path, number, rep) for number, rep in enumerate(reps, start=1))
    _check_order(path, labels)
    return labels


def save_labels(folder: Path, labels: tuple[LabelledRep, ...]) -> None:
    """Write the labels of a recording folder, replacing earlier ones whole.

    Raises
    ------
    RecordingError
        If the edges are not in order, or it cannot be written.
    """
    path = folder / LABELS
    for number, rep in enumerate(labels, start=1):
        _check_rep(path, number, rep)
    _check_order(path, labels)
    content = {"format_version": FORMAT_VERSION, "reps": [asdict(rep) for rep in labels]}
    try:
        write_whole(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise RecordingError(path, f"cannot be written ({error.strerror})") from None


def _rep(path: Path, number: int, content: object) -> LabelledRep:
    if not isinstance(content, dict):
        raise RecordingError(path, f"repetition {number} should be an object; correct it")
    edges = []
    for edge in _EDGES:
        value = content.get(edge)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RecordingError(path, f"repetition {number}: {edge} should be a time in s; correct it")
        edges.append(float(value))
    style = content.get("style", "ok")
    if not isinstance(style, str):
        raise RecordingError(path, f"repetition {number}: style should be text; correct it")
    start, top, eccentric_start, end = edges
    rep = LabelledRep(start, top, eccentric_start, end, style)
    _check_rep(path, number, rep)
    return rep


def _check_rep(path: Path, number: int, rep: LabelledRep) -> None:
    in_order = rep.start < rep.top <= rep.eccentric_start < rep.end and math.isfinite(rep.end - rep.start)
    if not in_order:
        order = "start < top <= eccentric_start < end"
        raise RecordingError(path, f"repetition {number} has its edges not in order ({order}); correct it")


def _check_order(path: Path, labels: tuple[LabelledRep, ...]) -> None:
    for number, (rep, following) in enumerate(pairwise(labels), start=1):
        if following.start < rep.end:
            raise RecordingError(path, f"repetition {number + 1} begins before {number} ends; correct them")
