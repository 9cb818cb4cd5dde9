from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from heelraise.coach.course import CourseLog, PainEntry, PainMoment
from heelraise.history.notes import Author, Note
from heelraise.progress.compared import compared
from heelraise.progress.course import Progress, progress_of
from heelraise.progress.fields import point_fields
from heelraise.progress.point import FREE, Tempo, point_of
from tests.heelraise.coach.programmes import STANDARD
from tests.heelraise.factories import NOON, document
from tests.heelraise.progress.courses import FIRST, course, moment, session

TODAY = FIRST + timedelta(days=46)


def way(**changes: object) -> Progress:
    documents, log = course()
    return progress_of(documents, log, STANDARD, moment(TODAY), UTC, **changes)  # type: ignore[arg-type]


def test_a_session_is_summed_up() -> None:
    point = point_of(document(), NOON, NOON.date())
    assert (point.sets, point.reps, point.too_fast) == ((12,), 12, 2)
    assert point.prescribed == Tempo(3.0, 2.0, 3.0)
    assert point.done == Tempo(pytest.approx(3.0), pytest.approx(2.0), pytest.approx(3.0))
    assert point.delivered_s == pytest.approx(10 * 8.0 + 2 * 6.2, abs=0.3)  # the two that were dropped in 1 s
    assert (point.height_deg, point.height_cm, point.rep_s) == (42.6, None, 8.0)


def test_ones_own_tempo_has_nothing_to_be_held_against() -> None:
    point = point_of(document(prescription="own"), NOON, NOON.date())
    assert (point.prescribed, point.delivered_s, point.rep_s) == (FREE, None, None)


def test_the_programmes_dose_is_what_was_asked_for() -> None:
    tension = way().tension
    assert tension[0].asked_s == 3 * 12 * 8.0
    assert tension[-1].asked_s == 5 * 8 * 8.0
    stopped_early = next(one for one in tension if one.day == FIRST + timedelta(days=12))
    assert stopped_early.delivered_s < 0.5 * stopped_early.asked_s
    assert {one.leg for one in tension if one.day > FIRST + timedelta(days=20)} == {"left", "right"}


def test_without_a_log_the_repetitions_done_are_what_was_asked_for() -> None:
    (one,) = progress_of([document()], CourseLog(), STANDARD, NOON, UTC).tension
    assert one.asked_s == 12 * 8.0


def test_two_sessions_of_a_leg_on_a_day_are_one_dose() -> None:
    early, late = session(1, FIRST), document(started_at=moment(FIRST, 20), side="left")
    (one,) = progress_of([late, early], CourseLog(), STANDARD, moment(FIRST, 21), UTC).tension
    assert one.asked_s == (36 + 12) * 8.0


def test_training_past_midnight_belongs_to_the_evening() -> None:
    late = document(started_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))  # the hour that comes twice
    progress = progress_of([late], CourseLog(), STANDARD, NOON, ZoneInfo("Europe/Copenhagen"))
    assert progress.trained == (date(2026, 10, 24),)


def test_a_day_abroad_is_the_day_there() -> None:
    there = document(started_at=datetime(2026, 10, 24, 20, 0, tzinfo=timezone(timedelta(hours=-5))))
    (point,) = progress_of([there], CourseLog(), STANDARD, NOON, ZoneInfo("Europe/Copenhagen")).points
    assert (point.day, point.started_at.hour) == (date(2026, 10, 24), 20)


def test_days_asked_for_follow_the_programme() -> None:
    progress = way()
    assert (len(progress.trained), progress.asked_days) == (18, 24)
    assert (progress.first, progress.last) == (FIRST, TODAY)
    assert progress_of([], CourseLog(), STANDARD, NOON, UTC).asked_days == 0


def test_since_leaves_out_what_was_before_but_not_what_it_led_to() -> None:
    since = FIRST + timedelta(days=30)
    progress = way(since=since)
    assert min((*progress.trained, *(one.day for one in progress.pain))) >= since
    assert progress.tension[0].asked_s == 5 * 8 * 8.0


def test_who_enters_pain_again_corrects_it() -> None:
    entries = tuple(PainEntry(NOON, FIRST, PainMoment.AFTER, score) for score in (6, 2))
    progress = progress_of([], CourseLog(entries), STANDARD, NOON, UTC)
    assert [one.score for one in progress.pain] == [2]


def test_notes_stand_with_their_session_or_day() -> None:
    mine, other = session(1, FIRST), session(2, FIRST)
    notes = [
        Note(NOON, FIRST, Author.PATIENT, "on the day"),
        Note(NOON, FIRST, Author.THERAPIST, "on the session", mine.id),
        Note(NOON, FIRST + timedelta(days=1), Author.PATIENT, "later"),
    ]
    progress = progress_of([mine, other], CourseLog(), STANDARD, NOON, UTC, notes)
    texts = [[one.text for one in progress.notes_on(point)] for point in progress.points]
    assert sorted(texts, key=len) == [["on the day"], ["on the day", "on the session"]]


def test_as_fields() -> None:
    progress = way()
    fields = point_fields(progress.points[0], progress)
    assert fields["pain"] == {"before": 4, "during": 5, "after": 5}
    assert (fields["day"], fields["sets"], fields["side"]) == ("2026-10-05", [12, 12, 12], "left")


def test_a_session_is_held_against_the_last_one_like_it() -> None:
    now = session(3, FIRST + timedelta(days=6))
    right = session(4, FIRST + timedelta(days=4), "right")
    older, like, later = (session(n, FIRST + timedelta(days=n)) for n in (1, 2, 8))
    found = compared(now, [now, right, older, like, later], UTC)
    assert found is not None
    assert (found.before.id, found.now.id) == (like.id, now.id)
    assert compared(now, [now, right, later], UTC) is None
    assert compared(document(reps=0), [like], UTC) is None


def test_who_trains_past_midnight_trains_on_the_day_before() -> None:
    before, now = session(1, FIRST), session(2, FIRST + timedelta(days=2))
    past_midnight = timezone(timedelta(hours=(1 - before.started_at.hour) % 24))
    found = compared(now, [before], past_midnight, starts_hour=4)
    assert found is not None
    assert found.before.day == before.started_at.astimezone(past_midnight).date() - timedelta(days=1)
