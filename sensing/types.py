"""The values that pass between the steps of the line. All frozen, SI units, unit in the name.

Frames and signs: accelerometers give specific force, so the axis that points up reads +9.81 m/s² at rest.
Angular rate is right-handed about the sensor's own axes. Arrays are time first, ``(n, 3)``, and read-only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

GRAVITY_MPS2 = 9.80665
"""Standard gravity, m/s²."""


def frozen(array: NDArray[np.floating] | list[float], *, columns: int | None = None) -> FloatArray:
    """Return `array` as float64 that nobody can write to (a view where possible)."""
    out = np.asarray(array, dtype=np.float64)
    out = out.view() if columns is None else out.reshape(-1, columns).view()
    out.flags.writeable = False
    return out


class Placement(StrEnum):
    """Where the sensor sits."""

    AUTO = "auto"
    FOOT = "foot"
    ANKLE = "ankle"
    SHANK = "shank"
    THIGH = "thigh"


class Exercise(StrEnum):
    """What is counted: heel raises only, or any slow repeated movement of a limb."""

    HEEL_RAISE = "heel_raise"
    LIMB = "limb"


class Phase(StrEnum):
    """Part of a repetition that is going on."""

    REST = "rest"
    CONCENTRIC = "concentric"
    HOLD = "hold"
    ECCENTRIC = "eccentric"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One notification as it came in: nothing decoded yet.

    Parameters
    ----------
    t_host_s : float
        Host clock at arrival, s.
    characteristic : str
        UUID of the GATT characteristic, lower case.
    payload : bytes
        The notification's bytes.
    """

    t_host_s: float
    characteristic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Packet:
    """Decoded samples of one notification (or of several that belonged together).

    Parameters
    ----------
    acc_mps2 : ndarray of shape (n, 3)
        Specific force, m/s².
    gyr_radps : ndarray of shape (n, 3) or None
        Angular rate, rad/s; None for a sensor without gyroscope.
    t_device_ticks : int or None
        The sensor's own counter at the first sample, as sent (it wraps); None where the sensor has no clock.
    """

    acc_mps2: FloatArray
    gyr_radps: FloatArray | None
    t_device_ticks: int | None = None

    def __len__(self) -> int:
        return len(self.acc_mps2)


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples with a time each, strictly increasing, on the recording's clock.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Time of each sample, s.
    acc_mps2 : ndarray of shape (n, 3)
        Specific force, m/s².
    gyr_radps : ndarray of shape (n, 3) or None
        Angular rate, rad/s.
    """

    t_s: FloatArray
    acc_mps2: FloatArray
    gyr_radps: FloatArray | None

    def __len__(self) -> int:
        return len(self.t_s)

    def __getitem__(self, part: slice | NDArray[np.bool_]) -> Samples:
        gyr = None if self.gyr_radps is None else frozen(self.gyr_radps[part])
        return Samples(frozen(self.t_s[part]), frozen(self.acc_mps2[part]), gyr)


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole in the samples that was too long to bridge.

    Parameters
    ----------
    start_s, end_s : float
        Times of the last sample before the hole and the first one after it, s.
    """

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ImuBlock:
    """Uniform samples: sample ``i`` of the block is at ``t0_s + i / sampling_rate_hz``.

    Parameters
    ----------
    t0_s : float
        Time of the first sample, s.
    sampling_rate_hz : float
        Rate of the grid, Hz.
    acc_mps2, gyr_radps : ndarray of shape (n, 3)
        Specific force, m/s², and angular rate, rad/s (None without gyroscope).
    gap : Gap or None
        The hole right before this block's first sample, if there is one.
    t_seen_s : ndarray of shape (n,)
        Stamp of the newest input that each grid sample needed, s: the earliest to report it at.
    """

    t0_s: float
    sampling_rate_hz: float
    acc_mps2: FloatArray
    gyr_radps: FloatArray | None
    t_seen_s: FloatArray
    gap: Gap | None = None

    def __len__(self) -> int:
        return len(self.acc_mps2)


