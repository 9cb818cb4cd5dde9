"""The person's own reference: which lifts are too small to count."""

from __future__ import annotations

from collections import deque
from statistics import median

from sensing.repetitions.measure import Measured
from sensing.settings import RepSettings

_REMEMBERED = 12
"""Repetitions that the usual time is the median of."""


class Roster:
    """Keeps what repetitions so far say about the next one.

    Parameters
    ----------
    settings : RepSettings
        Thresholds.
    attempt_share : float, optional
        A lift under this share of the reference is an attempt; that of the settings if not given.
    """

    def __init__(self, settings: RepSettings, attempt_share: float | None = None) -> None:
        self._settings = settings
        self._attempt_share = settings.attempt_share if attempt_share is None else attempt_share
        self._sizes: list[float] = []
        self._times_s: deque[float] = deque(maxlen=_REMEMBERED)
        self.free_from = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been counted yet."""
        return not self._sizes

    @property
    def reference(self) -> float:
        """The person's own size, once a repetition has been counted.

        It is the median of the first three; where the later ones are smaller (weariness, a weak leg) their
        median is used, so that small but whole repetitions stay repetitions.
        """
        return min(median(self._sizes[:3]), median(self._sizes))

    @property
    def usual_s(self) -> float:
        """Median time of the last repetitions, of which there is one at least, s."""
        return median(self._times_s)

    def earliest(self, valley: int, rate_hz: float) -> int:
        """First sample that a fit may look at: some rest before the lift, nothing of another repetition."""
        before = valley - round(self._settings.look_before_s * rate_hz)
        return min(max(self.free_from, before), valley)

    def is_too_large(self, measured: Measured) -> bool:
        """Whether it goes much farther than anything the person has done, once that is known."""
        enough = len(self._sizes) >= self._settings.known_after
        return enough and measured.size > self._settings.largest_share * max(self._sizes)

    def is_attempt(self, measured: Measured) -> bool:
        """Whether the lift stays far under the person's reference."""
        return self.is_small(measured.size)

    def is_small(self, size: float) -> bool:
        """Whether a lift of this size would be an attempt."""
        return bool(self._sizes) and size < self._attempt_share * self.reference

    def enter(self, measured: Measured) -> None:
        """Count a repetition."""
        self._sizes.append(measured.size)
        self._times_s.append(measured.duration_s)
