"""`today`, `done`, `programme`, `pain`, `note`, `remind` as a person uses them."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from icalendar import Calendar

from heelraise.coach.advice import Rule
from heelraise.coach.course import PainMoment
from heelraise.coach.questions import CHOICES, Question
from heelraise.display.advice_text import SENTENCES, explained
from heelraise.display.question_text import CHOICE_NAMES, QUESTIONS
from heelraise.history.notes import Author
from heelraise.history.store import History
from heelraise.language import Language, words_in
from heelraise.places import Places
from tests.heelraise.coach.people import Person
from tests.heelraise.coach.programmes import TEXT
from tests.heelraise.command_line import CommandLine, Ran
from tests.heelraise.factories import document

MONDAY = date(2026, 11, 23)
FIRST_TIME = ("screening:severe_pain=no", "screening:other_conditions=no", "flat_shoes=no", "running=no")


class Life:
    """The command line on days that pass."""

    def __init__(self, heelraise: CommandLine, patch: pytest.MonkeyPatch) -> None:
        self._heelraise = heelraise
        self._patch = patch
        self.on(0)

    def on(self, day: int, hour: int = 17) -> "Life":
        now = datetime.combine(MONDAY, time(hour), UTC) + timedelta(days=day)
        self._patch.setattr("heelraise.diary.local_now", lambda: now)
        return self

    def __call__(self, *arguments: object) -> Ran:
        return self._heelraise(*arguments)

    def today(self, *answers: str, lang: str = "en") -> str:
        options = [part for answer in answers for part in ("--answer", answer)]
        ran = self("today", "--no-ask", "--lang", lang, *options)
        assert ran.code == 0, ran.err
        return ran.out


@pytest.fixture
def life(heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Life:
    return Life(heelraise, monkeypatch)


def test_two_days_from_the_first_question_to_the_rest_day(life: Life) -> None:
    first = life.today(*FIRST_TIME, "painful=left", "one_leg:left=3", "before=1")
    assert first.splitlines()[0] == "Monday 23 November: training"
    assert "tempo 3-2-3, one leg (left)" in first
    assert "Still to be answered" not in first
    assert "[the hospital's leaflet]" in first
    done = life("done", "heel_raise", "--reps", "12,12,10", "--load", "4", "--more", "1-2")
    assert "12, 12, 10" in done.out
    assert "Go on as planned." in life("pain", 2, "--when", "after").out
    rest = life.on(1).today("usual_morning=1", "morning=1", "worst=2")
    assert "rest" in rest.splitlines()[0]
    assert "Calf raise:" not in rest
    assert "Next training: Wednesday 25 November" in rest
    training = life.on(2).today("before=1", lang="da")
    assert "12, tempo 3-2-3, ét ben med 5 kg (venstre)" in training
    assert "[hospitalets pjece]" in training


def test_the_log_keeps_the_programme_it_was_done_under(life: Life, places: Places, tmp_path: Path) -> None:
    life("done", "heel_raise")
    changed = tmp_path / "clinic.toml"
    changed.write_text(
        TEXT.replace("reps = 12", "reps = 15", 1).replace("2026-11", "clinic 7"), encoding="utf-8"
    )
    assert "clinic 7" in life("programme", "use", changed).out
    assert "edition clinic 7" in life.on(2).today()
    assert " 15, tempo" in life.today()
    life("done", "heel_raise")
    with History(places.history) as history:
        first, second = history.course.log().done
        assert first.programme != second.programme
        assert {first.programme, second.programme} == history.course.programmes().keys()


def test_a_programme_is_copied_checked_and_shown(life: Life, tmp_path: Path) -> None:
    copy = tmp_path / "my.toml"
    assert life("programme", "copy", copy).code == 0
    assert life("programme", "check", copy).out.endswith("exercises: 8.\n")
    assert life("programme", "copy", copy).code == 1
    shown = life("programme", "show", "--lang", "da").out
    assert "Hælløft (heel_lift, hver dag)" in shown
    assert "vores valg: sets, reps, rest_s, tempo" in shown


def test_a_broken_programme_is_an_error_with_its_line_and_never_another_one(
    life: Life, places: Places, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(TEXT.replace("every_days = 2 ", "every_days = 0 "), encoding="utf-8")
    line = next(n for n, text in enumerate(TEXT.splitlines(), 1) if text.startswith("every_days"))
    for command in ("check", "use"):
        ran = life("programme", command, broken)
        assert ran.code == 1
        assert f"broken.toml, line {line}: schedule.every_days:" in ran.err
    assert not places.programme.exists()
    places.root.mkdir(parents=True, exist_ok=True)
    places.programme.write_bytes(broken.read_bytes())
    ran = life("today", "--no-ask")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"format = 1"])
def test_a_file_that_is_no_programme_is_refused(life: Life, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    ran = life("programme", "check", tmp_path / "x.toml")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert life("programme", "check", tmp_path / "missing.toml").code == 1


def test_pain_stops_and_says_so_in_the_plans_words(life: Life) -> None:
    life("done", "heel_raise")
    ran = life("pain", 7, "--when", "after", "--lang", "da")
    assert ran.out.startswith("Stop, og kontakt din behandler.")
    assert "ingen træning" in life.today(lang="da").splitlines()[0]
    assert life("remind", "--ics", "x.ics").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("pain", "11", "--when", "after"),
        ("pain", "--when", "after"),
        ("pain", "3"),
        ("pain", "3", "--when", "after", "--day", "2027-01-01"),
        ("done", "squat"),
        ("done", "heel_raise", "--reps", "twelve"),
        ("done", "heel_raise", "--more", "2"),
        ("note", "  "),
        ("note", "x", "--session", "1b9d4879-06c4-4845-9143-568f7ce63b3d"),
        ("today", "--answer", "before=11"),
        ("today", "--answer", "befor=1"),
        ("today", "--answer", "painful"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    life: Life, places: Places, arguments: tuple[str, ...]
) -> None:
    ran = life(*arguments)
    assert ran.code in (1, 2)
    assert ran.err
    if places.history.exists():
        with History(places.history) as history:
            assert history.course.size() == 0


def test_notes_belong_to_a_day_or_a_session(life: Life, places: Places) -> None:
    kept = document()
    with History(places.history) as history:
        history.keep(kept)
    assert life("note", "Stiff today.", "--day", "2026-11-20").code == 0
    assert life("note", "Deeper.", "--by", "therapist", "--session", kept.id).code == 0
    with History(places.history) as history:
        first, second = history.course.notes()
    assert (first.day, first.author) == (date(2026, 11, 20), Author.PATIENT)
    assert (second.session_id, second.author) == (kept.id, Author.THERAPIST)


def test_questions_are_asked_until_answered_or_left(
    life: Life, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "n\nnej\nmidt\nvenstre\n\ndans, lange ture\nn\n11\n2\n3\n"
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    ran = life("today", "--ask", "--lang", "da")
    assert ran.code == 0
    assert ran.out.count("Det er ikke et af svarene") == 2
    assert ran.out.count("Går du i flade sko") == 2  # asked, left open, listed at the end
    with History(places.history) as history:
        log = history.course.log()
    assert log.activities() == ("dans", "lange ture")
    assert [one.score for one in log.pain] == [2]
    assert log.says(Question.ONE_LEG, "left") == "3"


def test_the_end_of_input_leaves_the_rest_open(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    ran = life("today", "--ask", "--lang", "en")
    assert ran.code == 0
    assert "Still to be answered" in ran.out


def test_help_names_times_of_day(life: Life) -> None:
    shown = life("remind", "--help").out
    assert "17:00" in shown
    assert "2000-01-01" not in shown


def test_reminders_are_a_calendar_without_a_word_on_health(life: Life, tmp_path: Path) -> None:
    life("done", "heel_raise")
    file = tmp_path / "r.ics"
    assert life("remind", "--ics", file, "--weeks", 1, "--at", "18:15", "--morning", "06:45").code == 0
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    starts = {(str(one["SUMMARY"]), one["DTSTART"].dt) for one in events}
    day = {n: MONDAY + timedelta(days=n) for n in range(7)}
    assert starts == {("Training", datetime.combine(day[n], time(18, 15))) for n in (2, 4, 6)} | {
        ("Morning question", datetime.combine(day[n], time(6, 45))) for n in (1, 3, 5)
    }
    assert all(one["DTSTART"].dt.tzinfo is None for one in events)
    assert len({str(one["UID"]) for one in events}) == len(events)
    assert "pain:" not in file.read_text(encoding="utf-8").lower()


def test_erasing_everything_takes_course_and_programme(life: Life, places: Places, tmp_path: Path) -> None:
    life("today", "--no-ask", "--answer", "before=2")
    file = tmp_path / "p.toml"
    file.write_text(TEXT, encoding="utf-8")
    life("programme", "use", file)
    ran = life("erase", "--yes", "--lang", "en")
    assert "other entries: 1" in ran.out
    assert not places.programme.exists()
    with History(places.history) as history:
        assert history.course.size() == 0


def test_every_rule_question_and_choice_can_be_said() -> None:
    assert set(SENTENCES) == set(Rule)
    assert set(QUESTIONS) == set(Question) | set(PainMoment)
    assert {choice for choices in CHOICES.values() for choice in choices} <= set(CHOICE_NAMES)


@pytest.mark.parametrize("language", Language)
def test_all_advice_of_a_long_course_becomes_sentences(language: Language) -> None:
    words = words_in(language)
    person = Person().screened("both", one_leg=3)
    person.answer(0, Question.FLAT_SHOES, "yes")
    person.answer(0, Question.RUNNING, "yes")
    said = set()
    for day in range(40):
        plan = person.plan(day)
        said |= {explained(one, words) for one in plan.advice}
        if plan.exercises and plan.exercises[0].key == "heel_raise" and day != 20:
            person.trains(day, "1-2", after=5 if day == 8 else 7 if day == 14 else 0)
        person.pain(day, PainMoment.BEFORE, 0)
    assert len(said) > 40
    assert not [line for line in said if "{" in line or ".." in line]


def test_a_slip_is_taken_back(life: Life, places: Places) -> None:
    life("pain", 2, "--when", "before")
    life("pain", 9, "--when", "after")
    ran = life("undo", "--yes")
    assert "Pain 9 (after)" in ran.out
    assert "no training, because of the pain" not in life.today()
    assert "Pain 2 (before)" in life("undo", "--yes").out
    life("done", "heel_raise", "--reps", "9")
    assert "Heel raise: 9" in life("undo", "--yes", "--lang", "en").out
    life("today", "--no-ask", "--answer", "painful=left")
    assert "Hvilken hæl gør ondt? venstre" in life("undo", "--yes", "--lang", "da").out
    life("note", "stiff")
    assert "stiff" in life("undo", "--yes").out
    assert life("undo", "--yes").out == "Nothing was entered yet.\n"
    with History(places.history) as history:
        assert history.course.size() == 0


def test_what_was_done_on_other_legs_than_planned(life: Life, places: Places) -> None:
    life.today("painful=left", "one_leg:left=5", "before=1")
    life("done", "heel_raise", "--legs", "two")
    life("done", "heel_raise", "--legs", "one")
    with History(places.history) as history:
        done = history.course.log().done
    assert [(one.side, one.one_leg) for one in done] == [("both", False), ("left", True)]


def test_after_the_training_the_pain_the_stretch_and_the_rest_are_asked_once(life: Life) -> None:
    life.today(*FIRST_TIME, "painful=left", "one_leg:left=5", "before=1")
    life("done", "heel_raise", "--more", "0")
    asked = life.today().partition("Still to be answered")[2]
    assert ["during the training" in asked, "right after" in asked, "the stretch" in asked] == [True] * 3
    assert "Still to be answered" not in life.today("during=2", "after=2", "stretch_felt=no")
    assert "You did not feel the stretch last time" in life.on(2).today("before=1")
