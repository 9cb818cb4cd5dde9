"""The person's own reference: which lifts are too small to count."""

from __future__ import annotations

from statistics import median

from sensing.repetitions.measure import Measured
from sensing.settings import RepSettings


class Roster:
    """Keeps what repetitions so far say about the next one.

    Parameters
    ----------
    settings : RepSettings
        Thresholds.
    smallest_first : float
        Least size while no reference is there, in the unit of the course.
    """

    def __init__(self, settings: RepSettings, smallest_first: float) -> None:
        self._settings = settings
        self._smallest_first = smallest_first
        self._sizes: list[float] = []
        self.free_from = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been counted yet."""
        return not self._sizes

    def is_too_small(self, size: float) -> bool:
        """Whether it cannot even be an attempt: nothing is known of the person yet."""
        return not self._sizes and size < self._smallest_first

    def is_too_large(self, measured: Measured) -> bool:
        """Whether it goes much farther than anything the person has done, once that is known."""
        enough = len(self._sizes) >= self._settings.known_after
        return enough and measured.size > self._settings.largest_share * max(self._sizes)

    def is_attempt(self, measured: Measured) -> bool:
        """Whether the lift stays under a third of the person's reference.

        The reference is the median of the first three; where the later ones are smaller (weariness, a weak
        leg) their median is used, so that small but whole repetitions stay repetitions.
        """
        return self.is_small(measured.size)

    def is_small(self, size: float) -> bool:
        """Whether a lift of this size would be an attempt."""
        if not self._sizes:
            return False
        reference = min(median(self._sizes[:3]), median(self._sizes))
        return size < self._settings.attempt_share * reference

    def enter(self, measured: Measured) -> None:
        """Count a repetition."""
        self._sizes.append(measured.size)
