"""Where the line's time goes: each part's CPU time in one run, by clocks put around its entrances."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import process_time
from typing import Any
from unittest.mock import patch

from heelraise.line import Line, shipped_weights
from models.judge import FormJudge
from sensing.grid import Grid
from sensing.motion import MotionTracker
from sensing.motion.orientation import Orientation
from sensing.prescription import Prescription
from sensing.repetitions import RepDetector
from sensing.repetitions.measure import RiseMeasure, TiltMeasure
from sensing.types import Samples

_ENTRANCES: dict[str, tuple[type, str]] = {
    "grid": (Grid, "push"),
    "orientation": (Orientation, "push"),
    "motion": (MotionTracker, "push"),
    "tilt fits": (TiltMeasure, "measure"),
    "rise fits": (RiseMeasure, "measure"),
    "detector": (RepDetector, "push"),
    "judge": (FormJudge, "judge"),
}
_INSIDE = {"detector": ("motion", "tilt fits", "rise fits"), "motion": ("orientation",)}


class _Stopwatch:
    """Adds up the time between entering and leaving functions."""

    def __init__(self) -> None:
        self.took_s: dict[str, float] = dict.fromkeys(_ENTRANCES, 0.0)

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            before_s = process_time()
            try:
                return work(*arguments, **named)
            finally:
                self.took_s[name] += process_time() - before_s

        return timed


@contextmanager
def stopwatch() -> Iterator[_Stopwatch]:
    """Time the parts of the line for as long as this is open."""
    watch = _Stopwatch()
    with ExitStack() as stack:
        for name, (owner, method) in _ENTRANCES.items():
            stack.enter_context(patch.object(owner, method, watch.around(name, getattr(owner, method))))
        yield watch


def in_parts(samples: Samples, unit_s: float) -> dict[str, float]:
    """Return each part's own share of the work, in multiples of `unit_s`."""
    with stopwatch() as watch:
        line = Line(prescription=Prescription(), weights=shipped_weights())
        line.push(samples)
        line.finish()
    took_s = watch.took_s
    return {
        name: (took_s[name] - sum(took_s[part] for part in _INSIDE.get(name, ()))) / unit_s
        for name in _ENTRANCES
    }
