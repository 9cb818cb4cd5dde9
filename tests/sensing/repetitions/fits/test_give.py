"""The shank's give: learned from the begins of lifts, and taken out of both edges at the floor."""

import numpy as np
import pytest

from sensing.repetitions.fits.edges import PhaseFitter
from sensing.repetitions.fits.give import Give, ShankGive
from sensing.settings import GiveSettings
from sensing.types import FloatArray

RATE_HZ, REST_S, LIFT_S = 25.0, 1.5, 2.5
EDGE_SHARE_OF_TIME = 0.0594
"""Where the speed of a minimum-jerk movement is 5 % of its peak."""


def _ankle(travel_deg: float, give_deg: float, *, seed: int) -> FloatArray:
    """Lift of a sensor at the ankle; the foot begins at `REST_S`, the shank gives around that."""
    t_s = np.arange(round((2.0 * REST_S + LIFT_S) * RATE_HZ)) / RATE_HZ
    u = np.clip((t_s - REST_S) / LIFT_S, 0.0, 1.0)
    near = np.minimum(np.abs(t_s - REST_S) / 0.5, 1.0)
    height = travel_deg * u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    height += give_deg * (0.5 + 0.5 * np.cos(np.pi * near))
    return np.stack([t_s, height + np.random.default_rng(seed).normal(0.0, 0.03, len(t_s))])


def _taught(give_deg: float) -> PhaseFitter:
    """Make a fitter that has seen eight lifts of one person."""
    give = ShankGive(GiveSettings())
    fitter = PhaseFitter(give=give)
    for seed in range(8):
        seen = fitter.lift(*_ankle(12.0, give_deg, seed=seed)).give
        assert seen is not None
        give.learn(seen)
    return fitter


@pytest.mark.parametrize("give_deg", [0.2, 0.4, 0.6])
def test_a_lift_begins_where_the_foot_does(give_deg: float) -> None:
    true_s = REST_S + EDGE_SHARE_OF_TIME * LIFT_S
    fitter = _taught(give_deg)
    off_s = [fitter.lift(*_ankle(12.0, give_deg, seed=seed)).start_s - true_s for seed in range(20, 30)]
    bare_s = [
        PhaseFitter().lift(*_ankle(12.0, give_deg, seed=seed)).start_s - true_s for seed in range(20, 30)
    ]
    assert abs(np.mean(off_s)) < 0.05
    assert abs(np.mean(off_s)) < abs(np.mean(bare_s))


def test_what_lifts_show_corrects_an_end_told_before_the_give_is_over() -> None:
    fitter = _taught(0.5)
    # Backwards in time a lift is a lowering. It is told 0.1 s after its end, with the mound at its highest.
    t_s, height = _ankle(12.0, 0.5, seed=40)
    shown = t_s >= REST_S - 0.1
    back_s, lowering = -t_s[shown][::-1], height[shown][::-1]
    true_s = -(REST_S + EDGE_SHARE_OF_TIME * LIFT_S)
    off_s = fitter.lowering(back_s, lowering).end_s - true_s
    bare_s = PhaseFitter().lowering(back_s, lowering).end_s - true_s
    assert abs(off_s) < 0.5 * abs(bare_s)


def test_who_does_not_give_keeps_the_edges() -> None:
    fitter = _taught(0.0)
    for seed in range(20, 24):
        window = _ankle(12.0, 0.0, seed=seed)
        assert fitter.lift(*window).start_s == pytest.approx(PhaseFitter().lift(*window).start_s, abs=0.04)


def test_on_the_foot_nothing_gives() -> None:
    window = _ankle(36.0, 0.0, seed=1)
    assert PhaseFitter(give=ShankGive(GiveSettings())).lift(*window) == PhaseFitter().lift(*window)


def test_a_give_goes_forward_and_is_never_known_for_certain() -> None:
    give = ShankGive(GiveSettings())
    give.learn(Give(height=-0.3, sd=0.001, half_s=0.5, part=0.3))
    around = give.around(0.5, 12.0)
    assert around is not None
    assert around.height == 0.0
    assert around.sd == GiveSettings().floor_deg
    assert give.around(0.5, 40.0) is None


def test_a_give_before_a_brisk_lift_is_no_first_part_of_it() -> None:
    # 1.5 of 12 degrees before a lift of 0.6 s, with a halt between: an eighth of the way, but the shank's.
    t_s = np.arange(round(3.0 * RATE_HZ)) / RATE_HZ
    u = np.clip((t_s - 1.5) / 0.6, 0.0, 1.0)
    lift = 12.0 * u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
    shank = np.where(t_s < 1.3, 0.5 + 0.5 * np.cos(np.pi * np.clip((1.3 - t_s) / 0.35, 0.0, 1.0)), 0.0)
    shank = np.where(t_s < 1.3, shank, 1.0 - 0.3 * np.clip((t_s - 1.3) / 0.2, 0.0, 1.0))
    start_s = PhaseFitter(give=ShankGive(GiveSettings())).lift(t_s, lift + 1.5 * shank).start_s
    assert start_s == pytest.approx(1.5, abs=0.15)
    assert PhaseFitter().lift(t_s, lift + 1.5 * shank).start_s < 1.2
