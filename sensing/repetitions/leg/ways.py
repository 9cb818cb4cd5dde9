"""The cheapest ways through time that stand, rise, stand on the toes and come down, and what comes of one."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray

NEVER = 1e15
"""Cost of what cannot be."""

LIKELY = 0.1 * NEVER
"""What costs more cannot be, whatever was added to it."""

LEAST_M = 1e-3
"""A travel is held against another as if it were at least this, m."""

BOTTOM, TOP, REST, UNFALLEN, LOG_UP, UP_SINCE, UP_TOOK, DOWN_SINCE, DOWN_TOOK, SINCE = range(10)
_COSTS = slice(BOTTOM, UNFALLEN)
LEAN, FELL_LEAN, _COLUMNS = slice(10, 13), slice(13, 16), 16
"""What is known of the cheapest ways to a node: rows of one table, so that they are looked up all at once."""


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
    weaker_gain : float
        The same for the lift or the lowering alone, whichever is the lesser.
    """

    start: int
    top: int
    down: int
    end: int
    up_m: float
    down_m: float
    lean_deg: FloatArray
    gain: float
    weaker_gain: float


class Ways:
    """For each node in time: the cheapest way to the bottom, to the toes, and without a repetition.

    Parameters
    ----------
    size : int
        Most nodes that are kept at a time.
    reach : int
        How many nodes before the first one may be asked for: no way leads there.
    """

    def __init__(self, size: int, reach: int) -> None:
        # Of all nodes, with those before the first.
        self._all = np.zeros((_COLUMNS, reach + size))
        self._all[_COSTS] = self._all[UNFALLEN] = NEVER
        self._known = self._all[:, reach:]
        self.bottom, self.top, self.rest = self._known[_COSTS]
        self.lean_deg = self._known[LEAN].T
        # Of the lift that was undone last: its lean; NEVER where there is none on the way.
        self._unfallen, self._fell_lean_deg = self._known[UNFALLEN], self._known[FELL_LEAN].T
        self._log_up = self._known[LOG_UP]
        # Where the last lift and the last lowering of the way began, and how many nodes they took.
        self._up_since, self._up_took = self._known[UP_SINCE], self._known[UP_TOOK]
        self._down_since, self._down_took = self._known[DOWN_SINCE], self._known[DOWN_TOOK]
        # Where the last repetition of the way along the bottom began.
        self._since = self._known[SINCE]
        # From the toes of this place, counted as `of_begins` does, and of those before it nothing goes on.
        self._reach, self._closed = reach, -1
        # The last movement of the way to a node: where it ended and began; its travel.
        self.came_down, self.went_up = [-1] * size, [-1] * size
        self.down_from, self.up_from = [-1] * size, [-1] * size
        self.up_m, self.down_m = [0.0] * size, [0.0] * size
        # Where the last movement of the way along the bottom ended that is no part of a repetition.
        self.went_by = [-1] * size

    def of_begins(self, begins: NDArray[np.int_]) -> FloatArray:
        """Return what is known of nodes, each number counted from the first one that may be asked for."""
        there = self._all.take(begins, axis=1)
        if self._closed >= 0:
            there[TOP][begins <= self._closed] = NEVER
        return there

    def begin(self, node: int, cost: float = 0.0) -> None:
        """Forget all ways and let one begin at a node."""
        self._closed = -1
        self._known[: UNFALLEN + 1, : node + 1] = NEVER
        self.came_down[: node + 1] = self.went_up[: node + 1] = self.went_by[: node + 1] = [-1] * (node + 1)
        self.enter(node, cost)

    def enter(self, node: int, cost: float) -> None:
        """Let a way begin at a node, at the bottom, where it is cheaper than those that lead there."""
        self.rest[node] = min(cost, self.rest[node])
        if cost < self.bottom[node]:
            self.bottom[node], self.came_down[node], self._unfallen[node] = cost, -1, NEVER

    def close(self, end: int) -> None:
        """Let no way go on from the toes up to the node at which a lift ended; what came of them stays."""
        self.top[end], self.went_up[end] = NEVER, -1
        self._closed = end + self._reach

    def stay(self, node: int, cost: float) -> None:
        """Go on without movement from the node before."""
        before = node - 1
        self._known[:, node] = self._known[:, before]
        self._known[_COSTS, node] += cost
        self.came_down[node], self.went_up[node] = self.came_down[before], self.went_up[before]
        self.up_m[node], self.went_by[node] = self.up_m[before], self.went_by[before]

    def stay_long(self, first: int, costs: FloatArray) -> None:
        """Go on without movement for many nodes, from the one before `first`."""
        before, last = first - 1, first + len(costs)
        self._known[:, first:last] = self._known[:, before, None]
        self._known[_COSTS, first:last] = costs
        # add.accumulate adds strictly one after the other, as `stay` does.
        since = self._known[_COSTS, before:last]
        np.add.accumulate(since, axis=1, out=since)
        for links in (self.came_down, self.went_up, self.went_by):
            links[first:last] = [links[before]] * len(costs)
        self.up_m[first:last] = [self.up_m[before]] * len(costs)

    def come_down(self, node: int, begin: int, cost: float, down_m: float) -> None:
        """Let the way to the bottom end with a lowering."""
        self.bottom[node] = cost
        self.came_down[node], self.down_from[node], self.down_m[node] = node, begin, down_m
        self._fell_lean_deg[node], self._unfallen[node] = self.lean_deg[begin], 0.0
        self._down_since[node], self._down_took[node] = begin, node - begin
        self._since[node] = self._up_since[begin]

    def go_by(self, node: int, begin: int, cost: float) -> None:
        """Let the way along the bottom end with a movement that is no part of a repetition."""
        self.bottom[node], self.came_down[node] = cost, self.came_down[begin]
        self._unfallen[node], self.went_by[node] = NEVER, node

    def go_on_down(self, node: int, begin: int, cost: float, down_m: float) -> None:
        """Let a lowering that had halted go on to here."""
        end = self.came_down[begin]
        self.bottom[node] = cost
        self.came_down[node], self.down_from[node] = node, self.down_from[end]
        self.down_m[node] = self.down_m[end] + down_m
        self._fell_lean_deg[node], self._unfallen[node] = self._fell_lean_deg[begin], 0.0
        since = self._down_since[begin]
        self._down_since[node], self._down_took[node] = since, node - since
        self._since[node] = self._since[begin]

    def go_on_up(self, node: int, begin: int, cost: float, up_m: float, lean_deg: FloatArray) -> None:
        """Let a lift that had halted go on to here."""
        start, so_far_m = self.up_from[self.went_up[begin]], self.up_m[begin]
        self.go_up(node, start, cost, so_far_m + up_m, self.lean_deg[begin] + lean_deg)

    def go_up(self, node: int, begin: int, cost: float, up_m: float, lean_deg: FloatArray) -> None:
        """Let the way to the toes end with a lift."""
        self.top[node] = cost
        self.went_up[node], self.up_from[node], self.up_m[node] = node, begin, up_m
        self._log_up[node], self.lean_deg[node] = log(max(up_m, LEAST_M)), lean_deg
        self._up_since[node], self._up_took[node] = begin, node - begin

    def shift(self, by: int) -> None:
        """Drop the first nodes."""
        self._closed = max(self._closed - by, -1)
        self._known[:, :-by] = self._known[:, by:].copy()
        self._known[[UP_SINCE, DOWN_SINCE, SINCE], :-by] -= by
        for travels in (self.up_m, self.down_m):
            travels[:-by] = travels[by:]
        for links in (self.came_down, self.went_up, self.down_from, self.up_from, self.went_by):
            links[:-by] = [max(link - by, -1) for link in links[by:]]

    def first_of(self, node: int, base: int, *, on_toes: bool) -> tuple[int, int, int, int] | None:
        """Follow a way back to its first repetition: nodes of start, top, begin of the lowering, end."""
        found = None
        if on_toes:
            node = self.up_from[self.went_up[node]]
        while self.came_down[node] > base:
            end = self.came_down[node]
            down = self.down_from[end]
            top = self.went_up[down]
            start = self.up_from[top]
            found, node = (start, top, down, end), start
        return found

    def read(self, nodes: tuple[int, int, int, int], still: FloatArray, first: int, since: int) -> Reading:
        """Return a repetition of the best way.

        Parameters
        ----------
        nodes : tuple of int
            Start, top, begin of the lowering, end.
        still : ndarray
            What it costs up to each node if nothing moves.
        first, since : int
            Number of node 0, and the node before which it does not begin.
        """
        start, top, down, end = nodes
        costs = self.bottom[start], self.top[top], self.top[down], self.bottom[end]
        lift_gain = (still[top] - still[start]) - (costs[1] - costs[0])
        lowering_gain = (still[end] - still[down]) - (costs[3] - costs[2])
        return Reading(
            start=first + min(max(start, since), top - 1),
            top=first + top,
            down=first + down,
            end=first + end,
            up_m=self.up_m[down],
            down_m=self.down_m[end],
            lean_deg=self.lean_deg[down].copy(),
            gain=float((still[end] - still[start]) - (costs[3] - costs[0])),
            weaker_gain=float(min(lift_gain, lowering_gain)),
        )
