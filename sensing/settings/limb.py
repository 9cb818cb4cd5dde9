"""What counts as a repetition of any limb."""

from __future__ import annotations

from dataclasses import dataclass, field

from sensing.settings.signal import CycleSettings


@dataclass(frozen=True, slots=True)
class LimbSettings:
    """How repetitions of any limb are found in the angle to its posture of rest.

    Parameters
    ----------
    cycles : CycleSettings
        What counts as up and down, degrees.
    smallest_first_deg : float
        Least range of the first repetitions, degrees: above the settling of a sitting person.
    smallest_share : float
        A way there or back under this share of the person's own range is a change of posture, or an attempt.
        Less than of a heel raise: a limb has no floor to stand on, and a third of the range is often meant.
    farther : float
        Going this many times farther another way shows that a first lift was the swing to it.
    still_deg : float
        A limb whose angle changes by less than this is still: tremor and breathing.
    at_rest_deg : float
        Within this angle of the posture of rest a lift has not begun.
    """

    cycles: CycleSettings = field(
        default_factory=lambda: CycleSettings(
            smallest_lift=3.0, creep_per_s=0.4, widest=180.0, quiet_speed=1.2, quiet_return_share=0.6
        )
    )
    smallest_first_deg: float = 10.0
    smallest_share: float = 0.25
    farther: float = 1.5
    still_deg: float = 1.0
    at_rest_deg: float = 0.6
