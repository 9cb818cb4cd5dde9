"""What is like a person's own repetitions, and what is like a leg that leans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PivotSettings:
    """When a tilt is that of a shank over its ankle, not of a foot about its ball.

    Parameters
    ----------
    from_deg : float
        What tilts less, degrees, is no squat; a sensor at the ankle that follows the foot by less than a half
        is on no rigid lever.
    highest_m, wide_deg, highest_wide_m : float
        What an instep cannot surely lie above the ball, m; from the second on, degrees, it may be that of a
        high foot: the last.
    lowest_leg_m : float
        On a leg it sits at least this high above the ankle, m.
    behind_share : float
        A sensor on a leg sits behind its pivot by less than this share of the height, and by one standard
        error of both less, or two where it must be surer.
    sds, next_sds : float
        So many standard errors make the height sure; the second for what follows in a set on others like it.
    """

    from_deg: float = 12.0
    highest_m: float = 0.065
    wide_deg: float = 28.0
    highest_wide_m: float = 0.085
    lowest_leg_m: float = 0.15
    behind_share: float = 0.5
    sds: float = 2.0
    next_sds: float = 4.0


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
        What surely rises so far is a lift of ordinary size, too.
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
        A first repetition of ordinary size, up to this, degrees, that goes up and down in less than this, s,
        may be a fidget or a step.
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
