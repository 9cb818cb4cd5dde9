"""Small simulated recordings, changed in one respect, and the line from samples to events."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from sensing.grid import Grid
from sensing.prescription import Prescription
from sensing.repetitions import RepDetector
from sensing.simulator import Mount, Scenario, Sensor, SetPlan, Simulated, person, simulate
from sensing.types import (
    Attempt,
    Exercise,
    FloatArray,
    PhaseProgress,
    Placement,
    Rep,
    RepEvent,
    Samples,
    frozen,
)

GRID_HZ = 50.0


@cache
def made(
    plan: SetPlan, mount: Mount = Mount.INSTEP, seed: int = 1, rate_hz: float = 52.0, lead_s: float = 3.0
) -> Simulated:
    """One set of a calm person with a good sensor: what is tested is the law, not the limit."""
    who = replace(person(seed), tremor=0.1, sway_deg=0.4, submovements=0.2, tempo_spread=0.03)
    return simulate(Scenario((plan,), mount, lead_s=lead_s), who, Sensor(rate_hz=rate_hz), seed)


def detect(
    samples: Samples,
    placement: Placement = Placement.FOOT,
    cuts: Iterable[int] = (),
    *,
    prescription: Prescription | None = None,
    exercise: Exercise = Exercise.HEEL_RAISE,
    finish: bool = True,
) -> list[RepEvent]:
    """Feed samples, cut at these places, and return all events."""
    grid = Grid(GRID_HZ)
    detector = RepDetector(GRID_HZ, placement, exercise, prescription or Prescription())
    events: list[RepEvent] = []
    for first, last in pairwise([0, *sorted(cuts), len(samples)]):
        for block in grid.push(samples[first:last]):
            events += detector.push(block)
    if finish:
        for block in grid.finish():
            events += detector.push(block)
        events += detector.finish()
    return events


def reps_in(events: Iterable[RepEvent]) -> list[Rep]:
    return [event for event in events if isinstance(event, Rep)]


def attempts_in(events: Iterable[RepEvent]) -> list[Attempt]:
    return [event for event in events if isinstance(event, Attempt)]


def warnings_in(events: Iterable[RepEvent]) -> list[PhaseProgress]:
    return [event for event in events if isinstance(event, PhaseProgress) and event.too_fast]


def edges(rep: Rep) -> tuple[float, float, float, float]:
    return rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s


def edges_of(reps: Iterable[Rep]) -> FloatArray:
    return np.array([edges(rep) for rep in reps]).reshape(-1, 4)


def changed(
    samples: Samples,
    *,
    acc: Callable[[FloatArray], FloatArray] = lambda acc: acc,
    gyr: Callable[[FloatArray], FloatArray] = lambda gyr: gyr,
) -> Samples:
    """The same samples with other values."""
    given = samples.gyr_radps
    return Samples(samples.t_s, frozen(acc(samples.acc_mps2)), None if given is None else frozen(gyr(given)))


def without(samples: Samples, start_s: float, end_s: float) -> Samples:
    """The samples with a hole."""
    return samples[(samples.t_s <= start_s) | (samples.t_s >= end_s)]


def acc_only(samples: Samples) -> Samples:
    return Samples(samples.t_s, samples.acc_mps2, None)


def before(samples: Samples, t_s: float, *, inclusive: bool) -> Samples:
    """The samples up to a time."""
    return samples[: int(np.searchsorted(samples.t_s, t_s, side="right" if inclusive else "left"))]


def still(
    duration_s: float, rate_hz: float = 50.0, up: tuple[float, float, float] = (0.0, 0.0, 9.81)
) -> Samples:
    """A sensor that lies there."""
    t_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    return Samples(
        frozen(t_s), frozen(np.tile([0.0, 0.0, 9.81], (len(t_s), 1))), frozen(np.zeros((len(t_s), 3)))
    )


def twice(samples: Samples, still_s: float) -> Samples:
    """The same samples two times with stillness in between: the last sample goes on that long."""
    period_s = float(samples.t_s[1] - samples.t_s[0])
    count = round(still_s / period_s)
    gyr = samples.gyr_radps
    assert gyr is not None
    times_s = samples.t_s[0] + period_s * np.arange(2 * len(samples) + count)

    def again(values: FloatArray, between: FloatArray) -> FloatArray:
        return frozen(np.concatenate([values, np.tile(between, (count, 1)), values]))

    return Samples(frozen(times_s), again(samples.acc_mps2, samples.acc_mps2[-1]), again(gyr, np.zeros(3)))
