"""The first repetitions of a set that only the later ones make believable."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.measure import Measured
from sensing.settings import BeginningSettings
from sensing.types import FloatArray


@dataclass(frozen=True, slots=True)
class _Held:
    cycle: Cycle
    measured: Measured
    is_weak: bool

    @property
    def time_s(self) -> float:
        """How long it takes, s."""
        return self.measured.duration_s


class Beginning:
    """Holds what may begin a set until there is one.

    What is doubtful is borne out by a second one in which the leg leans the same way, or by a plain one; what
    is weak, and would count in the midst of a set only, by a repetition that leans so. A sensor on one leg
    sees each of a person's repetitions lean alike, to a degree or two, and nothing else that people do
    before a set.

    Parameters
    ----------
    settings : BeginningSettings
        What is alike.
    """

    def __init__(self, settings: BeginningSettings) -> None:
        self._settings = settings
        self._held: deque[_Held] = deque(maxlen=settings.most)

    def settle(
        self, cycle: Cycle, measured: Measured, *, is_plain: bool, is_weak: bool
    ) -> list[tuple[Cycle, Measured]]:
        """Return what is beyond doubt with this repetition, in order.

        Parameters
        ----------
        cycle : Cycle
            Where it was found.
        measured : Measured
            The repetition.
        is_plain, is_weak : bool
            Whether it is beyond doubt by itself, and whether it would be none but for a set.
        """
        new = _Held(cycle, measured, is_weak)
        doubtful = (each for each in self._held if not each.is_weak)
        if is_weak or not (
            is_plain or any(self._precedes(each, new) and self._leans_alike(each, new) for each in doubtful)
        ):
            self._held.append(new)
            return []
        told = [new]
        for each in reversed(self._held):
            if not self._precedes(each, told[0]):
                break
            if not each.is_weak or self._leans_alike(each, new):
                told.insert(0, each)
        self._held.clear()
        return [(replace(each.cycle, decided=cycle.decided), each.measured) for each in told]

    def _precedes(self, one: _Held, other: _Held) -> bool:
        """Whether the second comes so soon that both are of one set."""
        return other.measured.edges_s[0] - one.measured.edges_s[3] < self._settings.apart_s

    def _leans_alike(self, one: _Held, other: _Held) -> bool:
        most = self._settings.unlike_time
        alike_s = max(one.time_s, other.time_s) <= most * min(one.time_s, other.time_s)
        return alike_s and lean_alike(one.cycle.lean_deg, other.cycle.lean_deg, self._settings)


def lean_alike(one_deg: FloatArray | None, other_deg: FloatArray | None, limits: BeginningSettings) -> bool:
    """Whether the leg leans the same way and as far in two lifts, by the changes of up, degrees."""
    if one_deg is None or other_deg is None:
        return False
    sizes = float(np.sqrt((one_deg @ one_deg) * (other_deg @ other_deg)))
    apart_deg = float(np.linalg.norm(one_deg - other_deg))
    return apart_deg <= limits.lean_deg and float(one_deg @ other_deg) >= limits.same_way * sizes
