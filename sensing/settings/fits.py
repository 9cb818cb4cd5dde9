"""Priors of the fits that measure a repetition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TiltSettings:
    """What is known of sensors before the tilt of a repetition is put together.

    Parameters
    ----------
    scale_sd, scale_floor : float
        Scale of the gyroscope: spread among sensors, and how well it can ever be known.
    largest_scale : float
        No gyroscope needs a larger factor, nor one under its inverse: those seen read 13-25 % low.
    drift_sd_dps : float
        Bias of the gyroscope that is left, degrees/s.
    lever_sd_s2 : float
        Lever over gravity, s²: 0.2 m at most.
    noise_deg : float
        Error of the accelerometer's angle, degrees; large, since tremor is not white.
    """

    scale_sd: float = 0.15
    scale_floor: float = 0.03
    largest_scale: float = 1.6
    drift_sd_dps: float = 0.3
    lever_sd_s2: float = 0.02
    noise_deg: float = 3.0


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
    turn_share : float
        Going the other way by this share of the travel, it is no quiet any more but another movement.
    """

    calm_share: float = 0.12
    quiet_share: float = 0.12
    least_beyond_share: float = 0.06
    look_share: float = 0.3
    turn_share: float = 0.05


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """What is thought of the begin of a phase before it is seen.

    Parameters
    ----------
    ramp_share, ramp_spread : float
        Ramp length as a share of the phase, and the spread of its logarithm: minimum-jerk movement fits with
        0.45, a steady one with 0.2.
    speed_spread : float
        How far the speed behind the ramp may differ from the phase's peak, as a share of that.
    rest_drift : float
        Speed at which the posture at rest drifts, unit/s.
    hold_drift_share : float
        Speed at which a hold sags, as a share of the phase's peak: 15 % of the range over a short hold.
    stray_share : float
        How far the edge may stray from the first guess, as a share of the phase.
    noise, tremor_weight, sway : float
        Tremor that is left of a sample at least, unit; what of the median third difference is added to it;
        and sway, which adds up, unit a root s.
    uneven_share, uneven_s : float
        Unevenness of the movement as a share of its speed, and how long one departure lasts, s.
    calm_s : float
        Half the width over which the speed is calmed for that, s; no multiple of half a sample.
    calm_acc_s : float
        Half the width over which the tilt itself is calmed where no gyroscope tells it, s: tremor at 4-9 Hz
        shakes the accelerometer's angle by degrees.
    reach_share, reach_floor_s : float
        How far from the guess begins are looked for, as a share of the phase and s.
    beyond_share : float
        How far outside the window a begin may lie, as a share of the phase: a slow one comes to rest so long
        after its edge.
    lever_s2 : float
        Height of the sensor above the ball of the foot over gravity, s² (4-13 cm on the way up): without a
        gyroscope the tilt is short by so much of its acceleration.
    begins, ramps : int
        How many begins and ramps are weighed.
    shortest_phase_s, shortest_ramp_s : float
        Physical limits, s.
    """

    ramp_share: float = 0.35
    ramp_spread: float = 0.7
    speed_spread: float = 0.3
    rest_drift: float = 0.5
    hold_drift_share: float = 0.05
    stray_share: float = 0.3
    noise: float = 0.1
    tremor_weight: float = 1.0
    sway: float = 0.15
    uneven_share: float = 0.12
    uneven_s: float = 0.3
    calm_s: float = 0.21
    calm_acc_s: float = 0.12
    reach_share: float = 0.5
    reach_floor_s: float = 0.05
    beyond_share: float = 0.06
    lever_s2: float = 0.009
    begins: int = 21
    ramps: int = 7
    shortest_phase_s: float = 0.2
    shortest_ramp_s: float = 0.06


@dataclass(frozen=True, slots=True)
class GiveSettings:
    """The shank's forward give as the heel leaves the floor and meets it, as a sensor at the ankle shows it.

    In 14 of the 20 measured raises (``heel_raise_angles``) the ankle bends by 2-5 degrees in the 0.3-0.5 s
    before a lift of 0.7 s, and again after the lowering.

    Parameters
    ----------
    brisk_sd_deg, brisk_s : float
        How high it may be beside a movement of this time, s, or less, degrees: the sensor shows up to a half
        of what the shank does. Slower ones give less, as the push is less.
    floor_deg : float
        How far it differs from one repetition to the next, degrees.
    longest_half_s : float
        Time that it rises at most, s.
    on_foot_deg : float
        A sensor that turns so far sits on the foot or follows it, degrees.
    """

    brisk_sd_deg: float = 1.0
    brisk_s: float = 0.7
    floor_deg: float = 0.2
    longest_half_s: float = 0.5
    on_foot_deg: float = 28.0


@dataclass(frozen=True, slots=True)
class RiseFitSettings:
    """Priors of the fit to the vertical speed.

    Parameters
    ----------
    height_cm, height_sd_cm : float
        Rise expected before the person is known, and how far a repetition may differ from what is expected.
    first_error_sd_mps2 : float
        Error of the accelerometer along the leg before anything is known: 20 mg, and 1 % of gravity.
    error_sd_mps2, error_wander_mps2 : float
        Error across the leg before anything is known (50 mg), and how much either wanders in a repetition.
    place_sd_m, place_wander_m : float
        How far off the leg's axis the sensor sits, and how much the strap gives between repetitions.
    offset_cmps : float
        Speed at the window's begin.
    hold_cmps : float
        Speed at which a hold sags.
    before_cmps, after_cmps, beside_s : float
        What the movement before and the next one may have as speed at this time from the repetition's edges.
    noise_cmps, tremor_weight : float
        What is left of the speed (sway, breath, small shifts), and how many times its median tremor is added:
        white noise takes 1.5, and tremor, which is not, somewhat more.
    stray_s, misread_share : float
        How far an edge lies from where it was read, and the share of edges that are read anywhere.
    coarse_s, reach : float, int
        Step of the first search and how many of them it goes either way.
    look_after_s : float
        What is looked at after the end as it was read: later the next lift is under way.
    shortest_phase_s : float
        Physical limit.
    steps : int
        Most steps of Newton's method.
    flat_weight, shape_error_share, misread_s : float
        Standard error of the lowering's time as found on simulated people: weight of what the curvature of
        the likelihood says, share of the time itself, and what is added, s, over the certainty of the height.
    """

    height_cm: float = 7.0
    height_sd_cm: float = 2.0
    first_error_sd_mps2: float = 0.3
    error_sd_mps2: float = 0.35
    error_wander_mps2: float = 0.005
    place_sd_m: float = 0.03
    place_wander_m: float = 0.002
    offset_cmps: float = 50.0
    hold_cmps: float = 0.3
    before_cmps: float = 1.0
    after_cmps: float = 4.0
    beside_s: float = 0.4
    noise_cmps: float = 1.0
    tremor_weight: float = 2.2
    stray_s: float = 0.5
    misread_share: float = 0.05
    coarse_s: float = 0.16
    reach: int = 3
    look_after_s: float = 0.25
    shortest_phase_s: float = 0.25
    steps: int = 8
    flat_weight: float = 0.5
    shape_error_share: float = 0.1
    misread_s: float = 2.3
