"""What lengths of phases cost on a leg."""

from __future__ import annotations

from sensing.repetitions.leg.tempo import Tempo
from sensing.repetitions.leg.ways import NEVER
from sensing.settings import ParseSettings

RATE_HZ = 12.5


def test_the_own_tempo_costs_least_and_leaving_it_has_a_bound() -> None:
    settings = ParseSettings()
    tempo = Tempo(settings, RATE_HZ, 400)
    for _ in range(5):
        tempo.learn(3.0, 1.2)
    assert abs(int(tempo.up.argmin()) / RATE_HZ - 3.0) < 0.1
    assert abs(int(tempo.down.argmin()) / RATE_HZ - 1.2) < 0.1
    reachable = tempo.up[tempo.up < NEVER]
    assert reachable.max() == settings.tempo_most
    assert tempo.up[round(RATE_HZ * settings.longest_phase_s) + 2] == NEVER


def test_a_phase_of_no_length_teaches_nothing_absurd() -> None:
    tempo = Tempo(ParseSettings(), RATE_HZ, 400)
    tempo.learn(0.0, 0.0)
    assert tempo.up[: round(RATE_HZ)].max() < NEVER
