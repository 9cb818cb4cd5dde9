"""Search for the likeliest edges: coarsely about the reading, then by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.fits.rise_evidence import Halves, RiseEvidence, Unknowns
from sensing.repetitions.fits.shapes import table_number
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

_STEP_S = 0.05
"""Step of the differences that stand for derivatives, s."""

_ABOUT = _STEP_S * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1]], dtype=float)
"""A pair of edges and five neighbours: enough for slopes and curvatures of a phase."""

_BOTH_ABOUT = np.concatenate([_ABOUT, _ABOUT])
_MIXED = ((0, 0), (0, 1), (1, 0), (1, 1))
"""One edge of the lift and one of the lowering."""

_OF_UP = np.array([*range(6), *[0] * 5, *[1 + 2 * up for up, _ in _MIXED]])
_OF_DOWN = 6 + np.array([*[0] * 6, *range(1, 6), *[1 + 2 * down for _, down in _MIXED]])
"""Lifts and lowerings that slopes and curvatures are made of: the one moved, the other, both."""

_TURN_S = 2.0 * _STEP_S
"""Shortest time from 5 % of the speed upwards to 5 % of the speed downwards, s."""

_BEYOND_S = 0.21
"""How far the first or the last edge may lie outside the window: its begin was measured, too."""

_FARTHEST_S = 0.2
"""Farthest that an edge goes in one step, s."""

_ROUNDS = 3
"""The coarse search turns from one phase to the other so many times."""


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest edges.

    Parameters
    ----------
    edges_s : ndarray of shape (4,)
        Start, top, start of lowering, end from the window's begin, s.
    spread : ndarray of shape (4, 4)
        Their covariance, s².
    unknowns : Unknowns
        What else is likely.
    """

    edges_s: FloatArray
    spread: NDArray[np.floating]
    unknowns: Unknowns

    def sd_s(self, begin: int, end: int) -> float:
        """Return the standard error of the time between two edges, s."""
        v = self.spread
        return float(np.sqrt(max(v[begin, begin] + v[end, end] - 2.0 * v[begin, end], 0.0)))


