"""What counts as a repetition of any limb."""

from __future__ import annotations

from dataclasses import dataclass, field

from sensing.settings.signal import CycleSettings


@dataclass(frozen=True, slots=True)
class LiftedSettings:
    """Where a limb is taken to be still, so that its height can be integrated from there.

    Parameters
    ----------
    outside_s, inside_s : float
        How far from a phase's edge the stillest moment is looked for, s, away from the phase and into it: an
        edge says where 5 % of the speed are left and may be a few tenths off, and the farther away, the more
        time an error has to grow. From 0.6 to 1.2 and 0.1 to 0.3 little depends on them.
    over_s : float
        Over this time the turning is averaged before the stillest moment is chosen, s: one tremble.
    """

    outside_s: float = 0.8
    inside_s: float = 0.3
    over_s: float = 0.3


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
    lifted : LiftedSettings
        How the height that it was lifted is measured.
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
    lifted: LiftedSettings = LiftedSettings()
