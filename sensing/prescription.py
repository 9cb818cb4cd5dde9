"""What was prescribed: seconds up, hold and down, and which speeds count as too fast."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sensing.errors import SettingsError
from sensing.said import said

_PATTERN = re.compile(r"^(x|\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(x|\d+(?:\.\d+)?)$")
_LONGEST_PHASE_S = 60.0


@dataclass(frozen=True, slots=True)
class Prescription:
    """Prescribed tempo of one repetition.

    Parameters
    ----------
    concentric_s, eccentric_s : float or None
        Prescribed time of going up and going down, s. None (written ``x``) leaves the phase free.
    hold_s : float
        Prescribed hold at the top, s. 0 asks for none.
    """

    concentric_s: float | None = 3.0
    hold_s: float = 2.0
    eccentric_s: float | None = 3.0

    @classmethod
    def parse(cls, text: str) -> Prescription:
        """Read ``up-hold-down`` in seconds, for instance ``3-2-3`` or ``x-0-3``.

        Raises
        ------
        SettingsError
            If the text is not of that form.
        """
        match = _PATTERN.match(text.strip().lower())
        phases = [None if part == "x" else float(part) for part in match.groups()] if match else []
        if not phases or any(phase is not None and phase > _LONGEST_PHASE_S for phase in phases):
            raise SettingsError(
                said(
                    "prescription '{text}' is not up-hold-down in seconds; write for instance 3-2-3 or x-0-3",
                    text=text,
                )
            )
        up_s, hold_s, down_s = phases
        if up_s == 0 or down_s == 0:
            raise SettingsError(
                said(
                    "prescription '{text}': a phase of 0 s cannot be done; write x to leave it free",
                    text=text,
                )
            )
        return cls(up_s, hold_s or 0.0, down_s)

    def __str__(self) -> str:
        up, down = ("x" if phase is None else f"{phase:g}" for phase in (self.concentric_s, self.eccentric_s))
        return f"{up}-{self.hold_s:g}-{down}"

    @property
    def rep_s(self) -> float | None:
        """Prescribed time under tension of one repetition, s; None where a phase is free."""
        if self.concentric_s is None or self.eccentric_s is None:
            return None
        return self.concentric_s + self.hold_s + self.eccentric_s
