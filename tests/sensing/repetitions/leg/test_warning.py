"""A lowering of the leg that is going to be too fast, on movement made by hand."""

import numpy as np
import pytest

from sensing.motion import MotionBlock
from sensing.repetitions.fits.rise import RiseFit, RiseFitter
from sensing.repetitions.leg.warning import RiseWarning
from sensing.repetitions.track import Track
from sensing.types import FloatArray

RATE_HZ = 25.0
LIMIT_S = 2.0
RISE_M = 0.08


def raised(phases_s: tuple[float, float, float]) -> MotionBlock:
    """Return what an upright leg shows of one repetition in minimum jerk and 3 s of rest."""
    t_s = np.arange(0.0, sum(phases_s) + 3.0, 1.0 / RATE_HZ)
    up_s, hold_s, down_s = phases_s
    height_m = RISE_M * (reach(t_s / up_s) - reach((t_s - up_s - hold_s) / down_s))
    across, upright = np.zeros((len(t_s), 3)), np.tile([0.0, 0.0, 1.0], (len(t_s), 1))
    vertical_mps2 = np.gradient(np.gradient(height_m, t_s), t_s)
    return MotionBlock(t_s, t_s, upright, vertical_mps2, across, across, 0.0 * t_s)


def reach(share: FloatArray) -> FloatArray:
    u = np.clip(share, 0.0, 1.0)
    out: FloatArray = u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    return out


def fitter(rise_cm: float | None = 100.0 * RISE_M) -> RiseFitter:
    out = RiseFitter()
    if rise_cm is not None:
        edges_s = (0.0, 1.0, 2.0, 3.0)
        out.learn(RiseFit(edges_s, 0.1, rise_cm, np.zeros(2), np.zeros(7), 1e-6 * np.eye(7)))
    return out


def warnings_s(phases_s: tuple[float, float, float], person: RiseFitter) -> list[float]:
    """When it would warn of one repetition and the rest after it, s from the lowering's begin."""
    up_s, hold_s, _ = phases_s
    track = Track()
    track.append(raised(phases_s))
    warning, told = RiseWarning(LIMIT_S, RATE_HZ, person), []
    for number in range(2, track.following, 2):
        lift = track.cut(0, number)
        now_s = float(lift.t_s[-1])
        if warning.warns(lift, (0.0, min(now_s, up_s))):
            told.append(now_s - up_s - hold_s)
    return told


@pytest.mark.parametrize("down_s", [0.6, 0.8, 1.0, 1.2, 1.4, 1.6])
@pytest.mark.parametrize("lift_s", [(3.0, 2.0), (3.0, 0.0), (0.6, 0.3)])
def test_who_goes_down_fast_is_warned_before_two_thirds_are_done(
    lift_s: tuple[float, float], down_s: float
) -> None:
    told_s = warnings_s((*lift_s, down_s), fitter())
    assert 0.0 < told_s[0] < 2.0 / 3.0 * down_s
    assert told_s[-1] < down_s + 0.1


@pytest.mark.parametrize("down_s", [2.0, 2.2, 3.0, 5.0])
@pytest.mark.parametrize("lift_s", [(3.0, 2.0), (0.6, 0.3), (0.4, 0.0)])
def test_who_takes_the_time_is_not_warned(lift_s: tuple[float, float], down_s: float) -> None:
    assert not warnings_s((*lift_s, down_s), fitter())


def test_a_person_of_whom_nothing_is_known_is_not_warned() -> None:
    assert not warnings_s((3.0, 2.0, 0.8), fitter(None))


def test_who_rises_higher_may_go_down_faster() -> None:
    phases_s = (3.0, 2.0, 1.4)
    assert warnings_s(phases_s, fitter())
    assert not warnings_s(phases_s, fitter(150.0 * RISE_M))


def test_what_is_no_number_warns_of_nothing() -> None:
    block = raised((3.0, 2.0, 0.8))
    block.vertical_mps2[block.t_s > 1.0] = np.nan
    track = Track()
    track.append(block)
    warning = RiseWarning(LIMIT_S, RATE_HZ, fitter())
    assert not any(warning.warns(track.cut(0, number), (0.0, 3.0)) for number in range(80, track.following))
