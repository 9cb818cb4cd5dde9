"""Whether the numbers of a recording can be in the units that they should be in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sensing.errors import RecordingError
from sensing.types import FloatArray

_WINDOW_S = 1.0
_LOOKS_LIKE = (
    # from, to, what: size of the acceleration at rest
    (0.0, 0.3, "there is no gravity in it (linear acceleration?)"),
    (0.6, 1.5, "looks like g"),
    (600.0, 1500.0, "looks like mg"),
)
_FASTEST_RADPS = 60.0  # gyroscopes end at 2000 degrees/s, 35 rad/s an axis
_TOO_FAST_SHARE = 0.01


def check_acc(path: Path, acc: FloatArray, rate_hz: float) -> None:
    """Raise RecordingError if the acceleration in the quietest second cannot be m/s²."""
    size = np.linalg.norm(acc, axis=1)
    width = max(2, min(round(_WINDOW_S * rate_hz), len(size)))
    windows = size[: len(size) // width * width].reshape(-1, width)
    middle = np.median(windows, axis=1)
    # Relative spread, so that the choice of the window does not depend on the unit.
    quietest = np.argmin(windows.std(axis=1) / np.maximum(middle, 1e-9))
    at_rest = float(middle[quietest])
    for low, high, what in _LOOKS_LIKE:
        if low <= at_rest <= high:
            raise RecordingError(path, f"acceleration at rest is {at_rest:.3g}: {what}, expected m/s² (9.8)")


def check_gyr(path: Path, gyr: FloatArray) -> None:
    """Raise RecordingError if the angular rate cannot be rad/s."""
    size = np.linalg.norm(gyr, axis=1)
    if np.mean(size > _FASTEST_RADPS) > _TOO_FAST_SHARE:
        raise RecordingError(
            path, f"angular rate goes up to {size.max():.0f}: looks like degrees/s, expected rad/s"
        )
