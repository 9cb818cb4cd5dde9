"""`heelraise start`: today's exercises, led and logged."""

from pathlib import Path

import pytest

from heelraise.coach.programme.plan import Side
from heelraise.history.store import History
from heelraise.journal_marks import JOURNAL
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


def cut_off(places: Places) -> None:
    """Make the newest session one that was cut off: its journal has no end."""
    journal = max(places.recordings.glob(f"*/{JOURNAL}"))
    lines = journal.read_text(encoding="utf-8").splitlines()
    counted = [number for number, line in enumerate(lines) if "RepDone" in line]
    journal.write_text("\n".join(lines[: counted[2] + 1]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("command", ["start", "coach"])
def test_what_goes_on_is_logged_once_whoever_goes_on(left: CommandLine, places: Places, command: str) -> None:
    left("start", "heel_raise", "--sensor", "sim:clean-set", *PLAIN)
    cut_off(places)
    assert (
        f"'heelraise {command} --resume'"
        in left(
            command, *(("achilles_stretch",) if command == "start" else ("--sensor", "sim:no-raise")), *PLAIN
        ).out
    )
    ran = left(command, "--resume", "--sensor", "sim:clean-set", *PLAIN)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("Session kept on this computer.") == 1
    assert "Compared with" in ran.out, "with the session before, not with the part before the crash"
    with History(places.history) as history:
        done = [one for one in history.course.log().done if one.exercise == "heel_raise"]
    assert [(one.side, sum(one.reps)) for one in done] == [(Side.LEFT, 3 + 12)]


def test_the_person_is_told_how_and_what_comes_next(left: CommandLine) -> None:
    ran = left("start", "heel_raise", "--sensor", "sim:clean-set", "--lang", "da", *PLAIN)
    assert "Sæt den på venstre fod." in ran.out
    assert "Klar (104 Hz)" in ran.out
    assert "Noteret: Tåhævning (venstre): 12" in ran.out
    assert "Mangler i dag: Plantarfascia-strækning" in ran.out
    assert "Næste træning: " in ran.out


def test_each_exercise_has_a_sound_track_of_its_own(left: CommandLine, tmp_path: Path) -> None:
    track = tmp_path / "heard.wav"
    left("start", "achilles_stretch", "foot_strength", *PLAIN, "--sound", track)
    assert {path.name for path in tmp_path.glob("*.wav")} == {
        "heard-achilles_stretch.wav",
        "heard-foot_strength.wav",
    }
