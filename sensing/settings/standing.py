"""What a leg that hardly tilts must show to be raising its heel, and to begin a set."""

from __future__ import annotations

from dataclasses import dataclass


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
class BeginningSettings:
    """Which weak repetitions of a leg, before the first plain one, belong to its set.

    Parameters
    ----------
    apart_s : float
        The next one follows within this time, s: nobody rests longer between two repetitions.
    lean_deg, same_way : float
        The leg leans alike in both: the two leans differ by the first at most, degrees, and the cosine
        between them is at least the second. In the simulated sets that were looked at they differ by 0.1-2.
    unlike_time : float
        Neither takes this many times longer: what does holds two.
    most : int
        So many are held at most.
    """

    apart_s: float = 10.0
    lean_deg: float = 2.0
    same_way: float = 0.9
    unlike_time: float = 2.0
    most: int = 8
