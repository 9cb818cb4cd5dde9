"""What scenarios promise: counts, tempo, faults, levels of unsteadiness, determinism, files."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sensing.recording import open_recording
from sensing.simulator import (
    CASES,
    SCENARIOS,
    Doing,
    Mount,
    Scenario,
    Sensor,
    SetPlan,
    Simulated,
    Start,
    as_csv,
    benchmark,
    person,
    sensor,
    simulate,
)
from sensing.types import FloatArray


def rms_in_band(values: FloatArray, rate_hz: float, low_hz: float, high_hz: float) -> float:
    spectrum = np.fft.rfft(values - values.mean(axis=0), axis=0)
    f = np.fft.rfftfreq(len(values), 1.0 / rate_hz)
    spectrum[(f < low_hz) | (f > high_hz)] = 0.0
    kept = np.fft.irfft(spectrum, len(values), axis=0)
    return float(np.sqrt((kept**2).sum(axis=1).mean()))


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (simulate(SCENARIOS["one-set"], person(3), sensor(4), 5) for _ in range(2))
    assert first.samples.acc_mps2.tobytes() == second.samples.acc_mps2.tobytes()
    assert first.truth == second.truth
    other = simulate(SCENARIOS["one-set"], person(3), sensor(4), 6)
    assert other.truth != first.truth


def test_another_sensor_sees_the_same_movement() -> None:
    one, two = (
        simulate(SCENARIOS["one-set"], person(3), replace(sensor(k), clock_error=0.0), 5) for k in (1, 2)
    )
    assert one.truth == two.truth


@pytest.mark.parametrize("name", SCENARIOS)
def test_edges_are_in_order_and_within_the_recording(name: str) -> None:
    made = simulate(SCENARIOS[name], person(1), sensor(1), 1)
    edges = [t for rep in made.truth for t in (rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] > 0 and edges[-1] < made.samples.t_s[-1])
    assert len(made.truth) == sum(
        event.reps for event in SCENARIOS[name].events if isinstance(event, SetPlan)
    )


def test_the_demo_has_twelve_repetitions_with_four_too_fast() -> None:
    plain = replace(person(0), tempo_spread=0.02)
    made = simulate(SCENARIOS["one-set"], plain, Sensor(), 1)
    fast = [rep for rep in made.truth if "eccentric_too_fast" in rep.flags]
    assert (len(made.truth), len(fast)) == (12, 4)
    assert all(0.5 < rep.eccentric_s < 1.65 for rep in fast)


def test_a_continuous_3_2_3_reads_as_the_design_says() -> None:
    reps = [
        rep
        for seed in range(20)
        for rep in simulate(SCENARIOS["clean-set"], person(seed), Sensor(), seed).truth
    ]
    up_s, hold_s, down_s = np.median([[r.concentric_s, r.hold_s, r.eccentric_s] for r in reps], axis=0)
    assert (up_s, hold_s, down_s) == pytest.approx((2.75, 2.25, 2.75), abs=0.1)


def test_from_below_the_first_lowering_and_the_last_lift_are_no_repetitions() -> None:
    made = simulate(Scenario((SetPlan(reps=3, start=Start.BELOW),)), person(2), Sensor(), 2)
    assert len(made.truth) == 3
    lowest_before = made.course.pitch_deg[made.course.t_s < made.truth[0].start_s].min()
    assert lowest_before < -8.0
    assert made.course.pitch_deg[-1] == pytest.approx(0.0, abs=1e-9)


def test_attempts_stay_under_a_third_and_are_listed_apart() -> None:
    made = simulate(Scenario((SetPlan(reps=5, attempts=2),)), person(2), Sensor(), 2)
    assert len(made.attempts) == 2
    for start_s, end_s in made.attempts:
        inside = (made.course.t_s >= start_s) & (made.course.t_s <= end_s)
        assert made.course.pitch_deg[inside].max() < made.truth[0].rom_deg / 3.0


def test_stalled_lifts_last_long_and_count_once() -> None:
    made = simulate(Scenario((SetPlan(reps=6, stalled=2),)), person(2), Sensor(), 2)
    assert [rep.concentric_s > 3.5 for rep in made.truth] == [False] * 4 + [True] * 2


def test_height_fades_by_what_is_asked() -> None:
    made = simulate(Scenario((SetPlan(reps=12, fade=0.4),)), replace(person(2), sag=0.0), Sensor(), 2)
    assert made.truth[-1].rom_deg == pytest.approx(0.6 * made.truth[0].rom_deg, rel=0.1)


def brisk(mount: Mount, tremor: float) -> Simulated:
    plan = SetPlan(up_s=0.7, hold_s=0.25, down_s=0.8, rest_s=0.3)
    who = replace(person(3), tremor=tremor, rise_deg=40.0)
    return simulate(Scenario((plan,), mount, lead_s=0.5), who, Sensor(rate_hz=100.0), 3)


@pytest.mark.parametrize(
    ("mount", "acc_mps2", "gyr_radps"),
    [(Mount.INSTEP, 0.91, 0.34), (Mount.SHANK, 1.35, 0.27), (Mount.POCKET, 1.05, 0.23)],
)
def test_at_the_full_level_brisk_sets_tremble_as_measured(
    mount: Mount, acc_mps2: float, gyr_radps: float
) -> None:
    samples = brisk(mount, 1.0).samples
    assert samples.gyr_radps is not None
    assert 0.6 < rms_in_band(samples.acc_mps2, 100.0, 2.5, 12.0) / acc_mps2 < 1.8
    assert 0.6 < rms_in_band(samples.gyr_radps, 100.0, 2.5, 12.0) / gyr_radps < 1.5


def test_a_person_without_tremor_hardly_trembles() -> None:
    gyr = brisk(Mount.SHANK, 0.0).samples.gyr_radps
    assert gyr is not None
    assert rms_in_band(gyr, 100.0, 2.5, 12.0) < 0.1


@pytest.mark.parametrize("mount", [Mount.SHANK, Mount.POCKET])
def test_quiet_standing_sways_as_in_real_pockets(mount: Mount) -> None:
    """Real standing pockets read about 0.01-0.02 rad/s and 0.1 m/s² RMS."""
    samples = simulate(Scenario((Doing.STAND,), mount), person(5), Sensor(rate_hz=100.0), 5).samples
    assert samples.gyr_radps is not None
    assert 0.002 < rms_in_band(samples.gyr_radps, 100.0, 0.05, 12.0) < 0.05
    assert 0.01 < rms_in_band(samples.acc_mps2, 100.0, 0.05, 12.0) < 0.4


def test_quiet_standing_keeps_the_foot_still() -> None:
    gyr = simulate(Scenario((Doing.STAND,)), person(5), Sensor(), 5).samples.gyr_radps
    assert gyr is not None
    assert gyr.std() < 0.002


@pytest.mark.parametrize("what", list(Doing))
@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.SHANK, Mount.POCKET])
def test_what_is_no_heel_raise_stays_plausible(what: Doing, mount: Mount) -> None:
    for seed in range(3):
        samples = simulate(Scenario((what,), mount), person(seed), Sensor(rate_hz=100.0), seed).samples
        assert samples.gyr_radps is not None
        assert np.abs(samples.acc_mps2).max() < 45.0
        assert np.abs(samples.gyr_radps).max() < 12.0
        np.testing.assert_allclose(np.linalg.norm(samples.acc_mps2[:50].mean(axis=0)), 9.81, atol=0.15)


def test_a_recording_reads_back_with_its_truth(tmp_path: Path) -> None:
    made = simulate(SCENARIOS["last-set"], person(1), sensor(1, rate_hz=52.0), 1)
    as_csv(made, tmp_path / "one.csv")
    assert len(open_recording(tmp_path / "one.csv").data) == len(made.samples)
    truth = json.loads((tmp_path / "one.truth.json").read_text(encoding="utf-8"))
    assert (truth["count"], truth["placement"], len(truth["attempts"])) == (12, "foot", 1)
    assert truth["reps"][0]["top"] == pytest.approx(made.truth[0].top_s, abs=1e-5)
    assert sum(truth["by_style"].values()) == 12


def test_the_benchmark_goes_through_every_case() -> None:
    made = dict(benchmark(1, mounts=[Mount.ANKLE]))
    assert [name.removeprefix("p000-ankle-") for name in made] == list(CASES)
    assert len(made["p000-ankle-nothing"].truth) == 0
    assert made["p000-ankle-25-hz"].sensor.rate_hz == 25.0
    assert made["p000-ankle-gyro-low"].sensor.gyr_scale == 0.8


def test_in_the_benchmark_a_person_moves_alike_at_every_placement() -> None:
    instep, shank = (
        next(iter(benchmark(1, mounts=[m], cases=["near-limit"])))[1] for m in (Mount.INSTEP, Mount.SHANK)
    )
    ratio = (1 + instep.sensor.clock_error) / (1 + shank.sensor.clock_error)
    assert instep.truth[-1].end_s == pytest.approx(ratio * shank.truth[-1].end_s)


def test_other_people_are_other_people() -> None:
    assert len({person(seed) for seed in range(50)}) == 50
    assert all(100 * who.foot_m * np.sin(np.radians(who.rise_deg)) <= 12.01 for who in map(person, range(50)))
