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
    speed_share : float
        Speed downwards, and speed gained, that no lowering has which takes its time: times the mean speed of
        one that takes just as long as allowed.
    gained_share : float
        In which share of the time that is allowed it is gained.
    """

    speed_share: float = 1.875
    gained_share: float = 0.35
