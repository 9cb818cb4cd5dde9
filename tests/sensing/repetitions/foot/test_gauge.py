"""A first lift tells the gyroscope's scale before its lowering is over."""

from dataclasses import replace

import numpy as np
import pytest

from sensing.prescription import Prescription
from sensing.repetitions.tilt import ScaleError
from sensing.simulator import Mount, SetPlan
from sensing.types import PhaseProgress, Rep, Samples
from tests.sensing.repetitions.driving import detect, made

PLAN = SetPlan(reps=3, rest_s=2.0)


def _low(samples: Samples, gain: float) -> Samples:
    """Let the gyroscope read by a factor of the truth."""
    assert samples.gyr_radps is not None
    return replace(samples, gyr_radps=samples.gyr_radps * gain)


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.ANKLE])
@pytest.mark.parametrize("gain", [0.78, 1.0, 1.2])
def test_the_first_repetition_is_told_as_soon_as_the_others(mount: Mount, gain: float) -> None:
    simulated = made(PLAN, mount)
    reps = [each for each in detect(_low(simulated.samples, gain)) if isinstance(each, Rep)]
    assert len(reps) == len(simulated.truth)
    late_s = [rep.reported_at_s - true.end_s for rep, true in zip(reps, simulated.truth, strict=True)]
    assert max(late_s) < 0.5


def test_a_first_fast_lowering_is_warned_of_whatever_the_gyroscope_reads() -> None:
    simulated = made(PLAN)
    events = detect(_low(simulated.samples, 0.8), prescription=Prescription(3.0, 2.0, 6.0))
    warned_s = [each.t_s for each in events if isinstance(each, PhaseProgress) and each.too_fast]
    true = simulated.truth[0]
    assert any(true.eccentric_start_s < at_s < true.end_s for at_s in warned_s)


def test_cut_anywhere_the_first_lift_tells_the_same() -> None:
    samples = _low(made(PLAN, Mount.ANKLE).samples, 0.8)
    whole = [each for each in detect(samples) if isinstance(each, Rep)]
    for step in (1, 37, 250):
        parts = [
            each for each in detect(samples, cuts=range(step, len(samples), step)) if isinstance(each, Rep)
        ]
        assert [each.reported_at_s for each in parts] == pytest.approx(
            [each.reported_at_s for each in whole], abs=1e-6
        )


def test_samples_gone_through_again_are_what_a_known_scale_makes_of_them() -> None:
    angle = np.radians(20.0 * np.sin(np.linspace(0.0, 12.0, 400)))
    shown = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], axis=1)
    known, late = ScaleError(25.0, 2.0), ScaleError(25.0, 2.0)
    known.learn(1.25)
    before = known.ahead(shown[:100])
    known.went(100)
    late.ahead(shown[:100])
    late.went(60)
    late.learn(1.25)
    again = late.again(shown[:100])
    assert np.allclose(again, before)
    assert np.allclose(late.ahead(shown[100:200]), known.ahead(shown[100:200]))