class EdgeSearch:
    """Finds the edges that a window's evidence and the reading together make likeliest.

    Parameters
    ----------
    settings : RiseFitSettings
        How far the edges may lie from where they were read.
    """

    def __init__(self, settings: RiseFitSettings) -> None:
        self._settings = settings
        offsets = np.arange(-settings.reach, settings.reach + 1) * settings.coarse_s
        first, second = np.meshgrid(offsets, offsets, indexing="ij")
        self._near = np.stack([first.ravel(), second.ravel()], axis=1)

    def find(self, evidence: RiseEvidence, read_s: list[float], last_s: float) -> Found:
        """Find the edges; `read_s` is where they were read, `last_s` the window's end, s."""
        read = self._ordered(np.array(read_s), last_s)
        best = self._coarse(evidence, read, last_s)
        # From here on the shapes stay the same: Newton's method wants a smooth likelihood.
        tables = np.repeat(table_number(best[1::2] - best[::2], 1), len(_ABOUT))
        least, step, slope, found = np.inf, np.zeros(4), 0.0, None
        for _ in range(self._settings.steps):
            tried = self._ordered(best + step, last_s)
            cost, slopes, bends, halves = self._look(evidence, tried, read, tables)
            if cost < least:
                best, least = tried, cost
                power, course = np.linalg.eigh(bends)
                # Curvatures are at least those of the reading alone: it is never less sure than that.
                power = np.maximum(power, 1.0 / self._settings.stray_s**2)
                step = -(course @ ((slopes @ course) / power))
                to_gain = -0.5 * float(slopes @ step)
                step = np.minimum(np.maximum(step, -_FARTHEST_S), _FARTHEST_S)
                slope, found = float(slopes @ step), (course, power, halves)
            elif found is None:
                break
            else:
                # Where a parabola through both, with the slope that was seen, is lowest.
                share = max(-0.5 * slope / (cost - least - slope), _LEAST_SHARE)
                step, slope = share * step, share * slope
                to_gain = -0.5 * slope
            if to_gain < _CONVERGED or float(np.abs(step).max()) < _NEAR_S:
                break
        if found is None:
            halves = evidence.halves(best.reshape(2, 2), tables[:: len(_ABOUT)], 1)
            return Found(best, np.eye(4), evidence.unknowns(halves, 0, 1))
        course, power, halves = found
        return Found(best, (course / power) @ course.T, evidence.unknowns(halves, 0, len(_ABOUT)))

    def _ordered(self, edges: FloatArray, last_s: float) -> FloatArray:
        """Bring edges into what a person can do and the window can show."""
        shortest = self._settings.shortest_phase_s
        start, top, down, end = edges.tolist()
        end = min(end, last_s + _BEYOND_S)
        start = max(min(start, end - 2.0 * shortest - _TURN_S), -_BEYOND_S)
        if down < top + _TURN_S:
            middle = 0.5 * (top + down)
            top, down = middle - 0.5 * _TURN_S, middle + 0.5 * _TURN_S
        top = min(max(top, start + shortest), end - shortest - _TURN_S)
        down = min(max(down, top + _TURN_S), end - shortest)
        return np.array([start, top, down, end])

    def _away(self, edges_s: FloatArray, read_s: FloatArray) -> FloatArray:
        """Cost of edges that stray from the reading: a reading may be wrong altogether."""
        settings = self._settings
        near = np.exp(-0.5 * ((edges_s - read_s) / settings.stray_s) ** 2)
        out: FloatArray = -np.log(near + settings.misread_share).sum(axis=-1)
        return out

    def _coarse(self, evidence: RiseEvidence, read: FloatArray, last_s: float) -> FloatArray:
        """Look about the reading, one phase at a time, and for the top and the lowering's begin anywhere."""
        start, top, down, end = read.tolist()
        shortest, step = self._settings.shortest_phase_s, self._settings.coarse_s
        tops = np.arange(start + shortest, max(down, start + shortest) + 0.5 * step, step)
        begins = np.arange(top, end - shortest, step)
        ups = np.concatenate([self._near + read[:2], np.stack([np.full_like(tops, start), tops], axis=1)])
        downs = np.concatenate([self._near + read[2:], np.stack([begins, np.full_like(begins, end)], axis=1)])
        ups = _possible(ups, shortest, last_s, read[:2])
        downs = _possible(downs, shortest, last_s, read[2:])
        pairs, count = np.concatenate([ups, downs]), len(ups)
        halves = evidence.halves(pairs, table_number(pairs[:, 1] - pairs[:, 0], count), count, roughly=True)
        of_up, of_down, before = count - 1, len(pairs) - 1, -1
        away_up, away_down = self._away(ups, read[:2]), self._away(downs, read[2:])
        for _ in range(_ROUNDS):
            free = np.flatnonzero(downs[:, 0] >= ups[of_up, 1] + _TURN_S)
            if len(free):
                cost = evidence.cost(halves, np.full_like(free, of_up), count + free)
                of_down = count + int(free[np.argmin(cost + away_down[free])])
            if of_down == before:
                break
            before = of_down
            free = np.flatnonzero(ups[:, 1] <= pairs[of_down, 0] - _TURN_S)
            if len(free):
                cost = evidence.cost(halves, free, np.full_like(free, of_down))
                of_up = int(free[np.argmin(cost + away_up[free])])
        return self._ordered(np.concatenate([pairs[of_up], pairs[of_down]]), last_s)

    def _look(
        self, evidence: RiseEvidence, edges: FloatArray, read: FloatArray, tables: NDArray[np.intp]
    ) -> tuple[float, FloatArray, NDArray[np.floating], Halves]:
        """Cost at some edges, its slopes and its curvatures, and the phases it comes from."""
        phases = np.repeat(edges.reshape(2, 2), len(_ABOUT), axis=0) + _BOTH_ABOUT
        halves = evidence.halves(phases, tables, len(_ABOUT))
        away = self._away(phases, np.repeat(read.reshape(2, 2), len(_ABOUT), axis=0))
        try:
            cost = evidence.cost(halves, _OF_UP, _OF_DOWN)
        except np.linalg.LinAlgError:
            # Tails of lift and lowering that overlap are counted twice, which can be too much.
            return np.inf, np.zeros(4), np.eye(4), halves
        c = (cost + away[_OF_UP] + away[_OF_DOWN]).tolist()
        slopes, bends = np.empty(4), np.empty((4, 4))
        for first, (plus, minus, plus_2, minus_2, both) in ((0, c[1:6]), (2, c[6:11])):
            slopes[first], slopes[first + 1] = plus - minus, plus_2 - minus_2
            bends[first, first], bends[first + 1, first + 1] = plus + minus, plus_2 + minus_2
            bends[first, first] -= 2.0 * c[0]
            bends[first + 1, first + 1] -= 2.0 * c[0]
            bends[first, first + 1] = bends[first + 1, first] = both - plus - plus_2 + c[0]
        for (up, down), cost in zip(_MIXED, c[11:], strict=True):
            mixed = cost - c[1 + 2 * up] - c[6 + 2 * down] + c[0]
            bends[up, 2 + down] = bends[2 + down, up] = mixed
        return c[0], slopes / (2.0 * _STEP_S), bends / _STEP_S**2, halves


def _possible(pairs: FloatArray, shortest_s: float, last_s: float, read: FloatArray) -> FloatArray:
    """Keep the pairs of edges that can be, and the one that was read."""
    good = (
        (pairs[:, 1] - pairs[:, 0] >= shortest_s)
        & (pairs[:, 0] >= -_BEYOND_S)
        & (pairs[:, 1] <= last_s + _BEYOND_S)
    )
    return np.concatenate([pairs[good], read[None]])


_CONVERGED = 0.005
"""A step that would gain less than this in the cost is not taken: it is a tenth of a standard error."""

_NEAR_S = 0.02
"""Nor is one so short, s: the differences that stand for slopes are no finer."""

_LEAST_SHARE = 0.3
"""A step that led nowhere is shortened to this share of it at most: what lies on its way is no parabola."""
