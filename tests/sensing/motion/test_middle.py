import numpy as np
import pytest

from sensing.motion.middle import middle, middles


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_they_are_medians(count: int) -> None:
    rows = np.random.default_rng(count).normal(size=(count, 3))
    np.testing.assert_array_equal(middles(rows), np.median(rows, axis=0))
    assert middle(rows[:, 0]) == np.median(rows[:, 0])
