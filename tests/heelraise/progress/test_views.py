import io
from collections.abc import Sequence
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from rich.console import Console

from heelraise.coach.course import CourseLog
from heelraise.display.comparison_view import show_comparison
from heelraise.display.history_view import show_history
from heelraise.display.plots.file import FORMATS
from heelraise.display.plots.page import write_progress
from heelraise.display.plots.panels import repetitions
from heelraise.display.progress_view import show_progress
from heelraise.history.document import SessionDocument
from heelraise.history.errors import HistoryError
from heelraise.language import Language, Words, words_in
from heelraise.progress.compared import compared
from heelraise.progress.course import Progress, progress_of
from tests.heelraise.coach.programmes import STANDARD
from tests.heelraise.factories import document
from tests.heelraise.progress.courses import FIRST, course, moment, session

LANGUAGES = pytest.mark.parametrize("words", [words_in(one) for one in Language], ids=list(Language))


def way(documents: Sequence[SessionDocument], log: CourseLog | None = None, days: int = 46) -> Progress:
    today = moment(FIRST + timedelta(days=days))
    return progress_of(documents, log or CourseLog(), STANDARD, today, UTC)


def printed(show: object, *arguments: object) -> str:
    file = io.StringIO()
    show(Console(file=file, width=80), *arguments)  # type: ignore[operator]
    assert max(map(len, file.getvalue().splitlines())) <= 80
    assert "\N{HORIZONTAL ELLIPSIS}" not in file.getvalue()  # nothing is cut off
    return file.getvalue()


@LANGUAGES
def test_six_weeks_fit_an_ordinary_terminal(words: Words) -> None:
    progress = way(*course())
    assert len(printed(show_history, progress, words).splitlines()) == 2 + len(progress.points) + 1
    shown = printed(show_progress, progress, words)
    assert len([line for line in shown.splitlines() if "\N{BLACK SQUARE}" in line]) == 6


@LANGUAGES
def test_nothing_is_said_to_be_nothing(words: Words) -> None:
    for show in (show_history, show_progress):
        assert "heelraise start" in printed(show, way([]), words)


@LANGUAGES
def test_a_session_beside_the_last_one(words: Words) -> None:
    found = compared(session(2, FIRST + timedelta(days=2)), [session(1, FIRST)], UTC)
    lines = printed(show_comparison, found, words).splitlines()
    assert sum("\N{FULL BLOCK}" in line for line in lines) == 10
    assert words("Way down") in "".join(lines)


@LANGUAGES
def test_the_picture_names_everything(words: Words, tmp_path: Path) -> None:
    write_progress(way(*course()), words, tmp_path / "way.svg")
    text = (tmp_path / "way.svg").read_text(encoding="utf-8")
    for said in ("Time under tension, s (dash: prescribed)", "left leg", "Pain, 0 to 10", "Load carried, kg"):
        assert words(said) in text


@pytest.mark.parametrize("ending", FORMATS)
def test_the_picture_is_of_the_kind_that_its_name_says(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"way{ending}"
    write_progress(way([session(1, FIRST)]), words_in(Language.ENGLISH), path)
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
    assert path.read_bytes().startswith(starts[ending])


def test_the_same_data_make_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        write_progress(way([session(1, FIRST)]), words_in(Language.DANISH), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def years(sessions: int) -> list[SessionDocument]:
    one = document(side=None)
    return [
        one.model_copy(update={"id": document().id, "started_at": moment(FIRST + timedelta(days=2 * n))})
        for n in range(sessions)
    ]


@pytest.mark.parametrize("sessions", [0, 1, 500])
def test_no_session_one_and_years_of_them_can_be_drawn(sessions: int, tmp_path: Path) -> None:
    write_progress(way(years(sessions), days=2 * sessions), words_in(Language.ENGLISH), tmp_path / "way.png")


def test_a_picture_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="cannot be written"):
        write_progress(way([]), words_in(Language.ENGLISH), tmp_path / "nowhere" / "way.png")


def test_sessions_of_one_day_add_up_in_the_picture() -> None:
    axes = Figure().add_subplot()
    repetitions(
        axes, way([session(1, FIRST), session(2, FIRST, sets=1, reps=10)]), words_in(Language.ENGLISH)
    )
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(bars) == 2
    assert sum(bar.get_height() for bar in bars) == 46
