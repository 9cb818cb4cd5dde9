"""From samples to motion, and from motion to up-and-down cycles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """How the motion of the sensor is made out of grid samples.

    Parameters
    ----------
    smoothing_s : float
        Width of the Hann window that smooths every channel, s. 0.2 s passes the heel's own movement
        (content below 2 Hz at brisk tempo) unchanged to 2 % and halves the tremor (2.5-12 Hz);
        a longer one would delay the report by half of what it adds.
    decimation : int
        Grid samples per motion sample: 50 Hz to 25 Hz, above twice what the smoothing lets pass.
    longest_filled_s : float
        Holes up to this long are filled by straight lines, s: a lost packet of a slow sensor. They are listed
        as holes all the same.
    inclination_time_s : float
        Time constant with which gravity corrects the gyroscope's inclination, s (``tauAcc`` of VQF). Long
        enough to average tremor, short enough that a gyroscope reading 20 % low leaks little drift into a
        hold.
    """

    smoothing_s: float = 0.2
    decimation: int = 2
    longest_filled_s: float = 0.6
    inclination_time_s: float = 2.0


@dataclass(frozen=True, slots=True)
class CycleSettings:
    """What counts as up and down in a height signal (unit: degrees of tilt or cm of rise).

    Parameters
    ----------
    smallest_lift : float
        Travel that makes a lift, and the smallest reversal: above sway and tremor of a standing leg.
    smallest_of_usual : float
        ... or this share of the person's usual lift, where that is less: a third of it counts, and a sensor
        that follows the foot by less than a half tilts by 6-9 degrees in all.
    creep_per_s : float
        How fast the remembered bottom may follow a slow drift upwards, per s: far below the slowest lift.
    reversal_share : float
        A turn must give back this share of the travel: above the sag of a hold (up to 15 %).
    quiet_share, quiet_speed : float
        Lowering is over when its speed is under this share of its own peak, or under this speed of sway
        (unit/s) ...
    settle_s, full_return_share : float
        ... for this long, s, after nearly all of the lift has been given back: a pause then cannot belong to
        the phase (10 % rule); or
    slow_settle_s, least_return_share : float
        for this longer time, s, after the least share (the last repetition may end at another level), and in
        between for a time in between.
    quiet_return_share : float
        Without a new lift at once, at least this share must have been given back: less may be a hold that
        was overshot.
    usual_return_share : float
        This share of the person's usual lift is enough, too: where the sensor slipped as the lift began it
        does not come back.
    longest_stay_s : float
        A hold or a pause longer than this ends the cycle without a repetition, s.
    level_s : float
        Standing still this long shows the level, s.
    widest : float
        More travel than a body allows is drift, and is not waited for to come back.
    """

    smallest_lift: float
    creep_per_s: float
    widest: float
    smallest_of_usual: float = 0.35
    reversal_share: float = 0.3
    quiet_share: float = 0.12
    quiet_speed: float = 0.6
    settle_s: float = 0.12
    full_return_share: float = 0.97
    least_return_share: float = 0.5
    quiet_return_share: float = 0.5
    usual_return_share: float = 0.7
    slow_settle_s: float = 0.6
    longest_stay_s: float = 10.0
    level_s: float = 1.5


@dataclass(frozen=True, slots=True)
class ParseSettings:
    """How the upward acceleration of a leg is read as a sequence of rest, up, hold and down.

    All costs are in units of log-likelihood. Levels of noise and sway are those measured on real legs.

    Parameters
    ----------
    calm_s : float
        Width of the Hann window before all else, s: what is left, up to 2.5 Hz, holds the briskest lift.
    shortest_move_s, longest_move_s, length_ratio : float
        Lengths of movements that are tried, s, and the ratio of one to the next: begin and end are found to
        within a tenth of the movement.
    inclination_s : float
        So long after it begins the direction of up is still being found, s: what leans then is not the leg.
    settling_s, error_time_s : float
        The accelerometer's error is the mean over the first, s, and then follows with the second.
    noise_mps2, noise_share, noise_time_s : float
        Noise of the calmed acceleration without tremor, and what tremor adds to it, followed over a time, s.
    bandwidth_hz : float
        Independent values a second that the calmed acceleration holds.
    uneven_share : float
        Unevenness of a movement (hesitation, pushes) as a share of its own power: in measured
        lowerings each later cosine is about a third of the first, in lifts a tenth.
    error_sd_mps2 : float
        How far the mean within a movement may stray: the accelerometer's error, turned by the lean.
    move_cost, halt_cost : float
        What a movement must explain to be believed, and what more where a phase halts and goes on.
    other_cost : float
        What it costs more to take a movement for no part of a repetition: a lift and a lowering that fit the
        person badly in all respects are as dear as two of these, one that turns the leg over is far dearer.
    tempo_s, tempo_spread : float
        Length of a lift or a lowering before the person is known, s, and the spread of its logarithm: people
        take 0.5-5 s ...
    known_tempo_spread : float
        ... and of one repetition about the person's own, single ones being twice as fast or as slow; how well
        few repetitions show the own comes on top, here as for the rise.
    tempo_most : float
        What a length may cost at most: a lift may stall, and a heel may be let fall.
    whole_spread, whole_most : float
        The same as the two before for the time from the lift's begin to the lowering's end: people who keep
        their tempo repeat it to 7-15 %, and what one phase takes less the next often takes more.
    slower_share : float
        What takes longer than the person's own is off by this share of what takes as much shorter: tired
        lifts stall, none hurries.
    longest_phase_s : float
        Longest lift or lowering with its halts, s, as long as any that counts: a longer one would swallow
        whole repetitions only to be refused.
    travel_m, travel_spread : float
        Rise before the person is known (5-8 cm), and the spread of its logarithm ...
    known_spread : float
        ... and of a repetition about the person's own.
    return_spread : float
        Spread of the logarithm of the way down over the way up.
    least_travel_m, travel_noise_mps2 : float
        Smallest movement, m, and noise that blurs its size.
    lean_weight : float
        Weight of the lean against the acceleration.
    sway_deg2ps : float
        Sway of a standing leg as a random walk, degrees² a second.
    lean_sd_deg, known_lean_sd_deg, first_lean_sd_deg, return_lean_sd_deg : float
        Lean that comes with a lift: before the person is known, about the person's own, what that is still
        off by after one repetition, and what is left of it after coming down, degrees.
    decide_s : float
        A repetition is believed when the best reading has not changed so long after its end, s ...
    margin, repetition_margin : float
        ... and is better than another ending, and than no repetition, by this much.
    last_gain : float
        Where the samples end the heel is taken to be down if that is better than no repetition by this much.
    under_way_mps : float
        Speed that a movement which has not ended yet may have by now, m/s: a brisk lift peaks at 0.2.
    longest_stay_s, memory_s : float
        Longest hold, s, and how far back a reading may go. A step that was taken for a lift hides lifts for
        so long; then what came after it is read again without it.
    violent_mps2 : float
        Where the leg shakes more than this, m/s² ...
    walk_s : float
        ... and has done so in the mean over this time, s, it walks, and everything starts afresh: a heel that
        comes down hard shakes it for a moment.
    knock_mps2 : float
        In that mean no sample counts for more than this, m/s²: how hard the heel came down does not matter.
    stand_lag_s : float
        What the best reading calls standing is believed so much later, s: a lift that runs shows by then.
    stand_prior_s, stand_memory_s : float
        The levels of noise and sway above count as much as so much standing of the person's own, s, of which
        so much is remembered, s: people tire, and the leg sways more.
    stand_share : float
        Share of these seconds that counts, the calmest ones.
    stand_noise_mps2 : tuple of float
        Least and largest noise that a person's standing can show, m/s²: a lift adds what no standing shows,
        and what shakes more is no standing.
    """

    calm_s: float = 0.32
    shortest_move_s: float = 0.4
    longest_move_s: float = 8.6
    length_ratio: float = 1.185
    inclination_s: float = 1.0
    settling_s: float = 2.0
    error_time_s: float = 12.0
    noise_mps2: float = 0.015
    noise_share: float = 0.2
    noise_time_s: float = 2.0
    bandwidth_hz: float = 3.0
    uneven_share: float = 0.25
    error_sd_mps2: float = 0.01
    move_cost: float = 4.0
    halt_cost: float = 4.0
    other_cost: float = 36.0
    tempo_s: float = 2.0
    tempo_spread: float = 0.8
    known_tempo_spread: float = 0.3
    tempo_most: float = 6.0
    whole_spread: float = 0.18
    whole_most: float = 8.0
    slower_share: float = 0.6
    longest_phase_s: float = 10.0
    travel_m: float = 0.065
    travel_spread: float = 0.5
    known_spread: float = 0.35
    return_spread: float = 0.35
    least_travel_m: float = 0.008
    travel_noise_mps2: float = 0.004
    lean_weight: float = 2.0
    sway_deg2ps: float = 0.12
    lean_sd_deg: float = 4.0
    known_lean_sd_deg: float = 0.7
    first_lean_sd_deg: float = 2.0
    return_lean_sd_deg: float = 1.0
    decide_s: float = 0.32
    under_way_mps: float = 0.1
    margin: float = 2.0
    repetition_margin: float = 4.0
    last_gain: float = 30.0
    longest_stay_s: float = 10.0
    memory_s: float = 60.0
    violent_mps2: float = 3.0
    walk_s: float = 1.6
    knock_mps2: float = 5.0
    stand_lag_s: float = 4.0
    stand_prior_s: float = 6.0
    stand_memory_s: float = 40.0
    stand_share: float = 0.75
    stand_noise_mps2: tuple[float, float] = (0.012, 0.03)


@dataclass(frozen=True, slots=True)
class ProgressSettings:
    """When a phase that runs is told.

    Parameters
    ----------
    slow_share : float
        The lift has come to its top when its speed is under this share of its own fastest ...
    near_s, far_s, full_share, low_share : float
        ... for the first time, s, where it has reached the full share of the person's usual height, for the
        second where no more than the low share, and in between for a time in between; ...
    first_s : float
        ... for this time, s, while the usual height is not known.
    resumed_share : float
        It was a pause in the lift if it then goes on by this share of the height reached.
    fallen_share, falling_per_s : float
        The lowering is told when this share of the lift is given back, and the heel falls faster than this
        share of it a second: a hold sags more slowly.
    """

    slow_share: float = 0.2
    near_s: float = 0.12
    far_s: float = 0.5
    full_share: float = 0.9
    low_share: float = 0.6
    first_s: float = 0.3
    resumed_share: float = 0.1
    fallen_share: float = 0.1
    falling_per_s: float = 0.15
