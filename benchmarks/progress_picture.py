"""Draws docs/progress.png: the progress of a made-up person."""

from datetime import UTC, timedelta
from pathlib import Path

from heelraise.display.plots.page import write_progress
from heelraise.language import Language, words_in
from heelraise.progress.course import progress_of
from tests.heelraise.coach.programmes import STANDARD
from tests.heelraise.progress.courses import FIRST, course, moment

ROOT = Path(__file__).parent.parent

if __name__ == "__main__":
    documents, log = course()
    progress = progress_of(documents, log, STANDARD, moment(FIRST + timedelta(days=42)), UTC)
    write_progress(progress, words_in(Language.ENGLISH), ROOT / "docs" / "progress.png")
