"""The best reading of a leg's motion as rest, up, hold, down: a Viterbi search over lengths of movements."""

from __future__ import annotations

from statistics import median

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.moves import MoveBank, Moves
from sensing.repetitions.ways import NEVER, Reading, Survivors
from sensing.settings import ParseSettings
from sensing.types import FloatArray

_LOW_AND_HIGH = (0.4, 1.2)
"""Lifts of a set lie between these shares of the usual one."""


def _strays2(lean_deg: FloatArray, own: FloatArray) -> FloatArray:
    """Squared distance from the person's own lean; a low lift comes with less of it."""
    share = np.clip(lean_deg @ own / max(float(own @ own), 1e-9), *_LOW_AND_HIGH)
    out: FloatArray = np.sum((lean_deg - share[:, None] * own) ** 2, axis=1)
    return out


class LiftParser:
    """Reads repetitions sample by sample and believes one as soon as the reading holds.

    A way through time is a chain of stand, up, stand on the toes, down. Each movement has its cost from the
    `MoveBank`; a lift must fit what is known of the person's height and lean, a lowering must undo its lift.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    """

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float) -> None:
        self.settings = settings
        self._bank = MoveBank(settings, sampling_rate_hz)
        self._wait = max(1, round(settings.decide_s * sampling_rate_hz))
        self._longest_stay = round(settings.longest_stay_s * sampling_rate_hz)
        self._memory = round(settings.memory_s * sampling_rate_hz)
        self._known_up_m: list[float] = []
        self._known_lean_deg: list[FloatArray] = []
        self._begin(0)

    @property
    def is_up(self) -> bool:
        """Whether the best reading so far stands on the toes."""
        return not self._unread and bool(self._ways.top[self._node] < self._ways.bottom[self._node])

    def _begin(self, number: int) -> None:
        self._ways = Survivors(2 * self._memory + 2)
        self._moves: list[Moves | None] = [None]
        self._first = number
        self._base = self._node = 0
        self._unread: list[float] = []
        self._ways.begin(0)

    def restart(self, number: int) -> None:
        """Start afresh at a sample, as after walking or a hole: nothing is known of what came before."""
        self._bank.restart()
        self._begin(number)

    def push(self, acceleration_mps2: float, tremor2: float, up: FloatArray) -> Reading | None:
        """Take upward acceleration, m/s², squared tremor, m²/s⁴, and up; return what has become sure."""
        self._read_again()
        self._make_room()
        self._bank.push(acceleration_mps2, tremor2, up)
        self._node += 1
        self._ways.stay(self._node, self._bank.still)
        self._moves.append(self._weigh(self._node))
        self._extend(self._node)
        return self._believe(self._wait, self.settings.margin)

    def finish(self) -> Reading | None:
        """Return the repetition that had just ended when the samples did."""
        self._read_again()
        return self._believe(0, self.settings.margin)

    def learn(self, up_m: float, lean_deg: FloatArray) -> None:
        """Keep what an accepted repetition showed of the person."""
        self._known_up_m = [*self._known_up_m, max(up_m, 1e-3)][-5:]
        self._known_lean_deg = [*self._known_lean_deg, lean_deg][-5:]
        self._own_up_m = median(self._known_up_m)
        self._own_lean_deg = np.median(self._known_lean_deg, axis=0)

    def _make_room(self) -> None:
        if self._node < 2 * self._memory:
            return
        by = self._memory
        if self._base < by:
            # So long without a decision: whatever it was, it was no repetition.
            self._ways.begin(by)
            self._base = by
            for node in range(by + 1, self._node + 1):
                self._ways.stay(node, 0.0)
        self._ways.shift(by)
        del self._moves[:by]
        self._first, self._base, self._node = self._first + by, self._base - by, self._node - by

    def _weigh(self, node: int) -> Moves | None:
        """Weigh movements that end here, unless so little happened that none could be worth its cost."""
        lengths = self._bank.lengths
        count = int(np.searchsorted(lengths, node - self._base, side="right"))
        if not count:
            return None
        rest = self._ways.rest
        if rest[node] - rest[node - int(lengths[count - 1])] < self.settings.move_cost:
            return None
        return self._bank.weigh(count)

    def _extend(self, node: int) -> None:
        """Let the ways to a node end with a movement."""
        ways, moves = self._ways, self._moves[node]
        if ways.went_up[node] >= 0 and node - ways.went_up[node] > self._longest_stay:
            ways.top[node] = NEVER
        if moves is None:
            return
        allowed = int(np.searchsorted(self._bank.lengths[: len(moves.cost)], node - self._base, side="right"))
        if not allowed:
            return
        begins = node - self._bank.lengths[:allowed]
        ups = ways.bottom[begins] + self._up_cost(moves, allowed)
        downs = ways.top[begins] + self._down_cost(moves, allowed, begins)
        up, down = int(np.argmin(ups)), int(np.argmin(downs))
        if downs[down] < ways.bottom[node]:
            ways.bottom[node] = downs[down]
            ways.came_down[node], ways.down_from[node] = node, begins[down]
            ways.down_m[node] = -moves.travel_m[down]
        if ups[up] < ways.top[node]:
            ways.top[node] = ups[up]
            ways.went_up[node], ways.up_from[node] = node, begins[up]
            ways.up_m[node], ways.lean_deg[node] = moves.travel_m[up], moves.lean_deg[up]
        self._after_a_halt(node, moves, begins)

    def _after_a_halt(self, node: int, moves: Moves, begins: NDArray[np.int_]) -> None:
        """Let a lift or a lowering go on after it came to a halt, as the last ones of a set do."""
        s, ways, count = self.settings, self._ways, len(begins)
        lean = moves.lean_deg[:count]
        cost = moves.cost[:count] + s.halt_cost
        up_cost = ways.top[begins] + cost + self._off_course(lean, ways.lean_deg[begins])
        up_cost = np.where(moves.travel_m[:count] > s.least_travel_m, up_cost, NEVER)
        best = int(np.argmin(up_cost))
        if up_cost[best] < ways.top[node]:
            begin = int(begins[best])
            ways.top[node] = up_cost[best]
            ways.went_up[node], ways.up_from[node] = node, ways.up_from[ways.went_up[begin]]
            ways.up_m[node] = ways.up_m[begin] + moves.travel_m[best]
            ways.lean_deg[node] = ways.lean_deg[begin] + lean[best]
        ends = ways.came_down[begins]
        down_cost = ways.bottom[begins] + cost + self._off_course(lean, ways.lean_deg[ways.down_from[ends]])
        going = (ends > self._base) & (moves.travel_m[:count] < -s.least_travel_m)
        down_cost = np.where(going, down_cost, NEVER)
        best = int(np.argmin(down_cost))
        if down_cost[best] < ways.bottom[node]:
            end = int(ends[best])
            ways.bottom[node] = down_cost[best]
            ways.came_down[node], ways.down_from[node] = node, ways.down_from[end]
            ways.down_m[node] = ways.down_m[end] - moves.travel_m[best]

    def _off_course(self, lean_deg: FloatArray, own_deg: FloatArray) -> FloatArray:
        """Cost of leaning across the way that the leg leaned so far."""
        s = self.settings
        along = np.sum(lean_deg * own_deg, axis=1)
        own2 = np.maximum(np.sum(own_deg**2, axis=1), 0.1)
        across2 = np.sum(lean_deg**2, axis=1) - along**2 / own2
        out: FloatArray = s.lean_weight * across2 / (2.0 * s.return_lean_sd_deg**2)
        return out

    def _up_cost(self, moves: Moves, count: int) -> FloatArray:
        s = self.settings
        travel, lean = moves.travel_m[:count], moves.lean_deg[:count]
        size = np.maximum(travel, 1e-3)
        blur2 = (moves.travel_sd_m[:count] / size) ** 2
        if self._known_up_m:
            few = 1.0 / len(self._known_up_m)
            spread2 = s.known_spread**2 + s.travel_spread**2 * few + blur2
            off = np.log(size / self._own_up_m)
            lean_sd2 = s.known_lean_sd_deg**2 + (few * s.first_lean_sd_deg) ** 2
            lean_cost = _strays2(lean, self._own_lean_deg) / (2.0 * lean_sd2)
        else:
            off, spread2 = np.log(size / s.travel_m), s.travel_spread**2 + blur2
            lean_cost = np.sum(lean**2, axis=1) / (2.0 * s.lean_sd_deg**2)
        cost = moves.cost[:count] + off**2 / (2.0 * spread2) + s.lean_weight * lean_cost
        out: FloatArray = np.where(travel > s.least_travel_m, cost, NEVER)
        return out

    def _down_cost(self, moves: Moves, count: int, begins: NDArray[np.int_]) -> FloatArray:
        s, ways = self.settings, self._ways
        travel = -moves.travel_m[:count]
        size = np.maximum(travel, 1e-3)
        off = np.log(size / np.maximum(ways.up_m[begins], 1e-3))
        spread2 = s.return_spread**2 + (moves.travel_sd_m[:count] / size) ** 2
        left2 = np.sum((moves.lean_deg[:count] + ways.lean_deg[begins]) ** 2, axis=1)
        lean_cost = left2 / (2.0 * s.return_lean_sd_deg**2)
        cost = moves.cost[:count] + off**2 / (2.0 * spread2) + s.lean_weight * lean_cost
        out: FloatArray = np.where(travel > s.least_travel_m, cost, NEVER)
        return out

    def _believe(self, wait: int, margin: float) -> Reading | None:
        """Return the first repetition of the best way if every good way has it."""
        ways, node = self._ways, self._node
        bottom, top = float(ways.bottom[node]), float(ways.top[node])
        best, other = min(bottom, top), max(bottom, top)
        if best > ways.rest[node] - self.settings.repetition_margin:
            return None
        first = self._first_of(node, on_toes=top < bottom)
        if first is None or node - first[3] < wait:
            return None
        if other - best < margin:
            rival = self._first_of(node, on_toes=top >= bottom)
            if rival is None or abs(rival[3] - first[3]) > self._wait:
                return None
        return self._take(first)

    def _first_of(self, node: int, *, on_toes: bool) -> tuple[int, int, int, int] | None:
        """Follow a way back to its first repetition: nodes of start, top, begin of the lowering, end."""
        ways, found = self._ways, None
        if on_toes:
            node = int(ways.up_from[ways.went_up[node]])
        while ways.came_down[node] > self._base:
            end = int(ways.came_down[node])
            down = int(ways.down_from[end])
            top = int(ways.went_up[down])
            start = int(ways.up_from[top])
            found, node = (start, top, down, end), start
        return found

    def _take(self, nodes: tuple[int, int, int, int]) -> Reading:
        start, top, down, end = nodes
        ways, now, first = self._ways, self._node, self._first
        reading = Reading(
            start=first + start,
            top=first + top,
            down=first + down,
            end=first + end,
            up_m=float(ways.up_m[down]),
            down_m=float(ways.down_m[end]),
            lean_deg=ways.lean_deg[down].copy(),
            gain=float(ways.rest[end] - ways.bottom[end]),
        )
        self._base = end
        self._unread = np.diff(ways.rest[end : now + 1]).tolist()
        ways.begin(end)
        return reading

    def _read_again(self) -> None:
        """Read what came after the repetition that was taken, knowing now what it taught."""
        for node, still in enumerate(self._unread, self._base + 1):
            self._ways.stay(node, still)
            self._extend(node)
        self._unread = []
