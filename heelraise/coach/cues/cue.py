"""A cue: something that the person is told at a moment, by sound, speech or on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CueKind(StrEnum):
    """What is told."""

    # within a repetition
    COUNT = "count"
    """`number` repetitions of this set are done."""
    TOP = "top"
    BOTTOM = "bottom"
    PACE_UP = "pace_up"
    PACE_HOLD = "pace_hold"
    PACE_DOWN = "pace_down"
    PACE_TICK = "pace_tick"
    """A second of the running phase is over."""
    TOO_FAST_DOWN = "too_fast_down"
    """While the heel still goes down."""
    SLOWER_DOWN = "slower_down"
    SLOWER_UP = "slower_up"
    HOLD = "hold"
    HIGHER = "higher"
    LOWER = "lower"
    """The heel did not come all the way down."""
    LAST_THREE = "last_three"

    # between repetitions and sets
    GET_READY = "get_ready"
    COUNTDOWN = "countdown"
    """`number` seconds until a timed exercise starts."""
    START = "start"
    PAUSED = "paused"
    GO_ON = "go_on"
    SET_DONE = "set_done"
    """Set `number` is done."""
    A_LITTLE_SLOWER = "a_little_slower"
    WELL_DONE = "well_done"
    REST = "rest"
    """A rest of `number` seconds begins."""
    REST_ENDING = "rest_ending"
    """`number` seconds of rest are left."""
    HALF_WAY = "half_way"
    HOLD_STILL = "hold_still"
    SIDE_LEFT = "side_left"
    SIDE_RIGHT = "side_right"
    MOVE_SENSOR = "move_sensor"
    NEXT_EXERCISE = "next_exercise"
    PAIN_QUESTION = "pain_question"
    STOP = "stop"
    DONE = "done"

    # the sensor
    SENSOR_NOT_OK = "sensor_not_ok"
    SENSOR_LOST = "sensor_lost"
    SENSOR_BACK = "sensor_back"


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue.

    Parameters
    ----------
    t_s : float
        When it is due on the session's clock, s: now, or for the beats of a pace up to 0.2 s ahead.
    kind : CueKind
        What is told.
    number : int or None
        The number in it, where it has one.
    """

    t_s: float
    kind: CueKind
    number: int | None = None
