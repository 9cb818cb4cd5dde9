"""The edges of a rise by two fits that err differently: their mean errs less than either."""

from __future__ import annotations

import numpy as np

from sensing.repetitions.fits.edges import FEWEST, Edges, PhaseFitter
from sensing.repetitions.fits.rise import RiseFit
from sensing.types import FloatArray

_TURNS_DEG = 40.0
"""The height is held to be that of a foot which turns so far: what the onsets know of noise is in degrees."""

_BEFORE_S, _AFTER_S = 0.6, 0.4
"""How much of the quiet on either side is looked at."""


def seen_twice(onsets: PhaseFitter, t_s: FloatArray, fit: RiseFit) -> Edges:
    """Return the mean of the fitted edges and of those that the fitted height shows one by one.

    The fit knows what the sensor adds, which only the whole repetition shows, but holds each phase to be
    moved much as others are. An onset looks at its own edge alone, whatever the middle of the phase does, and
    takes the height for granted.

    Parameters
    ----------
    onsets : PhaseFitter
        Finds them one by one.
    t_s : ndarray of shape (n,)
        Times of the fit's window, s.
    fit : RiseFit
        The fit.
    """
    start, top, down, end = fit.edges_s
    first, last = np.searchsorted(t_s, (start - _BEFORE_S, end + _AFTER_S)).tolist()
    times_s, height = t_s[first:last], fit.height_cm[first:last] * (_TURNS_DEG / fit.up_cm)
    peak = int(np.searchsorted(times_s, 0.5 * (top + down)))
    if min(peak + 1, len(times_s) - peak) < FEWEST:
        return fit.edges_s
    both = onsets.both(times_s, height, peak)
    if both is None:
        return fit.edges_s
    up, back = both
    return (
        0.5 * (start + up.start_s),
        0.5 * (top + up.end_s),
        0.5 * (down + back.start_s),
        0.5 * (end + back.end_s),
    )
