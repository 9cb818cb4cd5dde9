"""Thresholds of the line: one frozen dataclass a purpose, each value with its unit and its reason."""

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
        Time constant with which gravity corrects the gyroscope's inclination, s (``tauAcc`` of VQF). Long enough
        to average tremor, short enough that a gyroscope reading 20 % low leaks little drift into a hold.
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
    creep_per_s : float
        How fast the remembered bottom may follow a slow drift upwards, per s: far below the slowest lift.
    reversal_share : float
        A turn must give back this share of the travel: above the sag of a hold (up to 15 %).
    onset_share : float
        Slow drift down from the top counts as hold as long as it stays within this share of the lift.
    quiet_share, quiet_speed : float
        Lowering is over when its speed is under this share of its own peak, or under this speed of sway
        (unit/s) ...
    settle_s, full_return_share : float
        ... for this long, s, after nearly all of the lift has been given back: a pause then cannot belong to
        the phase (10 % rule); or
    slow_settle_s, least_return_share : float
        for this longer time, s, after the least share (the last repetition may end at another level), and in
        between for a time in between.
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
    reversal_share: float = 0.3
    onset_share: float = 0.2
    quiet_share: float = 0.12
    quiet_speed: float = 0.6
    settle_s: float = 0.12
    full_return_share: float = 0.9
    least_return_share: float = 0.5
    slow_settle_s: float = 0.6
    longest_stay_s: float = 15.0
    level_s: float = 1.5


@dataclass(frozen=True, slots=True)
class RiseSettings:
    """What is known of the height of a sensor on the leg of a standing person.

    Parameters
    ----------
    drift_time_s : float
        Corner of the drift's removal, s: a repetition of 8 s keeps nine tenths of its height.
    height_sd_m : float
        How far the height strays from where the person stands, m.
    acc_noise_mps2 : float
        Noise of the smoothed acceleration, m/s².
    settling_s : float
        The accelerometer's error is first taken from the mean over this time, s ...
    error_sd_mps2 : float
        ... and then known this well, m/s²: tremor does not average out in a second.
    first_height_sd_m, first_speed_sd_mps : float
        A recording begins standing, more or less.
    memory_s : float
        How far back the speed is kept, s: a repetition.
    violent_mps2 : float
        Where the leg shakes more than this, m/s², it walks: nothing is integrated, and height and speed start
        from nothing afterwards.
    """

    drift_time_s: float = 6.0
    height_sd_m: float = 0.05
    acc_noise_mps2: float = 0.02
    settling_s: float = 1.5
    error_sd_mps2: float = 0.05
    first_height_sd_m: float = 0.01
    first_speed_sd_mps: float = 0.03
    memory_s: float = 40.0
    violent_mps2: float = 3.5


@dataclass(frozen=True, slots=True)
class TiltSettings:
    """What is known of sensors before the tilt of a repetition is put together.

    Parameters
    ----------
    scale_sd, scale_floor : float
        Scale of the gyroscope: spread among sensors, and how well it can ever be known.
    drift_sd_dps : float
        Bias of the gyroscope that is left, degrees/s.
    lever_sd_s2 : float
        Lever over gravity, s²: 0.2 m at most.
    noise_deg : float
        Error of the accelerometer's angle, degrees; large, since tremor is not white.
    """

    scale_sd: float = 0.15
    scale_floor: float = 0.03
    drift_sd_dps: float = 0.3
    lever_sd_s2: float = 0.02
    noise_deg: float = 6.0


