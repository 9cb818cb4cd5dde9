"""The best reading of a leg's motion as rest, up, hold, down: a Viterbi search over lengths of movements."""

from __future__ import annotations

import numpy as np

from sensing.repetitions.leg.candidates import Candidates
from sensing.repetitions.leg.moves import MoveBank
from sensing.repetitions.leg.stand import Stand
from sensing.repetitions.leg.tempo import Tempo
from sensing.repetitions.leg.ways import LIKELY, NEVER, Reading, Ways
from sensing.settings import ParseSettings
from sensing.types import FloatArray

_AHEAD = 256
"""Most samples that are taken in at once."""


class LiftParser:
    """Reads repetitions out of samples and believes one as soon as the reading holds.

    A way through time is a chain of stand, up, stand on the toes, down. Each movement has its cost from the
    `MoveBank`; a lift must fit what is known of the person's height and lean, a lowering must undo its lift.
    Either may halt and go on, as the last ones of a set do. Between repetitions people move otherwise, too.

    What a movement would cost does not hang on the ways, and is worked out for many samples at once with
    `feed`; `step` then goes on by one sample.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    """

    most = _AHEAD

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float) -> None:
        self.settings = settings
        self._wait = max(1, round(settings.decide_s * sampling_rate_hz))
        self._longest_stay = round(settings.longest_stay_s * sampling_rate_hz)
        self._memory = round(settings.memory_s * sampling_rate_hz)
        size = 2 * self._memory + _AHEAD + 2
        self._bank = MoveBank(settings, sampling_rate_hz, size)
        self._ways = Ways(size, self._bank.longest)
        self._tempo = Tempo(settings, sampling_rate_hz, 2 * size)
        self._moves = Candidates(settings, self._bank, self._ways, self._tempo, size)
        self._lengths: list[int] = self._bank.lengths.tolist()
        self._still = np.zeros(size)
        self._stand = Stand(settings)
        self._lag = round(settings.stand_lag_s * sampling_rate_hz)
        self._note_lag = self._lag + self._lag // 2
        self.has_gyr = True
        self.restart(0)

    @property
    def is_up(self) -> bool:
        """Whether the best reading so far stands on the toes."""
        ways, node = self._ways, self._node
        return node >= self._read_to and bool(ways.top[node] < ways.bottom[node])

    @property
    def lift(self) -> tuple[int, int] | None:
        """First sample of the lift that the heel stands on or comes down from, and the first after it."""
        ways, node = self._ways, self._node
        if node < self._read_to:
            return None
        bottom, top = float(ways.bottom[node]), float(ways.top[node])
        if min(bottom, top) > ways.rest[node] - self.settings.repetition_margin:
            return None
        end = ways.went_up[node]
        if bottom < top:
            if (down := ways.came_down[node]) < 0:
                return None
            end = ways.went_up[ways.down_from[down]]
        return self._first + ways.up_from[end], self._first + end

    @property
    def pending(self) -> int:
        """How many samples were fed and not gone through yet."""
        return self._fed - max(self._node, self._read_to)

    def restart(self, number: int) -> None:
        """Start afresh at a sample, as after walking or a hole: nothing is known of what came before."""
        self._bank.restart()
        self._moves.restart()
        self._first = number
        # Where the ways begin, where rest began to be summed, how far they go, how far they were read before.
        self._base = self._rested = self._node = self._read_to = self._fed = 0
        self._ways.begin(0)
        # Where the repetition that was taken last may have ended, with the cost of the way to there.
        self._entries: dict[int, float] = {}
        # Up to where repetitions have been told of: the next one does not begin before.
        self._told_to = self._stood_to = 0

    def feed(self, acceleration_mps2: FloatArray, tremor2: FloatArray, up: FloatArray) -> None:
        """Take upward acceleration, m/s², squared tremor, m²/s⁴, and up, of `most` samples or fewer."""
        self._moves.may_be_other = self.has_gyr
        first = self._fed + 1
        self._fed += len(tremor2)
        self._still[first : self._fed + 1] = self._bank.push(acceleration_mps2, tremor2, up)
        self._moves.weigh(first, self._fed, self._base, self._rested)

    def step(self) -> Reading | None:
        """Go on by a sample; return a repetition when one is sure."""
        self._read_again()
        self._make_room()
        self._node += 1
        self._ways.stay(self._node, float(self._still[self._node]))
        self._extend(self._node)
        self._read_again()
        reading = self._believe(self._wait, self.settings.margin)
        if reading is None:
            self._watch()
        return reading

    def skip(self) -> int:
        """Go on by as many samples as can hold nothing new; return how many."""
        first = self._node + 1
        if self._node < self._read_to or first > self._fed or self._moves.is_open[first]:
            return 0
        ways, node = self._ways, self._node
        last = min(self._moves.quiet_until(first, self._fed), 2 * self._memory)
        if ways.went_up[node] >= 0:
            last = min(last, ways.went_up[node] + self._longest_stay)
        # However the stream is cut, standing is noted at the same nodes.
        note_at = self._stood_to + self._note_lag
        last = min(last, note_at) if note_at > node else last
        best = min(ways.bottom[node], ways.top[node])
        if last < first or best <= ways.rest[node] - self.settings.repetition_margin:
            return 0
        ways.stay_long(first, self._still[first : last + 1])
        self._node = last
        self._watch()
        return last - node

    def finish(self) -> Reading | None:
        """Return the repetition that had just ended when the samples did, if the heel is down then."""
        self._read_again()
        if (reading := self._at_the_end()) is not None:
            return reading
        # A lowering that is cut short looks like another movement.
        self._read_to, self._node, self._moves.may_be_other = self._node, self._base, False
        self._moves.forget_best()
        self._ways.begin(self._base, float(self._ways.rest[self._base]))
        self._read_again()
        reading = self._at_the_end()
        return None if reading is None or reading.weaker_gain < self.settings.move_cost else reading

    def _at_the_end(self) -> Reading | None:
        if self._ways.rest[self._node] - self._ways.bottom[self._node] >= self.settings.last_gain:
            self._ways.top[self._node] = NEVER
        return self._believe(0, self.settings.margin)

    def learn(self, up_m: float, lean_deg: FloatArray, took_s: tuple[float, float, float]) -> None:
        """Keep what an accepted repetition showed of the person."""
        self._tempo.learn(took_s)
        self._moves.learn(up_m, lean_deg)
        self._moves.judge_lifts(self._base, self._fed)

    def _watch(self) -> None:
        """Take note of standing that the best way has behind it."""
        ways, node = self._ways, self._node
        if node < self._read_to or ways.came_down[node] >= 0 or ways.bottom[node] > ways.top[node]:
            return
        if node >= self._stood_to + self._note_lag:
            self._stand_until(node, self._lag)
            self._settle(node + 1)

    def _stand_until(self, node: int, lag: int) -> None:
        self._stood_to = max(self._stood_to, self._ways.went_by[node], 0)
        if (seconds := (node - lag - self._stood_to) // self._bank.second) > 0:
            self._stand.learn(*self._bank.standing(self._stood_to + 1, seconds))
            self._stood_to += seconds * self._bank.second

    def _settle(self, first: int) -> None:
        """Go on from a node with the levels that the person's standing has, once they are other ones."""
        if not (stand := self._stand).update():
            return
        self._still[first : self._fed + 1] = self._bank.relevel(first, stand.noise_mps2, stand.sway_deg2ps)
        self._moves.weigh(first, self._fed, self._base, self._rested)

    def _make_room(self) -> None:
        if self._node < 2 * self._memory:
            return
        by = self._memory
        if self._base < by:
            # So long without a decision: whatever it was, it was no repetition.
            self._ways.begin(by)
            self._base, self._rested, self._entries = by, self._node, {}
            self._ways.stay_long(by + 1, np.zeros(self._node - by))
            self._moves.begin(self._node + 1, self._fed, self._base, self._rested)
        for each in (self._ways, self._moves, self._bank):
            each.shift(by)
        self._still[:-by] = self._still[by:].copy()
        self._first, self._base, self._node = self._first + by, self._base - by, self._node - by
        self._rested, self._read_to, self._fed = self._rested - by, self._read_to - by, self._fed - by
        self._told_to, self._stood_to = self._told_to - by, self._stood_to - by
        self._entries = {node - by: cost for node, cost in self._entries.items() if node >= by}

    def _extend(self, node: int) -> None:
        """Let the ways to a node end with a movement."""
        ways = self._ways
        if ways.went_up[node] >= 0 and node - ways.went_up[node] > self._longest_stay:
            self._give_up(node)
            return
        if not self._moves.is_open[node]:
            return
        moves, lengths = self._moves, self._lengths
        costs, places = moves.best(node)
        if min(costs) >= LIKELY:
            return
        ways.rest[node] = min(ways.rest[node], costs[3])
        if costs[2] < ways.bottom[node]:
            ways.go_by(node, node - lengths[places[2]], costs[2])
        for cost, place, go in zip(costs[:2], places[:2], (ways.come_down, ways.go_on_down), strict=True):
            if cost < min(ways.bottom[node], LIKELY):
                go(node, node - lengths[place], cost, -float(moves.travel_m[node, place]))
        for cost, place, lift in zip(costs[4:], places[4:], (ways.go_up, ways.go_on_up), strict=True):
            if cost < min(ways.top[node], LIKELY):
                travel_m, lean_deg = float(moves.travel_m[node, place]), moves.lean_deg[node, place]
                lift(node, node - lengths[place], cost, travel_m, lean_deg)

    def _give_up(self, node: int) -> None:
        """Stay on the toes no longer: a lift without lowering is none. What it hid is read again."""
        end = self._ways.went_up[node]
        self._ways.close(end)
        self._moves.forget_best()
        self._node, self._read_to = end, max(self._read_to, node)

    def _believe(self, wait: int, margin: float) -> Reading | None:
        """Return the first repetition of the best way if every good way has it."""
        ways, node, base = self._ways, self._node, self._base
        bottom, top = float(ways.bottom[node]), float(ways.top[node])
        best, other = min(bottom, top), max(bottom, top)
        if best > ways.rest[node] - self.settings.repetition_margin:
            return None
        first = ways.first_of(node, base, on_toes=top < bottom)
        if first is None or node - first[3] < wait:
            return None
        if other - best < margin and not self._leads_to(first, node, on_toes=top >= bottom):
            return None
        if wait and self._is_in_doubt(first, best - margin):
            return None
        return self._take(first)

    def _is_in_doubt(self, first: tuple[int, int, int, int], cost: float) -> bool:
        """Whether a movement that goes on just now makes a cheaper way, and one without the repetition.

        The ways end with whole movements. While a brisk one goes on, the best of them had to make something
        up for what they have seen of it: a repetition in the rest before, with the push as its stop.
        """
        if (going := self._moves.under_way(self._node)).cost >= cost:
            return False
        return not self._leads_to(first, going.begin, on_toes=going.from_toes)

    def _leads_to(self, first: tuple[int, int, int, int], node: int, *, on_toes: bool) -> bool:
        """Whether another way has the same first repetition."""
        rival = self._ways.first_of(node, self._base, on_toes=on_toes)
        return rival is not None and abs(rival[3] - first[3]) <= self._wait

    def _take(self, nodes: tuple[int, int, int, int]) -> Reading:
        """Return a repetition; the ways go on from wherever it may have ended."""
        ways, now = self._ways, self._node
        reading = ways.read(nodes, self._bank.at_rest(now)[self._bank.longest :], self._first, self._told_to)
        self._stand_until(nodes[0], self._wait)
        self._stood_to = max(self._stood_to, nodes[3])
        self._entries, self._told_to, self._read_to = self._ends_like(nodes), nodes[3], now
        self._base = self._rested = self._node = min(self._entries)
        ways.begin(self._base, self._entries[self._base])
        self._moves.begin(now + 1, self._fed, self._base, self._base)
        self._moves.forget_best()
        self._settle(self._base + 1)
        return reading

    def _ends_like(self, taken: tuple[int, int, int, int]) -> dict[int, float]:
        """Return what all ways cost that end with the same repetition, by the node where it ends in them.

        Where the next lift follows at once, both push the body up at the turn: where the one ends and the
        other begins is known only when both have been seen.
        """
        ways, ends = self._ways, {}
        for node in range(taken[2] + 1, self._node + 1):
            way = ways.first_of(node, self._base, on_toes=False) if ways.came_down[node] == node else None
            if way is None or way[3] != node or way[1] >= taken[3]:
                continue
            if abs(way[0] - taken[0]) <= self._wait:
                ends[node] = float(ways.bottom[node])
        return ends

    def _read_again(self) -> None:
        """Read what came after the repetition that was taken, knowing now what it taught."""
        while self._node < self._read_to:
            self._node += 1
            self._ways.stay(self._node, float(self._still[self._node]))
            self._extend(self._node)
            if self._node in self._entries:
                self._ways.enter(self._node, self._entries[self._node])
