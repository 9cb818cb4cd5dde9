"""Where a phase begins and ends: a smooth onset fitted to the course, not a threshold on a noisy speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sensing.repetitions.fits.give import Give, ShankGive
from sensing.repetitions.fits.onset import Expected, Onset, OnsetFinder
from sensing.repetitions.fits.phases import Extent, calmed, find_extent, middle_of_top
from sensing.settings import EdgeSettings, PhaseSettings
from sensing.types import FloatArray

_AHEAD_IN_TIME = 0.15
"""A phase begins slowly: before its middle the share of its time is ahead of that of its travel by this."""


Edges = tuple[float, float, float, float]
"""Start, top, start of lowering, end of a repetition, s."""

FEWEST = 5
"""Fewer samples (0.2 s) do not show a phase."""


@dataclass(frozen=True, slots=True)
class PhaseFit:
    """A fitted phase.

    Parameters
    ----------
    start_s, end_s : float
        Its edges, s.
    start_sd_s, end_sd_s : float
        Standard error of the edges, s.
    give : Give or None
        The shank's give around the begin of a lift.
    """

    start_s: float
    end_s: float
    start_sd_s: float
    end_sd_s: float
    give: Give | None


class PhaseFitter:
    """Finds the edges of a phase; a lowering is fitted upside down.

    Each edge is fitted by itself, over the quiet before it and the first half of the movement.
    What the movement does in its middle, where people hesitate, cannot pull on the edges.

    Parameters
    ----------
    settings : EdgeSettings, optional
        Priors.
    phases : PhaseSettings, optional
        Rough extent before the fit.
    give : ShankGive, optional
        What the shank gives at the floor; without it, nothing.
    """

    def __init__(
        self,
        settings: EdgeSettings | None = None,
        phases: PhaseSettings | None = None,
        give: ShankGive | None = None,
    ) -> None:
        self.settings = settings or EdgeSettings()
        self.phases = phases or PhaseSettings()
        self.give = give
        self._onsets = OnsetFinder(self.settings)

    def calmed(self, t_s: FloatArray, height: FloatArray) -> FloatArray:
        """Take the tremor out of a tilt that the accelerometer alone tells: gravity does not turn so fast.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The course.
        """
        return calmed(height, round(self.settings.calm_acc_s / float(t_s[1] - t_s[0])))

    def both(
        self, t_s: FloatArray, height: FloatArray, peak: int, *, has_gyr: bool = True
    ) -> tuple[PhaseFit, PhaseFit] | None:
        """Fit the lift and the lowering of a repetition; None where too few samples show either.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The repetition with some of the quiet on either side.
        peak : int
            A sample at the top.
        has_gyr : bool
            Whether it comes from a gyroscope, or from the accelerometer alone.
        """
        middle = middle_of_top(height, peak)
        if min(middle + 1, len(height) - middle) < FEWEST:
            return None
        # A brisk lift and a slow lowering meet before the middle of the top: at the peak.
        until, since = max(peak, middle) + 1, min(peak, middle)
        rising = self.lift(t_s[:until], height[:until], has_gyr=has_gyr)
        return rising, self.lowering(t_s[since:], height[since:], has_gyr=has_gyr)

    def lift(self, t_s: FloatArray, height: FloatArray, *, has_gyr: bool = True) -> PhaseFit:
        """Fit a lift, which begins at rest and ends in a hold.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The phase with some of the quiet on either side.
        has_gyr : bool
            Whether it comes from a gyroscope, or from the accelerometer alone.
        """
        return self._fit(t_s, height, has_gyr=has_gyr, begins_in_hold=False)

    def lowering(self, t_s: FloatArray, height: FloatArray, *, has_gyr: bool = True) -> PhaseFit:
        """Fit a lowering, which begins in a hold and ends at rest.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The phase with some of the quiet on either side.
        has_gyr : bool
            Whether it comes from a gyroscope, or from the accelerometer alone.
        """
        return self._fit(t_s, -height, has_gyr=has_gyr, begins_in_hold=True)

    def lowering_begin(
        self, t_s: FloatArray, height: FloatArray, done: float, *, has_gyr: bool = True
    ) -> Onset:
        """Find where a lowering began that still goes on at the window's last sample.

        Parameters
        ----------
        t_s, height : ndarray of shape (n,)
            The hold before it and the phase so far, as it trembles.
        done : float
            Share of its travel that is done.
        has_gyr : bool
            Whether it comes from a gyroscope, or from the accelerometer alone.
        """
        if not has_gyr:
            height = self.calmed(t_s, height)
        done, height = min(done, 1.0), -height
        extent = find_extent(t_s, height, self.phases, done, after_sag=True)
        length_s = self._length_s(t_s, extent) / min(done + _AHEAD_IN_TIME, 1.0)
        return self._begin(t_s, height, extent, length_s, has_gyr=has_gyr, in_hold=True)

    def _fit(self, t_s: FloatArray, height: FloatArray, *, has_gyr: bool, begins_in_hold: bool) -> PhaseFit:
        travel = float(height.max() - height.min())
        extent = find_extent(t_s, height, self.phases, after_sag=begins_in_hold, give=self.give)
        length_s = self._length_s(t_s, extent)
        give = None if self.give is None else self.give.around(length_s, travel)
        first, second = (None, give) if begins_in_hold else (give, None)
        begin = self._begin(
            t_s, height, extent, length_s, has_gyr=has_gyr, in_hold=begins_in_hold, give=first
        )
        # Backwards in time and upside down its end is a begin.
        back, last = -t_s[::-1], len(t_s) - 1
        turned = Extent(
            first=last - extent.last,
            begin=last - extent.end,
            end=last - extent.begin,
            last=last - extent.first,
            halt=last - extent.resumed,
            resumed=last - extent.halt,
            peak_speed=extent.peak_speed,
        )
        end = self._begin(
            back, -height[::-1], turned, length_s, has_gyr=has_gyr, in_hold=not begins_in_hold, give=second
        )
        return PhaseFit(begin.edge_s, -end.edge_s, begin.sd_s, end.sd_s, begin.give)

    def _length_s(self, t_s: FloatArray, extent: Extent) -> float:
        return max(float(t_s[extent.end] - t_s[extent.begin]), self.settings.shortest_phase_s)

    def _begin(
        self,
        t_s: FloatArray,
        height: FloatArray,
        extent: Extent,
        length_s: float,
        *,
        has_gyr: bool,
        in_hold: bool,
        give: Give | None = None,
    ) -> Onset:
        first = max(min(extent.first, len(t_s) - _FEWEST), 0)
        last = min(_halfway(height, extent), extent.halt)
        part = slice(first, max(last, first + _FEWEST - 1) + 1)
        s, speed = self.settings, extent.peak_speed
        drift = s.hold_drift_share * speed if in_hold else s.rest_drift
        lever_s2 = 0.0 if has_gyr else s.lever_s2
        expected = Expected(float(t_s[extent.begin]), length_s, speed, drift, lever_s2, give)
        return self._onsets.find(t_s[part], height[part], expected)


def _halfway(height: FloatArray, extent: Extent) -> int:
    """Sample at which half of the travel is done."""
    part = height[extent.begin : extent.end + 1]
    middle = 0.5 * (float(part[0]) + float(part[-1]))
    passed = np.flatnonzero(part >= middle)
    return extent.begin + (int(passed[0]) if len(passed) else len(part) // 2)


_FEWEST = 4
"""Fewer samples show no onset."""