@dataclass(frozen=True, slots=True)
class Course:
    """The slice of motion that belongs to one repetition, for plots and for judging form.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Time, s, uniform.
    height : ndarray of shape (n,)
        What carries the repetition: tilt of the foot in degrees, or rise of the sensor in cm. Up is positive.
    unit : str
        ``deg`` or ``cm``.
    roll_deg : ndarray of shape (n,)
        Rotation across the movement axis, degrees (rolling in or out); zeros where it cannot be seen.
    shake_mps2 : ndarray of shape (n,)
        Size of the acceleration that is neither gravity nor the slow movement, m/s².
    """

    t_s: FloatArray
    height: FloatArray
    unit: str
    roll_deg: FloatArray
    shake_mps2: FloatArray


class PhaseTimes:
    """Times of the three phases, for whatever knows the four edges."""

    __slots__ = ()

    start_s: float
    top_s: float
    eccentric_start_s: float
    end_s: float

    @property
    def concentric_s(self) -> float:
        """Time of going up, s."""
        return self.top_s - self.start_s

    @property
    def hold_s(self) -> float:
        """Time at the top, s."""
        return self.eccentric_start_s - self.top_s

    @property
    def eccentric_s(self) -> float:
        """Time of going down, s."""
        return self.end_s - self.eccentric_start_s


@dataclass(frozen=True, slots=True)
class Rep(PhaseTimes):
    """One repetition with its four phase edges, as measured. Judging it is not done here.

    Parameters
    ----------
    index, set_index : int
        Number in the recording, and that of the set, from 1.
    start_s, top_s, eccentric_start_s, end_s : float
        Phase edges on the recording's clock, s, by the 5 %-of-peak-speed definition.
    placement : Placement
        The placement whose signal carried the measurement.
    rom_deg, top_deg, bottom_deg : float or None
        Range, and highest and lowest angle against the level stand, degrees.
    rise_cm : float or None
        Vertical rise, cm, where the rise carries the measurement.
    confidence : float
        0 to 1: how sure it is that this is a repetition with these edges.
    touches_gap : bool
        Whether a hole in the samples lies inside or at an edge of the repetition.
    reported_at_s, warned_at_s : float
        Stamps of the newest sample behind the report and an early "too fast", s; None where none was given.
    course : Course
        The motion from somewhat before `start_s` to what had been seen when it was reported.
    eccentric_sd_s, lifted_cm : float or None
        Standard error of the lowering's time, s, and how high a limb's sensor was lifted, cm; where known.
    """

    index: int
    set_index: int
    start_s: float
    top_s: float
    eccentric_start_s: float
    end_s: float
    placement: Placement
    rom_deg: float | None
    top_deg: float | None
    bottom_deg: float | None
    rise_cm: float | None
    confidence: float
    touches_gap: bool
    reported_at_s: float
    warned_at_s: float | None
    course: Course = field(repr=False, compare=False)
    eccentric_sd_s: float | None = None
    lifted_cm: float | None = None

    @property
    def range(self) -> float:
        """Size of the repetition in the unit of its course (degrees or cm)."""
        value = self.rom_deg if self.course.unit == "deg" else self.rise_cm
        assert value is not None
        return value


@dataclass(frozen=True, slots=True)
class Attempt:
    """A lift too small to be counted: listed apart, no fault."""

    start_s: float
    end_s: float
    reported_at_s: float


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """A phase has begun, or an early warning was given; what a live display and the coach follow.

    Parameters
    ----------
    phase : Phase
        The phase that goes on now.
    t_s : float
        Stamp of the newest sample behind this, s.
    too_fast : bool
        True for the early warning: this lowering will be too fast.
    """

    phase: Phase
    t_s: float
    too_fast: bool = False


RepEvent: TypeAlias = Rep | Attempt | PhaseProgress
