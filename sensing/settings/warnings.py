"""When to say "too fast" while the heel still goes down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WarningSettings:
    """When to say "too fast" while the heel is going down.

    The spreads are those of simulated people; evenly paced, bell-shaped, hesitating and dropped lowerings.

    Parameters
    ----------
    earliest_share : float
        Not before this share of the way down: what comes first says little of what follows.
    again_after_share : float
        Where the lowering began is fitted anew after so much more of the way.
    begin_floor_s : float
        Spread of that begin that the fit does not know of, s.
    stopping_share : float
        Time that a foot needs to stop from its top speed, as a share of the time gone.
    usual_share, longer_way : float
        In a set the heel goes down by this share of the usual lift at least, but not by so many times more
        than it went up: a lift that falls short of that may have begun above the bottom.
    bottom_known_s : float
        So long after a repetition, s, the bottom is known: longer than a set's longest pause is another
        stand.
    first_known_share, first_stopping_share : float
        Else, from this share of the lift on, only the speed tells what is still to come, with this much for
        `stopping_share`: some stop short of the floor, others go below the step.
    rest_spread, first_rest_spread : float
        Spread of the time still needed, as a share of it; the second where nobody knows where the bottom is.
    over_share : float
        A lowering that is slower than this share of its fastest is over (the design's edge): what is said
        then would be heard as said of the next lift.
    certainty, doubt : float
        How many standard errors the forecast must lie under the limit at the very end, and how many more
        where the rest is as long as what has gone, by the square of its share: while there is time to look
        on, look on.
    violent_mps2, calm_s : float
        None is given while the leg shakes more than this (root mean square over about the second, s): then
        it walks.
    least_travel : float
        None is given for a lift smaller than this, in the unit of the signal.
    """

    earliest_share: float = 0.4
    again_after_share: float = 0.2
    begin_floor_s: float = 0.03
    stopping_share: float = 0.2
    usual_share: float = 0.95
    longer_way: float = 1.25
    bottom_known_s: float = 20.0
    first_known_share: float = 0.8
    first_stopping_share: float = 0.4
    rest_spread: float = 0.35
    first_rest_spread: float = 0.6
    over_share: float = 0.05
    certainty: float = 0.7
    doubt: float = 1.0
    violent_mps2: float = 4.0
    calm_s: float = 1.5
    least_travel: float = 3.0


@dataclass(frozen=True, slots=True)
class RiseWarningSettings:
    """When to say "too fast" of a lowering that only the vertical speed shows.

    Parameters
    ----------
    certainty : float
        Probability that the lowering will be too fast.
    gain : float
        How much likelier it must be, log, that the heel goes down than that it is still up.
    overlap_s : float
        The lift, as the parser reads it, ends so long after the lowering's begin at most, s: otherwise the
        two disagree on what is going on.
    speed_share : float
        Nothing is looked at before the speed has dropped by so many times the mean speed of a lowering that
        takes just as long as allowed: one that is faster goes at half as much again when `least_done` of it
        is done, and at about a fifth more if it is moved evenly between ramps.
    least_done, least_left_s : float
        Share of the lowering that is done, and what is still to come, s: what says less is no warning.
    lowest_share, highest_share : float
        The rise that comes out must lie between these shares of the person's own.
    height_sd_share : float
        How far one repetition's rise strays from the person's own, as a share.
    uneven_share : float
        What no course of a movement explains, as a share of its top speed: in brisk lifts it is more than
        the noise.
    length_spread : float
        Spread of the logarithm of a lowering's time about the prescribed one.
    stray_s : float
        How far the lift's begin lies from where it was read, s.
    often_s, seldom_s, unlikely, hopeless : float
        Time from one look to the next, s; the second where the probability is less than the third. At less
        than the last nobody looks again before half of what is left has passed.
    """

    certainty: float = 0.93
    gain: float = 4.0
    overlap_s: float = 0.5
    speed_share: float = 1.2
    least_done: float = 0.3
    least_left_s: float = 0.05
    lowest_share: float = 0.7
    highest_share: float = 1.5
    height_sd_share: float = 0.15
    uneven_share: float = 0.12
    length_spread: float = 0.6
    stray_s: float = 0.5
    often_s: float = 0.08
    seldom_s: float = 0.2
    unlikely: float = 0.3
    hopeless: float = 0.1
