"""What is doubtful waits, on foot and leg alike, and is not warned of."""

from dataclasses import replace

import numpy as np
import pytest

from sensing.repetitions.cycles import Cycle
from sensing.repetitions.fits.rise import RiseFit
from sensing.repetitions.foot.waiting import Waiting
from sensing.repetitions.leg.carrier import RiseCarrier
from sensing.repetitions.measure import Measured
from sensing.settings import RepSettings
from sensing.simulator import Mount, Scenario, Sensor, person, simulate
from sensing.simulator.plan import Doing
from tests.sensing.repetitions.driving import detect, warnings_in
from tests.sensing.repetitions.foot.test_likeness import rep


def cycle(decided: int) -> Cycle:
    reading = (0, decided - 6, decided - 4, decided - 1)
    return Cycle(0, decided - 2, decided - 1, decided, 5.0, 5.0, reading=reading, gain=50.0, weaker_gain=20.0)


def waiting() -> Waiting:
    return Waiting(lambda one, other: other.edges_s[0] - one.edges_s[3] < 10.0)


def test_one_that_waits_is_told_with_the_next_and_at_its_time() -> None:
    first, second = rep(0.0), rep(12.0)
    for plain in (True, False):
        room = waiting()
        assert room.settle(cycle(10), first, plain=False) == []
        assert room.held is first
        assert room.is_borne_out_by(second)
        told = room.settle(cycle(30), second, plain=plain)
        assert [(each.decided, measured) for each, measured in told] == [(30, first), (30, second)]
        assert room.held is None


def test_one_that_stays_alone_is_dropped() -> None:
    room, late = waiting(), rep(60.0)
    room.settle(cycle(10), rep(0.0), plain=False)
    assert not room.is_borne_out_by(late)
    assert room.settle(cycle(90), late, plain=True) == [(cycle(90), late)]
    assert room.held is None


def test_one_that_hardly_seemed_to_rise_is_told_only_with_one_that_does() -> None:
    room, flat, plain = waiting(), rep(0.0), rep(12.0)
    room.keep(cycle(10), flat)
    assert room.held is None
    assert not room.is_borne_out_by(plain)
    told = room.settle(cycle(30), plain, plain=True)
    assert [(each.decided, measured) for each, measured in told] == [(30, flat), (30, plain)]
    assert room.settle(cycle(50), rep(24.0), plain=True) == [(cycle(50), rep(24.0))]


def on_the_leg(start_s: float, size: float) -> Measured:
    """Measure a lift that the fit could explain."""
    measured = rep(start_s, size=size, tilt_deg=3.0)
    nothing = np.zeros(0)
    return replace(measured, rise=RiseFit(measured.edges_s, 0.05, size, nothing, np.zeros(7), np.eye(7)))


def test_on_the_leg_a_plain_one_bears_out_one_that_waits() -> None:
    carrier = RiseCarrier(RepSettings(), 25.0)
    low, whole = on_the_leg(0.0, 3.5), on_the_leg(12.0, 6.0)
    assert carrier.confirmed(cycle(10), low) == []
    assert [measured for _, measured in carrier.confirmed(cycle(30), whole)] == [low, whole]


def test_on_the_leg_what_no_height_fits_or_sinks_far_below_its_begin_waits() -> None:
    whole = on_the_leg(12.0, 6.0)
    sinks, unexplained = replace(cycle(30), down=15.0), replace(whole, rise=None)
    for each, measured in ((sinks, whole), (cycle(30), unexplained)):
        assert RiseCarrier(RepSettings(), 25.0).confirmed(each, measured) == []
    assert RiseCarrier(RepSettings(), 25.0).confirmed(cycle(30), whole) == [(cycle(30), whole)]


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL, Mount.ANKLE])
def test_nobody_is_warned_of_kneeling_squats_and_sitting_down(mount: Mount) -> None:
    around = (Doing.KNEEL, Doing.SIT, Doing.SQUATS, Doing.TAP, Doing.SHIFT)
    for who in range(6):
        whole = simulate(Scenario(around, mount), person(who), Sensor(rate_hz=52.0), who)
        assert not warnings_in(detect(whole.samples, mount.placement))
