"""The rise of a leg that hardly tilts, read as up and down."""

from __future__ import annotations

from collections import deque

import numpy as np

from sensing.repetitions.cycles import Cycle, Stage
from sensing.repetitions.parse import LiftParser
from sensing.repetitions.tilt import Vector
from sensing.repetitions.ways import Reading
from sensing.settings import ParseSettings

_EVERY = 2
"""Motion samples for each one that the parser reads."""

_MOST_TREMOR_MPS2 = 1.0
"""A knock is no tremor: the noise is not learned from more than this."""

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
        self._window = window / window.sum()
        self._violent_mps2 = settings.violent_mps2
        self.parser = LiftParser(settings, sampling_rate_hz / _EVERY)
        self.height = 0.0
        self.restart()

    def restart(self) -> None:
        """Forget everything but the person, as after a hole in the samples."""
        self.parser.restart(0)
        self._last: deque[tuple[float, float, float, float]] = deque(maxlen=len(self._window))
        self._until_next = 0
        self._origin: int | None = None

    @property
    def stage(self) -> Stage:
        """Whether the heel is up."""
        return Stage.LIFTED if self.parser.is_up else Stage.BOTTOM

    def step(self, number: int, up: Vector, vertical_mps2: float, shake_mps2: float) -> Cycle | None:
        """Take up, upward acceleration and shake, m/s²; return a cycle when one is over."""
        if shake_mps2 > self._violent_mps2:
            if self._last:
                self.restart()
            return None
        self._last.append((vertical_mps2, *up))
        if len(self._last) < len(self._window):
            return None
        self._until_next -= 1
        if self._until_next > 0:
            return None
        self._until_next = _EVERY
        if self._origin is None:
            self._origin = number - self._half
        rows = np.array(self._last)
        calm = self._window @ rows
        tremor2 = float(self._window @ (rows[:, 0] - calm[0]) ** 2)
        reading = self.parser.push(float(calm[0]), min(tremor2, _MOST_TREMOR_MPS2**2), calm[1:])
        return None if reading is None else self._cycle(reading, number)

    def _cycle(self, reading: Reading, decided: int) -> Cycle:
        assert self._origin is not None
        origin = self._origin
        start, top, down, end = (
            origin + _EVERY * node - 1 for node in (reading.start, reading.top, reading.down, reading.end)
        )
        return Cycle(
            valley=max(start, 0),
            peak=(top + down) // 2,
            end=end,
            decided=decided,
            up=_CM * reading.up_m,
            down=_CM * reading.down_m,
            reading=(max(start, 0), top, down, end),
            lean_deg=reading.lean_deg,
            gain=reading.gain,
        )

    def finish(self, number: int) -> Cycle | None:
        """Close at the end of the samples."""
        reading = self.parser.finish() if self._origin is not None else None
        cycle = None if reading is None else self._cycle(reading, number)
        self.restart()
        return cycle
