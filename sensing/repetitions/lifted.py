"""How high a limb was lifted, by the vertical acceleration between moments in which it was still.

The angle alone misleads on a limb: bent at two joints, a leg may come up far and turn little, or the other
way round. Velocity is zero where the limb rests, is held and turns round, so that a constant error of the
acceleration falls out, and over the second or two of one way little else has time to grow.
"""

from __future__ import annotations

import numpy as np

from sensing.repetitions.fits.edges import Edges
from sensing.repetitions.track import Stretch
from sensing.settings import LiftedSettings
from sensing.types import FloatArray

_CM = 100.0
_FEWEST = 4
_DECIMALS = 6


def lifted_cm(window: Stretch, edges_s: Edges, settings: LiftedSettings, rate_hz: float) -> float | None:
    """Height between rest and hold, cm: the mean of both ways; None where it cannot be seen.

    Parameters
    ----------
    window : Stretch
        Motion around the repetition.
    edges_s : tuple of float
        Start, top, start of lowering, end, s.
    settings : LiftedSettings
        Where a still moment is looked for.
    rate_hz : float
        Rate of the samples, Hz.
    """
    t_s, turning = window.t_s, _smoothed_turning(window, round(settings.over_s * rate_hz))
    start_s, top_s, down_s, end_s = edges_s
    outside_s, inside_s = settings.outside_s, settings.inside_s

    def stillest(first_s: float, last_s: float) -> int:
        first, last = np.searchsorted(t_s, (first_s, last_s)).tolist()
        place = int(np.argmin(turning[first:last])) if last > first else 0
        return min(int(first) + place, len(t_s) - 1)

    ways = (
        (
            stillest(start_s - outside_s, min(start_s + inside_s, top_s)),
            stillest(max(top_s - inside_s, start_s), min(top_s + outside_s, down_s + inside_s)),
        ),
        (
            stillest(max(down_s - outside_s, top_s - inside_s), min(down_s + inside_s, end_s)),
            stillest(max(end_s - inside_s, down_s), end_s + outside_s),
        ),
    )
    heights = [_way_cm(window.part(first, last + 1), rate_hz) for first, last in ways]
    known = [abs(height) for height in heights if height is not None]
    return sum(known) / len(known) if known else None


def _smoothed_turning(window: Stretch, samples: int) -> FloatArray:
    """Return the size of the angular rate around each sample, rad/s; where nothing moves it is a tie."""
    rate: FloatArray = np.sqrt(np.einsum("ij,ij->i", window.rate_radps, window.rate_radps))
    box = np.ones(min(samples, len(rate)))
    mean = np.convolve(rate, box, mode="same") / np.convolve(np.ones(len(rate)), box, mode="same")
    return np.round(mean, _DECIMALS)


def _way_cm(way: Stretch, rate_hz: float) -> float | None:
    """Return the height gained from rest to rest, cm; None over a hole or in no time."""
    if len(way) < _FEWEST or len(way.after_holes(rate_hz)):
        return None
    t_s, vertical_mps2 = way.t_s, way.vertical_mps2
    steps_s = np.diff(t_s)
    speed = np.concatenate([[0.0], np.cumsum(0.5 * (vertical_mps2[1:] + vertical_mps2[:-1]) * steps_s)])
    speed -= speed[-1] * (t_s - t_s[0]) / (t_s[-1] - t_s[0])
    return _CM * float(np.sum(0.5 * (speed[1:] + speed[:-1]) * steps_s))
