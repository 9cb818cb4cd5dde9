"""The ways through time that a search keeps, and the repetition that comes out of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.types import FloatArray

NEVER = 1e15
"""Cost of what cannot be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One repetition as it was read; all four edges are numbers of parser samples.

    Parameters
    ----------
    start, top, down, end : int
        First sample of the lift, first of the hold, first of the lowering, first after it.
    up_m, down_m : float
        Travel, m.
    lean_deg : ndarray of shape (3,)
        Change of the direction of up during the lift, degrees.
    gain : float
        How much likelier it is than that nothing moved, log.
    """

    start: int
    top: int
    down: int
    end: int
    up_m: float
    down_m: float
    lean_deg: FloatArray
    gain: float


class Survivors:
    """For each node in time: the cheapest way to stand at the bottom, to stand on the toes, and to rest."""

    def __init__(self, size: int) -> None:
        self.bottom = np.full(size, NEVER)
        self.top = np.full(size, NEVER)
        self.rest = np.full(size, NEVER)
        # The last movement of the way to a node: where it ended and began; its travel and lean.
        self.came_down, self.went_up = np.full(size, -1), np.full(size, -1)
        self.down_from, self.up_from = np.full(size, -1), np.full(size, -1)
        self.up_m, self.down_m = np.zeros(size), np.zeros(size)
        self.lean_deg = np.zeros((size, 3))

    def begin(self, node: int) -> None:
        """Let every way begin at a node."""
        for costs in (self.bottom, self.top, self.rest):
            costs[: node + 1] = NEVER
        self.bottom[node] = self.rest[node] = 0.0
        self.came_down[: node + 1] = self.went_up[: node + 1] = -1

    def stay(self, node: int, cost: float) -> None:
        """Go on without movement from the node before."""
        before = node - 1
        for costs in (self.bottom, self.top, self.rest):
            costs[node] = costs[before] + cost
        self.came_down[node], self.went_up[node] = self.came_down[before], self.went_up[before]
        self.up_m[node], self.lean_deg[node] = self.up_m[before], self.lean_deg[before]

    def shift(self, by: int) -> None:
        """Drop the first nodes."""
        for each in (self.bottom, self.top, self.rest, self.up_m, self.down_m, self.lean_deg):
            each[:-by] = each[by:].copy()
        for links in (self.came_down, self.went_up, self.down_from, self.up_from):
            links[:-by] = np.maximum(links[by:] - by, -1)
