"""What people would otherwise write to count repetitions, each in a few lines, on whole recordings.

Every one looks at the whole recording at once; none could count live. All get the same uniform samples at
50 Hz and are told nothing about placement. Parameters are the usual ones, chosen once, for slow exercise.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, find_peaks, peak_prominences, sosfiltfilt
from vqf import offlineVQF

from sensing.types import FloatArray, Samples

RATE_HZ = 50.0

_SLOWEST_S, _FASTEST_S = 16.0, 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """A recording as peers see it: uniform samples and the tilt along its main direction.

    Parameters
    ----------
    t_s : ndarray of shape (n,)
        Time, s.
    acc_mps2 : ndarray of shape (n, 3)
        Specific force, m/s².
    tilt_deg : ndarray of shape (n,)
        Angle of gravity along the direction in which it moves most, low-passed at 2 Hz, degrees.
    """

    t_s: FloatArray
    acc_mps2: FloatArray
    tilt_deg: FloatArray


@dataclass(frozen=True, slots=True)
class Found:
    """One repetition: start and end, and, from methods that give phases, top and begin of the lowering, s."""

    start_s: float
    end_s: float
    top_s: float | None = None
    eccentric_start_s: float | None = None


def course_of(samples: Samples) -> Course:
    """Resample, fuse (vqf with both directions in time), project on the main direction, low-pass."""
    t_s = np.arange(samples.t_s[0], samples.t_s[-1], 1.0 / RATE_HZ)
    acc = _resampled(t_s, samples.t_s, samples.acc_mps2)
    gyr = np.zeros_like(acc) if samples.gyr_radps is None else _resampled(t_s, samples.t_s, samples.gyr_radps)
    quaternion = offlineVQF(gyr, acc, None, 1.0 / RATE_HZ)["quat6D"]
    w, x, y, z = quaternion.T
    up = np.column_stack([2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z])
    centred = up - np.median(up, axis=0)
    axis = np.linalg.svd(centred[:: max(1, len(up) // 5000)], full_matrices=False)[2][0]
    tilt_deg = np.degrees(np.arcsin(np.clip(centred @ axis, -1.0, 1.0)))
    return Course(t_s, acc, _low_passed(_upright(tilt_deg), 2.0))


def _upright(values: FloatArray) -> FloatArray:
    """Turn it so that what follows the first two seconds, usually rest, lies above them."""
    return values * (np.sign(np.mean(values) - np.median(values[: int(2.0 * RATE_HZ)])) or 1.0)


def _resampled(t_s: FloatArray, at_s: FloatArray, values: FloatArray) -> FloatArray:
    return np.column_stack([np.interp(t_s, at_s, column) for column in values.T])


def _low_passed(values: FloatArray, edge_hz: float) -> FloatArray:
    return sosfiltfilt(butter(2, edge_hz, fs=RATE_HZ, output="sos"), values, padlen=min(30, len(values) - 1))


def tilt_peaks(course: Course) -> list[Found]:
    """Tilt, `scipy.signal.find_peaks`, phase edges at 5 % of the peak speed on either side."""
    peaks, _ = find_peaks(course.tilt_deg, prominence=8.0, distance=int(_FASTEST_S * RATE_HZ))
    if not len(peaks):
        return []
    prominence, left, right = peak_prominences(course.tilt_deg, peaks, wlen=int(_SLOWEST_S * RATE_HZ))
    keep = prominence >= 0.4 * np.median(prominence)
    speed = np.gradient(course.tilt_deg) * RATE_HZ
    return [
        _with_phases(course.t_s, speed, int(a), int(peak), int(b))
        for peak, a, b in zip(peaks[keep], left[keep], right[keep], strict=True)
    ]


def _with_phases(t_s: FloatArray, speed: FloatArray, left: int, peak: int, right: int) -> Found:
    rising, falling = speed[left : peak + 1], -speed[peak : right + 1]
    start, top = _edges(rising)
    down, end = _edges(falling)
    return Found(t_s[left + start], t_s[peak + end], t_s[left + top], t_s[peak + down])


def _edges(speed: FloatArray) -> tuple[int, int]:
    """First and last sample around the fastest one with at least 5 % of its speed."""
    fastest = int(np.argmax(speed))
    slow = np.flatnonzero(speed < 0.05 * speed[fastest])
    before, after = slow[slow < fastest], slow[slow > fastest]
    return int(before[-1]) if len(before) else 0, int(after[0]) if len(after) else len(speed) - 1


def autocorrelation(course: Course) -> list[Found]:
    """RecoFit's idea: windows that repeat themselves, their period, then peaks about a period apart."""
    main = _main_component(_low_passed_all(course.acc_mps2, 1.5))
    window, hop = int(20.0 * RATE_HZ), int(2.0 * RATE_HZ)
    exercise = np.zeros(len(main), dtype=bool)
    periods: list[float] = []
    for at in range(0, max(1, len(main) - window + 1), hop):
        part = main[at : at + window]
        period, strength = _period(part)
        if strength > 0.5 and np.std(part) > 0.15:
            exercise[at : at + window] = True
            periods.append(period)
    if not periods:
        return []
    peaks, _ = find_peaks(np.where(exercise, main, -np.inf), distance=max(1, int(0.6 * np.median(periods))))
    high = peaks[main[peaks] > 0.3 * np.percentile(main[peaks], 80)] if len(peaks) else peaks
    half_s = 0.5 * float(np.median(periods)) / RATE_HZ
    return [Found(course.t_s[peak] - half_s, course.t_s[peak] + half_s) for peak in high]


