"""From grid samples to motion: where up is, over holes and without a gyroscope."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensing.motion import MotionBlock, MotionTracker
from sensing.types import GRAVITY_MPS2, FloatArray, Gap, ImuBlock, frozen

RATE_HZ = 50.0


def rocking(count: int, rate_hz: float = RATE_HZ) -> tuple[FloatArray, FloatArray]:
    """Acceleration and angular rate of a sensor that rocks about its y axis by 30 degrees in 4 s."""
    t_s = np.arange(count) / rate_hz
    angle = np.radians(15.0) * (1.0 - np.cos(0.5 * np.pi * t_s))
    rate = np.radians(15.0) * 0.5 * np.pi * np.sin(0.5 * np.pi * t_s)
    acc = GRAVITY_MPS2 * np.stack([-np.sin(angle), np.zeros(count), np.cos(angle)], axis=1)
    return acc, np.stack([np.zeros(count), rate, np.zeros(count)], axis=1)


def block(t0_s: float, acc: FloatArray, gyr: FloatArray | None, gap: Gap | None = None) -> ImuBlock:
    seen_s = t0_s + np.arange(len(acc)) / RATE_HZ
    return ImuBlock(t0_s, RATE_HZ, frozen(acc), None if gyr is None else frozen(gyr), frozen(seen_s), gap)


def tracked(blocks: list[ImuBlock]) -> list[MotionBlock]:
    tracker = MotionTracker(RATE_HZ)
    return [out for given in blocks for out in tracker.push(given)] + tracker.finish()


def joined(blocks: list[MotionBlock], name: str) -> FloatArray:
    return np.concatenate([getattr(one, name) for one in blocks])


def tilt_deg(blocks: list[MotionBlock]) -> FloatArray:
    up = joined(blocks, "up")
    return np.degrees(np.arctan2(-up[:, 0], up[:, 2]))


@pytest.mark.parametrize("has_gyr", [True, False])
def test_tilt_and_time_are_those_of_the_movement(has_gyr: bool) -> None:
    acc, gyr = rocking(600)
    out = tracked([block(7.0, acc, gyr if has_gyr else None)])
    t_s = joined(out, "t_s")
    np.testing.assert_allclose(t_s, 7.0 + np.arange(300) / 25.0, atol=1e-9)
    expected = 15.0 * (1.0 - np.cos(0.5 * np.pi * (t_s - 7.0)))
    np.testing.assert_allclose(tilt_deg(out)[5:-5], expected[5:-5], atol=0.4)


def test_a_sensor_at_rest_feels_no_acceleration_but_gravity() -> None:
    acc = np.tile([0.0, GRAVITY_MPS2, 0.0], (200, 1))
    out = tracked([block(0.0, acc, np.zeros((200, 3)))])
    np.testing.assert_allclose(joined(out, "up"), np.tile([0.0, 1.0, 0.0], (100, 1)), atol=5e-4)
    for name in ("vertical_mps2", "slow_mps2", "rate_radps", "shake_mps2"):
        np.testing.assert_allclose(joined(out, name), 0.0, atol=2e-3)


def test_lifting_is_positive() -> None:
    acc = np.tile([0.0, 0.0, GRAVITY_MPS2], (200, 1))
    acc[100:150, 2] += 0.5
    vertical = joined(tracked([block(0.0, acc, np.zeros((200, 3)))]), "vertical_mps2")
    assert vertical[60:70] == pytest.approx(0.5, abs=1e-3)


@given(cuts=st.lists(st.integers(1, 299), max_size=8, unique=True))
@settings(max_examples=25, deadline=None)
def test_any_cutting_gives_the_same_motion(cuts: list[int]) -> None:
    acc, gyr = rocking(300)
    acc = acc + np.random.default_rng(1).normal(0.0, 0.3, acc.shape)
    borders = [0, *sorted(cuts), 300]
    parts = [block(a / RATE_HZ, acc[a:b], gyr[a:b]) for a, b in pairwise(borders)]
    whole, many = tracked([block(0.0, acc, gyr)]), tracked(parts)
    for name in ("up", "vertical_mps2", "slow_mps2", "rate_radps", "shake_mps2", "t_s", "t_seen_s"):
        np.testing.assert_allclose(joined(many, name), joined(whole, name), rtol=0, atol=1e-9)


@given(cuts=st.lists(st.integers(1, 599), min_size=1, max_size=8, unique=True))
@settings(max_examples=25, deadline=None)
def test_the_cut_leaves_no_trace_in_times(cuts: list[int]) -> None:
    """Not in the last digit: the fits of a leg's edges make a million times as much of it."""
    acc, gyr = rocking(600)
    start_s, second_s = 1234.1, 1240.5
    hole = Gap(start_s + 299 / RATE_HZ, second_s)

    def cut_at(places: list[int]) -> list[ImuBlock]:
        parts = []
        for a, b in pairwise(sorted({0, 300, *places, 600})):
            t0_s = start_s + a / RATE_HZ if a < 300 else second_s + (a - 300) / RATE_HZ
            parts.append(block(t0_s, acc[a:b], gyr[a:b], hole if a == 300 else None))
        return parts

    np.testing.assert_array_equal(joined(tracked(cut_at(cuts)), "t_s"), joined(tracked(cut_at([])), "t_s"))


