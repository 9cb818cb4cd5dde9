"""A whole recording as one line to look at: how far the sensor has tilted along its main movement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.grid import RATE_HZ, Grid
from sensing.motion import MotionTracker
from sensing.recording import Recording
from sensing.types import FloatArray

_REST_PERCENTILE = 20.0


@dataclass(frozen=True, slots=True)
class Signal:
    """What a person marks repetitions in.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Times on the recording's clock, s.
    tilt_deg : ndarray of shape (n,)
        Tilt along the main direction of movement, degrees, about 0 at rest. Which way is up is not certain.
    shake_mps2 : ndarray of shape (n,)
        What is neither gravity nor slow, m/s².
    """

    t_s: FloatArray
    tilt_deg: FloatArray
    shake_mps2: FloatArray


def signal_of(recording: Recording, inside: tuple[tuple[float, float], ...] = ()) -> Signal:
    """Compute the line.

    Parameters
    ----------
    recording : Recording
        The recording.
    inside : tuple of (float, float)
        Stretches, s, in which the heel is known to be up more than outside: they decide which way is up.
    """
    grid, tracker = Grid(), MotionTracker(RATE_HZ)
    blocks = grid.push(recording.data) + grid.finish()
    motion = [one for block in blocks for one in tracker.push(block)] + tracker.finish()
    if not motion:
        return Signal(np.empty(0), np.empty(0), np.empty(0))
    t_s = np.concatenate([one.t_s for one in motion])
    tilt_deg = main_tilt_deg(np.concatenate([one.up for one in motion]))
    within = np.zeros(len(t_s), bool)
    for start_s, end_s in inside:
        within |= (t_s >= start_s) & (t_s <= end_s)
    if within.any() and not within.all() and tilt_deg[within].mean() < tilt_deg[~within].mean():
        tilt_deg = -tilt_deg
    tilt_deg = tilt_deg - np.percentile(tilt_deg, _REST_PERCENTILE)
    return Signal(t_s, tilt_deg, np.concatenate([one.shake_mps2 for one in motion]))


def main_tilt_deg(up: FloatArray) -> FloatArray:
    """Angle of up, ``(n, 3)``, in the plane in which it moves most, degrees from its mean."""
    mean = up.mean(axis=0)
    mean = mean / np.linalg.norm(mean)
    across = up - np.outer(up @ mean, mean)
    along = np.linalg.eigh(across.T @ across)[1][:, -1]
    out: FloatArray = np.degrees(np.arctan2(up @ along, up @ mean))
    return out
