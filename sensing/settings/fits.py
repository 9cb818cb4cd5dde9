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
class RiseFitSettings:
    """Priors of the fit to the vertical speed.

    Parameters
    ----------
    travel_cm, speed_spread : float
        Rise expected before the data speak, cm, and how many times it the peak speed may differ.
    up_ramp_shares, down_ramp_shares : tuple of float
        Lengths of the ramps at begin and end as shares of the phase: speed peaks at 0.56 of the way up and at
        0.66 of the way down (medians of 20 measured raises).
    ramp_spread, shortest_ramp_s, shortest_phase_s : float
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
    up_ramp_shares: tuple[float, float] = (0.45, 0.35)
    down_ramp_shares: tuple[float, float] = (0.6, 0.35)
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
