"""Whether the numbers of a recording can be in the units that they should be in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sensing.errors import RecordingError
from sensing.said import said
from sensing.types import GRAVITY_MPS2, FloatArray

CONVERT = said("'heelraise import' converts it")
"""What to do about a file in other units."""

_WINDOW_S = 1.0
_LOOKS_LIKE = (
    # from, to, what, and what to do: size of the acceleration at rest
    (0.0, 0.3, said("there is no gravity in it (linear acceleration?)"), said("record it with gravity")),
    (0.6, 1.5, said("looks like g"), CONVERT),
    (600.0, 1500.0, said("looks like mg"), CONVERT),
)
_FASTEST_RADPS = 60.0  # gyroscopes end at 2000 degrees/s, 35 rad/s an axis
_TOO_FAST_SHARE = 0.01
_TURN_WINDOW_S = 0.5
_ROTATION_RAD = 0.2  # less in half a second may be bias and noise
_LEAST_TURNS = 10
# Turning about the vertical moves gravity less than the gyroscope says: a share down to 0.06 in real walks
# with turns, 0.13 elsewhere. Slow movement in degrees/s gives 1/57.
_LEAST_TURNED_SHARE = 0.03
_SEEN_TURN_RAD = 0.05  # a slow heel raise turns the foot so far in half a second, noise does not
_CALM_MPS2 = 0.4  # steps and swings hide how gravity turns; a heel raise does not
_LEAST_LIKENESS = 0.4  # cosine between turning seen and told: over 0.55 in real recordings, else under 0.2
_LEAST_CALM = 3  # seconds: who runs all the time is never at rest
_GRAVITY_OFF_MPS2 = 1.0  # offsets reach 0.05 g an axis; the most of 128 real recordings is 0.7
_LARGEST = 1e6  # no sensor sends more, be it in mg: a mark for "no value", or a broken line


def without_absurd(values: FloatArray) -> FloatArray:
    """Return values of a sensor with those that none can send as NaN."""
    return np.where(np.abs(values) > _LARGEST, np.nan, values)


def size_at_rest(acc: FloatArray, rate_hz: float) -> float:
    """Return the size of the acceleration in the quietest second, in whatever unit it is."""
    windows = _sizes(acc, min(round(_WINDOW_S * rate_hz), len(acc)))
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
    for low, high, what, way in _LOOKS_LIKE:
        if low <= at_rest <= high:
            raise RecordingError(
                path,
                said(
                    "acceleration at rest is {at_rest:.3g}: {what}, expected m/s² (9.8); {way}",
                    at_rest=at_rest,
                    what=what,
                    way=way,
                ),
            )


def check_gyr(path: Path, acc: FloatArray, gyr: FloatArray, rate_hz: float) -> None:
    """Raise RecordingError if the angular rate cannot be rad/s: too high, or far above how gravity turns."""
    if looks_like_degrees(acc, gyr, rate_hz):
        raise RecordingError(
            path, said("angular rate is too high: looks like degrees/s, expected rad/s; {way}", way=CONVERT)
        )


def doubts(acc: FloatArray, gyr: FloatArray | None, rate_hz: float) -> list[str]:
    """Return what a person should know of values in the right units that may be a faulty sensor's."""
    found = [_off_scale(acc, rate_hz), None if gyr is None else _apart(acc, gyr, rate_hz)]
    return [doubt for doubt in found if doubt is not None]


def _off_scale(acc: FloatArray, rate_hz: float) -> str | None:
    """Say that the acceleration is not that of gravity where the sensor is at rest."""
    size = _sizes(acc, round(_WINDOW_S * rate_hz))
    calm = size[size.std(axis=1) < _CALM_MPS2]
    at_rest = float(np.median(calm)) if len(calm) >= _LEAST_CALM else GRAVITY_MPS2
    if abs(at_rest - GRAVITY_MPS2) <= _GRAVITY_OFF_MPS2:
        return None
    return said(
        "acceleration at rest is {at_rest:.3g} m/s², expected 9.8: is its scale wrong, or does it run "
        "against its limit? Do not rely on the repetitions",
        at_rest=at_rest,
    )


def _apart(acc: FloatArray, gyr: FloatArray, rate_hz: float) -> str | None:
    """Say that gyroscope and gravity do not turn together.

    Then a gyroscope's axes are swapped, some of its signs are wrong, or it is stuck: the tilt cannot be had
    from the two. Which of these it is cannot be told from a file, so nothing is corrected.
    """
    down, rates, step_s = _windows(acc, gyr, rate_hz)
    # Gravity stands still: seen from the sensor it turns against the sensor's own rotation.
    seen = down[1:] - down[:-1]
    told = -np.cross((rates[1:] + rates[:-1]) / 2 * step_s, (down[1:] + down[:-1]) / 2)
    calm = _calm_windows(acc, rate_hz)
    clear = (np.linalg.norm(seen, axis=1) > _SEEN_TURN_RAD) & calm[1:] & calm[:-1]
    if clear.sum() < _LEAST_TURNS:
        return None
    size = np.linalg.norm(seen[clear]) * np.linalg.norm(told[clear])
    if (seen[clear] * told[clear]).sum() > _LEAST_LIKENESS * size:
        return None
    return said(
        "gyroscope and acceleration do not fit together: are axes swapped, is a sign wrong, or is the "
        "gyroscope stuck? Do not rely on the repetitions"
    )


def _turned_share(acc: FloatArray, gyr: FloatArray, rate_hz: float) -> float:
    """Return how far gravity turned, as a share of what the gyroscope says; 1 where nothing turned."""
    down, rates, step_s = _windows(acc, gyr, rate_hz)
    turned = np.arccos(np.clip((down[1:] * down[:-1]).sum(axis=1), -1.0, 1.0))
    rotated = np.linalg.norm(rates[1:] + rates[:-1], axis=1) / 2 * step_s
    told = rotated > _ROTATION_RAD
    return float(np.median(turned[told] / rotated[told])) if told.sum() >= _LEAST_TURNS else 1.0


def _calm_windows(acc: FloatArray, rate_hz: float) -> NDArray[np.bool_]:
    """Return in which windows the acceleration is near enough gravity alone to show which way is up."""
    size = _sizes(acc, round(_TURN_WINDOW_S * rate_hz))
    off = np.abs(size.mean(axis=1) - size_at_rest(acc, rate_hz))
    return np.asarray((off < _CALM_MPS2) & (size.std(axis=1) < _CALM_MPS2))


def _sizes(acc: FloatArray, width: int) -> FloatArray:
    """Return the size of the acceleration in windows of so many samples, two at least, a row each."""
    width = max(2, width)
    count = len(acc) // width
    out: FloatArray = np.linalg.norm(acc[: count * width], axis=1).reshape(count, width)
    return out


def _windows(acc: FloatArray, gyr: FloatArray, rate_hz: float) -> tuple[FloatArray, FloatArray, float]:
    """Return the vertical and the angular rate, rad/s, in each window, and their distance, s."""
    width = max(2, round(_TURN_WINDOW_S * rate_hz))
    count = len(acc) // width
    down = acc[: count * width].reshape(count, width, 3).mean(axis=1)
    down /= np.maximum(np.linalg.norm(down, axis=1), 1e-9)[:, None]
    return down, gyr[: count * width].reshape(count, width, 3).mean(axis=1), width / rate_hz