def _period(part: FloatArray) -> tuple[float, float]:
    """Lag of the highest autocorrelation after the first zero crossing, samples, and its height."""
    centred = part - part.mean()
    spectrum = np.fft.rfft(centred, 2 * len(centred))
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(centred)]
    counts = np.arange(len(centred), 0, -1)
    correlation = correlation / counts / max(float(correlation[0]) / len(centred), 1e-12)
    shortest, longest = int(_FASTEST_S * RATE_HZ), min(int(12.0 * RATE_HZ), len(centred) - 1)
    peaks, _ = find_peaks(correlation[shortest:longest])
    if not len(peaks):
        return 0.0, 0.0
    lag = shortest + int(peaks[np.argmax(correlation[shortest + peaks])])
    return float(lag), float(correlation[lag])


def _low_passed_all(values: FloatArray, edge_hz: float) -> FloatArray:
    return np.column_stack([_low_passed(column, edge_hz) for column in values.T])


def _main_component(values: FloatArray) -> FloatArray:
    centred = values - np.median(values, axis=0)
    main = centred @ np.linalg.svd(centred[:: max(1, len(values) // 5000)], full_matrices=False)[2][0]
    return _upright(main)


_TEMPLATE_POINTS = 24
_STEP = 10
"""Subsequence DTW runs at 5 Hz: the template needs no more, and numpy no hours."""


def subsequence_dtw(course: Course) -> list[Found]:
    """A textbook repetition slid over the tilt by subsequence DTW; valleys of its cost are repetitions."""
    tilt = course.tilt_deg[::_STEP]
    size = float(np.percentile(tilt, 98) - np.percentile(tilt, 5))
    if size < 8.0:
        return []
    phase = np.linspace(0.0, 1.0, _TEMPLATE_POINTS)
    rise = np.clip(phase / 0.375, 0, 1) - np.clip((phase - 0.625) / 0.375, 0, 1)
    template = 0.5 - 0.5 * np.cos(np.pi * rise)
    cost, begin = _warped((tilt - np.percentile(tilt, 5)) / size, template)
    return _valleys(course.t_s[::_STEP], cost, begin)


def _warped(series: FloatArray, template: FloatArray) -> tuple[FloatArray, NDArray[np.intp]]:
    """For each sample the cost of the best warping that ends there, a template point, and where it begins."""
    rows = len(template)
    cost = np.full(rows, np.inf)
    begin = np.zeros(rows, dtype=np.intp)
    out_cost, out_begin = np.empty(len(series)), np.empty(len(series), dtype=np.intp)
    for at, value in enumerate(series):
        distance = (value - template) ** 2
        new_cost, new_begin = np.empty(rows), np.empty(rows, dtype=np.intp)
        # The first row may begin anywhere.
        new_cost[0], new_begin[0] = distance[0], at
        for row in range(1, rows):
            ways = (
                (cost[row - 1], begin[row - 1]),
                (cost[row], begin[row]),
                (new_cost[row - 1], new_begin[row - 1]),
            )
            best = min(ways)
            new_cost[row], new_begin[row] = distance[row] + best[0], best[1]
        cost, begin = new_cost, new_begin
        out_cost[at], out_begin[at] = cost[-1] / rows, begin[-1]
    return out_cost, out_begin


def _valleys(t_s: FloatArray, cost: FloatArray, begin: NDArray[np.intp]) -> list[Found]:
    """Best matches first, none over another."""
    found: list[tuple[int, int]] = []
    for end in np.argsort(cost):
        if cost[end] > 0.06:
            break
        start = int(begin[end])
        if not _FASTEST_S <= t_s[end] - t_s[start] <= _SLOWEST_S:
            continue
        if all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, int(end)))
    return [Found(t_s[start], t_s[end]) for start, end in sorted(found)]


METHODS: dict[str, Callable[[Course], list[Found]]] = {
    "tilt + find_peaks": tilt_peaks,
    "autocorrelation (RecoFit's idea)": autocorrelation,
    "subsequence DTW": subsequence_dtw,
}
