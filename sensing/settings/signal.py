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
    creep_per_s : float
        How fast the remembered bottom may follow a slow drift upwards, per s: far below the slowest lift.
    reversal_share : float
        A turn must give back this share of the travel: above the sag of a hold (up to 15 %).
    onset_share, onset_rate_per_s : float
        Slow drift down from the top counts as hold as long as it stays within this share of the lift, and
        goes no faster than this share of the lift a second.
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
    onset_rate_per_s: float = 0.05
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
class WarningSettings:
    """When to say "too fast" while the heel is going down.

    Parameters
    ----------
    earliest_share : float
        Not before this share of the way down: what comes first says little of what follows.
    margin, last_margin : float
        The forecast must stay under the limit by this much then, shrinking to the last one at the bottom.
    violent_mps2, calm_s : float
        None is given while the leg shakes more than this (root mean square over about the second, s): then
        it walks.
    least_travel : float
        None is given for a lift smaller than this, in the unit of the signal.
    """

    earliest_share: float = 0.4
    margin: float = 0.35
    last_margin: float = 0.05
    violent_mps2: float = 2.5
    calm_s: float = 1.5
    least_travel: float = 3.0