@dataclass(frozen=True, slots=True)
class PhaseSettings:
    """Rough extent of a phase before the fit.

    Parameters
    ----------
    calm_share : float
        The speed is calmed over this share of the phase's length.
    quiet_share : float
        Speed under this share of the peak is a pause; above the 5 % of the definition for the tremor's sake.
    least_beyond_share : float
        A pause stays inside the phase if at least this share of the travel lies beyond it (definition).
    look_share : float
        How far into the quiet the fit looks, as a share of the phase's length.
    """

    calm_share: float = 0.12
    quiet_share: float = 0.08
    least_beyond_share: float = 0.1
    look_share: float = 0.5


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Priors of the fit to an onset.

    Parameters
    ----------
    ramp_share, ramp_spread : float
        Ramp length as a share of the phase, and how far it may stray: minimum-jerk movement fits with 0.45,
        a steady one with 0.2.
    speed_spread : float
        How far the speed behind the ramp may differ from the phase's peak, as a share of that.
    drift_share : float
        Expected drift of rest and hold, as a share of the peak speed.
    stray_share : float
        How far the onset may stray from the first guess, as a share of the phase.
    noise_share, noise_floor : float
        What the course differs from the model by: share of the travel (sub-movements), and sway in the unit
        of the course.
    shortest_phase_s, shortest_ramp_s : float
        Physical limits, s.
    steps : int
        Most steps of the descent.
    """

    ramp_share: float = 0.35
    ramp_spread: float = 0.25
    speed_spread: float = 0.25
    drift_share: float = 0.05
    stray_share: float = 0.2
    noise_share: float = 0.006
    noise_floor: float = 0.2
    shortest_phase_s: float = 0.2
    shortest_ramp_s: float = 0.05
    steps: int = 12


@dataclass(frozen=True, slots=True)
class WarningSettings:
    """When to say "too fast" while the heel is going down.

    Parameters
    ----------
    earliest_share : float
        Not before this share of the way down: what comes first says little of what follows.
    margin, last_margin : float
        The forecast must stay under the limit by this much then, shrinking to the last one at the bottom.
    """

    earliest_share: float = 0.4
    margin: float = 0.35
    last_margin: float = 0.05


@dataclass(frozen=True, slots=True)
class RiseFitSettings:
    """Priors of the fit to the vertical speed.

    Parameters
    ----------
    travel_cm, speed_spread : float
        Rise expected before the data speak, cm, and how many times it the peak speed may differ.
    ramp_share, ramp_spread, shortest_ramp_s, shortest_phase_s : float
        As in the fit to the tilt.
    stray_share, stray_s : float
        How far begin and end may stray from the first guess.
    noise_cmps : float
        Noise of the integrated acceleration, cm/s: tremor after smoothing.
    return_sd_cm : float
        How far the end may lie from the start's height, cm.
    drift_cmps2, bend_cmps3 : float
        Error of the accelerometer along the leg, and a slow change of it.
    error_sd_mps2, error_wander_mps2 : float
        Error across the leg before anything is known (50 mg), and how much it changes between repetitions.
    steps : int
        Most steps of the descent.
    """

    travel_cm: float = 7.0
    speed_spread: float = 1.0
    ramp_share: float = 0.4
    ramp_spread: float = 0.2
    shortest_ramp_s: float = 0.08
    shortest_phase_s: float = 0.25
    stray_share: float = 0.2
    stray_s: float = 0.2
    noise_cmps: float = 1.0
    return_sd_cm: float = 1.5
    drift_cmps2: float = 30.0
    bend_cmps3: float = 0.1
    error_sd_mps2: float = 0.35
    error_wander_mps2: float = 0.01
    steps: int = 15


@dataclass(frozen=True, slots=True)
class HeelRaiseSettings:
    """Limits of what can be a heel raise, from the physics of a foot that turns about its ball.

    Parameters
    ----------
    unexplained_mps2, unexplained_share, unexplained_most_mps2 : float
        A rotation about a fixed point leaves only tremor unexplained: up to this much, m/s² (twice the
        measured tremor), or this share of all acceleration in brisk work, up to the last. A swinging leg
        leaves 2-10 m/s².
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
    unseen_start_strain : float
        Largest strain where the samples begin in the middle of the lift: a swinging leg looks like that too.
    against_lift, against_known_lift : float
        Correlation of rise and tilt below which the cycle is upside down; the second where it goes the way of
        the repetitions before.
    lowering_first_share : float
        Before up is known: a cycle that comes back this many times farther than it went began by lowering.
    """

    unexplained_mps2: float = 0.75
    unexplained_share: float = 0.7
    unexplained_most_mps2: float = 1.2
    longest_lever_m: float = 0.4
    brisk_dps: float = 90.0
    across_share: float = 0.4
    turning_share: float = 1.4
    fastest_dps: float = 260.0
    widest_deg: float = 62.0
    deepest_deg: float = 30.0
    shortest_s: float = 0.6
    slow_from_s: float = 2.5
    slow_s: float = 4.0
    slow_unexplained_mps2: float = 1.1
    unseen_start_strain: float = 0.92
    against_lift: float = -0.35
    against_known_lift: float = -0.8
    lowering_first_share: float = 1.8


@dataclass(frozen=True, slots=True)
class StandingRiseSettings:
    """Limits of a heel raise seen as the rise of a leg that hardly tilts.

    Parameters
    ----------
    lowest_cm, highest_cm : float
        Rise, cm: what feet can do.
    widest_deg : float
        Tilt of the leg meanwhile, degrees: the shank leans 4-5, a step or a squat turns it by 30 and more.
    narrowest_deg : float
        Least tilt, degrees: who stands on the toes sways, what lies or sits still does not.
    least_certainty : float
        The rise over its standard error.
    unsure_edge_s : float
        Largest standard error of the lowering's time, s.
    longest_phase_s : float
        Longest way up or down, s: slower ones cannot be told from the accelerometer's drift.
    least_return_share : float
        The way down over the way up lies between this and its inverse.
    acceleration_mps2 : float
        Root mean square acceleration, m/s²: tremor; walking has 2-10.
    shortest_s : float
        Shortest repetition, s.
    """

    lowest_cm: float = 2.0
    highest_cm: float = 18.0
    widest_deg: float = 16.0
    narrowest_deg: float = 1.2
    least_certainty: float = 3.0
    unsure_edge_s: float = 0.7
    longest_phase_s: float = 6.5
    least_return_share: float = 0.4
    acceleration_mps2: float = 1.6
    shortest_s: float = 0.7


@dataclass(frozen=True, slots=True)
class RepSettings:
    """Thresholds of the detector.

    Parameters
    ----------
    motion, tilt, foot_tilt, rise_cycle, rise, course, phases, edges, rise_fit, warning, heel_raise, standing : dataclass
        Settings of the parts.
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
    smallest_first_deg, smallest_first_cm : float
        Least size of the first repetitions, while no reference is there.
    smallest_limb_deg : float
        The same for other movements of a limb, degrees: above the settling of a sitting person.
    too_fast_share : float
        A phase in less than this share of its prescribed time is too fast.
    foot_from_deg : float
        With placement ``auto``, tilt from here on says foot, less says ankle, degrees.
    unsure_edge_s : float
        Standard error of the lowering's time that halves the confidence, s.
    """

    motion: MotionSettings = MotionSettings()
    tilt: CycleSettings = CycleSettings(smallest_lift=4.0, creep_per_s=0.4, widest=180.0, quiet_speed=1.2)
    foot_tilt: CycleSettings = CycleSettings(smallest_lift=4.0, creep_per_s=0.4, widest=62.0, quiet_speed=1.2)
    rise_cycle: CycleSettings = CycleSettings(
        smallest_lift=1.5, creep_per_s=0.2, widest=15.0, full_return_share=0.7
    )
    rise: RiseSettings = RiseSettings()
    course: TiltSettings = TiltSettings()
    phases: PhaseSettings = PhaseSettings()
    edges: EdgeSettings = EdgeSettings()
    rise_fit: RiseFitSettings = RiseFitSettings()
    warning: WarningSettings = WarningSettings()
    heel_raise: HeelRaiseSettings = HeelRaiseSettings()
    standing: StandingRiseSettings = StandingRiseSettings()
    memory_s: float = 60.0
    look_before_s: float = 1.0
    longest_bridged_s: float = 15.0
    set_pause_s: float = 20.0
    attempt_share: float = 1.0 / 3.0
    smallest_first_deg: float = 8.0
    smallest_first_cm: float = 2.5
    smallest_limb_deg: float = 10.0
    too_fast_share: float = 2.0 / 3.0
    foot_from_deg: float = 28.0
    unsure_edge_s: float = 0.4
