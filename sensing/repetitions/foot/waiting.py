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
    shows_flat : callable, optional
        Whether the second of two, in order, bears out a first one that hardly seemed to rise.
    """

    def __init__(
        self,
        are_alike: Callable[[Measured, Measured], bool],
        shows_flat: Callable[[Measured, Measured], bool] | None = None,
    ) -> None:
        self._are_alike, self._shows_flat = are_alike, shows_flat or are_alike
        self._held: tuple[Cycle, Measured] | None = None
        self._flat: tuple[Cycle, Measured] | None = None

    @property
    def held(self) -> Measured | None:
        """The one that waits."""
        return None if self._held is None else self._held[1]

    def is_borne_out_by(self, measured: Measured) -> bool:
        """Whether one waits that this one is like."""
        return self._held is not None and self._are_alike(self._held[1], measured)

    def keep(self, cycle: Cycle, measured: Measured) -> None:
        """Hold back one that hardly seemed to rise, which bears out no other one."""
        self._flat = cycle, measured

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
        if held is None and not plain:
            self._held = (cycle, measured)
            return []
        told, flat = [each for each in (held, (cycle, measured)) if each is not None], self._flat
        self._flat = None
        if flat is not None and self._shows_flat(flat[1], told[0][1]):
            told.insert(0, flat)
        return [(replace(each, decided=cycle.decided), seen) for each, seen in told]
