"""A person as the simulator knows one: body, style of moving, unsteadiness. All of it drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_HIGHEST_RISE_M = 0.12
"""Heels of real people rise 5-12 cm."""


@dataclass(frozen=True, slots=True)
class Person:
    """Body and style of one person.

    Parameters
    ----------
    foot_m : float
        Ball of the foot to the heel, m.
    ankle_back_m, ankle_up_m : float
        Ankle joint behind and above the ball of the foot when the foot stands level, m.
    instep_back_m, instep_up_m : float
        The instep sensor, likewise, m.
    shank_m, thigh_m : float
        Lengths of the segments, m.
    rise_deg : float
        Highest pitch of the foot that the person reaches when fresh, degrees.
    below_deg : float
        How far the heel sinks below a step's level, degrees.
    shank_lean_deg, thigh_lean_deg : float
        Lean that comes with a full rise, either direction, degrees: the body stays over its support.
    dip_deg : float
        Forward give of the shank around the beginning and the end of a brisk raise, degrees.
    ankle_follow : float
        Share of the foot's pitch that a sensor strapped below the malleoli follows.
    roll_gain : float
        Degrees of roll (inversion) a degree of pitch.
    sway_deg : float
        Slow sway of the shank, RMS, degrees; the foot's on its toes is a quarter of it.
    tremor : float
        Tremor as a share of the level measured in brisk real sets.
    tremor_hz : float
        Where the tremor's spectrum peaks, Hz.
    submovements : float
        0 to 1: how uneven the speed within a phase is, and how often it hesitates.
    sag : float
        Share of the range that is lost while holding.
    tempo_spread : float
        Standard deviation of the log of phase times.
    evenness : float
        0 to 1: share of phases moved at an even speed rather than with a bell-shaped one.
    peak_up, peak_down : float
        Where within the phase the speed is highest, as a share of its time.
    thud : float
        Hardness of heel contact (1 is ordinary).
    """

    foot_m: float = 0.175
    ankle_back_m: float = 0.125
    ankle_up_m: float = 0.07
    instep_back_m: float = 0.06
    instep_up_m: float = 0.06
    shank_m: float = 0.41
    thigh_m: float = 0.41
    rise_deg: float = 34.0
    below_deg: float = 14.0
    shank_lean_deg: float = 3.0
    thigh_lean_deg: float = -2.0
    dip_deg: float = 2.0
    ankle_follow: float = 0.7
    roll_gain: float = 0.05
    sway_deg: float = 0.5
    tremor: float = 0.25
    tremor_hz: float = 6.0
    submovements: float = 0.4
    sag: float = 0.05
    tempo_spread: float = 0.06
    evenness: float = 0.5
    peak_up: float = 0.55
    peak_down: float = 0.62
    thud: float = 1.0


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _between_log(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def person(seed: int) -> Person:
    """Draw a person from a seed; the same seed gives the same person.

    Height, range and shape follow the 20 measured raises (10 people) in ``heel_raise_angles``: ankle range
    28-36 degrees from the floor and 35-45 with the forefoot raised; peak over mean speed 1.7-1.9 going up and
    1.6-2.7 (median 2.0) coming down; the peak stands at 0.42-0.68 (median 0.56) of the time going up and at
    0.5-0.8 (median 0.66) coming down; the ankle gives 3-6 degrees before and after. The foot itself pitches
    43-48 degrees in the lab recordings.
    """
    rng = np.random.default_rng([seed, 0xB0D7])
    foot_m = _between(rng, 0.150, 0.195)
    highest_deg = float(np.degrees(np.arcsin(min(1.0, _HIGHEST_RISE_M / foot_m))))
    return Person(
        foot_m=foot_m,
        ankle_back_m=foot_m * _between(rng, 0.66, 0.76),
        ankle_up_m=_between(rng, 0.055, 0.08),
        instep_back_m=_between(rng, 0.03, 0.08),
        instep_up_m=_between(rng, 0.045, 0.07),
        shank_m=_between(rng, 0.36, 0.46),
        thigh_m=_between(rng, 0.36, 0.46),
        rise_deg=min(_between(rng, 25.0, 45.0), highest_deg),
        below_deg=_between(rng, 10.0, 20.0),
        shank_lean_deg=_between(rng, 1.0, 5.5) * float(rng.choice([-1.0, 1.0])),
        thigh_lean_deg=_between(rng, -6.0, 6.0),
        dip_deg=_between(rng, 0.0, 5.0),
        ankle_follow=_between(rng, 0.4, 0.9),
        roll_gain=float(rng.normal(0.0, 0.1)),
        sway_deg=_between(rng, 0.3, 1.0),
        tremor=_between_log(rng, 0.05, 1.0),
        tremor_hz=_between(rng, 4.0, 9.0),
        submovements=_between(rng, 0.0, 1.0),
        sag=_between(rng, 0.0, 0.15),
        tempo_spread=_between(rng, 0.02, 0.12),
        evenness=_between(rng, 0.0, 1.0),
        peak_up=_between(rng, 0.45, 0.65),
        peak_down=_between(rng, 0.48, 0.75),
        thud=_between(rng, 0.3, 2.0),
    )
