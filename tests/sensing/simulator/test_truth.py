"""The 5 % definition on courses whose edges are known in closed form."""

import numpy as np
import pytest

from sensing.simulator.truth import phase_edges

T_S = np.linspace(0.0, 6.0, 6001)


def bump(start_s: float, length_s: float, travel: float) -> np.ndarray:
    """Minimum-jerk stroke: speed u²(1-u)²·30·travel/length."""
    u = np.clip((T_S - start_s) / length_s, 0.0, 1.0)
    return 30.0 * travel / length_s * (u * (1.0 - u)) ** 2


# 16 u²(1-u)² = 0.05 at u(1-u) = sqrt(0.05)/4
FIRST_U = 0.5 - np.sqrt(0.25 - np.sqrt(0.05) / 4.0)


def test_minimum_jerk_is_cut_where_its_formula_says() -> None:
    start_s, end_s = phase_edges(T_S, bump(1.0, 3.0, 30.0))
    assert start_s == pytest.approx(1.0 + 3.0 * FIRST_U, abs=1e-4)
    assert end_s == pytest.approx(4.0 - 3.0 * FIRST_U, abs=1e-4)


def test_an_edge_lies_between_samples() -> None:
    t_s = np.arange(0.0, 4.0, 0.1)
    triangle = np.maximum(0.0, 1.0 - np.abs(t_s - 2.0))
    assert phase_edges(t_s, triangle) == pytest.approx((1.05, 2.95), abs=1e-9)


def test_a_pause_with_less_than_a_tenth_of_the_way_beyond_it_is_an_edge() -> None:
    speed = bump(1.0, 2.0, 91.0) + bump(4.0, 1.0, 9.0)
    assert phase_edges(T_S, speed)[1] == pytest.approx(3.0 - 2.0 * FIRST_U, abs=1e-3)


def test_a_pause_with_a_tenth_of_the_way_beyond_it_stays_inside() -> None:
    speed = bump(1.0, 2.0, 88.0) + bump(4.0, 1.0, 12.0)
    assert phase_edges(T_S, speed)[1] > 4.8


def test_the_rule_holds_on_the_way_in_too() -> None:
    small, great = bump(0.5, 1.0, 8.0), bump(0.5, 1.0, 14.0)
    rest = bump(2.5, 2.0, 90.0)
    assert phase_edges(T_S, small + rest)[0] > 2.5
    assert phase_edges(T_S, great + rest)[0] < 0.7


def test_drift_below_five_percent_of_the_peak_is_no_part_of_the_phase() -> None:
    speed = bump(1.0, 2.0, 30.0)
    drifting = np.maximum(speed, 0.04 * speed.max())
    assert phase_edges(T_S, drifting) == pytest.approx(phase_edges(T_S, speed), abs=1e-6)


def test_a_phase_cut_off_by_the_end_ends_there() -> None:
    assert phase_edges(T_S[:2500], bump(1.0, 3.0, 30.0)[:2500])[1] == T_S[2499]


def test_standing_still_is_no_phase() -> None:
    with pytest.raises(ValueError, match="nothing moves"):
        phase_edges(T_S, np.zeros_like(T_S))
