"""One session as a point on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Literal
from uuid import UUID

from heelraise.coach.summary import tension_times_s
from heelraise.history.document import OWN_TEMPO, SessionDocument
from sensing.prescription import Prescription
from sensing.types import Exercise, Placement


@dataclass(frozen=True, slots=True)
class Tempo:
    """Time up, at the top and down, s; None where one is free, or was not done."""

    up_s: float | None
    hold_s: float | None
    down_s: float | None


FREE = Tempo(None, None, None)


@dataclass(frozen=True, slots=True)
class SessionPoint:
    """What one session came to.

    Parameters
    ----------
    id : UUID
        The session.
    started_at : datetime
        Its start on the person's own clock.
    day : date
        The person's day it counts for.
    exercise : Exercise
        What was counted.
    side : {'left', 'right'} or None
        The leg that wore the sensor, if said.
    placement : Placement
        Where it sat.
    sets : tuple of int
        Repetitions of each set.
    too_fast : int
        Repetitions that went up or down too fast.
    prescribed, done : Tempo
        The prescribed times and the medians of those done.
    tension_s : float
        Time under tension as done, s.
    delivered_s : float or None
        The same with each repetition counted up to its prescribed time at most; None for a free tempo.
    rep_s : float or None
        Prescribed time under tension of one repetition, s; None for a free tempo.
    height_deg, height_cm : float or None
        Median range of the repetitions, degrees, or rise, cm; whichever was measured.
    load_kg : float or None
        Weight carried, kg, if it was noted.
    remarks : tuple of str
        What the program noted about the session.
    """

    id: UUID
    started_at: datetime
    day: date
    exercise: Exercise
    side: Literal["left", "right"] | None
    placement: Placement
    sets: tuple[int, ...]
    too_fast: int
    prescribed: Tempo
    done: Tempo
    tension_s: float
    delivered_s: float | None
    rep_s: float | None
    height_deg: float | None
    height_cm: float | None
    load_kg: float | None
    remarks: tuple[str, ...]

    @property
    def reps(self) -> int:
        """Repetitions of all sets."""
        return sum(self.sets)


def point_of(
    document: SessionDocument,
    started_at: datetime,
    day: date,
    load_kg: float | None = None,
) -> SessionPoint:
    """Sum up one session.

    Parameters
    ----------
    document : SessionDocument
        The session.
    started_at : datetime
        Its start on the person's own clock.
    day : date
        The person's day it counts for.
    load_kg : float, optional
        Weight carried, kg.
    """
    prescribed = None if document.prescription == OWN_TEMPO else Prescription.parse(document.prescription)
    most_s = None if prescribed is None else prescribed.rep_s
    tension_s = tension_times_s([(rep.start, rep.end) for rep in document.reps])
    return SessionPoint(
        id=document.id,
        started_at=started_at,
        day=day,
        exercise=document.exercise,
        side=document.side,
        placement=document.placement,
        sets=tuple(one.reps for one in document.sets),
        too_fast=document.summary.too_fast,
        prescribed=_prescribed(prescribed),
        done=Tempo(
            _median([rep.concentric_s for rep in document.reps]),
            _median([rep.hold_s for rep in document.reps]),
            _median([rep.eccentric_s for rep in document.reps]),
        ),
        tension_s=sum(tension_s),
        delivered_s=None if most_s is None else sum(min(one, most_s) for one in tension_s),
        rep_s=most_s,
        height_deg=_median([rep.rom_deg for rep in document.reps if rep.rom_deg is not None]),
        height_cm=_median([rep.rise_cm for rep in document.reps if rep.rise_cm is not None]),
        load_kg=load_kg,
        remarks=document.notes,
    )


def _prescribed(prescription: Prescription | None) -> Tempo:
    if prescription is None:
        return FREE
    return Tempo(prescription.concentric_s, prescription.hold_s, prescription.eccentric_s)


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None
