"""Sensors that err, sit askew or fall silent, and signals that are no movement at all."""

from collections.abc import Callable

import numpy as np
import pytest

from sensing.samples import joined
from sensing.simulator import Mount, SetPlan
from sensing.simulator.reading import rotation
from sensing.types import FloatArray, Gap, Placement, Samples, frozen
from tests.sensing.repetitions.driving import (
    acc_only,
    attempts_in,
    changed,
    detect,
    edges_of,
    made,
    reps_in,
    still,
    without,
)

PLAN = SetPlan(reps=4, up_s=1.8, hold_s=1.2, down_s=1.8, rest_s=0.3)


def a_set(rate_hz: float = 52.0) -> Samples:
    return made(PLAN, rate_hz=rate_hz).samples


def noise(sd: float, seed: int) -> Callable[[FloatArray], FloatArray]:
    rng = np.random.default_rng(seed)
    return lambda values: values + rng.normal(0.0, sd, values.shape)


def always(*values: float) -> Callable[[FloatArray], FloatArray]:
    return lambda given: np.tile(values, (len(given), 1))


def plus(*values: float) -> Callable[[FloatArray], FloatArray]:
    return lambda given: given + np.array(values)


QUIET = still(60.0)
NOISY = changed(QUIET, acc=noise(0.05, 1), gyr=noise(0.01, 2))
MOTIONLESS = {
    "quiet": QUIET,
    "noisy": NOISY,
    "zeros": changed(QUIET, acc=np.zeros_like, gyr=np.zeros_like),
    "stuck gyro": changed(QUIET, gyr=always(0.0, 0.3, 0.0)),
    "constant": changed(QUIET, acc=always(3.0, 3.0, 3.0), gyr=always(0.02, 0.02, 0.02)),
    "noisy without gyro": acc_only(NOISY),
}


@pytest.mark.parametrize("placement", [Placement.FOOT, Placement.SHANK])
@pytest.mark.parametrize("name", MOTIONLESS)
def test_what_does_not_move_has_no_repetitions(name: str, placement: Placement) -> None:
    events = detect(MOTIONLESS[name], placement)
    assert reps_in(events) == []
    assert attempts_in(events) == []


def test_nothing_at_all_is_nothing() -> None:
    assert detect(still(0.0)) == []
    assert detect(still(0.02)) == []


@pytest.mark.parametrize("value", [0.0, 0.02])
def test_a_gyroscope_that_is_stuck_leaves_the_accelerometer(value: float) -> None:
    samples = changed(a_set(), gyr=lambda gyr: np.full_like(gyr, value))
    reps = reps_in(detect(samples))
    assert len(reps) <= PLAN.reps
    assert np.isfinite(edges_of(reps)).all()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.SHANK])
def test_the_strap_may_sit_at_any_angle(mount: Mount, seed: int) -> None:
    samples = made(PLAN, mount).samples
    turn = rotation(np.random.default_rng(seed).normal(0.0, 2.0, 3))
    turned = changed(samples, acc=lambda acc: acc @ turn.T, gyr=lambda gyr: gyr @ turn.T)
    expected = edges_of(reps_in(detect(samples, mount.placement)))
    got = edges_of(reps_in(detect(turned, mount.placement)))
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, atol=0.01)


@pytest.mark.parametrize("flip", [np.diag([1.0, -1.0, -1.0]), np.diag([-1.0, 1.0, -1.0])], ids=["x", "y"])
def test_upside_down(flip: FloatArray) -> None:
    samples = a_set()
    turned = changed(samples, acc=lambda acc: acc @ flip, gyr=lambda gyr: gyr @ flip)
    np.testing.assert_allclose(
        edges_of(reps_in(detect(turned))), edges_of(reps_in(detect(samples))), atol=0.01
    )


@pytest.mark.parametrize("scale", [0.75, 0.8, 1.1])
def test_a_gyroscope_that_reads_wrong_moves_no_edge_much(scale: float) -> None:
    samples = a_set()
    scaled = changed(samples, gyr=lambda gyr: scale * gyr)
    expected, got = (edges_of(reps_in(detect(given))) for given in (samples, scaled))
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, atol=0.12)


def test_a_wrong_gyroscope_changes_the_range_by_half_of_its_error_at_most() -> None:
    samples = a_set()
    one, other = (reps_in(detect(given)) for given in (samples, changed(samples, gyr=lambda gyr: 0.8 * gyr)))
    for right, wrong in zip(one, other, strict=True):
        assert wrong.rom_deg == pytest.approx(right.rom_deg, rel=0.1)


def test_offsets_of_cheap_chips_do_no_harm() -> None:
    offset = changed(a_set(), acc=plus(0.5, -0.4, 0.3), gyr=plus(0.035, -0.035, 0.035))
    expected, got = (edges_of(reps_in(detect(given))) for given in (a_set(), offset))
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, atol=0.15)


def test_the_accelerometer_alone_counts_too() -> None:
    reps = reps_in(detect(acc_only(a_set())))
    assert len(reps) == PLAN.reps
    np.testing.assert_allclose(edges_of(reps), edges_of(reps_in(detect(a_set()))), atol=0.5)


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 100.0, 208.0])
def test_other_rates_give_the_same_times(rate_hz: float) -> None:
    got = edges_of(reps_in(detect(a_set(rate_hz))))
    np.testing.assert_allclose(got, edges_of(reps_in(detect(a_set()))), atol=0.12)


