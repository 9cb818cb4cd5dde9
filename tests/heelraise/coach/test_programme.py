import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heelraise.coach.errors import ProgrammeError
from heelraise.coach.programme.lines import line_of
from heelraise.coach.programme.parse import programme_from_toml
from heelraise.coach.programme.plan import ExerciseKind
from tests.heelraise.coach.programmes import STANDARD, TEXT, changed

GUIDE = {
    "plantar_stretch",
    "achilles_stretch",
    "foot_strength",
    "calf_raise",
    "step_training",
    "heel_lift",
    "ball_massage",
}


def test_the_standard_is_the_leaflets() -> None:
    stages = [(one.from_week, one.sets, one.reps, one.rest_s, str(one.tempo)) for one in STANDARD.main.stages]
    assert stages == [(0, 3, 12, 120, "3-2-3"), (2, 4, 10, 120, "3-2-3"), (4, 5, 8, 120, "3-2-3")]
    assert STANDARD.schedule.every_days == 2
    assert (STANDARD.pain.go_on_up_to, STANDARD.pain.ease_up_to) == (3, 5)
    assert (STANDARD.running.pain_free_weeks, STANDARD.running.walk_km) == (4, 10)


def test_all_of_the_guides_exercises_are_there() -> None:
    assert {one.key for one in STANDARD.exercises} == GUIDE | {"heel_raise"}
    lift = next(one for one in STANDARD.exercises if one.key == "heel_lift")
    assert str(lift.stages[0].tempo) == "x-0-3"
    assert {one.kind for one in STANDARD.exercises} == set(ExerciseKind)


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("sets = 4", 'sets = "four"', "exercises.1.stages.2.sets", "integer"),
        ("reps = 10", 'reps = "10"', "exercises.1.stages.2.reps", "integer"),
        ("every_days = 2 ", "every_day = 2 ", "schedule.every_day", "spelling"),
        ('"x-0-3"', '"fast"', "exercises.7.stages.1.tempo", "up-hold-down"),
        ("from_week = 4", "from_week = 1", "exercises.1.stages.3.from_week", "follow each other"),
        ('key = "calf_raise"', 'key = "heel_lift"', "exercises.7.key", "2 times"),
        ('source = "research"', 'source = "aunt"', "reminders.stand.source", "[sources]"),
        ("format = 1", "format = 2", "format", "format 1"),
        ("format = 1", "format = true", "format", "format 1"),
        ('kind = "timed"', 'kind = "dance"', "exercises.4.kind", "raises"),
        ('en = "Heel lift"', 'en = ""', "exercises.7.name", "one line"),
        ('en = "Heel lift"', 'en = "a\\u001b[2J"', "exercises.7.name", "one line"),
        ("ease_up_to = 5", "ease_up_to = 2", "pain", "above"),
        ('ours = ["optional"]', 'ours = ["options"]', "exercises.5", "options"),
        ('main = "heel_raise"', 'main = "foot_strength"', "schedule.main", "raises"),
        ("seconds = 60", "seconds = nan", "exercises.4.timer.seconds", "finite"),
        ("go_on_up_to = 3", "go_on_up_to = 11", "pain.go_on_up_to", "10"),
    ],
)
def test_an_error_names_file_line_and_key(old: str, new: str, key: str, says: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        changed(old, new)
    error = caught.value
    assert error.key == key
    assert error.line is not None
    assert str(error).startswith(f"changed.toml, line {error.line}: {key}: ")
    assert says in str(error)
    line = TEXT.replace(old, new, 1).splitlines()[error.line - 1]
    last = key.rsplit(".", 1)[-1]
    assert last in line or last.isdigit()


def test_broken_toml_names_the_line() -> None:
    with pytest.raises(ProgrammeError) as caught:
        changed("every_days = 2 ", "every_days = ")
    assert caught.value.line == 1 + TEXT[: TEXT.index("every_days")].count("\n")


@given(st.text(max_size=200))
def test_any_text_is_a_programme_or_an_error(text: str) -> None:
    with pytest.raises(ProgrammeError):
        programme_from_toml(text, "x.toml")


def test_sets_and_repetitions_may_be_open() -> None:
    programme = changed("sets = 3\nreps = 12", 'sets = "max"\nreps = 8\nat_least = true')
    first = programme.main.stages[0]
    assert (first.sets, first.reps, first.at_least) == (None, 8, True)


def test_the_digest_is_of_the_content_not_of_its_comments() -> None:
    bare = re.sub(r"(?m)^#.*$", "", TEXT)
    assert programme_from_toml(bare, "bare.toml").digest == STANDARD.digest
    assert changed("reps = 12", "reps = 13").digest != STANDARD.digest


def test_lines_are_found_in_all_the_shapes_of_toml() -> None:
    text = (
        'a = 1\nb.c = 2\nlong = """\nx = 3\n[no]\n"""\n[t]\n"d" = 4\n[[t.e]]\nf = 5\n[[t.e]]\nf = {g = 6}\n'
    )
    assert line_of(text, ("a",)) == 1
    assert line_of(text, ("b", "c")) == 2
    assert line_of(text, ("x",)) is None
    assert line_of(text, ("t", "d")) == 8
    assert line_of(text, ("t", "e", 0, "f")) == 10
    assert line_of(text, ("t", "e", 1, "f", "g")) == 12
    assert line_of(text, ("t", "missing")) == 7


def test_single_keys_have_sources_of_their_own() -> None:
    stage = STANDARD.main.stages[1]
    assert [stage.source_of(key) for key in ("reps", "tempo", "rest_s")] == ["leaflet", "research", "ours"]
    with pytest.raises(ProgrammeError, match="'hearsay' is not among"):
        changed('tempo = "research"', 'tempo = "hearsay"')
    with pytest.raises(ProgrammeError, match="'other_sources' names temper"):
        changed('{ tempo = "research" }', '{ temper = "research" }')
