"""Times of a session, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """When a session goes on by itself.

    Parameters
    ----------
    pause_after_s : float
        Standing still this long within a set is a pause, s: longer than a breath between two repetitions.
    set_over_after_s : float
        Standing still this long ends the set, s: by definition repetitions of a set are less than 20 s apart.
    walked_off_after_s : float
        No repetition for this long ends the set although something moves, s: walking moves the foot all the
        time, and the slowest repetition takes half of this.
    extra_within_s : float
        A repetition that starts this soon after a finished set belongs to it, s: the definition again.
    closing_extra_within_s : float
        The same where the person is about to move the sensor or to go, which shakes it, s.
    closing_s : float
        How long to wait for further repetitions after the last set, s: one repetition and a breath.
    countdown_s : float
        Before a timed exercise, s: to sit down and take hold of the foot.
    change_s : float
        To change legs where no sensor has to be moved, s.
    move_sensor_s : float
        To move the sensor to the other foot, s: undo, move and close a strap.
    left_after_s : float
        Nobody begins for this long: the person has left, s.
    answer_within_s : float
        How long to wait for an answer about the pain, s; it is asked again next time.
    low_in_a_row : int
        So many low repetitions in a row mean that the quality is used up.
    """

    pause_after_s: float = 10.0
    set_over_after_s: float = 20.0
    walked_off_after_s: float = 40.0
    extra_within_s: float = 20.0
    closing_extra_within_s: float = 5.0
    closing_s: float = 10.0
    countdown_s: float = 10.0
    change_s: float = 5.0
    move_sensor_s: float = 20.0
    left_after_s: float = 300.0
    answer_within_s: float = 120.0
    low_in_a_row: int = 2


SETTINGS = SessionSettings()
"""The ones in use: a session that is replayed must find the same."""
