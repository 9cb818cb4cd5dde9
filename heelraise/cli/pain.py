"""``heelraise pain``, ``note`` and ``remind``: what hurts, what was noticed, and not to forget it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from heelraise.cli.diary import agreed, ask_open, open_diary, say_lines, somebody_is_there
from heelraise.cli.options import LangOption, words_of
from heelraise.cli.today import DayOption
from heelraise.coach.course import PainMoment
from heelraise.history.notes import Author


def pain(
    score: Annotated[
        int | None,
        typer.Argument(metavar="[0-10]", help="The pain; without it, what is open is asked."),
    ] = None,
    when: Annotated[PainMoment | None, typer.Option("--when", help="Which pain it is.")] = None,
    sharp: Annotated[bool, typer.Option("--sharp", help="It was a sharp pain.")] = False,
    day: DayOption = None,
    lang: LangOption = None,
) -> None:
    """Note how much it hurts, and say what that means for the training."""
    from heelraise.display.plan_view import verdict_lines

    if (score is None) != (when is None) or (score is None and (sharp or day is not None)):
        raise typer.BadParameter("give a number together with --when, such as: heelraise pain 3 --when after")
    words = words_of(lang)
    with open_diary() as diary:
        if score is not None and when is not None:
            diary.pain(when, score, sharp=sharp, day=None if day is None else day.date())
        elif somebody_is_there():
            ask_open(diary, words)
        if diary.log().pain:
            say_lines(verdict_lines(diary.plan().pain, words))
        else:
            typer.echo(words("No pain is noted yet."))


def undo(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    lang: LangOption = None,
) -> None:
    """Take back what was entered last: a pain, an answer, an exercise or a note.

    Shows it first. Sessions that a sensor followed are not touched; `erase` removes those.
    """
    from heelraise.display.entry_text import entry_line

    words = words_of(lang)
    with open_diary() as diary:
        entry = diary.newest()
        if entry is None:
            typer.echo(words("Nothing was entered yet."))
            return
        typer.echo(entry_line(entry, diary.programme, words))
        if yes or agreed(words("Take it back?"), words):
            diary.withdraw()
            typer.echo(words("Taken back."))


def note(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note, in quotes.")],
    by: Annotated[Author, typer.Option(help="Who writes it.")] = Author.PATIENT,
    session: Annotated[
        UUID | None, typer.Option(help="Id of the session it is about, as `export` names it.")
    ] = None,
    day: DayOption = None,
    lang: LangOption = None,
) -> None:
    """Keep a note of patient or therapist, on a day or a session."""
    if session is not None and day is not None:
        raise typer.BadParameter("give --session or --day, not both")
    words = words_of(lang)
    with open_diary() as diary:
        diary.note(text, by, day=None if day is None else day.date(), session_id=session)
    typer.echo(words("The note is kept."))


def remind(
    ics: Annotated[Path, typer.Option("--ics", metavar="FILE", help="Calendar file to write.")],
    weeks: Annotated[int, typer.Option(min=1, max=26, help="How far ahead.")] = 2,
    at: Annotated[
        datetime,
        typer.Option(formats=["%H:%M"], metavar="HH:MM", show_default="17:00", help="Time of the trainings."),
    ] = datetime(2000, 1, 1, 17),  # noqa: DTZ001 -- only its time of day counts
    morning: Annotated[
        datetime,
        typer.Option(
            formats=["%H:%M"], metavar="HH:MM", show_default="07:30", help="Time of the morning question."
        ),
    ] = datetime(2000, 1, 1, 7, 30),  # noqa: DTZ001
    lang: LangOption = None,
) -> None:
    """Write reminders of trainings, and of the morning after each, to a calendar file.

    Read it into any calendar; reading a newer one replaces the same days.
    """
    from heelraise.calendar_file import reminders_of, write_calendar
    from heelraise.diary import local_now

    words = words_of(lang)
    with open_diary() as diary:
        reminders = reminders_of(diary.plan(), diary.programme, diary.log(), weeks)
    write_calendar(ics, reminders, (at.time(), morning.time()), local_now(), words)
    typer.echo(words("Reminders in {file}: {count}", file=ics, count=len(reminders)))
