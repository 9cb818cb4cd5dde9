"""How the speed of one phase may run: a mean course and the ways in which people depart from it."""

from __future__ import annotations

from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.fits.onset import EDGE_SHARE
from sensing.types import FloatArray, frozen

PLACES = 37
"""Places from a phase's begin to its end, tails included, at which its shapes are tabulated."""

FINE = 8 * (PLACES - 1)
"""Steps from begin to end of which the nearest will do for a first search: 6 ms of a phase of 3 s."""

TAIL = 0.06
"""By definition a phase's edges are where it has 5 % of its speed: so far it goes on beyond, as a share."""

KEPT = 5
"""Departures from the mean course that are told apart; what is finer is noise."""

_FLATTENS = 0.5
"""Share of the rise for each degree that is lost at the top.

The ankle stands 0.12 m behind and 0.07 m above the ball of the foot: pitched by an angle its rise for each
further degree goes as cos - 0.56 sin, which is down to a half at 35 degrees.
"""

_PEAKS_UP, _PEAKS_DOWN = (0.42, 0.68), (0.48, 0.80)
"""Where in a phase the speed is highest, as a share of its time: least and most of 20 measured raises."""

_SHARPNESS = (2.6, 3.6, 5.0)
"""Bells from a flat one to a sharp one; 4 is minimum jerk."""

_RAMPS = (0.12, 0.28, 0.45)
"""Ramps of phases moved at an even speed, as shares of their time."""

_UNEVEN_SHARE = 0.12
_UNEVEN_S = 0.25
"""Submovements and hesitations: departure as a share of the speed, and how long one lasts, s."""

_RETURN_SHARE = 0.15
"""How far the travel of a phase may differ from the repetition's height by its shape, as a share."""

_SHORTEST_S, _RATIO, _LENGTHS = 0.25, 1.3, 16
"""Lengths of a phase for which shapes are tabulated: unevenness has its own time, so that they differ."""


