"""The early warning: said while a lowering that will be too fast still goes on, and of no other."""

import numpy as np
import pytest

from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.repetitions.foot.warning import EarlyWarning, latest_begin_s, time_share
from sensing.settings import CycleSettings
from tests.sensing.repetitions.test_parts import RATE_HZ, T_S, smooth


def warned_at(
    duration_s: float, sag: float = 0.0, deeper: float = 0.0, warning: EarlyWarning | None = None
) -> float | None:
    """Share of a smooth lowering of 30 degrees at which the warning comes.

    Before it the hold sags by a share of the height; it may end deeper by another.
    """
    finder = CycleFinder(CycleSettings(4.0, 0.4, 180.0), RATE_HZ)
    warning = warning or EarlyWarning(2.0, RATE_HZ)
    t_s = np.arange(round((6.0 + duration_s) * RATE_HZ)) / RATE_HZ
    up, down = (np.clip(x, 0.0, 1.0) for x in ((t_s - 1.0) / 2.0, (t_s - 5.0) / duration_s))
    held = np.clip((t_s - 3.0) / 2.0, 0.0, 1.0)
    heights = 30.0 * (
        up**3 * (10 - 15 * up + 6 * up**2)
        - sag * held
        - (1.0 - sag + deeper) * down**3 * (10 - 15 * down + 6 * down**2)
    )
    speeds = np.gradient(heights) * RATE_HZ
    said = []
    for number, (height, speed) in enumerate(zip(heights, speeds, strict=True)):
        finder.step(number, height, speed)
        if warning.step(number, t_s[number], height, speed, 0.3, finder):
            finder.warned = number
            said.append((t_s[number] - 5.0) / duration_s)
    assert len(said) <= 1
    return said[0] if said else None


@pytest.mark.parametrize("duration_s", [0.8, 1.0, 1.3])
def test_a_fast_lowering_is_warned_of_while_it_runs(duration_s: float) -> None:
    share = warned_at(duration_s)
    assert share is not None
    assert 0.2 < share < 0.95


@pytest.mark.parametrize("duration_s", [2.4, 3.0, 5.0])
def test_a_slow_lowering_is_not(duration_s: float) -> None:
    assert warned_at(duration_s) is None


@pytest.mark.parametrize("duration_s", [0.4, 1.0, 3.0, 6.0])
def test_a_lowering_has_begun_before_a_fifth_of_it_is_done(duration_s: float) -> None:
    rise, _, _ = smooth(1.0, 1.0 + duration_s)
    fifth_s = float(T_S[np.argmax(rise > 0.2)])
    assert 1.0 <= latest_begin_s(T_S, rise) <= fifth_s + 0.1
    assert latest_begin_s(T_S[:30], rise[:30]) >= 1.0


def test_a_sag_of_the_hold_is_no_part_of_the_lowering() -> None:
    assert warned_at(1.2, sag=0.09) is not None


def test_a_lowering_that_goes_deeper_than_it_came_from_is_not_over_at_the_old_bottom() -> None:
    assert warned_at(3.0, deeper=0.3) is None


def test_nobody_knows_where_a_first_lowering_ends() -> None:
    assert warned_at(1.6, deeper=-0.12) is not None, "it stops short of where the lift began"
    assert warned_at(2.6, deeper=0.2) is None, "it goes on below"


@pytest.mark.parametrize("duration_s", [1.5, 1.7, 1.8, 1.85, 1.9, 1.95])
def test_nothing_is_said_of_a_lowering_that_is_over(duration_s: float) -> None:
    share = warned_at(duration_s)
    assert share is None or share < 1.0


def test_a_lift_that_began_above_the_bottom_goes_down_farther() -> None:
    for usual_deg, silent in ((36.0, True), (30.0, False)):
        warning = EarlyWarning(2.0, RATE_HZ)
        warning.learn(usual_deg, 0.0)
        assert (warned_at(2.6, deeper=0.2, warning=warning) is None) is silent


def test_nothing_is_said_at_the_bottom() -> None:
    finder = CycleFinder(CycleSettings(4.0, 0.4, 180.0), RATE_HZ)
    assert finder.stage is Stage.BOTTOM
    assert not EarlyWarning(2.0, RATE_HZ).step(0, 0.0, 0.0, 0.0, 0.3, finder)


def test_the_share_of_time_runs_with_the_share_of_travel() -> None:
    shares = [time_share(travel) for travel in np.linspace(0.0, 1.0, 21)]
    assert shares == sorted(shares)
    assert time_share(0.5) == pytest.approx(0.5, abs=0.02)
    assert 0.97 < time_share(1.0) <= 1.0
