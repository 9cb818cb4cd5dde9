"""The truth about a recording: ``NAME.truth.json`` beside ``NAME.csv``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from sensing.errors import RecordingError
from sensing.prescription import Prescription
from sensing.said import said, said_by
from sensing.types import Exercise, Placement

ENDING = ".truth.json"
FAST = "fast"

_DEFAULT = Prescription()
_APART = ("cmj", "maxjump", "sq", "stepup")
"""Beginnings of exercises that resemble a heel raise so much that false repetitions in them stand apart."""


@dataclass(frozen=True, slots=True)
class TrueRep:
    """A repetition that was done.

    Parameters
    ----------
    start_s, end_s : float
        First and last edge on the recording's clock, s.
    top_s, eccentric_start_s : float or None
        The edges between, s; None where nobody knows them.
    style : str or None
        ``fast``, ``correct`` or another word; None where nobody knows it.
    flags : tuple of str or None
        All that is wrong with it, in the words of `models.verdict.Flag`; None where nobody knows.
    set_index : int or None
        Number of its set, from 1; None where nobody knows.
    rom_deg : float or None
        Its range, degrees; None where nobody knows.
    """

    start_s: float
    end_s: float
    top_s: float | None = None
    eccentric_start_s: float | None = None
    style: str | None = None
    flags: tuple[str, ...] | None = None
    set_index: int | None = None
    rom_deg: float | None = None

    @property
    def phases_s(self) -> tuple[float, float, float] | None:
        """Seconds up, held and down; None without all four edges."""
        if self.top_s is None or self.eccentric_start_s is None:
            return None
        return (
            self.top_s - self.start_s,
            self.eccentric_start_s - self.top_s,
            self.end_s - self.eccentric_start_s,
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one recording.

    Parameters
    ----------
    placement : Placement
        Where the sensor sat; ``auto`` where it is not said.
    exercise : str
        What was done, in the words of the source.
    count : int
        Repetitions a person counts; 0 for anything that is no exercise.
    prescription : Prescription or None
        What was prescribed; None for the person's own tempo.
    reps : tuple of TrueRep
        The repetitions where their times are known, else empty.
    by_style : tuple of (str, int)
        How many of each style, in the order in which they were done.
    """

    placement: Placement
    exercise: str
    count: int
    prescription: Prescription | None
    reps: tuple[TrueRep, ...] = ()
    by_style: tuple[tuple[str, int], ...] = ()

    @property
    def counted_as(self) -> Exercise:
        """Heel raises and what is none of an exercise are looked at in heel-raise mode, the rest as limb."""
        return Exercise.LIMB if self.count and "heel" not in self.exercise.lower() else Exercise.HEEL_RAISE

    @property
    def stands_apart(self) -> bool:
        """Whether it is a squat, lunge or jump."""
        return not self.count and self.exercise.lower().startswith(_APART)


def truth_beside(recording: Path) -> Path | None:
    """Return ``NAME.truth.json`` beside ``NAME.csv``; None where there is none, as beside a folder."""
    path = recording.with_suffix(ENDING)
    return path if path.exists() and not recording.is_dir() else None


def read_truth(path: Path) -> Truth:
    """Read ``NAME.truth.json``.

    Raises
    ------
    RecordingError
        If it cannot be read or is no truth.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordingError.unreadable(path, error) from None
    except (ValueError, RecursionError):
        raise RecordingError(
            path, said("no JSON; expected the truth about the CSV of the same name")
        ) from None
    try:
        return truth_of(document)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        what = said("lacks {key}", key=str(error)) if isinstance(error, KeyError) else said_by(error)
        raise RecordingError(path, said("no truth about a recording: {what}", what=what)) from None


def truth_of(document: Mapping[str, Any]) -> Truth:
    """Return the truth that stands in such a file.

    Raises
    ------
    KeyError, TypeError, ValueError, OverflowError
        If it does not.
    """
    exercise = str(document.get("exercise", "heel raise"))
    count = document["count"]
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise ValueError(said("count should be a number of repetitions"))
    text = document.get("prescription")
    own = bool(count) and "heel" not in exercise.lower()
    return Truth(
        placement=Placement(document.get("placement", "auto")),
        exercise=exercise,
        count=count,
        prescription=Prescription.parse(text) if text else None if own else _DEFAULT,
        reps=tuple(_rep(rep) for rep in document.get("reps", ())),
        by_style=tuple((str(style), int(number)) for style, number in document.get("by_style", {}).items()),
    )


def _rep(fields: Mapping[str, Any]) -> TrueRep:
    def number(name: str) -> float | None:
        return float(fields[name]) if fields.get(name) is not None else None

    start_s, end_s = float(fields["start"]), float(fields["end"])
    if not 0.0 < end_s - start_s < inf:
        raise ValueError(
            said("a repetition ends at {end} s, which is not after its start", end=fields["end"])
        )
    return TrueRep(
        start_s,
        end_s,
        number("top"),
        number("eccentric_start"),
        fields.get("style"),
        None if fields.get("flags") is None else tuple(str(flag) for flag in fields["flags"]),
        None if fields.get("set") is None else int(fields["set"]),
        number("rom_deg"),
    )