def test_the_rate_may_change_in_mid_stream() -> None:
    fast, slow = a_set(104.0), a_set(26.0)
    middle_s = made(PLAN).truth[1].top_s
    head, tail = fast.t_s < middle_s, slow.t_s >= middle_s
    mixed = joined([fast[head], slow[tail]])
    np.testing.assert_allclose(edges_of(reps_in(detect(mixed))), edges_of(reps_in(detect(a_set()))), atol=0.1)


def test_saturation_neither_crashes_nor_invents() -> None:
    clipped = changed(
        a_set(), acc=lambda acc: np.clip(acc, -8.0, 8.0), gyr=lambda gyr: np.clip(gyr, -0.3, 0.3)
    )
    reps = reps_in(detect(clipped))
    assert len(reps) <= PLAN.reps
    assert np.isfinite(edges_of(reps)).all()


def test_dropped_on_the_floor() -> None:
    samples = still(30.0)
    rng = np.random.default_rng(5)
    acc, gyr = np.array(samples.acc_mps2), np.zeros_like(samples.acc_mps2)
    fall, hit = slice(500, 520), slice(520, 530)
    acc[fall] = 0.0
    gyr[fall] = [3.0, -5.0, 1.0]
    acc[hit] = rng.normal(0.0, 60.0, (10, 3))
    gyr[hit] = rng.normal(0.0, 10.0, (10, 3))
    acc[530:] = [9.81, 0.0, 0.0]
    events = detect(Samples(samples.t_s, frozen(acc), frozen(gyr)), Placement.AUTO)
    assert reps_in(events) == []


def longer_hold(samples: Samples, at_s: float, by_s: float) -> Samples:
    """The same, but all after `at_s` comes later, and nothing in between."""
    return Samples(
        frozen(np.where(samples.t_s > at_s, samples.t_s + by_s, samples.t_s)),
        samples.acc_mps2,
        samples.gyr_radps,
    )


def test_a_hole_of_ten_seconds_in_a_hold_is_marked() -> None:
    """The heel goes up, ten seconds are missing, the heel comes down: one repetition, and it says so."""
    whole = made(PLAN)
    second = whole.truth[1]
    at_s = 0.5 * (second.top_s + second.eccentric_start_s)
    reps = reps_in(detect(longer_hold(whole.samples, at_s, 10.0)))
    assert [rep.touches_gap for rep in reps] == [False, True, False, False]
    assert reps[1].top_s == pytest.approx(second.top_s, abs=0.3)
    assert reps[1].eccentric_start_s == pytest.approx(second.eccentric_start_s + 10.0, abs=0.3)
    assert reps[1].hold_s > 10.0


@pytest.mark.parametrize("phase", ["concentric", "eccentric"])
def test_a_hole_of_ten_seconds_over_an_edge_invents_nothing(phase: str) -> None:
    whole = made(SetPlan(reps=5, up_s=1.8, hold_s=1.2, down_s=1.8, rest_s=0.3))
    second = whole.truth[1]
    start_s = second.start_s + 0.9 if phase == "concentric" else second.eccentric_start_s + 0.9
    hole = Gap(start_s, start_s + 10.0)
    reps = reps_in(detect(without(whole.samples, hole.start_s, hole.end_s)))
    seen = [rep for rep in whole.truth if rep.end_s < hole.start_s or rep.start_s > hole.end_s]
    clean = [rep for rep in reps if not rep.touches_gap]
    assert len(clean) == len(seen)
    assert len(reps) - len(clean) <= 2
    inside = (edges_of(reps) > hole.start_s + 0.05) & (edges_of(reps) < hole.end_s - 0.05)
    assert not inside.any()


def test_many_lost_packets() -> None:
    samples = a_set(104.0)
    lost = np.random.default_rng(2).uniform(size=len(samples) // 8 + 1) < 0.05
    keep = ~np.repeat(lost, 8)[: len(samples)]
    got = edges_of(reps_in(detect(samples[keep])))
    np.testing.assert_allclose(got, edges_of(reps_in(detect(samples))), atol=0.1)


def test_times_may_begin_anywhere() -> None:
    samples = a_set()
    later = Samples(frozen(samples.t_s + 1.7e9), samples.acc_mps2, samples.gyr_radps)
    got = edges_of(reps_in(detect(later))) - 1.7e9
    np.testing.assert_allclose(got, edges_of(reps_in(detect(samples))), atol=1e-4)


@pytest.mark.parametrize("placement", [Placement.AUTO, Placement.FOOT])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_recording_may_begin_with_the_heel_up(placement: Placement, share: float) -> None:
    first = made(PLAN).truth[0]
    cut_s = first.top_s + share * (first.eccentric_start_s - first.top_s)
    samples = a_set()[int(np.searchsorted(a_set().t_s, cut_s)) :]
    found = reps_in(detect(samples, placement))
    assert [rep.start_s > first.end_s - 0.2 for rep in found] == [True] * (PLAN.reps - 1)


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_what_the_end_of_the_recording_cuts_off_is_marked(share: float) -> None:
    last = made(PLAN).truth[-1]
    cut_s = last.eccentric_start_s + share * (last.end_s - last.eccentric_start_s)
    found = reps_in(detect(a_set()[: int(np.searchsorted(a_set().t_s, cut_s))]))
    assert [rep.touches_gap for rep in found] == [False] * (PLAN.reps - 1) + [True]
    assert not any(rep.touches_gap for rep in reps_in(detect(a_set())))