def length_number(duration_s: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the number of the tabulated length that is nearest to each duration, s."""
    steps = np.round(np.log(np.maximum(duration_s, _SHORTEST_S) / _SHORTEST_S) / log(_RATIO))
    return np.minimum(steps, _LENGTHS - 1).astype(np.intp)


@lru_cache(maxsize=2)
def shapes(*, going_up: bool) -> FloatArray:
    """Return courses of the rise's speed over a phase of unit length, from tail to tail.

    Returns
    -------
    ndarray of shape (lengths * PLACES, 1 + KEPT)
        For each tabulated length the mean course, with a travel of 1, and departures from it of one standard
        deviation each.
    """
    family = _family(_PEAKS_UP if going_up else _PEAKS_DOWN)
    mean: FloatArray = family.mean(axis=0)
    done = np.concatenate([[0.0], np.cumsum(0.5 * (mean[1:] + mean[:-1]))])
    done *= (1.0 + 2.0 * TAIL) / (PLACES - 1)
    # The foot turns evenly, the rise does not: it goes round the ball of the foot.
    share = 1.0 - _FLATTENS * (done if going_up else 1.0 - done)
    weights = share * _trapezoid()
    travel = float(weights @ mean)
    spread = (family - mean).T @ (family - mean) / len(family)
    out = np.empty((_LENGTHS, PLACES, 1 + KEPT))
    for number in range(_LENGTHS):
        out[number, :, 0] = mean
        out[number, :, 1:] = _departures(spread, mean, weights, _SHORTEST_S * _RATIO**number)
    out *= share[:, None] / travel
    return frozen(out.reshape(-1, 1 + KEPT))


def between_places(place: FloatArray, of_table: NDArray[np.intp]) -> FloatArray:
    """Return departures and mean course at places from 0 to `PLACES` - 1.

    Parameters
    ----------
    place : ndarray of shape (n, m)
        Places of each phase.
    of_table : ndarray of shape (n,)
        Its `table_number`.

    Returns
    -------
    ndarray of shape (n, m, KEPT + 1)
        For a phase that takes 1 s; those of lowerings are negative.
    """
    table, gain = _both_ways()
    left = place.astype(np.intp)
    rows = left + (of_table * PLACES)[:, None]
    out: FloatArray = table.take(rows, axis=0)
    out += (place - left)[:, :, None] * gain.take(rows, axis=0)
    return out


def finely(place: FloatArray, of_table: NDArray[np.intp]) -> FloatArray:
    """Return the same at the nearest of places from 0 to `FINE`, in half the time."""
    rows = (place + 0.5).astype(np.intp) + (of_table * (FINE + 1))[:, None]
    out: FloatArray = _fine_table().take(rows, axis=0)
    return out


@lru_cache(maxsize=1)
def _fine_table() -> FloatArray:
    places = np.tile(np.linspace(0.0, PLACES - 1.0, FINE + 1), (2 * _LENGTHS, 1))
    return frozen(between_places(places, np.arange(2 * _LENGTHS)).reshape(-1, KEPT + 1))


@lru_cache(maxsize=1)
def _both_ways() -> tuple[FloatArray, FloatArray]:
    """Return departures and mean course of all tables, and what each gains up to the next place."""
    table = np.roll(np.concatenate([shapes(going_up=True), -shapes(going_up=False)]), -1, axis=1)
    return frozen(table), frozen(np.diff(table, axis=0, append=0.0))


def table_number(duration_s: FloatArray, ups: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return which courses phases of such durations may run; the first `ups` are lifts."""
    numbers = length_number(duration_s)
    numbers[ups:] += _LENGTHS
    return numbers


def _trapezoid() -> FloatArray:
    weights = np.full(PLACES, (1.0 + 2.0 * TAIL) / (PLACES - 1))
    weights[[0, -1]] *= 0.5
    return weights


def _departures(spread: FloatArray, mean: FloatArray, weights: FloatArray, duration_s: float) -> FloatArray:
    """Principal departures from the mean course, none of which changes the travel by much."""
    places_s = np.linspace(0.0, (1.0 + 2.0 * TAIL) * duration_s, PLACES)
    apart = (places_s[:, None] - places_s) / _UNEVEN_S
    uneven = _UNEVEN_SHARE**2 * np.exp(-0.5 * apart**2) * np.outer(mean, mean)
    whole = spread + uneven
    travel = whole @ weights
    whole = whole - np.outer(travel, travel) / (float(weights @ travel) + _RETURN_SHARE**2)
    power, course = np.linalg.eigh(whole)
    kept: FloatArray = course[:, : -KEPT - 1 : -1] * np.sqrt(np.maximum(power[: -KEPT - 1 : -1], 0.0))
    return kept


def _family(peaks: tuple[float, float]) -> FloatArray:
    """Speeds that are known from people: bells, and even ones between ramps, each from tail to tail."""
    x = np.linspace(0.0, 1.0, 1001)
    bells = [
        x ** (sharp * peak) * (1.0 - x) ** (sharp * (1.0 - peak))
        for peak in np.linspace(*peaks, 4)
        for sharp in _SHARPNESS
    ]
    slant = 1.0 + 3.0 * (0.5 * sum(peaks) - 0.5) * (x - 0.5)
    even = [_ramp(x / into) * _ramp((1.0 - x) / out) * slant for into in _RAMPS for out in _RAMPS]
    return np.array([_between_edges(x, speed) for speed in bells + even])


def _ramp(x: FloatArray) -> FloatArray:
    risen: FloatArray = 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))
    return risen


def _between_edges(x: FloatArray, speed: FloatArray) -> FloatArray:
    moving = x[speed > EDGE_SHARE * speed.max()]
    length = moving[-1] - moving[0]
    places = moving[0] + length * np.linspace(-TAIL, 1.0 + TAIL, PLACES)
    course: FloatArray = np.interp(places, x, speed)
    course[[0, -1]] = 0.0
    course /= float(_trapezoid() @ course)
    return course
