"""The truth about each repetition, read off the noiseless course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sensing.prescription import Prescription
from sensing.simulator.posture import RATE_HZ, PlannedPhase, Stretch
from sensing.simulator.tempo import Role
from sensing.simulator.truth import phase_edges
from sensing.types import FloatArray, PhaseTimes

_TOO_FAST_SHARE = 2.0 / 3.0
_NO_HOLD_SHARE = 0.5
_LOW_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class TruthRep(PhaseTimes):
    """One true repetition.

    Parameters
    ----------
    set_index : int
        Number of the set, from 1.
    start_s, top_s, eccentric_start_s, end_s : float
        Phase edges by the 5 % definition, s, on the recording's clock.
    rom_deg : float
        Range of the foot's pitch, degrees.
    rise_cm : float
        Range of the sensor's height, cm.
    flags : tuple of str
        What is wrong with it, in the words of the design.
    """

    set_index: int
    start_s: float
    top_s: float
    eccentric_start_s: float
    end_s: float
    rom_deg: float
    rise_cm: float
    flags: tuple[str, ...]

    @property
    def style(self) -> str:
        """One word: ``fast``, ``low``, another flag, or ``correct``."""
        if any(flag.endswith("too_fast") for flag in self.flags):
            return "fast"
        return next(iter(self.flags), "correct")


def reps_in(
    stretches: list[Stretch],
    speed_degps: FloatArray,
    pitch_deg: FloatArray,
    rise_cm: FloatArray,
    prescription: Prescription,
    clock: float,
) -> tuple[TruthRep, ...]:
    """Read the repetitions off the course.

    Parameters
    ----------
    stretches : list of Stretch
        The parts of the scenario, in order.
    speed_degps, pitch_deg, rise_cm : ndarray of shape (n,)
        Voluntary speed, pitch and the sensor's height over all of them, at `RATE_HZ`.
    prescription : Prescription
        Decides what is too fast.
    clock : float
        Seconds on the recording's clock a true second.
    """
    reps: list[TruthRep] = []
    set_index = 0
    at = 0
    for stretch in stretches:
        pairs = list(_pairs(stretch, Role.LIFT, Role.LOWER))
        set_index += bool(pairs)
        done: list[TruthRep] = []
        for up, down in pairs:
            start_s, top_s = _edges(speed_degps, up, at, 1.0)
            eccentric_start_s, end_s = _edges(speed_degps, down, at, -1.0)
            part = slice(at + up.first, at + down.last)
            rep = TruthRep(
                set_index=set_index,
                start_s=clock * start_s,
                top_s=clock * top_s,
                eccentric_start_s=clock * eccentric_start_s,
                end_s=clock * end_s,
                rom_deg=float(np.ptp(pitch_deg[part])),
                rise_cm=float(np.ptp(rise_cm[part])),
                flags=up.rep.flags if up.rep else (),
            )
            done.append(_flagged(rep, done, prescription))
        reps += done
        at += len(stretch.posture)
    return tuple(reps)


def attempts_in(
    stretches: list[Stretch], speed_degps: FloatArray, clock: float
) -> tuple[tuple[float, float], ...]:
    """List begin and end of the lifts that do not count, s."""
    out = []
    at = 0
    for stretch in stretches:
        for up, down in _pairs(stretch, Role.TRY_UP, Role.TRY_DOWN):
            start_s, end_s = _edges(speed_degps, up, at, 1.0)[0], _edges(speed_degps, down, at, -1.0)[1]
            out.append((clock * start_s, clock * end_s))
        at += len(stretch.posture)
    return tuple(out)


def _pairs(stretch: Stretch, up: Role, down: Role) -> Iterator[tuple[PlannedPhase, PlannedPhase]]:
    return pairwise_by_role([phase for phase in stretch.phases if phase.role in (up, down)])


def pairwise_by_role(phases: list[PlannedPhase]) -> Iterator[tuple[PlannedPhase, PlannedPhase]]:
    """Pair each way up with the way down that follows it."""
    return ((first, second) for place, (first, second) in enumerate(pairwise(phases)) if place % 2 == 0)


def _edges(speed_degps: FloatArray, phase: PlannedPhase, at: int, way: float) -> tuple[float, float]:
    first, last = at + phase.first, at + phase.last + 1
    t_s = np.arange(first, last) / RATE_HZ
    return phase_edges(t_s, way * speed_degps[first:last])


def _flagged(rep: TruthRep, before: list[TruthRep], prescription: Prescription) -> TruthRep:
    """Add the flags that follow from measure: tempo against what was prescribed, height against the first."""
    flags = []
    down_s, up_s = prescription.eccentric_s, prescription.concentric_s
    if down_s is not None and rep.eccentric_s < _TOO_FAST_SHARE * down_s:
        flags.append("eccentric_too_fast")
    if up_s is not None and rep.concentric_s < _TOO_FAST_SHARE * up_s:
        flags.append("concentric_too_fast")
    if rep.hold_s < _NO_HOLD_SHARE * prescription.hold_s:
        flags.append("no_hold")
    if len(before) >= 3 and rep.rom_deg < _LOW_SHARE * float(np.median([b.rom_deg for b in before[:3]])):
        flags.append("low")
    return replace(rep, flags=(*flags, *rep.flags))
