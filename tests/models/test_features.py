from dataclasses import replace

import numpy as np
import pytest

from models.features import FEATURES, NAMES, core_time_s, features
from models.judge import FormJudge
from models.settings import TempoSettings
from models.smoothness import log_dimensionless_jerk, sparc
from sensing.prescription import Prescription
from sensing.types import Course, FloatArray, Placement, Rep, frozen
from tests.models.factories import rep, smooth

FROZEN = [
    "eccentric_log_ratio",
    "eccentric_errors",
    "eccentric_core_log_ratio",
    "eccentric_speed_log_ratio",
    "concentric_log_ratio",
    "concentric_errors",
    "concentric_core_log_ratio",
    "concentric_speed_log_ratio",
    "hold_errors",
    "hold_log_s",
    "hold_drift",
    "eccentric_peak_share",
    "eccentric_peak_place",
    "concentric_peak_share",
    "concentric_peak_place",
    "late_speed_share",
    "late_speed",
    "thud",
    "eccentric_sparc",
    "eccentric_log_jerk",
    "size_share",
    "raised_bottom_share",
    "turn_speed_share",
    "dwell_s",
    "tremor",
    "roll_deg",
    "roll_at_top_deg",
    "confidence",
    "touches_gap",
    "by_rise",
    "at_ankle",
    "at_shank",
    "at_thigh",
    "eccentric_by_rule",
    "concentric_by_rule",
    "no_hold_by_rule",
    "late_speed_share_before",
    "low_log_ratio",
    "lift_over_lowering",
    "concentric_before",
    "hold_before",
    "reps_before",
]


def seen(reps: list[Rep], prescription: Prescription | None = None) -> dict[str, float]:
    judge = FormJudge(prescription or Prescription())
    for one in reps[:-1]:
        judge.judge(one)
    return dict(zip(NAMES, features(judge.see(reps[-1])).tolist(), strict=True))


def test_the_tempo_before_is_the_median_of_the_set_and_ones_own_where_it_begins() -> None:
    def reps(*holds_s: float) -> list[Rep]:
        return [rep(n, (3.0, hold_s, 3.0)) for n, hold_s in enumerate(holds_s, 1)]

    alone, fifth = seen(reps(0.5)), seen(reps(9.0, 9.0, 2.0, 2.0, 3.0, 4.0, 0.5))
    assert (alone["reps_before"], fifth["reps_before"]) == (0.0, 4.0)
    assert alone["hold_before"] == pytest.approx(np.log(0.5 / 1.0))
    assert fifth["hold_before"] == pytest.approx(np.log(6.0) / 2.0)
    assert fifth["concentric_before"] == pytest.approx(np.log(3.0 / 2.0))
    next_set = seen([*reps(9.0, 9.0), rep(3, (3.0, 0.5, 3.0), set_index=2)])
    assert (next_set["reps_before"], next_set["hold_before"]) == (0.0, alone["hold_before"])


def test_the_order_of_features_is_frozen() -> None:
    assert list(NAMES) == FROZEN


def test_every_feature_is_described() -> None:
    assert all(feature.unit and feature.meaning for feature in FEATURES)
    assert len(set(NAMES)) == len(NAMES)


def test_a_repetition_with_a_reference_shows_everything() -> None:
    values = seen([rep(n) for n in range(1, 5)])
    assert all(np.isfinite(value) for value in values.values())
    assert values["eccentric_log_ratio"] == pytest.approx(np.log(3.0 / 2.0))
    assert values["eccentric_errors"] == pytest.approx(1.0 / TempoSettings().foot_sd_s)
    assert values["size_share"] == pytest.approx(1.0)
    assert values["eccentric_peak_share"] == pytest.approx(1.875, rel=0.02)
    assert values["eccentric_peak_place"] == pytest.approx(0.5, abs=0.02)


