"""`heelraise start`: today's exercises, led and logged."""

import pytest

from heelraise.coach.programme.plan import Side
from heelraise.history.store import History
from heelraise.places import Places
from tests.heelraise.command_line import CommandLine

PLAIN = ("--speed", 100, "--no-sound", "--plain")


@pytest.fixture
def left(heelraise: CommandLine) -> CommandLine:
    """A person whose left heel hurts a little."""
    answers = ("painful=left", "before=1", "one_leg:left=5")
    ran = heelraise("today", *(part for answer in answers for part in ("--answer", answer)))
    assert ran.code == 0, ran.err
    return heelraise


def test_the_training_is_led_kept_and_logged(left: CommandLine, places: Places) -> None:
    ran = left("start", "heel_raise", "--sensor", "sim:clean-set", *PLAIN)
    assert (ran.code, ran.err) == (0, "")
    assert "Set 1 of 3, left leg, 12 repetitions" in ran.out
    with History(places.history) as history:
        (kept,) = history.sessions()
        (done,) = history.course.log().done
    assert (kept.side, kept.summary.reps) == ("left", 12)
    assert (done.exercise, done.side, done.reps) == ("heel_raise", Side.LEFT, (12,))
    assert done.session_id == kept.id


def test_stretches_need_no_sensor_and_are_logged_for_each_leg(left: CommandLine, places: Places) -> None:
    ran = left("start", "achilles_stretch", *PLAIN)
    assert (ran.code, ran.err) == (0, "")
    assert "Now the right leg" in ran.out
    assert "Move the sensor" not in ran.out
    with History(places.history) as history:
        done = history.course.log().done
    assert [(one.side, one.reps, one.seconds) for one in done] == [
        (Side.LEFT, (), 60.0),
        (Side.RIGHT, (), 60.0),
    ]


def test_what_cannot_be_started_is_said(left: CommandLine) -> None:
    assert left("start", *PLAIN).code == 2  # repetitions need a sensor
    ran = left("start", "somersault", *PLAIN)
    assert ran.code == 1
    assert "'somersault' is no exercise of the programme" in ran.err
    ran = left("start", "--resume", *PLAIN)
    assert ran.code == 1
    assert "no session was cut off" in ran.err


def test_strong_pain_starts_nothing(left: CommandLine) -> None:
    assert left("pain", 8, "--when", "before").code == 0
    ran = left("start", "--sensor", "sim:clean-set", *PLAIN)
    assert ran.code == 0
    assert "Set 1" not in ran.out
    assert left("start", "heel_raise", "--sensor", "sim:clean-set", *PLAIN).code == 1
