"""What people do between sets and that is no heel raise. Meant to be plausible rather than exact."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sensing.simulator.noise import add_burst, sway, tremor
from sensing.simulator.person import Person
from sensing.simulator.plan import Doing
from sensing.simulator.posture import RATE_HZ, Column, Stretch, blank
from sensing.types import FloatArray


def _smoothstep(u: FloatArray) -> FloatArray:
    u = np.clip(u, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def _there_and_back(
    t_s: FloatArray, start_s: float, there_s: float, stay_s: float, back_s: float
) -> FloatArray:
    """0, then 1 for a while, then 0 again, all smooth."""
    up = _smoothstep((t_s - start_s) / there_s)
    return up - _smoothstep((t_s - start_s - there_s - stay_s) / back_s)


def _times(posture: FloatArray) -> FloatArray:
    out: FloatArray = np.arange(len(posture)) / RATE_HZ
    return out


def _stand(rng: np.random.Generator, who: Person) -> FloatArray:
    return blank(float(rng.uniform(5.0, 12.0)))


def _pivot_on_heel(posture: FloatArray, who: Person) -> None:
    """With the toes up the foot turns on the heel, so the ball rises."""
    posture[:, Column.Z] += who.foot_m * np.sin(np.radians(np.maximum(-posture[:, Column.FOOT], 0.0)))


_GAIT_PHASE = np.array([0.0, 0.08, 0.3, 0.45, 0.62, 0.72, 0.85, 0.95, 1.0])
_GAIT_FOOT = np.array([-20.0, 0.0, 0.0, 12.0, 60.0, 55.0, 0.0, -22.0, -20.0])
_GAIT_SHANK = np.array([-15.0, -5.0, 10.0, 22.0, 50.0, 45.0, 5.0, -18.0, -15.0])
_GAIT_THIGH = np.array([-25.0, -22.0, -5.0, 8.0, 4.0, -8.0, -26.0, -28.0, -25.0])


def _walk(rng: np.random.Generator, who: Person) -> FloatArray:
    """Walk: a stride of about a second, heel first, off over the toes, and the swing through the air."""
    strides, stride_s = int(rng.integers(4, 14)), float(rng.uniform(0.95, 1.3))
    posture = blank(strides * stride_s + 1.0)
    t_s = _times(posture)
    turns = np.clip((t_s - 0.5) / stride_s + 0.04 * sway(rng, len(t_s)), 0.0, strides) + 0.15
    phase = np.mod(turns, 1.0)
    gate = _there_and_back(t_s, 0.2, 0.4, t_s[-1] - 1.2, 0.4)
    for column, pattern in (
        (Column.FOOT, _GAIT_FOOT),
        (Column.SHANK, _GAIT_SHANK),
        (Column.THIGH, _GAIT_THIGH),
    ):
        posture[:, column] = _smooth(gate * np.interp(phase, _GAIT_PHASE, pattern) * rng.uniform(0.85, 1.1))
    posture[:, Column.ROLL] = _smooth(gate * 6.0 * np.sin(2 * np.pi * phase + 1.0))
    for column, size in ((Column.SHANK, 0.25), (Column.THIGH, 0.15), (Column.ROLL, 0.4), (Column.TURN, 0.3)):
        posture[:, column] += size * gate * tremor(rng, len(t_s), 5.0)
    _carry(rng, posture, phase, gate, who)
    return posture


def _carry(
    rng: np.random.Generator, posture: FloatArray, phase: FloatArray, gate: FloatArray, who: Person
) -> None:
    """Place the foot so that the hip goes on evenly, with a bob; the heel strikes once a stride."""
    hip = _leg_m(posture, who)
    forward_mps = rng.uniform(0.9, 1.3) * gate
    posture[:, Column.X] = np.cumsum(forward_mps) / RATE_HZ - _smooth(hip[0] - hip[0][0], 60)
    bob = 0.02 * gate * np.sin(4.0 * np.pi * phase)
    posture[:, Column.Z] = bob - _smooth(hip[1] - hip[1][0], 60)
    for strike in np.flatnonzero(np.diff(phase) < -0.5):
        add_burst(rng, posture[strike:, Column.Z], float(rng.uniform(0.3, 0.9)) * who.thud)


def _leg_m(posture: FloatArray, who: Person) -> tuple[FloatArray, FloatArray]:
    """Where the hip is, forward and up of the ball of the foot, m: in walking the hip goes on evenly."""
    foot, shank, thigh = np.radians(posture[:, [Column.FOOT, Column.SHANK, Column.THIGH]]).T
    forward = who.ankle_up_m * np.sin(foot) - who.ankle_back_m * np.cos(foot)
    up = who.ankle_up_m * np.cos(foot) + who.ankle_back_m * np.sin(foot)
    forward += who.shank_m * np.sin(shank) + who.thigh_m * np.sin(thigh)
    up += who.shank_m * np.cos(shank) + who.thigh_m * np.cos(thigh)
    return forward, up


def _smooth(values: FloatArray, half: int = 30) -> FloatArray:
    """Smooth with a Hann window of `half` samples to either side."""
    kernel = np.hanning(2 * half + 1)
    return np.convolve(np.pad(values, half, mode="edge"), kernel / kernel.sum(), mode="valid")


def _shift(rng: np.random.Generator, who: Person) -> FloatArray:
    """Shift the weight from leg to leg, with a little lift of the heel now and then."""
    posture = blank(float(rng.uniform(6.0, 12.0)))
    t_s = _times(posture)
    for start_s in np.arange(0.5, t_s[-1] - 3.0, 2.5):
        wave = _there_and_back(
            t_s, start_s, rng.uniform(0.4, 1.2), rng.uniform(0.2, 0.8), rng.uniform(0.4, 1.0)
        )
        posture[:, Column.FOOT] += float(rng.choice([0.0, 0.0, rng.uniform(2.0, 7.0)])) * wave
        posture[:, Column.ROLL] += rng.uniform(-4.0, 4.0) * wave
        posture[:, Column.SHANK] += rng.uniform(-3.0, 8.0) * wave
        posture[:, Column.THIGH] += rng.uniform(-8.0, 3.0) * wave
        posture[:, Column.Y] += rng.uniform(-0.01, 0.01) * wave
    return posture


def _turn(rng: np.random.Generator, who: Person) -> FloatArray:
    """Turn round in a few small steps."""
    steps = int(rng.integers(2, 6))
    posture = blank(steps * 0.9 + 1.0)
    t_s = _times(posture)
    way = float(rng.choice([-1.0, 1.0]))
    for step in range(steps):
        lift = _there_and_back(t_s, 0.5 + 0.9 * step, 0.2, 0.05, 0.25)
        posture[:, Column.TURN] += (
            way * rng.uniform(25.0, 50.0) * _smoothstep((t_s - 0.5 - 0.9 * step) / 0.45)
        )
        posture[:, Column.FOOT] += rng.uniform(5.0, 20.0) * lift
        posture[:, Column.Z] += rng.uniform(0.01, 0.03) * lift
        posture[:, Column.X] += 0.05 * _smoothstep((t_s - 0.5 - 0.9 * step) / 0.45)
        posture[:, Column.SHANK] += rng.uniform(5.0, 15.0) * lift
    return posture


def _sit(rng: np.random.Generator, who: Person) -> FloatArray:
    """Sit down, stay, fidget once with the heel, stand up."""
    stay_s = float(rng.uniform(5.0, 15.0))
    posture = blank(stay_s + 6.0)
    t_s = _times(posture)
    down = _there_and_back(t_s, 0.5, rng.uniform(1.2, 2.0), stay_s, rng.uniform(1.0, 1.8))
    lean = _there_and_back(t_s, 0.3, 0.9, 0.2, 0.9) + _there_and_back(t_s, stay_s + 1.6, 0.7, 0.2, 0.9)
    posture[:, Column.THIGH] = -rng.uniform(75.0, 90.0) * down
    posture[:, Column.SHANK] = rng.uniform(-8.0, 5.0) * down + rng.uniform(8.0, 15.0) * lean
    fidget = _there_and_back(t_s, 3.0 + rng.uniform(0.0, stay_s - 4.0), 0.3, rng.uniform(0.0, 1.0), 0.3)
    posture[:, Column.FOOT] = rng.uniform(0.0, 15.0) * fidget
    return posture


def _kneel(rng: np.random.Generator, who: Person) -> FloatArray:
    """Kneel down to the phone: the foot stands on its toes, the knee goes to the floor, and back."""
    stay_s = float(rng.uniform(1.0, 5.0))
    posture = blank(stay_s + 5.0)
    t_s = _times(posture)
    down = _there_and_back(t_s, 0.5, rng.uniform(1.0, 1.8), stay_s, rng.uniform(1.0, 1.8))
    posture[:, Column.FOOT] = rng.uniform(45.0, 80.0) * down
    posture[:, Column.SHANK] = rng.uniform(60.0, 80.0) * down
    posture[:, Column.THIGH] = rng.uniform(-30.0, 5.0) * down
    posture[:, Column.X] = -rng.uniform(0.0, 0.1) * down
    return posture


def _squats(rng: np.random.Generator, who: Person) -> FloatArray:
    """Squat a few times with the heels on the floor."""
    count, one_s = int(rng.integers(2, 6)), float(rng.uniform(2.0, 5.0))
    posture = blank(count * one_s + 1.5)
    t_s = _times(posture)
    depth = rng.uniform(0.5, 1.0)
    for rep in range(count):
        half_s = 0.4 * one_s
        down = _there_and_back(t_s, 0.5 + rep * one_s, half_s, 0.1 * one_s, half_s)
        posture[:, Column.SHANK] += 30.0 * depth * down
        posture[:, Column.THIGH] -= 80.0 * depth * down
        posture[:, Column.FOOT] += rng.uniform(0.0, 3.0) * down
    return posture


def _tap(rng: np.random.Generator, who: Person) -> FloatArray:
    """Tap: the toes twice with the heel down, or the heel once, quickly."""
    posture = blank(4.0)
    t_s = _times(posture)
    if rng.uniform() < 0.5:
        taps = sum((_there_and_back(t_s, s, 0.15, 0.05, 0.15) for s in (0.8, 1.4)), np.zeros(len(t_s)))
        posture[:, Column.FOOT] = -rng.uniform(8.0, 18.0) * taps
        _pivot_on_heel(posture, who)
    else:
        posture[:, Column.FOOT] = rng.uniform(5.0, 15.0) * _there_and_back(t_s, 1.0, 0.15, 0.02, 0.12)
    return posture


_WRITERS: dict[Doing, Callable[[np.random.Generator, Person], FloatArray]] = {
    Doing.STAND: _stand,
    Doing.WALK: _walk,
    Doing.SHIFT: _shift,
    Doing.TURN: _turn,
    Doing.SIT: _sit,
    Doing.KNEEL: _kneel,
    Doing.SQUATS: _squats,
    Doing.TAP: _tap,
}


def doing(rng: np.random.Generator, what: Doing, who: Person) -> Stretch:
    """Write what a person does into a posture; it begins and ends standing still."""
    posture = _WRITERS[what](rng, who)
    return Stretch(posture, np.zeros(len(posture)))
