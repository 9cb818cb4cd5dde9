"""The rise of a leg that hardly tilts, read as up and down."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.leg.parse import LiftParser
from sensing.repetitions.leg.ways import Reading
from sensing.repetitions.track import Stretch, Track
from sensing.settings import ParseSettings
from sensing.types import FloatArray

_EVERY = 2
"""Motion samples for each one that the parser reads."""

_AHEAD = _EVERY * LiftParser.most
"""Samples that are looked at ahead, where there are any."""

_MOST_TREMOR_MPS2 = 1.0
"""A knock is no tremor: the noise is not learned from more than this."""

_WARNINGS = 4
"""Warnings that are kept: so many lowerings may be over before the first of them is read."""

_CM = 100.0


class RiseChannel:
    """Calms the upward acceleration and has it read.

    Parameters
    ----------
    settings : ParseSettings
        Noise levels and priors.
    sampling_rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, settings: ParseSettings, sampling_rate_hz: float) -> None:
        half = round(0.5 * settings.calm_s * sampling_rate_hz)
        window = np.hanning(2 * half + 1)
        self._half = half
        self._window: list[float] = (window / window.sum()).tolist()
        self._violent_mps2, self._knock_mps2 = settings.violent_mps2, settings.knock_mps2
        self._span = round(settings.walk_s * sampling_rate_hz)
        self.parser = LiftParser(settings, sampling_rate_hz / _EVERY)
        self.height = 0.0
        self.restart()

    def restart(self) -> None:
        """Forget everything but the person, as after a hole in the samples."""
        self.parser.restart(0)
        self.due = 0
        # Where the leg became calm, if it is, and where it shakes again; samples up to `_looked` are known.
        self.calm_from: int | None = None
        self._shaken_at: int | None = None
        self._looked = 0
        # Sample that completes what the parser goes on with, and the last one with which it did.
        self._next = 0
        self._stepped = -1
        self._warned: deque[int] = deque(maxlen=_WARNINGS)

    @property
    def stage(self) -> Stage:
        """Whether the heel is up."""
        return Stage.LIFTED if self.parser.is_up else Stage.BOTTOM

    def step(self, number: int, track: Track) -> Cycle | None:
        """Go on to a sample of the track; return a cycle when one is over.

        Until sample `due` nothing happens and no step is needed; that one must not be left out.
        """
        if number < self.due:
            return None
        if number >= self._looked:
            self._look(number, track)
        if number == self._shaken_at:
            self.restart()
            self._look(number, track)
        reading, parser = None, self.parser
        if number == self._next and parser.pending:
            reading = parser.step()
            self._stepped = number
            self._next += _EVERY
        self._next += _EVERY * parser.skip()
        if parser.pending:
            self.due = self._next
        else:
            self.due = self._looked if self._shaken_at is None else self._shaken_at
        return None if reading is None else self._cycle(reading, number)

    def lift(self, number: int) -> tuple[int, int] | None:
        """First sample of the lift that the heel stands on or comes down from now, and the first after it.

        None too where sample `number` brought the parser nothing new: then there is nothing to look at.
        """
        lift = self.parser.lift if number == self._stepped else None
        return None if lift is None else (max(self._number_of(lift[0]), 0), self._number_of(lift[1]))

    def warn(self, number: int) -> None:
        """Keep that with this sample the running lowering was warned of."""
        self._warned.append(number)

    def has_warned_since(self, number: int) -> bool:
        """Whether it was warned of a lowering since a sample."""
        return bool(self._warned) and self._warned[-1] >= number

    def _number_of(self, node: int) -> int:
        assert self.calm_from is not None
        return self.calm_from + self._half + _EVERY * node - 1

    def _look(self, number: int, track: Track) -> None:
        """Look ahead as far as there are samples and feed the parser."""
        walks, is_calm = self._walks(number, track)
        self._looked = number + len(walks)
        if self.calm_from is None:
            calm = np.flatnonzero(is_calm)
            if not len(calm):
                return
            walks[: calm[0]] = False
            self.calm_from = number + int(calm[0])
            self._next = self.calm_from + 2 * self._half
        end = self._looked
        if walks.any():
            end = self._shaken_at = number + int(walks.argmax())
        count = (end - self._next + _EVERY - 1) // _EVERY
        if count > 0:
            first = self._next - 2 * self._half
            self.parser.feed(*self._calmed(track.cut(first, first + 2 * self._half + _EVERY * (count - 1))))

    def _walks(self, number: int, track: Track) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Find out of samples ahead whether the leg walks, and whether it does not shake.

        A leg that walks shakes for most of the time; a heel that comes down hard shakes it for a moment.
        """
        seen = track.cut(number - self._span + 1, number + _AHEAD - 1)
        before = number - seen.first
        shake2 = np.append(np.zeros(self._span - 1 - before), seen.shake_mps2**2)
        count, most2 = len(seen) - before, self._violent_mps2**2
        mean2, shares2 = np.zeros(count), np.minimum(shake2, self._knock_mps2**2) / self._span
        for tap in range(self._span):  # sums in the same order, however cut
            mean2 += shares2[tap : tap + count]
        is_violent = shake2[-count:] > most2
        return is_violent & (mean2 > most2), ~is_violent

    def _calmed(self, rows: Stretch) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Upward acceleration, squared tremor and up, calmed: sums in the same order, however cut."""
        last = len(rows) - 2 * self._half
        taps = [(tap, weight) for tap, weight in enumerate(self._window) if weight > 0.0]
        vertical, up = rows.vertical_mps2, rows.leg_up
        calm_mps2, calm_up = 0.0 * vertical[:last:_EVERY], 0.0 * up[:last:_EVERY]
        for tap, weight in taps:
            calm_mps2 += weight * vertical[tap : tap + last : _EVERY]
            calm_up += weight * up[tap : tap + last : _EVERY]
        tremor2 = 0.0 * calm_mps2
        for tap, weight in taps:
            tremor2 += weight * (vertical[tap : tap + last : _EVERY] - calm_mps2) ** 2
        return calm_mps2, np.minimum(tremor2, _MOST_TREMOR_MPS2**2), calm_up

    def _cycle(self, reading: Reading, decided: int) -> Cycle:
        start, top, down, end = (
            self._number_of(node) for node in (reading.start, reading.top, reading.down, reading.end)
        )
        warned = (number for number in self._warned if start < number < end)
        return Cycle(
            valley=max(start, 0),
            peak=(top + down) // 2,
            end=end,
            decided=decided,
            up=_CM * reading.up_m,
            down=_CM * reading.down_m,
            warned=next(warned, None),
            reading=(max(start, 0), top, down, end),
            lean_deg=reading.lean_deg,
            gain=reading.gain,
            weaker_gain=reading.weaker_gain,
        )

    def finish(self, number: int) -> Cycle | None:
        """Close at the end of the samples."""
        reading = self.parser.finish() if self.calm_from is not None else None
        cycle = None if reading is None else self._cycle(reading, number)
        self.restart()
        return cycle
