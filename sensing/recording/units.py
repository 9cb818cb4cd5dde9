"""Whether the numbers of a recording can be in the units that they should be in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sensing.errors import RecordingError
from sensing.said import said
from sensing.types import FloatArray

_WINDOW_S = 1.0
_LOOKS_LIKE = (
    # from, to, what: size of the acceleration at rest
    (0.0, 0.3, said("there is no gravity in it (linear acceleration?)")),
    (0.6, 1.5, said("looks like g")),
    (600.0, 1500.0, said("looks like mg")),
)
_FASTEST_RADPS = 60.0  # gyroscopes end at 2000 degrees/s, 35 rad/s an axis
_TOO_FAST_SHARE = 0.01
_TURN_WINDOW_S = 0.5
_ROTATION_RAD = 0.2  # less in half a second may be bias and noise
_LEAST_TURNS = 10
# Turning about the vertical moves gravity less than the gyroscope says: a share down to 0.06 in real walks
# with turns, 0.13 elsewhere. Slow movement in degrees/s gives 1/57.
_LEAST_TURNED_SHARE = 0.03


def size_at_rest(acc: FloatArray, rate_hz: float) -> float:
    """Return the size of the acceleration in the quietest second, in whatever unit it is."""
    size = np.linalg.norm(acc, axis=1)
    width = max(2, min(round(_WINDOW_S * rate_hz), len(size)))
    windows = size[: len(size) // width * width].reshape(-1, width)
    middle = np.median(windows, axis=1)
    # Relative spread, so that the choice of the window does not depend on the unit.
    quietest = np.argmin(windows.std(axis=1) / np.maximum(middle, 1e-9))
    return float(middle[quietest])


def looks_like_degrees(acc: FloatArray, gyr: FloatArray, rate_hz: float) -> bool:
    """Whether the angular rate is too high for rad/s, or far above how gravity turns in the sensor."""
    too_fast = np.mean(np.linalg.norm(gyr, axis=1) > _FASTEST_RADPS) > _TOO_FAST_SHARE
    return bool(too_fast) or _turned_share(acc, gyr, rate_hz) < _LEAST_TURNED_SHARE


def check_acc(path: Path, acc: FloatArray, rate_hz: float) -> None:
    """Raise RecordingError if the acceleration in the quietest second cannot be m/s²."""
    at_rest = size_at_rest(acc, rate_hz)
    for low, high, what in _LOOKS_LIKE:
        if low <= at_rest <= high:
            raise RecordingError(
                path,
                said(
                    "acceleration at rest is {at_rest:.3g}: {what}, expected m/s² (9.8)",
                    at_rest=at_rest,
                    what=what,
                ),
            )


def check_gyr(path: Path, acc: FloatArray, gyr: FloatArray, rate_hz: float) -> None:
    """Raise RecordingError if the angular rate cannot be rad/s: too high, or far above how gravity turns."""
    if looks_like_degrees(acc, gyr, rate_hz):
        raise RecordingError(path, said("angular rate is too high: looks like degrees/s, expected rad/s"))


def _turned_share(acc: FloatArray, gyr: FloatArray, rate_hz: float) -> float:
    """Return how far gravity turned, as a share of what the gyroscope says; 1 where nothing turned."""
    width = max(2, round(_TURN_WINDOW_S * rate_hz))
    count = len(acc) // width
    down = acc[: count * width].reshape(count, width, 3).mean(axis=1)
    down /= np.maximum(np.linalg.norm(down, axis=1), 1e-9)[:, None]
    turned = np.arccos(np.clip((down[1:] * down[:-1]).sum(axis=1), -1.0, 1.0))
    rates = gyr[: count * width].reshape(count, width, 3).mean(axis=1)
    rotated = np.linalg.norm(rates[1:] + rates[:-1], axis=1) / 2 * width / rate_hz
    told = rotated > _ROTATION_RAD
    return float(np.median(turned[told] / rotated[told])) if told.sum() >= _LEAST_TURNS else 1.0
