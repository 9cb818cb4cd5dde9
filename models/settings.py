"""Thresholds of judging form, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass

from models.verdict import Flag
from sensing.prescription import Prescription
from sensing.settings import RepSettings
from sensing.types import Placement


@dataclass(frozen=True, slots=True)
class TempoSettings:
    """When a phase is too fast, and how sure one can be of it.

    Parameters
    ----------
    too_fast_share : float
        A phase under this share of its prescribed time is too fast (3 s: under 2.0 s); early warnings go by
        the same.
    no_hold_share : float
        A hold under this share of the prescribed one is none.
    shortest_hold_s : float
        A hold asked for that is shorter than this is not judged, s: it drowns in the error of the edges.
    foot_sd_s, ankle_sd_s, shank_sd_s, thigh_sd_s : float
        Standard error of a phase time, s, by where the sensor sits, besides what the repetition's own fit is
        unsure of: likeliest ones of simulated lifts by tilt, of all phases by rise. With the fit's own they
        turn the distance to the limit into a probability.
    unseen_edge_share : float
        Where an edge lies in a hole long enough to hide that the phase was slow, its
        probability of being too fast shrinks to this share, below even.
    """

    too_fast_share: float = RepSettings().too_fast_share
    no_hold_share: float = 0.5
    shortest_hold_s: float = 0.5
    foot_sd_s: float = 0.07
    ankle_sd_s: float = 0.11
    shank_sd_s: float = 0.40
    thigh_sd_s: float = 0.40
    unseen_edge_share: float = 0.45

    def edge_sd_s(self, placement: Placement) -> float:
        """Return the standard error of a phase time at `placement`, s."""
        known = {
            Placement.FOOT: self.foot_sd_s,
            Placement.ANKLE: self.ankle_sd_s,
            Placement.SHANK: self.shank_sd_s,
        }
        return known.get(placement, self.thigh_sd_s)

    def limits_s(self, asked: Prescription | None) -> dict[Flag, float]:
        """Return for each flag of tempo that a prescription asks about under which time it is true, s."""
        if asked is None:
            return {}
        limits_s = {
            Flag.ECCENTRIC_TOO_FAST: asked.eccentric_s and self.too_fast_share * asked.eccentric_s,
            Flag.CONCENTRIC_TOO_FAST: asked.concentric_s and self.too_fast_share * asked.concentric_s,
            Flag.NO_HOLD: self.no_hold_share * asked.hold_s if asked.hold_s >= self.shortest_hold_s else None,
        }
        return {flag: limit_s for flag, limit_s in limits_s.items() if limit_s is not None}


@dataclass(frozen=True, slots=True)
class ShapeSettings:
    """When the shape of a repetition is a fault. Shares are of the person's own reference range.

    Parameters
    ----------
    low_share : float
        Range under this share is low. By tilt alone: by rise three of four that were called low were not, and
        three of four low ones went unseen, wherever the limit.
    least_lift_cm : float
        A limb whose sensor comes up by less than this is measured by its angle alone, cm: an error of the
        accelerometer of 0.1 m/s² that turns with the sensor makes 3 cm in a lift of two seconds.
    fade_share : float
        ... unless it is still this share of the repetition before: fading height at the end of a set is
        normal, a third to a half over the last five repetitions. The last such step is one to 0.83, and
        repetitions of one person differ by 5 %.
    raised_bottom_share : float
        A lowering that ends this much higher than it began is incomplete: above sway and the drift of tilt
        (99 % of full ones stay under 0.23). Rise cannot tell: its level always drifts back to zero.
    level_deg : float
        A heel this near to level stands on the floor, degrees; nothing is missing.
    late_part : float
        Share of the lowering's time that counts as its end.
    late_speed_share : float
        Fastest speed in that end over the mean speed of the lowering: smooth lowering has 1.05 (minimum jerk)
        to 1.4 (trapezoid), and 95 % of uneven ones under 2.0.
    thud_mps2 : float
        Shake at the landing above that of the rest of the repetition, m/s²; a heel set down makes under 2.
    bounce_share : float
        Speed into and out of the turn at the bottom, over that of the person's clean repetitions ...
    bounce_per_s : float
        ... and at least this many ranges per s: twice what a smooth lowering in 1 s has next to its end.
    bounce_within_s : float
        A longer rest at the bottom takes all spring out of the calf, s.
    near_turn_s : float
        How far from the turn speed is looked at, s.
    wobble_deg, wobble_share : float
        Rolling that does not go with the lift, degrees RMS, and over that of the clean repetitions.
    """

    low_share: float = 0.7
    least_lift_cm: float = 5.0
    fade_share: float = 0.75
    raised_bottom_share: float = 0.3
    level_deg: float = 3.0
    late_part: float = 0.25
    late_speed_share: float = 2.0
    thud_mps2: float = 4.0
    bounce_share: float = 3.0
    bounce_per_s: float = 0.8
    bounce_within_s: float = 0.3
    near_turn_s: float = 0.25
    wobble_deg: float = 3.0
    wobble_share: float = 2.5


@dataclass(frozen=True, slots=True)
class SenseSettings:
    """When a repetition does not look like up, held and down, so that nothing should be said of it.

    Parameters
    ----------
    lift_directness, lowering_directness : float
        Way gained over way travelled in the phase, at least. 99 % of simulated repetitions have over 0.95 and
        0.8, at any placement; noise and strides have 0.2.
    hold_span : float
        Range within the hold over that of the repetition, at most: 99 % stay under 0.1 by tilt.
    raised_share, sunk_share : float
        How far the end may lie above and below the start, in ranges. By tilt 99 % stay within 0.1; one that
        ends up to half way up was not lowered all the way, which is a fault.
    share_by_rise : float
        All three where the rise carries the measurement, whose drift alone makes 0.4 of the hold and 0.5 of
        the end in one of a hundred. At 0.45 the hold alone gave 84 of 8706 away: nobody had invented one of
        them, and what was said of nine of ten was right.
    shake_mps2 : float
        Median of what is neither gravity nor slow movement, at most, m/s²: a standing leg has under 1.3, real
        brisk raises up to 2.5, a walking foot 5.
    """

    lift_directness: float = 0.8
    lowering_directness: float = 0.6
    hold_span: float = 0.45
    raised_share: float = 0.5
    sunk_share: float = 0.35
    share_by_rise: float = 0.7
    shake_mps2: float = 3.0


@dataclass(frozen=True, slots=True)
class FormSettings:
    """All of them.

    Parameters
    ----------
    tempo, shape, sense : dataclass
        Settings of the parts.
    unsure_from, unsure_to : float
        A probability between these says too little for a verdict.
    least_confidence : float
        By tilt, under this confidence in the repetition itself every verdict is "unsure". By rise confidence
        holds no more than the error of the edges, and so do the probabilities.
    reference_reps : int
        Clean repetitions that make the personal reference, by their median.
    earlier_reps : int
        How many before it in the set tell what tempo to expect of a repetition: enough for a median, few
        enough to follow who tires.
    """

    tempo: TempoSettings = TempoSettings()
    shape: ShapeSettings = ShapeSettings()
    sense: SenseSettings = SenseSettings()
    unsure_from: float = 0.35
    unsure_to: float = 0.65
    least_confidence: float = 0.5
    reference_reps: int = 3
    earlier_reps: int = 4
