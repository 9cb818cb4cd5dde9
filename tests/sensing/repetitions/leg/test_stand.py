import numpy as np
import pytest

from sensing.repetitions.leg.stand import Stand
from sensing.settings import ParseSettings

SETTINGS = ParseSettings()
SECONDS = np.ones(30)


def test_who_never_stands_keeps_the_usual_levels() -> None:
    stand = Stand(SETTINGS)
    assert not stand.update()
    assert stand.noise_mps2 == SETTINGS.noise_mps2


def test_a_quiet_stand_lowers_the_noise_to_its_least_and_the_sway_not_at_all() -> None:
    stand = Stand(SETTINGS)
    stand.learn(0.0 * SECONDS, 0.0 * SECONDS)
    assert stand.update()
    assert stand.noise_mps2 == pytest.approx(SETTINGS.stand_noise_mps2[0])
    assert stand.sway_deg2ps == SETTINGS.sway_deg2ps


def test_a_leg_that_sways_raises_the_sway_by_what_is_known_of_it() -> None:
    stand, sway = Stand(SETTINGS), 5.0 * SETTINGS.sway_deg2ps
    stand.learn(SETTINGS.noise_mps2**2 * SECONDS, sway * SECONDS)
    assert stand.update()
    assert SETTINGS.sway_deg2ps < stand.sway_deg2ps < sway


def test_a_few_seconds_of_something_else_do_not_count() -> None:
    stand = Stand(SETTINGS)
    kneels = np.arange(len(SECONDS)) < 0.2 * len(SECONDS)
    noise2 = np.where(kneels, 1.0, SETTINGS.noise_mps2**2)
    stand.learn(noise2, np.where(kneels, 1e6, SETTINGS.sway_deg2ps))
    assert not stand.update()
