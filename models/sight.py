"""All that is known of one repetition when it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from models.measures import Measures
from models.reference import Reference
from sensing.prescription import Prescription
from sensing.types import Rep

_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Sight:
    """A repetition with what it is held against.

    Parameters
    ----------
    rep : Rep
        The repetition.
    before : Rep or None
        The one before it.
    measures : Measures
        Its numbers.
    reference : Reference or None
        The person's own, None until it is there.
    prescription : Prescription or None
        What was asked for, None while an "own" tempo is not known yet.
    usual : Measures or None
        Numbers of the last repetition of the set that was not low; None for the first one.
    earlier : tuple of Measures
        Numbers of the last few before it in the set.
    worked_out : dict
        What several features need and one of them has worked out already.
    """

    rep: Rep
    before: Rep | None
    measures: Measures
    reference: Reference | None
    prescription: Prescription | None
    usual: Measures | None
    earlier: tuple[Measures, ...]
    worked_out: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)


def once(work: Callable[..., _Out]) -> Callable[..., _Out]:
    """Keep what is worked out of a repetition for whoever asks for it next."""

    def of(sight: Sight, **how: bool) -> _Out:
        key = (work, *how.values())
        if key not in sight.worked_out:
            sight.worked_out[key] = work(sight, **how)
        out: _Out = sight.worked_out[key]
        return out

    return of
