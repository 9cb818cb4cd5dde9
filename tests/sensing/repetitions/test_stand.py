import pytest

from sensing.repetitions.stand import Stand
from sensing.settings import ParseSettings

SETTINGS = ParseSettings()


def test_who_never_stands_keeps_the_usual_levels() -> None:
    stand = Stand(SETTINGS)
    assert not stand.update()
    assert stand.noise_mps2 == SETTINGS.noise_mps2


def test_a_quiet_stand_lowers_the_noise_to_its_least_and_the_sway_not_at_all() -> None:
    stand = Stand(SETTINGS)
    stand.learn(30.0, 0.0, 0.0)
    assert stand.update()
    assert stand.noise_mps2 == pytest.approx(SETTINGS.stand_noise_mps2[0])
    assert stand.sway_deg2ps == SETTINGS.sway_deg2ps


def test_a_leg_that_sways_raises_the_sway_within_bounds() -> None:
    stand = Stand(SETTINGS)
    stand.learn(30.0, SETTINGS.noise_mps2**2, 1e6)
    assert stand.update()
    assert SETTINGS.sway_deg2ps < stand.sway_deg2ps <= SETTINGS.stand_most_sway * SETTINGS.sway_deg2ps
