"""The edges of a leg's repetition, fitted to speeds that are known."""

from __future__ import annotations

import numpy as np
import pytest

from sensing.repetitions.fits.rise import RiseFit, RiseFitter
from sensing.repetitions.fits.shapes import (
    FINE,
    PLACES,
    TAIL,
    between_places,
    finely,
    length_number,
    shapes,
    table_number,
)
from sensing.types import FloatArray

RATE_HZ = 25.0
EDGES_S = (1.0, 3.0, 4.5, 7.0)
READ_S = (0.8, 3.3, 4.8, 6.8)
LEAN_RAD = 0.06


def _minimum_jerk(t_s: FloatArray, begin_s: float, end_s: float) -> FloatArray:
    """Share of a way that is done; its speed is 5 % of its peak at the given times."""
    tail_s = 0.0674 * (end_s - begin_s)  # the 5 % of this bell stand at 0.0594 and 0.9406 of its time
    x = np.clip((t_s - begin_s + tail_s) / (end_s - begin_s + 2.0 * tail_s), 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)


def _window(
    *,
    rise_m: float = 0.07,
    error_mps2: tuple[float, float] = (0.0, 0.0),
    tremor_mps2: float = 0.0,
    off_axis_m: float = 0.0,
    seed: int = 0,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Time, upward acceleration and up of a leg that leans in step with its lift."""
    t_s = np.arange(0.0, 7.4, 1.0 / RATE_HZ)
    done = _minimum_jerk(t_s, *EDGES_S[:2]) - _minimum_jerk(t_s, *EDGES_S[2:])
    lean = LEAN_RAD * done
    up = np.stack([lean, np.zeros_like(lean), np.sqrt(1.0 - lean**2)], axis=1)
    height = rise_m * done + off_axis_m * lean
    vertical = np.gradient(np.gradient(height, t_s), t_s) + error_mps2[0] + error_mps2[1] * lean
    return t_s, vertical + tremor_mps2 * np.random.default_rng(seed).normal(size=len(t_s)), up


def _fitted(window: tuple[FloatArray, FloatArray, FloatArray], fitter: RiseFitter | None = None) -> RiseFit:
    fit = (fitter or RiseFitter()).fit(*window, READ_S)
    assert fit is not None
    return fit


@pytest.mark.parametrize(
    "window",
    [
        _window(),
        _window(rise_m=0.055),
        _window(error_mps2=(0.2, 0.0)),
        _window(error_mps2=(0.1, -0.5)),
        _window(off_axis_m=0.05),
        _window(tremor_mps2=0.02),
    ],
    ids=["plain", "low", "error along", "error across", "off the axis", "tremor"],
)
def test_edges_are_found_where_the_reading_errs(window: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    np.testing.assert_allclose(_fitted(window).edges_s, EDGES_S, atol=0.15)


def test_the_rise_is_what_it_was() -> None:
    assert _fitted(_window(rise_m=0.06)).up_cm == pytest.approx(6.0, abs=1.0)
    height_cm = _fitted(_window(rise_m=0.06)).height_cm
    assert np.ptp(height_cm) == pytest.approx(6.0, abs=1.0)


def test_what_a_sensor_errs_by_is_learned() -> None:
    fitter = RiseFitter()
    for seed in range(4):
        fitter.learn(_fitted(_window(error_mps2=(0.1, 0.0), tremor_mps2=0.05, seed=seed), fitter))
    fit = _fitted(_window(error_mps2=(0.1, 0.0), tremor_mps2=0.05, seed=9), fitter)
    first = _fitted(_window(error_mps2=(0.1, 0.0), tremor_mps2=0.05, seed=9))
    assert fit.sensor[0] == pytest.approx(0.1, abs=0.02)
    assert fit.sensor_spread[0, 0] < first.sensor_spread[0, 0]


def test_a_low_rise_makes_less_sure() -> None:
    assert _fitted(_window(rise_m=0.03)).down_sd_s > _fitted(_window(rise_m=0.09)).down_sd_s


def test_what_are_no_numbers_cannot_be_fitted() -> None:
    t_s, vertical, up = _window()
    assert RiseFitter().fit(t_s, np.where(t_s > 3.0, np.nan, vertical), up, READ_S) is None


def test_any_samples_can_be_fitted() -> None:
    rng = np.random.default_rng(3)
    for size in (0.0, 1e-3, 1.0, 1e3):
        t_s, _, up = _window()
        vertical = size * rng.normal(size=len(t_s))
        fit = RiseFitter().fit(t_s, vertical, up + size * rng.normal(size=up.shape), READ_S)
        assert fit is None or (np.isfinite(fit.edges_s).all() and list(fit.edges_s) == sorted(fit.edges_s))


def test_a_short_window_can_be_fitted() -> None:
    t_s, vertical, up = _window()
    fit = RiseFitter().fit(t_s[:12], vertical[:12], up[:12], (0.0, 0.2, 0.2, 0.4))
    assert fit is None or np.isfinite(fit.edges_s).all()


@pytest.mark.parametrize("going_up", [True, False])
def test_mean_shapes_travel_one_and_end_at_rest(going_up: bool) -> None:
    table = shapes(going_up=going_up).reshape(-1, PLACES, shapes(going_up=going_up).shape[1])
    assert table[:, :, 0].sum(axis=1) * (1.0 + 2.0 * TAIL) / (PLACES - 1) == pytest.approx(1.0)
    assert (table[:, [0, -1]] == 0.0).all()
    assert (table[:, :, 0] >= 0.0).all()


def test_lengths_are_numbered() -> None:
    numbers = length_number(np.array([0.01, 0.25, 0.33, 5.0, 1e3]))
    assert numbers[0] == numbers[1] == 0
    assert numbers[2] == 1
    assert numbers[-1] < len(shapes(going_up=True)) / PLACES


def test_the_nearest_place_is_near() -> None:
    place, of_table = np.linspace(0.0, PLACES - 1.0, 400)[None], table_number(np.array([2.0]), 0)
    exact, near = between_places(place, of_table), finely(place * FINE / (PLACES - 1), of_table)
    np.testing.assert_allclose(near, exact, atol=0.03 * np.abs(exact).max())


def test_a_lift_is_tabulated_as_a_lift() -> None:
    place, of_table = np.arange(PLACES, dtype=float)[None], table_number(np.array([0.25, 0.25]), 1)
    lift, lowering = (between_places(place, of_table[which : which + 1])[0] for which in (0, 1))
    np.testing.assert_array_equal(lift[:, -1], shapes(going_up=True)[:PLACES, 0])
    np.testing.assert_array_equal(lowering[:, -1], -shapes(going_up=False)[:PLACES, 0])
