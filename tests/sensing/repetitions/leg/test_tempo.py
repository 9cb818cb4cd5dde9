"""What lengths of phases cost on a leg."""

from __future__ import annotations

import numpy as np

from sensing.repetitions.leg.tempo import Tempo, lasting, longer
from sensing.repetitions.leg.ways import NEVER
from sensing.settings import ParseSettings

RATE_HZ = 12.5


def test_the_own_tempo_costs_least_and_leaving_it_has_a_bound() -> None:
    settings = ParseSettings()
    tempo = Tempo(settings, RATE_HZ, 400)
    for _ in range(5):
        tempo.learn((3.0, 1.2, 6.0))
    assert abs(int(tempo.up.argmin()) / RATE_HZ - 3.0) < 0.1
    assert abs(int(tempo.down.argmin()) / RATE_HZ - 1.2) < 0.1
    reachable = tempo.up[tempo.up < NEVER]
    assert reachable.max() == settings.tempo_most
    assert tempo.up[round(RATE_HZ * settings.longest_phase_s) + 2] == NEVER


def test_a_phase_of_no_length_teaches_nothing_absurd() -> None:
    tempo = Tempo(ParseSettings(), RATE_HZ, 400)
    tempo.learn((0.0, 0.0, 0.0))
    assert tempo.up[: round(RATE_HZ)].max() < NEVER
    assert tempo.whole.max() < NEVER


def test_half_a_repetition_costs_more_than_one_that_stalls_and_there_is_a_bound() -> None:
    settings = ParseSettings()
    tempo = Tempo(settings, RATE_HZ, 400)
    assert tempo.whole.max() == 0.0
    for _ in range(5):
        tempo.learn((3.0, 3.0, 8.0))
    usual, half, stalled = (float(tempo.whole[round(s * RATE_HZ)]) for s in (8.0, 4.0, 16.0))
    assert usual < 0.1
    assert half > 3.0
    assert 1.0 < stalled < half
    assert tempo.whole.max() == settings.whole_most


def test_what_lasted_before_is_not_paid_twice() -> None:
    costs = np.arange(10.0) ** 2
    since, took = np.full((2, 3), 1.0), np.full((2, 3), 2.0)
    assert lasting(costs, 5, since)[:, 0].tolist() == [16.0, 25.0]
    assert longer(costs, 5, since, took)[:, 0].tolist() == [12.0, 21.0]