def test_no_value_is_given_before_its_window_has_been_seen() -> None:
    acc, gyr = rocking(200)
    tracker = MotionTracker(RATE_HZ)
    for number in range(200):
        for out in tracker.push(block(number / RATE_HZ, acc[number : number + 1], gyr[number : number + 1])):
            assert out.t_seen_s == pytest.approx([number / RATE_HZ])
            assert (out.t_s <= out.t_seen_s).all()


def test_a_short_hole_is_filled_and_the_tilt_goes_on() -> None:
    acc, gyr = rocking(400)
    hole = Gap(199 / RATE_HZ, 220 / RATE_HZ)
    out = tracked([block(0.0, acc[:200], gyr[:200]), block(220 / RATE_HZ, acc[220:], gyr[220:], hole)])
    t_s = joined(out, "t_s")
    np.testing.assert_allclose(np.diff(t_s), 0.04, atol=1e-9)
    assert all(one.gap is None for one in out)
    expected = 15.0 * (1.0 - np.cos(0.5 * np.pi * t_s))
    np.testing.assert_allclose(tilt_deg(out)[5:-5], expected[5:-5], atol=2.0)


def test_a_long_hole_begins_a_new_piece_that_names_it() -> None:
    acc, gyr = rocking(400)
    hole = Gap(199 / RATE_HZ, 300 / RATE_HZ)
    out = tracked([block(0.0, acc[:200], gyr[:200]), block(6.0, acc[300:], gyr[300:], hole)])
    assert [one.gap for one in out if one.gap] == [hole]
    first = next(place for place, one in enumerate(out) if one.gap)
    assert out[first].t_s[0] == pytest.approx(6.0)
    assert joined(out[:first], "t_s")[-1] == pytest.approx(198 / RATE_HZ)
    expected = 15.0 * (1.0 - np.cos(0.5 * np.pi * joined(out[first:], "t_s")))
    np.testing.assert_allclose(tilt_deg(out[first:])[5:-5], expected[5:-5], atol=1.0)


def test_constant_zeros_stay_finite() -> None:
    for gyr in (np.zeros((100, 3)), None):
        out = tracked([block(0.0, np.zeros((100, 3)), gyr)])
        assert all(np.isfinite(joined(out, name)).all() for name in ("up", "vertical_mps2", "shake_mps2"))


def test_what_comes_out_is_read_only() -> None:
    acc, gyr = rocking(50)
    for out in tracked([block(0.0, acc, gyr)]):
        assert not any(
            getattr(out, name).flags.writeable for name in ("t_s", "up", "vertical_mps2", "slow_mps2")
        )
