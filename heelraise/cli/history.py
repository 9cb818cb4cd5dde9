"""``heelraise history`` and ``progress``: what is kept, and how it goes."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.options import LangOption, own_places, words_of
from heelraise.cli.pictures import check_picture
from sensing.said import said

if TYPE_CHECKING:
    from heelraise.history.store import Shelf
    from heelraise.language import Words
    from heelraise.progress.course import Progress

SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Leave out what was before."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a session, one a line.")]

history = typer.Typer(
    help="List the sessions that are kept, or show one.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@history.callback()
def list_sessions(
    context: typer.Context, since: SinceOption = None, json: JsonOption = False, lang: LangOption = None
) -> None:
    """List the sessions that are kept: when, how often, how fast, and what it cost in pain."""
    if context.invoked_subcommand is not None:
        return
    words = words_of(lang)
    shelf, progress = _load(since, words)
    if json:
        from heelraise.progress.fields import point_fields

        for point in progress.points:
            typer.echo(json_format.dumps(point_fields(point, progress)))
    else:
        from rich.console import Console

        from heelraise.display.history_view import show_history

        show_history(Console(), progress, words)
    _say_unread(shelf, words)


@history.command("show")
def show_session(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="Its id, or the start of it.")],
    json: Annotated[bool, typer.Option("--json", help="The session as it is kept.")] = False,
    lang: LangOption = None,
) -> None:
    """Show one session with all its repetitions."""
    from heelraise.history.errors import UnknownSession

    words = words_of(lang)
    shelf, progress = _load(None, words)
    named = [one for one in shelf.sessions if session and str(one.id).startswith(session.lower())]
    if len(named) != 1:
        which = said("no session") if not named else said("{count} sessions", count=len(named))
        raise UnknownSession(
            said(
                "{which} with an id that begins with '{session}'; see: heelraise history",
                which=which,
                session=session,
            )
        )
    (document,) = named
    if json:
        typer.echo(document.wire())
        return
    from rich.console import Console

    from heelraise.display.history_view import show_one

    point = next(one for one in progress.points if one.id == document.id)
    show_one(Console(), point, document, progress, words)


def progress(
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it: a .png, .svg or .pdf file.")
    ] = None,
    since: SinceOption = None,
    lang: LangOption = None,
) -> None:
    """Show how the training goes, week by week; as a picture with --out."""
    from rich.console import Console

    from heelraise.display.progress_view import show_progress

    words = words_of(lang)
    shelf, way = _load(since, words)
    if out is None:
        show_progress(Console(), way, words)
    else:
        _draw(way, words, out)
    _say_unread(shelf, words)


def _draw(way: Progress, words: Words, out: Path) -> None:
    check_picture(out, "--out")
    from heelraise.display.plots.page import write_progress

    write_progress(way, words, out)
    typer.echo(words("Drawn: {file}", file=out))


def _load(since: datetime | None, words: Words) -> tuple[Shelf, Progress]:
    from heelraise.cli.leftovers import settle_beforehand
    from heelraise.history.store import History
    from heelraise.programme_files import programme_in_use
    from heelraise.progress.course import progress_of

    places = own_places()
    programme = programme_in_use(places)
    settle_beforehand(places, words)
    with History(places.history) as store:
        shelf = store.shelf()
        log, notes = store.course.log(), store.course.notes()
    day = None if since is None else since.date()
    return shelf, progress_of(shelf.sessions, log, programme, datetime.now(UTC), notes=notes, since=day)


def _say_unread(shelf: Shelf, words: Words) -> None:
    if shelf.unread:
        said = words.plural(
            "{count} session of a newer heelraise is not shown. Update with: pip install -U heelraise",
            "{count} sessions of a newer heelraise are not shown. Update with: pip install -U heelraise",
            len(shelf.unread),
        )
        typer.echo(said, err=True)
