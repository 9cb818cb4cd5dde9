"""How far the upward speed has dropped: followed from sample to sample."""

from __future__ import annotations

from collections.abc import Sequence

from sensing.repetitions.track import Track

_FEWEST = 3
"""So many of the newest samples are always looked at."""


class Drop:
    """Adds up how far the upward speed lies under the highest that it had since a time.

    A sum that starts anew where it would be under nothing: what went before the highest speed does not count.
    A few numbers a sample, where a window would have to be cut, freed of the sensor's error and integrated.
    """

    def __init__(self) -> None:
        self._since: tuple[float, Sequence[float]] = (-1.0, ())
        self._number, self._dropped_mps2 = 0, 0.0

    def up_to(
        self,
        track: Track,
        number: int,
        since_s: float,
        upright: Sequence[float],
        sensor_mps2: Sequence[float],
    ) -> float:
        """Return how far it has dropped up to a sample, m/s² times samples.

        Parameters
        ----------
        track : Track
            The motion; its holes are not looked at.
        number : int
            Number of the newest sample.
        since_s : float
            From where on, s.
        upright : sequence of float
            Up while the leg stood.
        sensor_mps2 : sequence of float
            The accelerometer's error along the leg and in each axis, m/s².
        """
        if self._since != (since_s, sensor_mps2) or self._number > number:
            self._since, self._dropped_mps2 = (since_s, sensor_mps2), 0.0
            self._number = min(track.number_at(since_s), number - _FEWEST + 1)
        new, dropped = track.cut(self._number + 1, number), self._dropped_mps2
        (x0, y0, z0), (error, x, y, z) = upright, sensor_mps2
        for mps2, (ux, uy, uz) in zip(new.vertical_mps2.tolist(), new.up.tolist(), strict=True):
            dropped = max(dropped - mps2 + error + (ux - x0) * x + (uy - y0) * y + (uz - z0) * z, 0.0)
        self._dropped_mps2, self._number = dropped, number
        return dropped
