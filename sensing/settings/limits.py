"""What can be a heel raise, and what counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from sensing.settings.fits import EdgeSettings, GiveSettings, PhaseSettings, RiseFitSettings, TiltSettings
from sensing.settings.likeness import LikenessSettings, PivotSettings
from sensing.settings.limb import LimbSettings
from sensing.settings.signal import (
    CycleSettings,
    MotionSettings,
    ParseSettings,
    ProgressSettings,
)
from sensing.settings.standing import BeginningSettings, StandingRiseSettings
from sensing.settings.warnings import RiseWarningSettings, WarningSettings


@dataclass(frozen=True, slots=True)
class HeelRaiseSettings:
    """Limits of what can be a heel raise, from the physics of a foot that turns about its ball.

    Parameters
    ----------
    unexplained_mps2, unexplained_share, unexplained_most_mps2 : float
        A rotation about a fixed point leaves only tremor unexplained: up to this much, m/s² (twice the
        measured tremor), or this share of all acceleration in brisk work, up to the last. A swinging leg
        leaves 2-10 m/s².
    violent_mps2 : float
        A cycle that shakes more than this (root mean square, m/s²) needs no closer look; brisk raises
        reach 3.
    walked_s, walking_mps2, calm_mps2 : float
        A lift out of so long a time, s, with more than the second, m/s², root mean square, began with a step;
        the stand after it begins where the leg shakes no more than the third.
    longest_lever_m, brisk_dps : float
        From the ball of the foot to a sensor at the ankle it is 0.25 m at most. Below this peak rate,
        degrees/s, the lever shows too little acceleration to be known, and counts less.
    across_share : float
        Movement across the plane: rolling of the ankle stays under a third of the lift.
    turning_share : float
        Total angular rate over tilt rate: the standing foot does not turn about the vertical.
    fastest_dps : float
        Fastest tilt, degrees/s: brisk raises reach 200, the foot of a walking person 300-600.
    widest_deg : float
        Range, degrees: the foot cannot pitch more, from the lowest below a step.
    deepest_deg : float
        Farthest that a heel goes below the level of the step, degrees.
    shortest_s : float
        Shortest repetition, s: the briskest recorded set has 0.8 s.
    slow_from_s, slow_s, slow_unexplained_mps2 : float
        A repetition longer than the first is no stride; from the second on it may tremble this much, m/s².
    first_strain : float
        Largest strain of the very first repetition, and of one in whose middle the samples begin: nothing
        else speaks for those.
    against_lift, against_known_lift : float
        Correlation of rise and tilt below which the cycle is upside down; the second where it goes the way of
        the repetitions before.
    lowering_first_share : float
        Before up is known: a cycle that comes back this many times farther than it went began by lowering.
    """

    unexplained_mps2: float = 0.75
    unexplained_share: float = 0.7
    unexplained_most_mps2: float = 1.2
    violent_mps2: float = 4.0
    walked_s: float = 1.5
    walking_mps2: float = 3.0
    calm_mps2: float = 2.0
    longest_lever_m: float = 0.4
    brisk_dps: float = 90.0
    across_share: float = 0.4
    turning_share: float = 1.4
    fastest_dps: float = 260.0
    widest_deg: float = 72.0
    deepest_deg: float = 30.0
    shortest_s: float = 0.58
    slow_from_s: float = 2.5
    slow_s: float = 4.0
    slow_unexplained_mps2: float = 1.1
    first_strain: float = 0.92
    against_lift: float = -0.35
    against_known_lift: float = -0.8
    lowering_first_share: float = 1.8


@dataclass(frozen=True, slots=True)
class RepSettings:
    """Thresholds of the detector.

    Parameters
    ----------
    motion, limb, foot_tilt, parse, course, phases, edges, give, rise_fit, progress : dataclass
        Settings of the parts that measure and follow.
    warning, rise_warning : dataclass
        When to warn of a lowering that will be too fast, by the tilt and by the rise.
    heel_raise, likeness, standing, beginning : dataclass
        Limits of what counts.
    memory_s : float
        How much motion is kept, s: the longest repetition (stalled lift, long hold) with its surroundings.
    look_before_s : float
        Rest before a lift that the fit may look at, s.
    longest_bridged_s : float
        Over a hole up to this long a running repetition goes on, marked, s.
    set_pause_s : float
        A set ends with a pause this long, s.
    attempt_share : float
        A lift under this share of the reference is an attempt.
    largest_share, known_after : float, int
        A cycle over this share of the largest one so far is something else (kneeling down, a squat), once so
        many have been counted.
    smallest_first_deg, smallest_first_cm : float
        Least size of the first repetitions, while no reference is there.
    smallest_rising_deg : float
        The same, degrees, of what surely rises as a heel does: in slow walking a phone in a pocket tilts so
        far, but does not rise with it.
    too_fast_share : float
        A phase in less than this share of its prescribed time is too fast.
    alone_s : float
        With placement ``auto``, so long after a repetition seen in the tilt the rise is left alone, s.
    foot_from_deg : float
        With placement ``auto``, tilt from here on says foot, less says ankle, degrees.
    unsure_edge_s : float
        Standard error of the lowering's time that halves the confidence, s.
    """

    motion: MotionSettings = field(default_factory=MotionSettings)
    limb: LimbSettings = field(default_factory=LimbSettings)
    foot_tilt: CycleSettings = field(
        default_factory=lambda: CycleSettings(
            smallest_lift=4.0, creep_per_s=0.4, widest=72.0, quiet_speed=1.2
        )
    )
    parse: ParseSettings = field(default_factory=ParseSettings)
    course: TiltSettings = field(default_factory=TiltSettings)
    phases: PhaseSettings = field(default_factory=PhaseSettings)
    edges: EdgeSettings = field(default_factory=EdgeSettings)
    give: GiveSettings = field(default_factory=GiveSettings)
    rise_fit: RiseFitSettings = field(default_factory=RiseFitSettings)
    progress: ProgressSettings = field(default_factory=ProgressSettings)
    warning: WarningSettings = field(default_factory=WarningSettings)
    rise_warning: RiseWarningSettings = field(default_factory=RiseWarningSettings)
    heel_raise: HeelRaiseSettings = field(default_factory=HeelRaiseSettings)
    likeness: LikenessSettings = field(default_factory=LikenessSettings)
    pivot: PivotSettings = field(default_factory=PivotSettings)
    standing: StandingRiseSettings = field(default_factory=StandingRiseSettings)
    beginning: BeginningSettings = field(default_factory=BeginningSettings)
    memory_s: float = 60.0
    look_before_s: float = 1.0
    longest_bridged_s: float = 15.0
    set_pause_s: float = 20.0
    attempt_share: float = 1.0 / 3.0
    largest_share: float = 1.7
    known_after: int = 3
    smallest_first_deg: float = 8.0
    smallest_rising_deg: float = 7.0
    smallest_first_cm: float = 3.0
    too_fast_share: float = 2.0 / 3.0
    alone_s: float = 30.0
    foot_from_deg: float = 28.0
    unsure_edge_s: float = 0.4
