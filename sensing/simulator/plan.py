"""What is done in front of the sensor: sets, breaks, and what a person does between them. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sensing.prescription import Prescription
from sensing.types import Placement


class Start(StrEnum):
    """Where the heel is between repetitions."""

    FLOOR = "floor"
    STEP = "step"
    BELOW = "below"


class Mount(StrEnum):
    """Where exactly the sensor sits; finer than `Placement`."""

    INSTEP = "instep"
    HEEL = "heel"
    ANKLE = "ankle"
    SOCK = "sock"
    SHANK = "shank"
    POCKET = "pocket"

    @property
    def placement(self) -> Placement:
        """The placement that it counts as."""
        return _PLACEMENTS[self]


_PLACEMENTS = {
    Mount.INSTEP: Placement.FOOT,
    Mount.HEEL: Placement.FOOT,
    Mount.ANKLE: Placement.ANKLE,
    Mount.SOCK: Placement.SHANK,
    Mount.SHANK: Placement.SHANK,
    Mount.POCKET: Placement.THIGH,
}


class Doing(StrEnum):
    """What is no heel raise."""

    STAND = "stand"
    WALK = "walk"
    SHIFT = "shift"
    TURN = "turn"
    SIT = "sit"
    KNEEL = "kneel"
    SQUATS = "squats"
    TAP = "tap"


@dataclass(frozen=True, slots=True)
class SetPlan:
    """One set.

    Parameters
    ----------
    reps : int
        Repetitions that count.
    up_s, hold_s, down_s : float
        Tempo that the person means to keep, s.
    rest_s : float
        Pause between repetitions, s; 0 is continuous, as the protocol wants it.
    start : Start
        From the floor, level on a step, or from below the step's level. From below the set begins with a
        lowering that is no repetition, and ends with a lift back to level that is none either.
    pause_before_first_s : float
        From below: stand still this long after the first lowering, s; 0 goes up at once.
    fast : int
        How many repetitions are lowered in `fast_down_s` instead.
    fast_down_s : tuple of float
        Shortest and longest of those lowerings, s.
    low, dropped, bounced, no_hold, stalled, attempts : int
        How many repetitions are of that kind; attempts are extra lifts that do not count.
    fade : float
        Share of the height that is lost towards the end.
    legs : int
        1 or 2; on two legs one trembles and sways less.
    """

    reps: int = 12
    up_s: float = 3.0
    hold_s: float = 2.0
    down_s: float = 3.0
    rest_s: float = 0.0
    start: Start = Start.FLOOR
    pause_before_first_s: float = 0.0
    fast: int = 0
    fast_down_s: tuple[float, float] = (0.8, 1.6)
    low: int = 0
    dropped: int = 0
    bounced: int = 0
    no_hold: int = 0
    stalled: int = 0
    attempts: int = 0
    fade: float = 0.0
    legs: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """A recording: what happens, one thing after the other.

    Parameters
    ----------
    events : tuple of SetPlan or Doing
        In this order; a second of standing joins them.
    mount : Mount
        Where the sensor sits.
    prescription : Prescription
        What was prescribed; decides which truth counts as too fast.
    lead_s : float
        Quiet standing before the first and after the last event, s.
    """

    events: tuple[SetPlan | Doing, ...] = field(default_factory=lambda: (SetPlan(),))
    mount: Mount = Mount.INSTEP
    prescription: Prescription = field(default_factory=Prescription)
    lead_s: float = 4.0
