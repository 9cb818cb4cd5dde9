"""The straight line under the arrivals: what the host's clock reads when the sensor takes a sample."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnvelopeSettings:
    """How the line follows the arrivals.

    Parameters
    ----------
    bucket_s : float
        Of the arrivals in this time only the least delayed counts, s. Long enough to hold a few connection
        events even where the link delivers in bursts of half a second.
    offset_gain, drift_gain : float
        Share of a bucket's deviation that goes into the offset and into the drift, once started up: about ten
        buckets of memory, so that one congested bucket does not bend the line.
    largest_rise_s : float
        A bucket that lies higher than this above the line counts as only so high, s: delay has no limit.
    largest_drift : float
        Clocks of sensors deviate up to 2 % from their label; more than this is taken for disturbance.
    """

    bucket_s: float = 2.0
    offset_gain: float = 0.25
    drift_gain: float = 0.03
    largest_rise_s: float = 0.1
    largest_drift: float = 0.05


class LowerEnvelope:
    """Fits ``host = device + offset + drift * (device - reference)`` from below, one arrival at a time.

    Delay of radio and operating system only ever adds, so the least delayed arrivals tell how the clocks
    relate. The gains of the first buckets are those of a least-squares line through all so far.
    """

    def __init__(self) -> None:
        self._settings = EnvelopeSettings()
        self._offset_s = 0.0
        self._reference_s = 0.0
        self._least_s = math.inf
        self._until_s: float | None = None
        self.drift = 0.0
        self.buckets = 0

    def host_s(self, device_s: float) -> float:
        """Return the host time on the line, s."""
        return device_s + self._offset_s + self.drift * (device_s - self._reference_s)

    def device_s(self, host_s: float) -> float:
        """Return the device time on the line, s."""
        return (host_s - self._offset_s + self.drift * self._reference_s) / (1.0 + self.drift)

    def push(self, device_s: float, host_s: float) -> bool:
        """Take one arrival; return whether the line has moved. `device_s` must not go back."""
        if self._until_s is None:
            self._offset_s = host_s - device_s
            self._reference_s = device_s
            self._until_s = device_s + self._settings.bucket_s
        closed = device_s >= self._until_s
        if closed:
            self._close(self._until_s)
            self._until_s = device_s + self._settings.bucket_s
        self._least_s = min(self._least_s, host_s - self.host_s(device_s))
        return closed

    def _close(self, end_s: float) -> None:
        settings = self._settings
        self.buckets += 1
        if self.buckets == 1:
            self._offset_s += self._least_s
        else:
            # One bucket more than there are: the label of the sensor is worth a measurement of the rate.
            n = self.buckets + 1
            offset_gain = max(settings.offset_gain, 2 * (2 * n - 1) / (n * (n + 1)))
            drift_gain = max(settings.drift_gain, 6 / (n * (n + 1)))
            deviation_s = min(self._least_s, settings.largest_rise_s)
            self._offset_s = self.host_s(end_s) - end_s + offset_gain * deviation_s
            drift = self.drift + drift_gain * deviation_s / settings.bucket_s
            self.drift = min(max(drift, -settings.largest_drift), settings.largest_drift)
        self._reference_s = end_s
        self._least_s = math.inf
