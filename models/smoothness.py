"""How smooth a movement is, by two measures of the field that do not depend on its size or duration.

References
----------
.. [1] S. Balasubramanian, A. Melendez-Calderon, A. Roby-Brami, E. Burdet, "On the analysis of movement
   smoothness", J. NeuroEngineering Rehabil. 12:112, 2015.
"""

from __future__ import annotations

from math import log, nan

import numpy as np

from sensing.motion.slope import slope
from sensing.types import FloatArray

_FEWEST = 6
_HIGHEST_HZ = 6.0
_PADDING = 4
_LEAST_SHARE = 0.05


def log_dimensionless_jerk(t_s: FloatArray, height: FloatArray) -> float:
    """Minus the log of squared jerk, integrated and made dimensionless by duration and peak speed.

    Parameters
    ----------
    t_s, height : ndarray of shape (n,)
        Uniform times, s, and height in any unit.

    Returns
    -------
    float
        Nearer to 0 is smoother (minimum jerk: -5.3); NaN under 6 samples or without movement.
    """
    if len(t_s) < _FEWEST:
        return nan
    speed = slope(height, t_s)
    jerk = slope(slope(speed, t_s), t_s)
    peak, length_s = float(np.abs(speed).max()), float(t_s[-1] - t_s[0])
    total = float(np.trapezoid(jerk**2, t_s))
    return nan if peak <= 0 or total <= 0 else -log(total * length_s**3 / peak**2)


def sparc(t_s: FloatArray, height: FloatArray) -> float:
    """Spectral arc length: minus the length of the speed's amplitude spectrum, both axes scaled to 1.

    Parameters
    ----------
    t_s, height : ndarray of shape (n,)
        Uniform times, s, and height in any unit.

    Returns
    -------
    float
        Nearer to 0 is smoother; NaN under 6 samples or without movement.
    """
    if len(t_s) < _FEWEST:
        return nan
    speed = slope(height, t_s)
    count = _PADDING * 2 ** int(np.ceil(np.log2(len(speed))))
    spectrum = np.abs(np.fft.rfft(speed, count))
    hz = np.fft.rfftfreq(count, float(t_s[1] - t_s[0]))
    if not spectrum[0] > 0:
        return nan
    spectrum = spectrum / spectrum[0]
    strong = np.flatnonzero((spectrum >= _LEAST_SHARE) & (hz <= _HIGHEST_HZ))
    last = int(strong[-1]) + 1
    if last < 2:
        return nan
    steps_hz = np.diff(hz[:last]) / hz[last - 1]
    return -float(np.sum(np.hypot(steps_hz, np.diff(spectrum[:last]))))
