"""Limbs that stand on no floor: what they do besides the movement is not counted, and hides nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensing.types import GRAVITY_MPS2, Exercise, Placement, RepEvent, Samples, frozen
from tests.sensing.repetitions.driving import attempts_in, detect, reps_in
from tests.sensing.repetitions.test_laws import same

RATE_HZ = 50.0

Way = tuple[float, float, float]
"""Where to, degrees along the lift and across it, and how long it takes, s."""

REST: Way = (0.0, 0.0, 0.8)


def lift(size: float = 50.0, base: float = 0.0, across: float = 0.0) -> list[Way]:
    """One repetition from a posture of rest, and a short rest."""
    top = base + size
    return [(top, across, 1.0), (top, across, 1.5), (base, across, 1.0), (base, across, 0.8)]


def moved(*ways: Way, first: tuple[float, float] = (0.0, 0.0)) -> Samples:
    """Samples of a sensor that turns smoothly from posture to posture, with a rest before and after."""
    places = [(*first, 2.0), *ways, (*(ways[-1][:2]), 2.0)]
    along, across, before = [], [], first
    for to_along, to_across, duration_s in places:
        u = np.arange(round(duration_s * RATE_HZ)) / (duration_s * RATE_HZ)
        share = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
        along.append(before[0] + share * (to_along - before[0]))
        across.append(before[1] + share * (to_across - before[1]))
        before = (to_along, to_across)
    a, b = np.radians(np.concatenate(along)), np.radians(np.concatenate(across))
    up = np.stack([np.sin(a) * np.cos(b), np.sin(b), np.cos(a) * np.cos(b)], axis=1)
    up += np.random.default_rng(1).normal(0.0, 2e-4, up.shape)
    rate = np.cross(np.gradient(up, axis=0) * RATE_HZ, up)
    return Samples(frozen(np.arange(len(up)) / RATE_HZ), frozen(GRAVITY_MPS2 * up), frozen(rate))


def found(samples: Samples, cuts: list[int] | None = None) -> list[RepEvent]:
    return detect(samples, Placement.AUTO, cuts or [], exercise=Exercise.LIMB)


def test_a_swing_before_the_first_lift_is_part_of_it() -> None:
    for swing in ((-6.0, 0.0, 0.4), (0.0, 8.0, 0.4)):
        reps = reps_in(found(moved(swing, *lift(), *lift(), *lift())))
        assert len(reps) == 3
        assert reps[0].rom_deg == pytest.approx(50.0, abs=8.0)


def test_it_may_turn_over_between_sets() -> None:
    turned = [(0.0, 30.0, 2.0), (0.0, 30.0, 3.0)]
    events = found(moved(*lift(), *lift(), *turned, *lift(20.0, across=30.0), *lift(20.0, across=30.0)))
    assert len(reps_in(events)) == 4
    assert not attempts_in(events)


def test_the_posture_of_rest_may_wander() -> None:
    reps = reps_in(found(moved(*(way for base in range(0, 30, 5) for way in lift(base=float(base))))))
    assert len(reps) == 6


def test_a_lift_that_overshoots_its_hold_is_one_repetition() -> None:
    over: list[Way] = [(50.0, 0.0, 0.8), (24.0, 0.0, 0.6), (24.0, 0.0, 2.0), (0.0, 0.0, 0.8), REST]
    assert len(reps_in(found(moved(*lift(), *over, *over, *lift())))) == 4


def test_a_swing_past_rest_is_no_repetition() -> None:
    past: list[Way] = [(50.0, 0.0, 1.0), (50.0, 0.0, 1.0), (-12.0, 0.0, 1.2), (0.0, 0.0, 0.5), REST]
    assert len(reps_in(found(moved(*past, *past, *past)))) == 3


def carried(samples: Samples, cm_per_deg: float) -> Samples:
    """The same, with the sensor carried straight up by so much a degree of its lift."""
    up = samples.acc_mps2 / GRAVITY_MPS2
    height_m = 0.01 * cm_per_deg * np.degrees(np.arctan2(up[:, 0], up[:, 2]))
    acc = np.gradient(np.gradient(height_m)) * RATE_HZ**2
    return Samples(samples.t_s, frozen(samples.acc_mps2 + acc[:, None] * up), samples.gyr_radps)


def test_how_high_it_was_lifted_is_measured_beside_the_angle() -> None:
    turning = moved(*lift(), *lift(), *lift(30.0), *lift())
    reps = reps_in(found(carried(turning, 0.4)))
    assert [one.lifted_cm for one in reps] == pytest.approx([20.0, 20.0, 12.0, 20.0], abs=2.0)
    assert all(one.rise_cm is None for one in reps)
    assert [one.lifted_cm for one in reps_in(found(turning))] == pytest.approx([0.0] * 4, abs=1.0)


def test_without_gyroscope_nobody_knows_how_high() -> None:
    samples = moved(*lift(), *lift())
    reps = reps_in(found(Samples(samples.t_s, samples.acc_mps2, None)))
    assert reps
    assert all(one.lifted_cm is None for one in reps)


def test_a_way_with_a_hole_in_it_says_nothing_of_the_height() -> None:
    samples = carried(moved(*lift(), *lift(), *lift()), 0.4)
    whole = reps_in(found(samples))[1]
    for edge_s in (whole.start_s + 0.5, whole.eccentric_start_s + 0.5):
        kept = np.abs(samples.t_s - edge_s) > 0.15
        near = [one for one in reps_in(found(samples[kept])) if abs(one.end_s - whole.end_s) < 1.5]
        assert all(one.lifted_cm is None or one.lifted_cm == pytest.approx(20.0, abs=2.0) for one in near)


@given(cuts=st.lists(st.integers(0, 1000), max_size=25))
@settings(max_examples=8, deadline=None)
def test_any_cutting_gives_the_same_events(cuts: list[int]) -> None:
    samples = moved((-6.0, 0.0, 0.4), *lift(), *lift(20.0), (0.0, 20.0, 1.5), *lift(across=20.0))
    expected = found(samples)
    assert len(reps_in(expected)) == 3
    same(found(samples, [min(cut, len(samples)) for cut in cuts]), expected)
