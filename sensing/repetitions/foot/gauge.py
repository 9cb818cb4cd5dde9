"""The gyroscope's scale out of a first lift, before anything has been counted."""

from __future__ import annotations

import numpy as np

from sensing.repetitions.foot.channel import TiltChannel
from sensing.repetitions.tilt import GyroScale, plane_of
from sensing.repetitions.track import Track

_BEFORE_S = 5.0
"""So long before the lift, s, what the filter of the orientation remembers has faded."""

_QUIET_S = 0.5
"""Stand before the lift, s, that shows the angle it began at."""

_LONGEST_S = 30.0
"""A lift that began longer ago than this, s, is drift."""

_CALM_MPS2 = 2.0
"""A leg that shakes more than this, root mean square, walks or hurries: that bends gravity's angle."""

_SURE = 0.08
"""Standard error beyond which a scale is not worth having: half of what gyroscopes differ by."""


class FirstGauge:
    """Learns the gyroscope's scale from a first lift as it begins to come down.

    With a gyroscope that reads a fifth too low the tilt creeps on for seconds after each phase, so that the
    end of the very first lowering would be seen late. Its repetition tells the scale, but the lift and the
    hold before it have shown it already.

    Parameters
    ----------
    channel : TiltChannel
        The running tilt.
    gyro : GyroScale
        What is known of gyroscopes.
    rate_hz : float
        Rate of the motion samples, Hz.
    """

    def __init__(self, channel: TiltChannel, gyro: GyroScale, rate_hz: float) -> None:
        self._channel, self._gyro, self._rate_hz = channel, gyro, rate_hz
        self._looked_at = -1

    def heights(self, track: Track, number: int) -> list[float]:
        """Return the heights of the running lift anew, from its valley to this sample; none as they were.

        Parameters
        ----------
        track : Track
            The motion.
        number : int
            Newest sample.
        """
        valley, peak = self._channel.finder.valley, self._channel.finder.peak
        if valley == self._looked_at:
            return []
        self._looked_at = valley
        first = valley - round(_BEFORE_S * self._rate_hz)
        if number - first > _LONGEST_S * self._rate_hz:
            return []
        window = track.cut(valley - round(_QUIET_S * self._rate_hz), number)
        if window.shake() > _CALM_MPS2 or len(window.after_holes(self._rate_hz)):
            return []
        low = np.array(track.up(valley))
        base, towards = plane_of(window.up, np.array(track.up(peak)) - low)
        _, scale, sd = self._gyro.course(window, base, towards)
        if sd > _SURE or not self._gyro.is_possible(scale):
            return []
        shown = track.cut(first, number)
        self._channel.gyro.learn(scale)
        return self._channel.relive(valley, self._channel.gyro.again(shown.up)[valley - shown.first :])
