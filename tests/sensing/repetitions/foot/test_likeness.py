"""What is doubtful waits for a second one like it; what tilts without rising is none."""

from dataclasses import replace

import numpy as np
import pytest

from sensing.repetitions.evidence import Evidence
from sensing.repetitions.foot.likeness import Likeness
from sensing.repetitions.measure import Measured
from sensing.settings import RepSettings
from sensing.simulator import Mount, Scenario, Sensor, SetPlan, person, simulate
from sensing.simulator.plan import Doing, Start
from sensing.types import Course, frozen
from tests.sensing.repetitions.driving import acc_only, detect, made, reps_in

NOTHING = frozen(np.zeros(0))
SETTINGS = RepSettings()


def rep(
    start_s: float = 0.0,
    up_s: float = 3.0,
    size: float = 35.0,
    *,
    rise_cm: float = 8.0,
    tilt_deg: float = 0.0,
) -> Measured:
    edges_s = (start_s, start_s + up_s, start_s + up_s + 2.0, start_s + 2.0 * up_s + 2.0)
    evidence = Evidence(0.2, 0.5, 0.15, 0.9, 0.1, 1.0, 30.0, tilt_deg or size, rise_cm, 0.1)
    course = Course(NOTHING, NOTHING, "deg", NOTHING, NOTHING)
    return Measured(edges_s, size, 0.05, evidence, (1.0, 0.0, 0.0), course, (1.0, 0.1), None)


def likeness(*own: Measured) -> Likeness:
    out = Likeness(SETTINGS.likeness, SETTINGS.set_pause_s)
    for each in own:
        out.enter(each)
    return out


@pytest.mark.parametrize(
    ("first", "plain"),
    [
        (rep(), True),
        (rep(size=12.0), True),
        (rep(up_s=0.8), True),
        (rep(up_s=0.3), False),
        (rep(up_s=0.6, size=12.0), True),
        (rep(up_s=0.6, size=12.0, rise_cm=1.5), False),
        (rep(up_s=0.3, size=12.0), False),
        (rep(up_s=1.2, size=48.0), False),
        (rep(size=58.0), False),
        (rep(up_s=9.0), False),
    ],
    ids=[
        "usual",
        "small",
        "brisk",
        "fidget",
        "small, quick, rising",
        "small and quick",
        "a tap",
        "large and quick",
        "kneeling",
        "elsewhere",
    ],
)
def test_a_first_repetition_is_plain_or_waits(first: Measured, plain: bool) -> None:
    assert likeness().is_plain(first) == plain


def test_in_a_set_one_may_be_low_or_hasty_but_not_both_or_far_larger() -> None:
    own = likeness(rep())
    assert own.is_plain(rep(10.0, up_s=0.8))
    assert own.is_plain(rep(10.0, size=18.0))
    assert not own.is_plain(rep(10.0, up_s=0.8, size=18.0))
    assert not own.is_plain(rep(10.0, size=50.0))


def test_only_what_follows_soon_and_looks_the_same_bears_another_out() -> None:
    first = rep(up_s=0.5, size=12.0)
    assert likeness().are_alike(first, rep(5.0, up_s=0.6, size=14.0))
    assert not likeness().are_alike(first, rep(5.0, up_s=0.5, size=40.0))
    assert not likeness().are_alike(first, rep(30.0, up_s=0.5, size=12.0))
    assert not likeness().are_alike(first, replace(rep(5.0, up_s=0.5, size=12.0), direction=(0.0, 1.0, 0.0)))


def test_a_shank_that_leans_over_a_standing_foot_does_not_rise() -> None:
    assert not likeness().rises(rep(size=12.0, rise_cm=0.3))
    assert likeness().rises(rep(size=12.0, rise_cm=4.0))
    assert likeness().rises(rep(size=40.0, rise_cm=-0.2)), "near the ball of the foot"
    assert not likeness(rep(rise_cm=8.0)).rises(rep(10.0, size=25.0, rise_cm=0.3)), "unlike the person's own"


def test_a_second_one_shows_that_a_first_rose_which_trembled_but_not_that_a_squat_did() -> None:
    trembled = replace(rep(size=15.0, rise_cm=0.5).evidence, rise_sd_cm=0.5)
    first, second = rep(size=15.0), rep(start_s=12.0, size=15.0, rise_cm=4.0)
    assert likeness().bears_out(replace(first, evidence=trembled), second)
    assert not likeness().bears_out(rep(size=15.0, rise_cm=0.5), second)
    assert not likeness().bears_out(replace(second, evidence=trembled), first)


def test_behind_a_hole_nobody_asks_one_in_a_set_whether_it_rises() -> None:
    squat = rep(start_s=12.0, size=15.0, rise_cm=0.3)
    cut = replace(squat, evidence=replace(squat.evidence, is_whole=False))
    own = likeness(rep(size=15.0, rise_cm=4.0))
    assert own.rises(cut)
    assert not own.rises(squat)
    assert not likeness().rises(cut)


def test_little_tilt_with_a_long_lever_is_a_whole_lift() -> None:
    assert likeness().is_large(rep(size=6.0, rise_cm=3.0).evidence)
    assert not likeness().is_large(rep(size=7.0, rise_cm=1.3).evidence)


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL, Mount.ANKLE])
def test_a_set_right_after_walking_is_whole(mount: Mount) -> None:
    """The last swing of the leg must not turn bottom and top round for the set."""
    for seed in range(3):
        scenario = Scenario((Doing.WALK, SetPlan(reps=4, hold_s=0.3)), mount)
        whole = simulate(scenario, person(seed), Sensor(rate_hz=52.0), seed)
        assert len(reps_in(detect(whole.samples, mount.placement))) == 4


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL])
def test_without_a_gyroscope_a_set_is_counted(mount: Mount) -> None:
    for seed in range(3):
        samples = made(SetPlan(reps=4), mount, seed=seed).samples
        assert len(reps_in(detect(acc_only(samples), mount.placement))) == 4


def test_a_fidget_is_told_with_the_second_one() -> None:
    """Nothing is lost by waiting: both are reported, and at the same time."""
    whole = made(SetPlan(reps=3, up_s=0.45, hold_s=0.2, down_s=0.45, rest_s=1.0))
    found = reps_in(detect(whole.samples))
    assert len(found) == 3
    assert found[0].reported_at_s == found[1].reported_at_s


@pytest.mark.parametrize("slip_deg", [12.0, 20.0])
@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL, Mount.ANKLE])
def test_a_strap_that_slips_in_a_set_loses_nothing(mount: Mount, slip_deg: float) -> None:
    plan = SetPlan(reps=8, rest_s=1.0)
    for seed in range(4):
        whole = simulate(
            Scenario((plan,), mount), person(seed), Sensor(rate_hz=52.0, slip_deg=slip_deg), seed
        )
        assert len(reps_in(detect(whole.samples, mount.placement))) == 8


def test_a_first_lift_from_below_level_goes_down_farther_than_up() -> None:
    for seed in range(3):
        whole = made(SetPlan(reps=4, start=Start.BELOW, rest_s=1.0, pause_before_first_s=2.0), seed=seed)
        assert len(reps_in(detect(whole.samples))) == 4


def test_what_tilts_little_surely_rises_only_by_what_a_heel_does() -> None:
    seen = rep(size=7.5, rise_cm=2.7).evidence
    assert likeness().surely_rises(seen)
    assert not likeness().surely_rises(replace(seen, rise_sd_cm=2.0))
    assert not likeness().surely_rises(replace(seen, rise_cm=0.6))
