"""Search for the likeliest edges: coarsely about the reading, then by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.rise_evidence import Half, RiseEvidence
from sensing.repetitions.shapes import length_number
from sensing.settings import RiseFitSettings
from sensing.types import FloatArray

_STEP_S = 0.05
"""Step of the differences that stand for derivatives, s."""

_ABOUT = _STEP_S * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1]], dtype=float)
"""A pair of edges and five neighbours: enough for slopes and curvatures of a phase."""

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
    up, down : Half
        The phases between them.
    """

    edges_s: FloatArray
    spread: NDArray[np.floating]
    up: Half
    down: Half

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
        edges = self._coarse(evidence, read, last_s)
        # From here on the shapes stay the same: Newton's method wants a smooth likelihood.
        lengths = length_number(edges[1::2] - edges[::2])
        best_cost, step = np.inf, np.zeros(4)
        best: FloatArray = edges
        bends: NDArray[np.floating] = np.eye(4)
        for _ in range(self._settings.steps):
            tried = self._ordered(best + step, last_s)
            try:
                cost, slopes, new_bends = self._look(evidence, tried, read, lengths)
            except np.linalg.LinAlgError:
                # Tails of lift and lowering that overlap are counted twice, which can be too much.
                cost, slopes, new_bends = np.inf, np.zeros(4), bends
            if cost < best_cost:
                gain, best_cost = best_cost - cost, cost
                best, bends = tried, _floored(new_bends, self._settings.stray_s)
                step = np.clip(-np.linalg.solve(bends, slopes), -_FARTHEST_S, _FARTHEST_S)
                if gain < _CONVERGED:
                    break
            else:
                step = 0.3 * step
        up = evidence.half(best[None, :2], lengths[:1], going_up=True)
        down = evidence.half(best[None, 2:], lengths[1:], going_up=False)
        return Found(best, np.linalg.inv(bends), up, down)

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
        up = evidence.half(ups, length_number(ups[:, 1] - ups[:, 0]), going_up=True)
        down_half = evidence.half(downs, length_number(downs[:, 1] - downs[:, 0]), going_up=False)
        of_up, of_down = len(ups) - 1, len(downs) - 1
        for _ in range(_ROUNDS):
            free = np.flatnonzero(downs[:, 0] >= ups[of_up, 1] + _TURN_S)
            cost = evidence.cost(up, np.full_like(free, of_up), down_half, free)
            of_down = int(free[np.argmin(cost + self._away(downs[free], read[2:]))]) if len(free) else of_down
            free = np.flatnonzero(ups[:, 1] <= downs[of_down, 0] - _TURN_S)
            cost = evidence.cost(up, free, down_half, np.full_like(free, of_down))
            of_up = int(free[np.argmin(cost + self._away(ups[free], read[:2]))]) if len(free) else of_up
        return self._ordered(np.concatenate([ups[of_up], downs[of_down]]), last_s)

    def _look(
        self, evidence: RiseEvidence, edges: FloatArray, read: FloatArray, lengths: NDArray[np.intp]
    ) -> tuple[float, FloatArray, NDArray[np.floating]]:
        """Cost at some edges, its slopes and its curvatures."""
        ups, downs = edges[:2] + _ABOUT, edges[2:] + _ABOUT
        up = evidence.half(ups, np.repeat(lengths[:1], len(ups)), going_up=True)
        down = evidence.half(downs, np.repeat(lengths[1:], len(downs)), going_up=False)
        of_up, of_down = np.divmod(np.arange(len(ups) * len(downs)), len(downs))
        cost = evidence.cost(up, of_up, down, of_down).reshape(len(ups), len(downs))
        cost = cost + self._away(ups, read[:2])[:, None] + self._away(downs, read[2:])
        bends = np.empty((4, 4))
        slopes = np.concatenate([_slopes(cost[:, 0]), _slopes(cost[0])])
        bends[:2, :2], bends[2:, 2:] = _bends(cost[:, 0]), _bends(cost[0])
        mixed = cost[1:4:2, 1:4:2] - cost[1:4:2, :1] - cost[:1, 1:4:2] + cost[0, 0]
        bends[:2, 2:] = mixed / _STEP_S**2
        bends[2:, :2] = bends[:2, 2:].T
        return float(cost[0, 0]), slopes, bends


def _possible(pairs: FloatArray, shortest_s: float, last_s: float, read: FloatArray) -> FloatArray:
    """Keep the pairs of edges that can be, and the one that was read."""
    good = (
        (pairs[:, 1] - pairs[:, 0] >= shortest_s)
        & (pairs[:, 0] >= -_BEYOND_S)
        & (pairs[:, 1] <= last_s + _BEYOND_S)
    )
    return np.concatenate([pairs[good], read[None]])


def _slopes(cost: FloatArray) -> FloatArray:
    return np.array([cost[1] - cost[2], cost[3] - cost[4]]) / (2.0 * _STEP_S)


def _bends(cost: FloatArray) -> FloatArray:
    mixed = cost[5] - cost[1] - cost[3] + cost[0]
    first, second = cost[1] + cost[2] - 2.0 * cost[0], cost[3] + cost[4] - 2.0 * cost[0]
    return np.array([[first, mixed], [mixed, second]]) / _STEP_S**2


def _floored(bends: NDArray[np.floating], stray_s: float) -> NDArray[np.floating]:
    """Curvatures that are at least those of the reading alone: it is never less sure than that."""
    power, course = np.linalg.eigh(bends)
    out: NDArray[np.floating] = (course * np.maximum(power, 1.0 / stray_s**2)) @ course.T
    return out


_CONVERGED = 0.005
"""A step that gains less than this in the cost was the last one."""
