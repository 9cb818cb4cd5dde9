from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sensing.errors import SettingsError
from sensing.grid import Grid
from sensing.types import FloatArray, Gap, ImuBlock, Samples, frozen


def samples(t_s: FloatArray, gyr: bool = True) -> Samples:
    phase = np.outer(t_s, [1.0, 2.3, 0.7])
    return Samples(frozen(t_s), frozen(9.8 + np.sin(phase)), frozen(np.cos(phase)) if gyr else None)


def run(grid: Grid, parts: list[Samples]) -> list[ImuBlock]:
    return [block for part in parts for block in grid.push(part)] + grid.finish()


def runs(grid: Grid, parts: list[Samples]) -> list[ImuBlock]:
    """As `run`, with the blocks between two holes put together."""
    out: list[ImuBlock] = []
    for block in run(grid, parts):
        if block.gap or not out:
            out.append(block)
            continue
        last = out[-1]
        gyr = None
        if last.gyr_radps is not None and block.gyr_radps is not None:
            gyr = np.concatenate((last.gyr_radps, block.gyr_radps))
        out[-1] = replace(
            last,
            acc_mps2=np.concatenate((last.acc_mps2, block.acc_mps2)),
            gyr_radps=gyr,
            t_seen_s=np.concatenate((last.t_seen_s, block.t_seen_s)),
        )
    return out


def times(blocks: list[ImuBlock]) -> FloatArray:
    return np.concatenate([b.t0_s + np.arange(len(b)) / b.sampling_rate_hz for b in blocks])


def mean_of_lines(t_s: FloatArray, x: FloatArray, start_s: float, end_s: float) -> float:
    """The rule of the grid, written down plainly."""
    inside = (t_s > start_s) & (t_s < end_s)
    knots = np.concatenate(([start_s], t_s[inside], [end_s]))
    return float(np.trapezoid(np.interp(knots, t_s, x), knots) / (end_s - start_s))


@given(
    st.lists(st.floats(0.001, 0.2), min_size=5, max_size=120),
    st.sampled_from([0.0, 3.25, 1.7e9]),
    st.sampled_from([25.0, 50.0, 104.0]),
)
@example([0.125, 0.06, 0.06, 0.06, 0.125], 0.0, 25.0)
@settings(max_examples=50, deadline=None)
def test_each_value_is_the_mean_over_its_period(steps: list[float], t0_s: float, rate_hz: float) -> None:
    t_s = t0_s + np.cumsum(steps)
    given_samples = samples(t_s - t0_s)
    given_samples = Samples(t_s, given_samples.acc_mps2, given_samples.gyr_radps)
    (block,) = runs(Grid(rate_hz), [given_samples])
    x = given_samples.acc_mps2[:, 1]
    for k, at_s in enumerate(block.t0_s + np.arange(len(block)) / rate_hz):
        span = max(at_s - 0.5 / rate_hz, t_s[0]), min(at_s + 0.5 / rate_hz, t_s[-1])
        if span[1] - span[0] > 1e-6:
            assert block.acc_mps2[k, 1] == pytest.approx(
                mean_of_lines(t_s, x, *span), abs=1e-5 if t0_s else 1e-9
            )
        # The border by its number, as the grid has it: a sample may fall on it to the last digit.
        seen_s = t_s[t_s >= block.t0_s + (k + 0.5) / rate_hz]
        if t0_s == 0:
            assert block.t_seen_s[k] == (seen_s[0] if len(seen_s) else t_s[-1])
    assert block.t0_s == t_s[0]
    assert len(block) == int((t_s[-1] - t_s[0]) * rate_hz) + 1


