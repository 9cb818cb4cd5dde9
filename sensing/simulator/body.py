"""Rigid segments on the ball of the foot: from joint angles to where the sensor is and how it is turned.

Axes of the world and of a segment that stands upright: x forward, y left, z up. A positive pitch (about y)
lifts the heel and leans the shank forward; roll is about x, yaw about z. Turned by yaw, pitch, then roll.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.simulator.noise import smooth_length
from sensing.simulator.person import Person
from sensing.simulator.plan import Mount
from sensing.simulator.posture import RATE_HZ, Column
from sensing.types import GRAVITY_MPS2, FloatArray


@dataclass(frozen=True, slots=True)
class Pose:
    """Course of the sensor.

    Parameters
    ----------
    angles_rad : ndarray of shape (n, 3)
        Roll, pitch, yaw, rad.
    position_m : ndarray of shape (n, 3)
        Where it is in the world, m.
    """

    angles_rad: FloatArray
    position_m: FloatArray


@dataclass(frozen=True, slots=True)
class Axial:
    """Turning of foot, shank and thigh about their own long axes, degrees, each of shape (n,)."""

    foot: FloatArray
    shank: FloatArray
    thigh: FloatArray


_THUD_SHARE = {
    Mount.INSTEP: 0.35,
    Mount.HEEL: 1.0,
    Mount.ANKLE: 0.8,
    Mount.SOCK: 0.7,
    Mount.SHANK: 0.5,
    Mount.POCKET: 0.3,
}


def turned(angles_rad: FloatArray, vector: FloatArray) -> FloatArray:
    """Turn vectors of a segment into the world; shapes (n, 3) and (n, 3) or (3,)."""
    (cr, cp, cy), (sr, sp, sy) = np.cos(angles_rad).T, np.sin(angles_rad).T
    x, y, z = np.asarray(vector).T
    y, z = y * cr - z * sr, y * sr + z * cr
    x, z = x * cp + z * sp, z * cp - x * sp
    return np.stack((x * cy - y * sy, x * sy + y * cy, z), axis=1)


def turned_back(angles_rad: FloatArray, vector: FloatArray) -> FloatArray:
    """Turn vectors of the world into a segment; the reverse of `turned`."""
    (cr, cp, cy), (sr, sp, sy) = np.cos(angles_rad).T, np.sin(angles_rad).T
    x, y, z = np.asarray(vector).T
    x, y = x * cy + y * sy, y * cy - x * sy
    x, z = x * cp - z * sp, z * cp + x * sp
    return np.stack((x, y * cr + z * sr, z * cr - y * sr), axis=1)


def pose(posture: FloatArray, axial: Axial, thud_m: FloatArray, who: Person, mount: Mount) -> Pose:
    """Place the sensor.

    Parameters
    ----------
    posture : ndarray of shape (n, 9)
        Columns of `Column`.
    axial : Axial
        Turning of the segments about their long axes.
    thud_m : ndarray of shape (n,)
        Displacement of the heel as it meets the floor, m.
    who : Person
        Whose body it is.
    mount : Mount
        Where the sensor sits.
    """
    foot = _angles(posture, posture[:, Column.FOOT], 1.0, axial.foot)
    shank = _angles(posture, posture[:, Column.SHANK], 0.15, axial.shank)
    thigh = _angles(posture, posture[:, Column.THIGH], -0.05, axial.thigh)
    ball = posture[:, [Column.X, Column.Y, Column.Z]]
    ankle = ball + turned(foot, np.array([-who.ankle_back_m, 0.0, who.ankle_up_m]))
    if mount is Mount.INSTEP:
        place = Pose(foot, ball + turned(foot, np.array([-who.instep_back_m, 0.0, who.instep_up_m])))
    elif mount is Mount.HEEL:
        place = Pose(foot, ball + turned(foot, np.array([-who.foot_m - 0.01, 0.0, 0.04])))
    elif mount is Mount.ANKLE:
        between = who.ankle_follow * foot + (1.0 - who.ankle_follow) * shank
        place = Pose(between, ankle + turned(between, np.array([0.0, 0.035, -0.02])))
    elif mount is Mount.POCKET:
        knee = ankle + turned(shank, np.array([0.0, 0.0, who.shank_m]))
        place = Pose(thigh, knee + turned(thigh, np.array([0.08, 0.03, 0.65 * who.thigh_m])))
    else:
        share = 0.25 if mount is Mount.SOCK else 0.55
        place = Pose(shank, ankle + turned(shank, np.array([0.04, 0.02, share * who.shank_m])))
    jolt = _THUD_SHARE[mount] * thud_m[:, None] * np.array([0.4, 0.1, 1.0])
    return Pose(place.angles_rad, place.position_m + jolt)


def _angles(posture: FloatArray, pitch: FloatArray, roll_share: float, axial: FloatArray) -> FloatArray:
    roll = roll_share * posture[:, Column.ROLL]
    return np.radians(np.stack((roll, pitch, posture[:, Column.TURN] + axial), axis=1))


def through_strap(course: Pose, resonance_hz: float, damping: float) -> Pose:
    """Let the strap give: the sensor follows the limb as a mass on a damped spring, in all six directions."""
    if resonance_hz <= 0.0:
        return course
    joined = np.concatenate((course.angles_rad, course.position_m), axis=1)
    edge = round(RATE_HZ)
    joined = np.pad(joined, ((edge, edge), (0, 0)), mode="edge")
    count = len(joined)
    line = np.linspace(0.0, 1.0, count)[:, None] * (joined[-1] - joined[0]) + joined[0]
    size = smooth_length(count)
    f = np.fft.rfftfreq(size, 1.0 / RATE_HZ)[:, None] / resonance_hz
    gain = (1.0 + 2j * damping * f) / (1.0 - f**2 + 2j * damping * f)
    out = np.fft.irfft(gain * np.fft.rfft(joined - line, size, axis=0), size, axis=0)[:count] + line
    return Pose(out[edge:-edge, :3], out[edge:-edge, 3:])


def felt(course: Pose) -> tuple[FloatArray, FloatArray]:
    """Work out what an ideal sensor reads in the segment's axes.

    Returns
    -------
    tuple of ndarray of shape (n, 3)
        Specific force, m/s², and angular rate, rad/s.
    """
    roll, pitch, _ = course.angles_rad.T
    d_roll, d_pitch, d_yaw = np.gradient(course.angles_rad, 1.0 / RATE_HZ, axis=0).T
    rate = np.stack(
        (
            d_roll - d_yaw * np.sin(pitch),
            d_pitch * np.cos(roll) + d_yaw * np.cos(pitch) * np.sin(roll),
            d_yaw * np.cos(pitch) * np.cos(roll) - d_pitch * np.sin(roll),
        ),
        axis=1,
    )
    force = np.zeros_like(course.position_m)
    force[1:-1] = np.diff(course.position_m, 2, axis=0) * RATE_HZ**2
    force[0], force[-1] = force[1], force[-2]
    force[:, 2] += GRAVITY_MPS2
    return turned_back(course.angles_rad, force), rate