def test_what_is_not_prescribed_or_not_known_is_nan() -> None:
    values = seen([rep(1)], Prescription.parse("x-0-3"))
    blind = {name for name, value in values.items() if np.isnan(value)}
    assert blind == {
        "concentric_log_ratio",
        "concentric_errors",
        "concentric_core_log_ratio",
        "concentric_speed_log_ratio",
        "hold_errors",
        "size_share",
        "raised_bottom_share",
        "low_log_ratio",
        "concentric_by_rule",
        "no_hold_by_rule",
        "concentric_before",
        "hold_before",
        "turn_speed_share",
    }


def test_a_repetition_whose_own_edges_are_unsure_is_nearer_to_even() -> None:
    sure, unsure = (seen([replace(rep(1, (3.0, 2.0, 1.8)), eccentric_sd_s=sd)]) for sd in (None, 0.3))
    assert 0.5 < unsure["eccentric_by_rule"] < sure["eccentric_by_rule"]
    assert abs(unsure["hold_errors"]) < abs(sure["hold_errors"])
    assert unsure["concentric_errors"] == sure["concentric_errors"]


def test_who_falls_into_the_turn_is_seen_in_the_next_repetition() -> None:
    smooth_one = rep(1, (3.0, 2.0, 1.5), start_s=10.0)
    following = rep(2, start_s=smooth_one.end_s + 0.1)
    into, away = (seen([smooth_one, one]) for one in (following, rep(2, start_s=smooth_one.end_s + 1.0)))
    assert into["late_speed_share_before"] == seen([smooth_one])["late_speed_share"]
    assert into["turn_speed_share"] > 0.0
    assert (away["late_speed_share_before"], away["turn_speed_share"]) == (1.0, 0.0)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_stump_of_a_course_gives_nan_and_no_error(count: int) -> None:
    whole = rep(1)
    c = whole.course
    cut = Course(
        *(frozen(x[:count]) for x in (c.t_s, c.height)),
        "deg",
        *(frozen(x[:count]) for x in (c.roll_deg, c.shake_mps2)),
    )
    values = seen([rep(1), rep(2), rep(3), replace(whole, course=cut)])
    assert np.isfinite(values["eccentric_log_ratio"])
    assert np.isnan(values["eccentric_core_log_ratio"])


def test_nan_in_the_course_gives_no_error() -> None:
    whole = rep(1)
    lost = frozen(np.full(len(whole.course.t_s), np.nan))
    seen([replace(whole, course=replace(whole.course, height=lost, shake_mps2=lost, roll_deg=lost))])


def test_a_repetition_of_no_size_gives_no_error() -> None:
    seen([replace(rep(1), rom_deg=0.0)])


def test_placement_is_told_apart() -> None:
    for placement, name in [
        (Placement.ANKLE, "at_ankle"),
        (Placement.SHANK, "at_shank"),
        (Placement.THIGH, "at_thigh"),
    ]:
        values = seen([rep(1, placement=placement)])
        assert [values[n] for n in ("at_ankle", "at_shank", "at_thigh")].count(1.0) == 1
        assert values[name] == 1.0


def _rise(length_s: float = 2.0) -> tuple[FloatArray, FloatArray]:
    t = np.arange(0.0, length_s + 1e-9, 0.01)
    return t, 30.0 * smooth(t / length_s)


def test_core_time_of_a_steady_rise_is_eight_tenths() -> None:
    t = np.linspace(0.0, 2.0, 51)
    assert core_time_s(t, 7.0 * t) == pytest.approx(1.6)


def test_smoothness_does_not_depend_on_size_or_time_and_tells_jerky_from_smooth() -> None:
    t, height = _rise()
    assert log_dimensionless_jerk(t, height) == pytest.approx(-np.log(204.8), abs=0.05)
    slow_t, slow = _rise(4.0)
    for measure in (sparc, log_dimensionless_jerk):
        assert measure(t, height) == pytest.approx(measure(t, 5.0 * height))
        jerky = height + 0.5 * np.sin(2 * np.pi * 4.0 * t)
        assert measure(t, jerky) < measure(t, height) - 0.2
    assert log_dimensionless_jerk(slow_t, slow) == pytest.approx(log_dimensionless_jerk(t, height), abs=0.05)
