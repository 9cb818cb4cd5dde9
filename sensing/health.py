"""Whether a sensor is fit for a set, from a few seconds of its stream: standing still, then one lift."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sensing.types import GRAVITY_MPS2, FloatArray, Samples


class Finding(StrEnum):
    """What is wrong with a sensor."""

    SILENT = "silent"
    RATE_LOW = "rate_low"
    LOSSES = "losses"
    MANY_LOSSES = "many_losses"
    BATTERY_LOW = "battery_low"
    BATTERY_EMPTY = "battery_empty"
    NEVER_STILL = "never_still"
    NO_GRAVITY = "no_gravity"
    GYR_STUCK = "gyr_stuck"
    LOOSE = "loose"
    NO_LIFT = "no_lift"
    AXIS_UNCLEAR = "axis_unclear"

    @property
    def forbids(self) -> bool:
        """Whether a set with such a sensor would be wasted."""
        return self in _FORBIDDING


_FORBIDDING = {
    Finding.SILENT,
    Finding.RATE_LOW,
    Finding.MANY_LOSSES,
    Finding.BATTERY_EMPTY,
    Finding.NO_GRAVITY,
    Finding.GYR_STUCK,
    Finding.LOOSE,
}


@dataclass(frozen=True, slots=True)
class HealthSettings:
    """Limits of a fit sensor.

    Parameters
    ----------
    shortest_s : float
        Less than this, s, says nothing.
    lowest_rate_share, lowest_rate_hz : float
        The rate may be this much of what was asked, and no less than this, Hz: true rates are up to 2 % off,
        and 10 Hz still show a slow lift.
    losses, many_losses : float
        Share of lost samples to mention, and from which repetitions get lost; 20 % cost none so far.
    battery_low, battery_empty : int
        Charge, %, to mention, and at which a session of half an hour would not end.
    window_s : float
        Rest and movement are told apart over this time, s.
    still_mps2, still_radps : float
        In a still window the acceleration's size varies less than this, m/s², and the sensor turns slower
        than this, rad/s: three times the sway of a standing person with a cheap gyroscope's offset.
    moving_radps : float
        A lifted heel turns faster than this, rad/s: 35 degrees in 3 s are 0.2 on the average.
    moving_mps2 : float
        The same without gyroscope: change of the direction of gravity over a window, m/s².
    gravity_mps2 : float
        At rest the size of the acceleration is gravity, give or take this, m/s²: offsets reach 0.05 g an
        axis.
    ringing_mps2, ringing_radps : float
        What a lift may hold above `ringing_hz`, root mean square, m/s² and rad/s: with tremor and everyday
        soft straps it is up to 0.7 and 0.31, a strap that swings at 5 Hz reaches 0.38 rad/s.
    ringing_hz : float
        No heel moves that quickly; a sensor that dangles does.
    axis_share : float
        Share of the turning that is about one axis: a heel raise has more than 0.8.
    """

    shortest_s: float = 3.0
    lowest_rate_share: float = 0.8
    lowest_rate_hz: float = 10.0
    losses: float = 0.03
    many_losses: float = 0.3
    battery_low: int = 20
    battery_empty: int = 5
    window_s: float = 0.5
    still_mps2: float = 0.15
    still_radps: float = 0.12
    moving_radps: float = 0.2
    moving_mps2: float = 0.4
    gravity_mps2: float = 1.0
    ringing_mps2: float = 1.5
    ringing_radps: float = 0.35
    ringing_hz: float = 5.0
    axis_share: float = 0.6


@dataclass(frozen=True, slots=True)
class Health:
    """How a sensor does. Which way up it sits is of no matter and not asked.

    Parameters
    ----------
    rate_hz : float
        Rate of the samples, Hz.
    loss : float
        Share of samples that did not arrive.
    battery_percent : int or None
        Charge, %; None where the sensor does not tell.
    findings : tuple of Finding
        What is wrong, what forbids a set first.
    """

    rate_hz: float
    loss: float
    battery_percent: int | None
    findings: tuple[Finding, ...]

    @property
    def go(self) -> bool:
        """Whether a set may begin."""
        return not any(finding.forbids for finding in self.findings)


def health_of(samples: Samples, asked_rate_hz: float, battery_percent: int | None = None) -> Health:
    """Judge a sensor by some seconds in which the person stood still and then lifted the heel once.

    Parameters
    ----------
    samples : Samples
        What arrived.
    asked_rate_hz : float
        Rate that the sensor was asked for, Hz.
    battery_percent : int or None
        Charge, %.
    """
    settings = HealthSettings()
    span_s = float(samples.t_s[-1] - samples.t_s[0]) if len(samples) > 1 else 0.0
    if span_s < settings.shortest_s:
        return Health(0.0, 1.0, battery_percent, (Finding.SILENT,))
    steps_s = np.diff(samples.t_s)
    rate_hz = 1.0 / float(np.median(steps_s))
    loss = max(0.0, 1.0 - (len(samples) - 1) / (span_s * rate_hz))
    windows = _Windows(samples, rate_hz, settings)
    rest_mps2 = windows.rest_mps2()
    found = {
        Finding.RATE_LOW: rate_hz < max(settings.lowest_rate_share * asked_rate_hz, settings.lowest_rate_hz),
        Finding.MANY_LOSSES: loss > settings.many_losses,
        Finding.BATTERY_EMPTY: battery_percent is not None and battery_percent <= settings.battery_empty,
        Finding.NO_GRAVITY: rest_mps2 is not None and abs(rest_mps2 - GRAVITY_MPS2) > settings.gravity_mps2,
        Finding.GYR_STUCK: windows.gyr_stuck(),
        Finding.LOOSE: windows.loose(),
        Finding.LOSSES: settings.losses < loss <= settings.many_losses,
        Finding.BATTERY_LOW: battery_percent is not None
        and settings.battery_empty < battery_percent <= settings.battery_low,
        Finding.NEVER_STILL: rest_mps2 is None,
        Finding.NO_LIFT: not windows.lifted(),
        Finding.AXIS_UNCLEAR: windows.axis_share() < settings.axis_share,
    }
    return Health(rate_hz, loss, battery_percent, tuple(finding for finding, is_so in found.items() if is_so))


class _Windows:
    """The samples cut into short windows, each still, moving, or neither."""

    def __init__(self, samples: Samples, rate_hz: float, settings: HealthSettings) -> None:
        self._settings = settings
        self._rate_hz = rate_hz
        size = max(2, round(settings.window_s * rate_hz))
        count = len(samples) // size
        self._acc = samples.acc_mps2[: count * size].reshape(count, size, 3)
        gyr = samples.gyr_radps
        self._gyr = None if gyr is None else gyr[: count * size].reshape(count, size, 3)
        self._sizes = np.linalg.norm(self._acc, axis=2)
        mean = self._acc.mean(axis=1)
        self._turned_mps2: FloatArray = np.linalg.norm(np.diff(mean, axis=0, append=mean[-1:]), axis=1)
        self._gyr_stuck = self._gyr is not None and bool(np.ptp(self._gyr, axis=(0, 1)).max() == 0.0)

    def rest_mps2(self) -> float | None:
        still = self._sizes.std(axis=1) < self._settings.still_mps2
        if self._gyr is not None:
            still &= self._rms_radps() < self._settings.still_radps
        still &= self._turned_mps2 < self._settings.moving_mps2
        return float(np.median(self._sizes[still])) if still.any() else None

    def lifted(self) -> bool:
        return bool(self._moving().any())

    def loose(self) -> bool:
        ringing_radps = 0.0 if self._gyr is None else self._ringing(self._gyr)
        return self._ringing(self._acc) > self._settings.ringing_mps2 or (
            ringing_radps > self._settings.ringing_radps
        )

    def _ringing(self, values: FloatArray) -> float:
        """Return the quick part of what is measured in the lift; 0 without one."""
        moving = self._moving()
        if not moving.any():
            return 0.0
        # What a moving average over one period of the slowest ringing leaves of it.
        size = max(3, round(self._rate_hz / self._settings.ringing_hz) | 1)
        flat = values.reshape(-1, 3)
        slow = np.stack([np.convolve(column, np.full(size, 1.0 / size), "same") for column in flat.T], axis=1)
        quick = (flat - slow).reshape(values.shape)
        quick[0] = quick[-1] = 0.0  # the average is cut short at the ends
        return float(np.sqrt((quick[moving] ** 2).sum(axis=2).mean()))

    def axis_share(self) -> float:
        """Return the share of the turning that was about one axis; 1 where that cannot be said."""
        moving = self._moving()
        if self._gyr is None or self._gyr_stuck or not moving.any():
            return 1.0
        sizes = np.linalg.svd(self._gyr[moving].reshape(-1, 3), compute_uv=False)
        return float(sizes[0] ** 2 / (sizes**2).sum())

    def gyr_stuck(self) -> bool:
        """Whether the sensor tilted and the gyroscope said nothing of it."""
        return self._gyr_stuck and bool((self._turned_mps2 > self._settings.moving_mps2).any())

    def _moving(self) -> NDArray[np.bool_]:
        if self._gyr is None or self._gyr_stuck:
            return np.asarray(self._turned_mps2 > self._settings.moving_mps2)
        return np.asarray(self._rms_radps() > self._settings.moving_radps)

    def _rms_radps(self) -> FloatArray:
        assert self._gyr is not None
        rms: FloatArray = np.sqrt((self._gyr**2).sum(axis=2).mean(axis=1))
        return rms