@given(
    st.integers(0, 10_000),
    st.sampled_from([22.0, 50.0, 104.0, 208.0]),
    st.lists(st.integers(0, 600), max_size=60),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_the_same_to_the_last_bit_however_it_is_cut(
    seed: int, rate_hz: float, cuts: list[int], gyr: bool
) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.uniform(0.5, 1.5, 600) / rate_hz
    steps[rng.random(600) < 0.02] += 0.4
    whole = samples(0.37 + np.cumsum(steps), gyr)
    one, many = Grid(), Grid()
    expected = run(one, [whole])
    borders = [0, *sorted(cuts), 600]
    got = run(many, [whole[a:b] for a, b in pairwise(borders)])
    for name in ("acc_mps2", "t_seen_s", *(["gyr_radps"] if gyr else [])):
        np.testing.assert_array_equal(
            np.concatenate([getattr(b, name) for b in got]),
            np.concatenate([getattr(b, name) for b in expected]),
        )
    np.testing.assert_allclose(times(got), times(expected), rtol=0, atol=1e-12)
    assert many.gaps == one.gaps
    assert [b.gap for b in got if b.gap] == [b.gap for b in expected if b.gap] == one.gaps


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 104.0, 200.0])
def test_a_slow_movement_passes_unshifted(rate_hz: float) -> None:
    t_s = np.arange(0, 20, 1 / rate_hz)
    wave = np.sin(2 * np.pi * 0.5 * t_s)[:, None] * [1.0, 1.0, 1.0]
    (block,) = runs(Grid(), [Samples(t_s, wave, None)])
    at_s = times([block])[1:-1]
    np.testing.assert_allclose(block.acc_mps2[1:-1, 0], np.sin(2 * np.pi * 0.5 * at_s), atol=0.004)
    assert block.gyr_radps is None


def test_what_the_grid_cannot_show_is_damped() -> None:
    t_s = np.arange(0, 5, 1 / 400)
    shake = np.sin(2 * np.pi * 49.0 * t_s)[:, None] * [1.0, 1.0, 1.0]
    (block,) = runs(Grid(), [Samples(t_s, shake, None)])
    assert np.abs(block.acc_mps2[1:-1]).max() < 0.05


def test_short_holes_are_bridged_and_long_ones_end_the_block() -> None:
    t_s = np.arange(0, 400) * 0.01
    t_s = t_s[~((t_s > 0.995) & (t_s < 1.195)) & ~((t_s > 1.995) & (t_s < 2.605))]
    grid = Grid()
    first, second = runs(grid, [samples(t_s)])
    assert grid.gaps == [Gap(pytest.approx(1.99), pytest.approx(2.61))]
    assert first.gap is None
    assert second.gap == grid.gaps[0]
    assert second.t0_s == pytest.approx(2.61)
    assert times([first])[-1] <= 1.99 < times([first])[-1] + 0.02
    assert second.acc_mps2[0] == pytest.approx(samples(np.array([2.61])).acc_mps2[0], abs=0.02)


def test_a_lone_sample_between_holes_is_a_block() -> None:
    blocks = runs(Grid(), [samples(np.array([0.0, 0.01, 0.02, 1.0, 2.0, 2.01, 2.02]))])
    assert [len(block) for block in blocks] == [2, 1, 2]
    assert [block.gap is None for block in blocks] == [True, False, False]
    np.testing.assert_array_equal(blocks[1].acc_mps2, samples(np.array([1.0])).acc_mps2)
    np.testing.assert_array_equal(blocks[1].t_seen_s, [1.0])


def test_each_value_comes_as_soon_as_its_period_is_over() -> None:
    grid = Grid(50.0)
    assert grid.push(samples(np.array([0.0]))) == []
    assert grid.push(samples(np.array([0.005]))) == []
    (block,) = grid.push(samples(np.array([0.015])))
    assert (block.t0_s, len(block), block.t_seen_s.tolist()) == (0.0, 1, [0.015])
    assert grid.push(samples(np.empty(0))) == []


def test_the_grid_does_not_drift() -> None:
    t_s = np.arange(360_000) / 104.0
    grid = Grid()
    blocks = [b for start in range(0, len(t_s), 5000) for b in grid.push(samples(t_s[start : start + 5000]))]
    np.testing.assert_allclose(times(blocks), np.arange(sum(map(len, blocks))) / 50.0, rtol=0, atol=1e-9)


def test_what_comes_out_is_read_only() -> None:
    block = run(Grid(), [samples(np.arange(10) * 0.02)])[0]
    for array in (block.acc_mps2, block.gyr_radps, block.t_seen_s):
        assert array is not None
        assert not array.flags.writeable


def test_rate_must_be_positive() -> None:
    with pytest.raises(SettingsError, match="above 0"):
        Grid(0.0)
