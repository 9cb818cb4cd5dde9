"""Edges of phases whose course is known in closed form, against the 5 % definition worked out by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq

from sensing.repetitions.fits.edges import PhaseFit, PhaseFitter
from sensing.repetitions.fits.onset import EDGE_SHARE, place_in_ramp, ramp
from sensing.types import FloatArray

RATE_HZ = 25.0
REST_S = 1.0

Profile = tuple[Callable[[FloatArray], FloatArray], float]
"""Travel from 0 to 1 over a share of time, and the share at which the speed is 5 % of its peak."""


def minimum_jerk(u: FloatArray) -> FloatArray:
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def raised_cosine(u: FloatArray) -> FloatArray:
    return u - np.sin(2.0 * np.pi * u) / (2.0 * np.pi)


def trapezoid(u: FloatArray) -> FloatArray:
    """Speed that rises over a fifth of the time, stays, and falls over a fifth."""
    early, late = u < 0.2, u > 0.8
    out = (u - 0.1) / 0.8
    out = np.where(early, u**2 / 0.4 / 0.8, out)
    return np.where(late, 1.0 - (1.0 - u) ** 2 / 0.4 / 0.8, out)


PROFILES: dict[str, Profile] = {
    "minimum jerk": (minimum_jerk, brentq(lambda u: 16.0 * u**2 * (1.0 - u) ** 2 - 0.05, 0.0, 0.5)),
    "raised cosine": (raised_cosine, float(np.arccos(0.9) / (2.0 * np.pi))),
    "trapezoid": (trapezoid, 0.2 * 0.05),
}


def phase(profile: Callable[[FloatArray], FloatArray], duration_s: float) -> tuple[FloatArray, FloatArray]:
    """A lift of 30 degrees between two rests."""
    t_s = np.arange(round((duration_s + 2.0 * REST_S) * RATE_HZ) + 1) / RATE_HZ
    return t_s, 30.0 * profile(np.clip((t_s - REST_S) / duration_s, 0.0, 1.0))


def fitted(t_s: FloatArray, height: FloatArray) -> PhaseFit:
    return PhaseFitter().lift(t_s, height)


@pytest.mark.parametrize("duration_s", [0.8, 1.5, 3.0, 5.0])
@pytest.mark.parametrize("name", PROFILES)
def test_edges_stand_at_five_percent_of_the_peak_speed(name: str, duration_s: float) -> None:
    profile, share = PROFILES[name]
    fit = fitted(*phase(profile, duration_s))
    off = 0.02 + 0.02 * duration_s
    assert fit.start_s == pytest.approx(REST_S + share * duration_s, abs=off)
    assert fit.end_s == pytest.approx(REST_S + (1.0 - share) * duration_s, abs=off)


def test_a_course_backwards_has_its_edges_backwards() -> None:
    t_s, height = phase(lambda u: minimum_jerk(u**1.2), 3.0)
    forth, back = fitted(t_s, height), fitted(t_s, -height[::-1])
    assert back.start_s == pytest.approx(t_s[-1] - forth.end_s, abs=0.03)
    assert back.end_s == pytest.approx(t_s[-1] - forth.start_s, abs=0.03)


def test_scale_shift_and_time_of_day_change_nothing() -> None:
    t_s, height = phase(minimum_jerk, 3.0)
    plain, other = fitted(t_s, height), fitted(t_s + 1000.0, height + 57.0)
    assert other.start_s - 1000.0 == pytest.approx(plain.start_s, abs=1e-4)
    assert other.end_s - 1000.0 == pytest.approx(plain.end_s, abs=1e-4)


def test_sag_after_the_phase_does_not_draw_the_edge() -> None:
    t_s, height = phase(minimum_jerk, 3.0)
    sagging = height - 1.5 * np.maximum(t_s - REST_S - 3.0, 0.0)
    assert fitted(t_s, sagging).end_s == pytest.approx(fitted(t_s, height).end_s, abs=0.12)


@pytest.mark.parametrize(
    "pause_s",
    [0.0, 0.4, 1.0],
)
def test_a_hesitation_in_the_middle_does_not_draw_the_edges(pause_s: float) -> None:
    """Two halves with a pause between them: the edges are those of the first and of the second half."""
    half_s, share = 1.5, PROFILES["minimum jerk"][1]
    t_s = np.arange(round((2.0 * half_s + pause_s + 2.0 * REST_S) * RATE_HZ) + 1) / RATE_HZ
    first, second = (t_s - REST_S) / half_s, (t_s - REST_S - half_s - pause_s) / half_s
    fit = fitted(t_s, 15.0 * (minimum_jerk(np.clip(first, 0, 1)) + minimum_jerk(np.clip(second, 0, 1))))
    assert fit.start_s == pytest.approx(REST_S + share * half_s, abs=0.12)
    assert fit.end_s == pytest.approx(REST_S + 2.0 * half_s + pause_s - share * half_s, abs=0.12)


def test_a_lift_that_stalls_early_begins_where_it_began() -> None:
    """A sixth of the way, a standstill of 0.8 s, and the rest: the standstill belongs to the lift."""
    t_s = np.arange(round(7.0 * RATE_HZ)) / RATE_HZ
    first, second = np.clip((t_s - 1.0) / 1.0, 0.0, 1.0), np.clip((t_s - 2.8) / 2.5, 0.0, 1.0)
    fit = fitted(t_s, 5.0 * minimum_jerk(first) + 25.0 * minimum_jerk(second))
    assert fit.start_s == pytest.approx(1.0 + PROFILES["minimum jerk"][1], abs=0.12)
    assert fit.end_s == pytest.approx(5.3 - 2.5 * PROFILES["minimum jerk"][1], abs=0.08)


def test_tremor_widens_the_error_that_is_stated() -> None:
    t_s, height = phase(minimum_jerk, 3.0)
    calm = fitted(t_s, height)
    errors = []
    for seed in range(20):
        tremor = np.random.default_rng(seed).normal(0.0, 0.4, len(t_s))
        fit = fitted(t_s, height + tremor)
        errors += [fit.start_s - calm.start_s, fit.end_s - calm.end_s]
    assert np.std(errors) < 0.1
    assert abs(np.mean(errors)) < 0.05


def test_a_course_without_movement_is_fitted_all_the_same() -> None:
    t_s = np.arange(50) / RATE_HZ
    fit = fitted(t_s, np.zeros(50))
    assert np.isfinite([fit.start_s, fit.end_s, fit.start_sd_s, fit.end_sd_s]).all()


def test_the_ramp_is_smooth_and_ends_at_full_speed() -> None:
    past_s = np.linspace(0.0, 2.0, 2001)
    travel = ramp(past_s, np.array(1.3))
    speed = np.gradient(travel, past_s)
    np.testing.assert_allclose(speed, 0.5 - 0.5 * np.cos(np.pi * np.minimum(past_s / 1.3, 1.0)), atol=0.015)
    place = place_in_ramp(np.array([0.0, EDGE_SHARE, 0.5, 1.0]))
    np.testing.assert_allclose(np.interp(1.3 * place, past_s, speed), [0.0, 0.05, 0.5, 1.0], atol=2e-3)


def test_a_lowering_begins_where_the_hold_no_longer_sags_but_falls() -> None:
    """A hold of 2 s that loses a seventh of the range evenly, then 26 degrees in 3 s."""
    share = PROFILES["minimum jerk"][1]
    t_s = np.arange(round(6.0 * RATE_HZ)) / RATE_HZ
    fallen = minimum_jerk(np.clip((t_s - 2.0) / 3.0, 0.0, 1.0))
    fit = PhaseFitter().lowering(t_s, 30.0 - 2.0 * np.minimum(t_s, 2.0) - 26.0 * fallen)
    assert fit.start_s == pytest.approx(2.0 + 3.0 * share, abs=0.12)
    assert fit.end_s == pytest.approx(5.0 - 3.0 * share, abs=0.08)


def test_a_lowering_that_follows_a_brisk_lift_at_once_begins_at_the_turn() -> None:
    share = PROFILES["minimum jerk"][1]
    t_s = np.arange(round(6.0 * RATE_HZ)) / RATE_HZ
    height = 30.0 * (
        minimum_jerk(np.clip((t_s - 0.5) / 0.6, 0, 1)) - minimum_jerk(np.clip((t_s - 1.1) / 3.0, 0, 1))
    )
    since = int(height.argmax())
    fit = PhaseFitter().lowering(t_s[since:], height[since:])
    assert fit.start_s == pytest.approx(1.1 + 3.0 * share, abs=0.1)


@pytest.mark.parametrize("tremor_hz", [5.0, 7.0])
def test_tremor_of_the_accelerometer_alone_moves_no_edge(tremor_hz: float) -> None:
    profile, share = PROFILES["minimum jerk"]
    t_s, height = phase(profile, 2.5)
    moves = np.clip((t_s - REST_S) / 0.5, 0.0, 1.0)
    height = height + 1.5 * moves * np.sin(2.0 * np.pi * tremor_hz * t_s)
    fit = PhaseFitter().lift(t_s, PhaseFitter().calmed(t_s, height), has_gyr=False)
    assert fit.start_s == pytest.approx(REST_S + share * 2.5, abs=0.15)
    assert fit.end_s == pytest.approx(REST_S + (1.0 - share) * 2.5, abs=0.15)
