import numpy as np
import pytest

from sensing.repetitions.fits.edges import PhaseFitter
from sensing.repetitions.fits.rise import RiseFit
from sensing.repetitions.fits.twice import seen_twice
from sensing.types import FloatArray

T_S = np.arange(0.0, 10.0, 0.04)
TRUE = (2.0, 4.0, 6.0, 8.0)


def height_cm() -> FloatArray:
    """Up from 2 to 4 s, down from 6 to 8 s, by 7 cm, at an even speed between ramps of a tenth."""
    x = np.linspace(0.0, 1.0, 2001)
    ramp = np.minimum(np.minimum(x, 1.0 - x) / 0.1, 1.0)
    way = np.cumsum(ramp) / ramp.sum()
    up, down = (np.interp((T_S - begin) / 2.0, x, way) for begin in (2.0, 6.0))
    return 7.0 * (up - down)


def fit_with(edges_s: tuple[float, float, float, float]) -> RiseFit:
    return RiseFit(edges_s, 0.2, 7.0, height_cm(), np.zeros(7), np.eye(7))


@pytest.mark.parametrize("edge", range(4))
@pytest.mark.parametrize("off_s", [-0.3, 0.3])
def test_an_edge_that_the_fit_has_wrong_is_half_as_wrong(edge: int, off_s: float) -> None:
    wrong = list(TRUE)
    wrong[edge] += off_s
    edges_s = seen_twice(PhaseFitter(), T_S, fit_with((wrong[0], wrong[1], wrong[2], wrong[3])))
    off = np.abs(np.subtract(edges_s, TRUE))
    assert off[edge] == pytest.approx(0.15, abs=0.04)
    assert max(np.delete(off, edge)) < 0.04


def test_a_window_with_too_little_in_it_leaves_the_edges() -> None:
    fit = fit_with(TRUE)
    short = RiseFit(fit.edges_s, 0.2, 7.0, fit.height_cm[:8], fit.sensor, fit.sensor_spread)
    assert seen_twice(PhaseFitter(), T_S[:8], short) == fit.edges_s
