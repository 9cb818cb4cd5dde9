"""A centred window that keeps its state: no shift in time, and the same however cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing.motion.smoother import Smoother
from sensing.types import FloatArray


def smoothed(columns: FloatArray, smoother: Smoother, cuts: list[int] | None = None) -> FloatArray:
    parts = [smoother.push(columns[a:b]) for a, b in pairwise([0, *sorted(cuts or []), len(columns)])]
    return np.concatenate([*parts, smoother.finish()])


@given(
    length=st.integers(1, 60),
    half_width=st.integers(1, 9),
    decimation=st.integers(1, 4),
    cuts=st.lists(st.integers(0, 60), max_size=8),
)
def test_any_cutting_gives_the_very_same_values(
    length: int, half_width: int, decimation: int, cuts: list[int]
) -> None:
    columns = np.random.default_rng(length).normal(size=(length, 2))
    whole = smoothed(columns, Smoother(half_width, decimation))
    parts = smoothed(columns, Smoother(half_width, decimation), [min(cut, length) for cut in cuts])
    np.testing.assert_array_equal(parts, whole)
    assert len(whole) == -(-length // decimation)


def test_it_is_a_convolution_with_its_kernel() -> None:
    columns = np.random.default_rng(1).normal(size=(40, 1))
    smoother = Smoother(4, 1)
    padded = np.concatenate([np.repeat(columns[:1], 4), columns[:, 0], np.repeat(columns[-1:], 4)])
    expected = np.convolve(padded, smoother.kernel, mode="valid")
    np.testing.assert_allclose(smoothed(columns, smoother)[:, 0], expected, atol=1e-12)
    assert smoother.kernel.sum() == pytest.approx(1.0)


def test_a_straight_line_passes_unshifted() -> None:
    line = np.arange(50.0)[:, None]
    out = smoothed(line, Smoother(4, 2))[:, 0]
    np.testing.assert_allclose(out[2:-2], np.arange(0, 50, 2)[2:-2], atol=1e-12)


def test_it_starts_afresh_after_the_end() -> None:
    columns = np.random.default_rng(2).normal(size=(31, 3))
    smoother = Smoother(3, 2)
    np.testing.assert_array_equal(smoothed(columns, smoother), smoothed(columns, smoother))


def test_nothing_gives_nothing() -> None:
    smoother = Smoother(3, 2)
    assert smoother.push(np.empty((0, 4))).shape == (0, 4)
    assert smoother.finish().shape == (0, 0)
