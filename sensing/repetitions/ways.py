"""The cheapest ways through time that stand, rise, stand on the toes and come down, and what comes of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.types import FloatArray

NEVER = 1e15
"""Cost of what cannot be."""

LIKELY = 0.1 * NEVER
"""What costs more cannot be, whatever was added to it."""

LEAST_M = 1e-3
"""A travel is held against another as if it were at least this, m."""


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
    """For each node in time: the cheapest way to stand at the bottom, to stand on the toes, and to rest.

    Parameters
    ----------
    size : int
        Most nodes that are kept at a time.
    reach : int
        How many nodes before the first one may be asked for: no way leads there.
    """

    def __init__(self, size: int, reach: int) -> None:
        self._reach = reach
        # Of all nodes, with those before the first.
        self.all_bottom, self.all_top = np.full(reach + size, NEVER), np.full(reach + size, NEVER)
        self.all_log_up, self.all_lean_deg = np.zeros(reach + size), np.zeros((reach + size, 3))
        self.bottom, self.top = self.all_bottom[reach:], self.all_top[reach:]
        self.log_up, self.lean_deg = self.all_log_up[reach:], self.all_lean_deg[reach:]
        # Of the lift that was undone last: its lean; NEVER where there is none on the way.
        self.all_fell_lean_deg, self.all_unfallen = np.zeros((reach + size, 3)), np.full(reach + size, NEVER)
        self.fell_lean_deg, self.unfallen = self.all_fell_lean_deg[reach:], self.all_unfallen[reach:]
        # Where the last lift and the last lowering of the way began, and how many nodes they took.
        self.all_up_since, self.all_down_since = np.zeros(reach + size, int), np.zeros(reach + size, int)
        self.all_up_took, self.all_down_took = np.zeros(reach + size, int), np.zeros(reach + size, int)
        self.up_since, self.down_since = self.all_up_since[reach:], self.all_down_since[reach:]
        self.up_took, self.down_took = self.all_up_took[reach:], self.all_down_took[reach:]
        self.rest = np.full(size, NEVER)
        # The last movement of the way to a node: where it ended and began; its travel.
        self.came_down, self.went_up = [-1] * size, [-1] * size
        self.down_from, self.up_from = [-1] * size, [-1] * size
        self.up_m, self.down_m = [0.0] * size, [0.0] * size

    def begin(self, node: int, cost: float = 0.0) -> None:
        """Forget all ways and let one begin at a node."""
        self.bottom[: node + 1] = self.top[: node + 1] = self.rest[: node + 1] = NEVER
        self.unfallen[: node + 1] = NEVER
        self.came_down[: node + 1] = self.went_up[: node + 1] = [-1] * (node + 1)
        self.enter(node, cost)

    def enter(self, node: int, cost: float) -> None:
        """Let a way begin at a node, at the bottom, where it is cheaper than those that lead there."""
        self.rest[node] = min(cost, self.rest[node])
        if cost < self.bottom[node]:
            self.bottom[node], self.came_down[node], self.unfallen[node] = cost, -1, NEVER

    def stay(self, node: int, cost: float) -> None:
        """Go on without movement from the node before."""
        before = node - 1
        for costs in (self.bottom, self.top, self.rest):
            costs[node] = costs[before] + cost
        self.came_down[node], self.went_up[node] = self.came_down[before], self.went_up[before]
        self.up_m[node], self.log_up[node] = self.up_m[before], self.log_up[before]
        self.lean_deg[node] = self.lean_deg[before]
        self.fell_lean_deg[node], self.unfallen[node] = self.fell_lean_deg[before], self.unfallen[before]
        for each in (self.up_since, self.down_since, self.up_took, self.down_took):
            each[node] = each[before]

    def stay_long(self, first: int, costs: FloatArray) -> None:
        """Go on without movement for many nodes, from the one before `first`."""
        before, last = first - 1, first + len(costs)
        for each in (self.bottom, self.top, self.rest):
            each[first:last] = costs
            # add.accumulate adds strictly one after the other, as `stay` does.
            np.add.accumulate(each[before:last], out=each[before:last])
        self.log_up[first:last], self.lean_deg[first:last] = self.log_up[before], self.lean_deg[before]
        self.fell_lean_deg[first:last], self.unfallen[first:last] = (
            self.fell_lean_deg[before],
            self.unfallen[before],
        )
        for each in (self.up_since, self.down_since, self.up_took, self.down_took):
            each[first:last] = each[before]
        for links in (self.came_down, self.went_up):
            links[first:last] = [links[before]] * len(costs)
        self.up_m[first:last] = [self.up_m[before]] * len(costs)

    def come_down(self, node: int, begin: int, cost: float, down_m: float) -> None:
        """Let the way to the bottom end with a lowering."""
        self.bottom[node] = cost
        self.came_down[node], self.down_from[node], self.down_m[node] = node, begin, down_m
        self.fell_lean_deg[node], self.unfallen[node] = self.lean_deg[begin], 0.0
        self.down_since[node], self.down_took[node] = begin, node - begin

    def go_on_down(self, node: int, begin: int, cost: float, down_m: float) -> None:
        """Let a lowering that had halted go on to here."""
        end = self.came_down[begin]
        self.bottom[node] = cost
        self.came_down[node], self.down_from[node] = node, self.down_from[end]
        self.down_m[node] = self.down_m[end] + down_m
        self.fell_lean_deg[node], self.unfallen[node] = self.fell_lean_deg[begin], 0.0
        since = self.down_since[begin]
        self.down_since[node], self.down_took[node] = since, node - since

    def go_on_up(self, node: int, begin: int, cost: float, up_m: float, lean_deg: FloatArray) -> None:
        """Let a lift that had halted go on to here."""
        start, so_far_m = self.up_from[self.went_up[begin]], self.up_m[begin]
        self.go_up(node, start, cost, so_far_m + up_m, self.lean_deg[begin] + lean_deg)

    def go_up(self, node: int, begin: int, cost: float, up_m: float, lean_deg: FloatArray) -> None:
        """Let the way to the toes end with a lift."""
        self.top[node] = cost
        self.went_up[node], self.up_from[node], self.up_m[node] = node, begin, up_m
        self.log_up[node], self.lean_deg[node] = np.log(max(up_m, LEAST_M)), lean_deg
        self.up_since[node], self.up_took[node] = begin, node - begin

    def shift(self, by: int) -> None:
        """Drop the first nodes."""
        for each in (
            self.bottom,
            self.top,
            self.rest,
            self.log_up,
            self.lean_deg,
            self.fell_lean_deg,
            self.unfallen,
            self.up_took,
            self.down_took,
        ):
            each[:-by] = each[by:].copy()
        for since in (self.up_since, self.down_since):
            since[:-by] = since[by:] - by
        for travels in (self.up_m, self.down_m):
            travels[:-by] = travels[by:]
        for links in (self.came_down, self.went_up, self.down_from, self.up_from):
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
