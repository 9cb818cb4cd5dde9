"""Long recordings out of a short simulated session, repeated without ever being held as a whole."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sensing.samples import joined
from sensing.simulator import Doing, Mount, Scenario, SetPlan, person, sensor, simulate
from sensing.types import Samples, frozen

RATE_HZ = 100.0

_BREAK = (Doing.STAND,) * 4 + (Doing.SHIFT, Doing.WALK, Doing.SIT, Doing.STAND, Doing.TURN, Doing.STAND)

SESSIONS = {
    "sets with rests": Scenario((SetPlan(fast=3), *_BREAK, SetPlan(fade=0.2), *_BREAK, SetPlan(), *_BREAK)),
    "repetitions only": Scenario((SetPlan(reps=60),), lead_s=1.0),
    "walking and rest": Scenario(
        (Doing.WALK, Doing.STAND, Doing.SIT, Doing.WALK, Doing.SHIFT, Doing.STAND) * 4
    ),
}
"""Three kinds of hour: what a session is like, the most work there can be, and nothing to count."""


def session(kind: str, mount: Mount = Mount.INSTEP, rate_hz: float = RATE_HZ) -> Samples:
    """Simulate one session of a kind, starting at 0 s."""
    scenario = replace(SESSIONS[kind], mount=mount)
    # No packet is lost: vqf, which all is held against, knows no holes.
    given = replace(sensor(1000, rate_hz=rate_hz), loss=0.0)
    samples = simulate(scenario, person(1000), given, 1000).samples
    return _shifted(samples, -float(samples.t_s[0]))


def streamed(one: Samples, duration_s: float) -> Iterator[Samples]:
    """Repeat a session until the time is over, a session at a time."""
    step_s = float(one.t_s[-1] + np.median(np.diff(one.t_s)))
    at_s = 0.0
    while at_s < duration_s:
        rest = int(np.searchsorted(one.t_s, duration_s - at_s))
        yield _shifted(one[:rest], at_s)
        at_s += step_s


def whole(one: Samples, duration_s: float) -> Samples:
    """Repeat a session until the time is over, as one block."""
    return joined(list(streamed(one, duration_s)))


def _shifted(samples: Samples, by_s: float) -> Samples:
    return Samples(frozen(samples.t_s + by_s), samples.acc_mps2, samples.gyr_radps)
