"""Movements that may end at each node, with what lifts and lowerings would cost there."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sensing.motion.middle import middles
from sensing.repetitions.leg.moves import MoveBank, products, squared
from sensing.repetitions.leg.tempo import Tempo, lasting, longer
from sensing.repetitions.leg.ways import (
    BOTTOM,
    DOWN_SINCE,
    DOWN_TOOK,
    FELL_LEAN,
    LEAN,
    LEAST_M,
    LIKELY,
    LOG_UP,
    NEVER,
    REST,
    SINCE,
    TOP,
    UNFALLEN,
    UP_SINCE,
    UP_TOOK,
    Ways,
)
from sensing.settings import ParseSettings
from sensing.types import FloatArray

_LOW, _HIGH = 0.4, 1.2
"""Lifts of a set lie between these shares of the usual one."""

_ROUNDING = 1e-6
"""Costs that were added up in different ways differ by less than this."""

_LEAST_LEAN_DEG2 = 0.1
"""A lean is held against another as if that were at least this, degrees²."""


class UnderWay(NamedTuple):
    """A way in the midst of a movement: what it costs, where the movement began, and whether at the top."""

    cost: float
    begin: int
    from_toes: bool


Bests = tuple[list[float], list[int]]
"""What the cheapest ways to a node cost that end with a lowering, a lowering that goes on after a halt, any
other movement, that without any repetition before, a lift, and a lift that goes on; and which length each of
these movements has."""


class Candidates:
    """Keeps the movements that may end at the nodes to come.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    bank : MoveBank
        Weighs movements.
    ways : Ways
        The ways that movements go on from.
    tempo : Tempo
        What lengths of phases cost.
    size : int
        Most nodes that are kept at a time.
    """

    def __init__(self, settings: ParseSettings, bank: MoveBank, ways: Ways, tempo: Tempo, size: int) -> None:
        self.settings = settings
        self._bank, self._ways, self._tempo = bank, ways, tempo
        self._lengths, self._size = bank.lengths, size
        count = len(bank.lengths)
        self._shortest = int(bank.lengths[0])
        # Where movements begin that end at a node and the next ones.
        self._back = np.arange(self._shortest)[:, None] - bank.lengths + bank.longest
        # Longest movement that fits into so many nodes.
        fits = np.searchsorted(bank.lengths, np.arange(bank.longest + 1), side="right")
        self._fitting = np.append(0, bank.lengths)[fits]
        self._cost, self.travel_m = np.zeros((size, count)), np.zeros((size, count))
        self.lean_deg = np.zeros((size, count, 3))
        self._up_cost = np.zeros((size, count))
        # Cost of a movement that has not ended yet.
        self._under_way_cost = np.zeros((size, count))
        # A lowering's cost without its lift, the logarithm of its travel, and twice the variance of that.
        self._down_cost, self._log_down = np.zeros((size, count)), np.zeros((size, count))
        self._down_spread = np.ones((size, count))
        # Cost of going on after a halt, up and down.
        self._on_up_cost, self._on_down_cost = np.zeros((size, count)), np.zeros((size, count))
        self.is_open = [False] * size
        # Whether a movement may be no part of a repetition. Without a gyroscope tremor is seen as lean: then
        # each lift and lowering would look like something else.
        self.may_be_other = True
        self._is_weighed = np.zeros(size, dtype=bool)
        self._known_up_m: list[float] = []
        self._known_lean_deg: list[FloatArray] = []
        self.restart()

    def restart(self) -> None:
        """Forget all movements; what is known of the person stays."""
        self._is_weighed[:] = False
        self.forget_best()

    def forget_best(self) -> None:
        """Forget which movements were best: the ways that they go on from have changed."""
        self._best_from = self._best_to = 0

    def learn(self, up_m: float, lean_deg: FloatArray) -> None:
        """Keep what an accepted repetition showed of the person."""
        self._known_up_m = [*self._known_up_m, max(up_m, LEAST_M)][-5:]
        self._known_lean_deg = [*self._known_lean_deg, lean_deg][-5:]
        self._own_up_m = median(self._known_up_m)
        self._own_lean_deg = middles(np.array(self._known_lean_deg))

    def begin(self, first: int, last: int, base: int, rested: int) -> None:
        """Find out at which nodes so much happened that a movement could be worth its cost.

        Parameters
        ----------
        first, last : int
            The nodes, both included.
        base : int
            Where the ways begin: no movement does earlier.
        rested : int
            What happened before this node does not count.
        """
        if first > last:
            return
        nodes, reach = np.arange(first, last + 1), self._bank.longest
        longest = self._fitting[np.minimum(nodes - base, reach)]
        rest = self._bank.at_rest(last)
        happened = rest[nodes + reach] - rest[np.maximum(nodes - longest, rested) + reach]
        may_move = (longest > 0) & (happened >= self.settings.move_cost)
        self.is_open[first : last + 1] = may_move.tolist()

    def quiet_until(self, first: int, last: int) -> int:
        """Return the last of the nodes before one at which a movement may end."""
        try:
            return self.is_open.index(True, first, last + 1) - 1
        except ValueError:
            return last

    def weigh(self, first: int, last: int, base: int, rested: int) -> None:
        """Weigh what may end at new nodes; fewer of them may turn out worth it when their turn has come."""
        self.begin(first, last, base, rested)
        self.forget_best()
        nodes = first + np.flatnonzero(self.is_open[first : last + 1])
        self._is_weighed[first : last + 1] = False
        if not len(nodes):
            return
        s, moves = self.settings, self._bank.weigh(nodes)
        self._is_weighed[nodes] = True
        self._cost[nodes], self.travel_m[nodes] = moves.cost, moves.travel_m
        self.lean_deg[nodes] = moves.lean_deg
        self._under_way_cost[nodes] = moves.under_way_cost
        down = np.maximum(-moves.travel_m, LEAST_M)
        self._log_down[nodes] = np.log(down)
        self._down_spread[nodes] = 2.0 * (s.return_spread**2 + (self._bank.travel_sd_m / down) ** 2)
        self._down_cost[nodes] = np.where(-moves.travel_m > s.least_travel_m, moves.cost, NEVER)
        on = moves.cost + s.halt_cost
        self._on_up_cost[nodes] = np.where(moves.travel_m > s.least_travel_m, on, NEVER)
        self._on_down_cost[nodes] = np.where(-moves.travel_m > s.least_travel_m, on, NEVER)
        self._judge_lifts(nodes)

    def judge_lifts(self, base: int, last: int) -> None:
        """Hold all lifts anew against what is known of the person."""
        nodes = base + np.flatnonzero(self._is_weighed[base : last + 1])
        if len(nodes):
            self._judge_lifts(nodes)
        self.forget_best()

    def _judge_lifts(self, nodes: NDArray[np.int_]) -> None:
        s, travel, lean = self.settings, self.travel_m[nodes], self.lean_deg[nodes]
        size = np.maximum(travel, LEAST_M)
        blur2 = (self._bank.travel_sd_m / size) ** 2
        usual_m, spread2 = self._usual_up()
        off, spread2 = np.log(size / usual_m), spread2 + blur2
        if self._known_up_m:
            few = 1.0 / len(self._known_up_m)
            lean_sd2 = s.known_lean_sd_deg**2 + (few * s.first_lean_sd_deg) ** 2
            own = self._own_lean_deg
            along = products(lean, own)
            share = np.minimum(np.maximum(along / max(float(own @ own), 1e-9), _LOW), _HIGH)
            lean_cost = squared(lean - share[..., None] * own) / (2.0 * lean_sd2)
        else:
            lean_cost = squared(lean) / (2.0 * s.lean_sd_deg**2)
        cost = self._cost[nodes] + off**2 / (2.0 * spread2) + s.lean_weight * lean_cost
        self._up_cost[nodes] = np.where(travel > s.least_travel_m, cost, NEVER)

    def _usual_up(self) -> tuple[float, float]:
        """How far a lift should come up, m, and the squared spread of its logarithm."""
        s = self.settings
        if not self._known_up_m:
            return s.travel_m, s.travel_spread**2
        few = 1.0 / len(self._known_up_m)
        return self._own_up_m, s.known_spread**2 * (1.0 + few)

    def _too_high(self, size_m: FloatArray) -> FloatArray:
        """Cost of a lift that with its halts comes higher than usual: it may have swallowed another one."""
        usual_m, spread2 = self._usual_up()
        out: FloatArray = np.maximum(np.log(size_m / usual_m), 0.0) ** 2 / (2.0 * spread2)
        return out

    def under_way(self, node: int) -> UnderWay:
        """Return the cheapest way that comes here in the midst of a movement, up or down."""
        if not self._is_weighed[node]:
            return UnderWay(NEVER, node, False)
        begins = node - self._lengths + self._bank.longest
        costs = self._ways.of_begins(begins)[[BOTTOM, TOP]] + self._under_way_cost[node]
        from_toes, place = divmod(int(costs.argmin()), len(begins))
        return UnderWay(float(costs[from_toes, place]), node - int(self._lengths[place]), from_toes == 1)

    def best(self, node: int) -> Bests:
        """Return the cheapest ways that end here with a movement."""
        if not self._best_from <= node < self._best_to:
            # As no movement is shorter than that, none of these nodes hangs on another of them.
            self._best_from, self._best_to = node, min(node + self._shortest, self._size)
            self._best = self._find_best(self._best_from, self._best_to)
        return self._best[node - self._best_from]

    def _find_best(self, first: int, last: int) -> list[Bests]:
        s, ways, these = self.settings, self._ways, slice(first, last)
        begins = self._back[: last - first] + first
        there = ways.of_begins(begins)
        bottom, top = there[BOTTOM], there[TOP]
        ups = bottom + self._up_cost[these] + self._tempo.up[self._lengths]
        downs = top + self._down_cost[these] + self._tempo.down[self._lengths]
        again = top + self._on_up_cost[these]
        lower = bottom + there[UNFALLEN] + self._on_down_cost[these]
        lean_deg, own_deg = self.lean_deg[these], there[LEAN].transpose(1, 2, 0)
        below, above = self._dearest(first, last)
        if downs.min() < below:
            downs += (self._log_down[these] - there[LOG_UP]) ** 2 / self._down_spread[these]
            left2 = squared(lean_deg + own_deg)
            downs += left2 * (s.lean_weight / (2.0 * s.return_lean_sd_deg**2))
            downs += lasting(self._tempo.whole, first, there[UP_SINCE])
        if again.min() < above + s.tempo_most:
            again += self._off_course(lean_deg, own_deg)
            up_m = np.exp(there[LOG_UP])
            reached_m = up_m + np.maximum(self.travel_m[these], 0.0)
            again += self._too_high(reached_m) - self._too_high(up_m)
            again += longer(self._tempo.up, first, there[UP_SINCE], there[UP_TOOK])
        if lower.min() < below + s.tempo_most + s.whole_most:
            lower += self._off_course(lean_deg, there[FELL_LEAN].transpose(1, 2, 0))
            lower += longer(self._tempo.down, first, there[DOWN_SINCE], there[DOWN_TOOK])
            took = there[DOWN_SINCE] + there[DOWN_TOOK] - there[SINCE]
            lower += longer(self._tempo.whole, first, there[SINCE], took)
        other = self._cost[these] + (s.other_cost if self.may_be_other else NEVER)
        kinds = np.array([downs, lower, bottom + other, there[REST] + other, ups, again])
        least, places = kinds.min(axis=2).T.tolist(), kinds.argmin(axis=2).T.tolist()
        return list(zip(least, places, strict=True))

    def _dearest(self, first: int, last: int) -> tuple[float, float]:
        """Most that a way to the bottom, and one to the toes, may cost at these nodes to be of use.

        Standing on from the first of them costs no more. What is left out meanwhile only makes a way dearer,
        but for the time that a phase has cost so far: that is `tempo_most` at most.
        """
        reach, ways, known = self._bank.longest, self._ways, min(last - 1, self._bank.last)
        rest = self._bank.at_rest(known)
        stay = float(rest[known + reach] - rest[first + reach]) + _ROUNDING
        return min(float(ways.bottom[first]) + stay, LIKELY), min(float(ways.top[first]) + stay, LIKELY)

    def _off_course(self, lean_deg: FloatArray, own_deg: FloatArray) -> FloatArray:
        """Cost of leaning across the way that the leg leaned so far."""
        s = self.settings
        along = products(lean_deg, own_deg)
        across2 = squared(lean_deg) - along**2 / np.maximum(squared(own_deg), _LEAST_LEAN_DEG2)
        out: FloatArray = across2 * (s.lean_weight / (2.0 * s.return_lean_sd_deg**2))
        return out

    def shift(self, by: int) -> None:
        """Drop the first nodes."""
        for each in (
            self._cost,
            self._under_way_cost,
            self.travel_m,
            self.lean_deg,
            self._up_cost,
            self._down_cost,
            self._log_down,
            self._down_spread,
            self._on_up_cost,
            self._on_down_cost,
            self._is_weighed,
        ):
            each[:-by] = each[by:].copy()
        self.is_open[:-by] = self.is_open[by:]
        self.forget_best()
