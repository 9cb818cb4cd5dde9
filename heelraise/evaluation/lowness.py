"""Which repetitions were truly low, by the design's words: against the person's own first clean ones.

A simulated truth calls low what stays under a share of the set's first three repetitions, whatever they were.
The design takes clean ones for the reference, says nothing until there are three, and calls fading height at
the end of a set normal. This reads the true ranges by those words, so that nobody is scored by another rule
than he was built for.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from heelraise.evaluation.truth import TrueRep
from models.settings import FormSettings
from models.verdict import Flag

_SETTINGS = FormSettings()


def truly_low(reps: Sequence[TrueRep]) -> list[bool | None]:
    """Say of each repetition whether it was low; None where there is nothing to hold it against yet.

    Parameters
    ----------
    reps : sequence of TrueRep
        All of a recording, in order. Without their ranges what their flags say is taken.
    """
    if any(rep.rom_deg is None for rep in reps):
        return [None if rep.flags is None else str(Flag.LOW) in rep.flags for rep in reps]
    out: list[bool | None] = []
    clean: list[float] = []
    before: TrueRep | None = None
    for rep in reps:
        low = _low(rep, clean, before)
        out.append(low)
        if rep.flags == () and not low and len(clean) < _SETTINGS.reference_reps:
            clean.append(rep.rom_deg or 0.0)
        if not low:
            before = rep
    return out


def _low(rep: TrueRep, clean: Sequence[float], before: TrueRep | None) -> bool | None:
    if len(clean) < _SETTINGS.reference_reps or rep.rom_deg is None:
        return None
    if rep.rom_deg >= _SETTINGS.shape.low_share * median(clean):
        return False
    same_set = before is not None and before.set_index == rep.set_index
    faded_from = before.rom_deg if same_set and before is not None else None
    return faded_from is None or rep.rom_deg < _SETTINGS.shape.fade_share * faded_from
