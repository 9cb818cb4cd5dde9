"""A doubtful first repetition waits for a second one like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.measure import Measured


class Waiting:
    """Holds one repetition back that may be something else.

    Parameters
    ----------
    are_alike : callable
        Whether the second of two, in order, bears the first one out.
    """

    def __init__(self, are_alike: Callable[[Measured, Measured], bool]) -> None:
        self._are_alike = are_alike
        self._held: tuple[Cycle, Measured] | None = None

    @property
    def held(self) -> Measured | None:
        """The one that waits."""
        return None if self._held is None else self._held[1]

    def is_borne_out_by(self, measured: Measured) -> bool:
        """Whether one waits that this one is like."""
        return self._held is not None and self._are_alike(self._held[1], measured)

    def settle(self, cycle: Cycle, measured: Measured, *, plain: bool) -> list[tuple[Cycle, Measured]]:
        """Return what is beyond doubt with this repetition, in order; drop one that waits and is unlike it.

        Parameters
        ----------
        cycle : Cycle
            Where it was found.
        measured : Measured
            The repetition.
        plain : bool
            Whether it is beyond doubt by itself.
        """
        held = self._held if self.is_borne_out_by(measured) else None
        self._held = None
        if held is not None:
            return [(replace(held[0], decided=cycle.decided), held[1]), (cycle, measured)]
        if plain:
            return [(cycle, measured)]
        self._held = (cycle, measured)
        return []
