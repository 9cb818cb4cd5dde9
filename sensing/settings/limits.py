"""What can be a heel raise, and what counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from sensing.settings.fits import EdgeSettings, GiveSettings, PhaseSettings, RiseFitSettings, TiltSettings
from sensing.settings.limb import LimbSettings
from sensing.settings.signal import (
    CycleSettings,
    MotionSettings,
    ParseSettings,
    ProgressSettings,
)
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
class LikenessSettings:
    """How much repetitions of one person differ, and which one needs a second like it to be believed.

    Parameters
    ----------
    foot_from_deg : float
        A sensor that tilts this far sits on the foot, degrees: a shank leans less over a standing foot.
    least_rise_cm : float
        What tilts less must rise by this much at least, cm: in a heel raise the ankle rises 2 cm and more, in
        a squat with a foot that rolls a little 0.7, or 0.9.
    seen_share : float
        Where less of it than this is seen, because of a hole, no rise is asked for.
    large_rise_cm, long_lever_cm : float
        What rises this much, cm, with a lever longer than a foot, cm a radian, is no small lift, however
        little it tilts: the sensor follows the foot by less than a half.
    own_rise_share, clear_lever_cm : float
        ... or by this share of what the person's own repetitions show for this tilt, where that is clear: the
        lever of the second, cm a radian, or more.
    sure_sds : float
        ... within this many standard errors; `known_sds` where it follows in a set on others of its way.
    sinks_cm, sinks_steep_cm, known_sds : float
        A sensor that sinks by the first, cm, and by `sure_sds` more, as the tilt grows, shows that the cycle
        is upside down; the second where the foot got steep, the last, standard errors, where it goes the way
        of the repetitions before.
    hasty_s, largest_quick_deg : float
        A first repetition of ordinary size, from `foot_from_deg` to this, degrees, that goes up and down in
        less than this, s, may be a fidget or a step.
    quick_s : float
        One of another size that goes up and down in less than this, s, may be a knee that goes to the floor
        or a shift of weight.
    largest_first_deg : float
        A first lift that goes farther, degrees, may be a knee that goes to the floor, however slow: feet
        pitch 25-48 from the floor, and from below a step a little more.
    longest_up_s, shortest_down_s : float
        A lift that takes longer than the first, s, or a lowering in less than the second may be a foot that
        was put elsewhere and fidgets there: what is stalled or dropped so much is not the first of a set.
    longest_stall_s : float
        Not even in a set does a lift take longer, s.
    larger, smaller, quicker : float
        Beyond this many times the person's largest size, below this share of the usual one, and below this
        share of the usual time for the lift, a candidate is unlike the person's own. In a set only what is
        both small and quick: single repetitions are low or hasty.
    forgiven : float
        In a set one like those before it may tremble this many times more than others.
    apart_s : float
        The second one follows within this time, s: nobody rests longer between two repetitions.
    unlike_size, same_way : float
        Two are alike where neither is this many times larger, and the cosine between their directions in the
        sensor's frame is at least this.
    remembered : int
        So many of the last repetitions say what is usual.
    """

    foot_from_deg: float = 20.0
    least_rise_cm: float = 1.2
    seen_share: float = 0.45
    large_rise_cm: float = 2.0
    long_lever_cm: float = 22.0
    own_rise_share: float = 0.25
    clear_lever_cm: float = 8.0
    sure_sds: float = 2.0
    sinks_cm: float = 0.5
    sinks_steep_cm: float = 6.0
    known_sds: float = 4.0
    hasty_s: float = 0.55
    largest_quick_deg: float = 44.0
    quick_s: float = 1.7
    largest_first_deg: float = 52.0
    longest_up_s: float = 6.0
    longest_stall_s: float = 12.0
    shortest_down_s: float = 0.4
    larger: float = 1.25
    smaller: float = 0.6
    quicker: float = 0.6
    forgiven: float = 1.3
    apart_s: float = 10.0
    unlike_size: float = 1.6
    same_way: float = 0.8
    remembered: int = 12


@dataclass(frozen=True, slots=True)
class StandingRiseSettings:
    """Limits of a heel raise seen as the rise of a leg that hardly tilts.

    Parameters
    ----------
    lowest_cm, lowest_brisk_cm, highest_cm : float
        Rise, cm: what feet can do. The first is for slow lifts, which an error of the accelerometer hides. A
        brisk lift of 4 cm may be read as half of that: the smoothing runs its push and its stop together.
    error_cmps2 : float
        That error across the leg, turned by its lean, cm/s².
    slowest_dps : float
        Fastest tilt of a set's first repetition at least, degrees/s: breathing tilts a lying leg by 1.
    longest_phase_s : float
        Longest way up or down, s.
    widest_deg : float
        Tilt of the leg meanwhile, degrees: the shank leans 4-5, a step or a squat turns it by 30 and more.
    narrowest_deg : float
        Least tilt, degrees: who stands on the toes sways, what lies or sits still does not.
    surely_cm : float
        What surely rises by this much, cm, need not sway: a chest breathes by 1.
    least_gain, first_gain : float
        How much likelier than rest the reading must be, log: within a set, and for its first repetition.
    plain_cm, plain_deg : float
        A first repetition that rises by less than the first, cm, or leans by more than the second, degrees,
        waits for a second one: feet rise by 5-8, and the shank leans 4-5 meanwhile.
    settled_s : float
        A first repetition waits too if the leg had stood for less, s: its lean's error looks like a lift.
    first_weaker_gain : float
        The same for the lift and for the lowering of a first repetition, each alone: where only one of them
        is there, the other was made up (the first lowering below a step, sitting down).
    sure_gain : float
        From here on a reading is sure: the person is learned from it even where the fit failed.
    unsure_edge_s : float
        Standard error of the lowering's time where the fit failed, s.
    first_edge_s : float
        Largest standard error of the lowering's time in a set's first repetition, s.
    acceleration_mps2 : float
        Root mean square acceleration, m/s²: tremor; shuffling has 1.0-1.2, walking 2-10.
    shortest_s : float
        Shortest repetition, s.
    """

    lowest_cm: float = 0.8
    lowest_brisk_cm: float = 2.2
    error_cmps2: float = 6.0
    slowest_dps: float = 1.5
    longest_phase_s: float = 10.0
    highest_cm: float = 18.0
    widest_deg: float = 14.0
    narrowest_deg: float = 0.7
    surely_cm: float = 3.0
    least_gain: float = 4.0
    first_gain: float = 12.0
    plain_cm: float = 4.0
    plain_deg: float = 8.0
    settled_s: float = 2.0
    first_weaker_gain: float = 2.0
    sure_gain: float = 25.0
    unsure_edge_s: float = 0.7
    first_edge_s: float = 0.7
    acceleration_mps2: float = 1.2
    shortest_s: float = 0.7


@dataclass(frozen=True, slots=True)
class RepSettings:
    """Thresholds of the detector.

    Parameters
    ----------
    motion, limb, foot_tilt, parse, course, phases, edges, give, rise_fit, progress : dataclass
        Settings of the parts that measure and follow.
    warning, rise_warning : dataclass
        When to warn of a lowering that will be too fast, by the tilt and by the rise.
    heel_raise, likeness, standing : dataclass
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
    standing: StandingRiseSettings = field(default_factory=StandingRiseSettings)
    memory_s: float = 60.0
    look_before_s: float = 1.0
    longest_bridged_s: float = 15.0
    set_pause_s: float = 20.0
    attempt_share: float = 1.0 / 3.0
    largest_share: float = 1.7
    known_after: int = 3
    smallest_first_deg: float = 8.0
    smallest_first_cm: float = 3.0
    too_fast_share: float = 2.0 / 3.0
    alone_s: float = 30.0
    foot_from_deg: float = 28.0
    unsure_edge_s: float = 0.4
