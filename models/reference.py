"""The person's own first clean repetitions: what later ones are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median

import numpy as np

from models.measures import Measures
from sensing.prescription import Prescription

_SHORTEST_PHASE_S = 0.1


@dataclass(frozen=True, slots=True)
class Reference:
    """Medians over the first clean repetitions.

    Parameters
    ----------
    size : float
        Range, in the unit of the course.
    turn_speed : float
        Speed next to the turn at the bottom, unit per s.
    roll_deg : float
        Rolling that does not go with the lift, degrees RMS.
    lifted_cm : float
        How high a limb was lifted, cm; NaN where that is not known.
    """

    size: float
    turn_speed: float
    roll_deg: float
    lifted_cm: float

    def share_of(self, measures: Measures, least_cm: float) -> float:
        """Return the range over this one; of a limb how high it was lifted, if that share is less.

        Parameters
        ----------
        measures : Measures
            The repetition.
        least_cm : float
            Where the reference is lifted by less, cm, the height says nothing.
        """
        share = measures.size / self.size
        lifted = measures.lifted_cm / self.lifted_cm if self.lifted_cm >= least_cm else share
        return min(share, lifted) if isfinite(lifted) else share


class ReferenceKeeper:
    """Collects clean repetitions until there are enough; separate for degrees and centimetres.

    Parameters
    ----------
    reps : int
        How many make a reference.
    """

    def __init__(self, reps: int) -> None:
        self._reps = reps
        self._clean: dict[str, list[Measures]] = {}

    def add(self, measures: Measures) -> None:
        """Take a clean repetition; those beyond the first few change nothing."""
        kept = self._clean.setdefault(measures.unit, [])
        if len(kept) < self._reps and np.isfinite(measures.size):
            kept.append(measures)

    def get(self, unit: str) -> Reference | None:
        """Return the reference in this unit, None until it is there."""
        kept = self._clean.get(unit, [])
        if len(kept) < self._reps:
            return None
        return Reference(
            size=median(m.size for m in kept),
            turn_speed=_median([m.turn_speed for m in kept]),
            roll_deg=_median([m.roll_deg for m in kept]),
            lifted_cm=_median([m.lifted_cm for m in kept]),
        )


def own_tempo(reps: Sequence[Measures], shortest_hold_s: float) -> Prescription:
    """Take the median phases of some repetitions for a prescription; a very short hold counts as none."""
    hold_s = median(m.hold_s for m in reps)
    return Prescription(
        max(median(m.concentric_s for m in reps), _SHORTEST_PHASE_S),
        hold_s if hold_s >= shortest_hold_s else 0.0,
        max(median(m.eccentric_s for m in reps), _SHORTEST_PHASE_S),
    )


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return median(known) if known else float("nan")
