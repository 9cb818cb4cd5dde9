"""``heelraise programme``: show, check, copy and change what is prescribed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heelraise.cli.diary import say_lines
from heelraise.cli.options import LangOption, own_places, words_of

programme = typer.Typer(
    help="Show or change the programme: exercises, stages, load, pain.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A programme file.")]


@programme.command()
def show(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A programme file; the one in use if not given.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Show what a programme prescribes, and where each number comes from."""
    from heelraise.display.plan_view import programme_lines
    from heelraise.programme_files import programme_in_use, read_programme

    words = words_of(lang)
    chosen = programme_in_use(own_places()) if file is None else read_programme(file)
    say_lines(programme_lines(chosen, words))


@programme.command()
def check(file: FileArgument, lang: LangOption = None) -> None:
    """Check a programme file; an error names the line and the key."""
    from heelraise.display.advice_text import wording
    from heelraise.programme_files import read_programme

    words = words_of(lang)
    found = read_programme(file)
    typer.echo(
        words(
            "{file} is in order: {name}, exercises: {count}.",
            file=file,
            name=wording(found.name, words),
            count=len(found.exercises),
        )
    )


@programme.command()
def copy(file: FileArgument, lang: LangOption = None) -> None:
    """Write the programme in use to a new file, to be edited."""
    from heelraise.programme_files import copy_programme

    words = words_of(lang)
    copy_programme(own_places(), file)
    typer.echo(words("Written: {file}. Edit it, then: heelraise programme use {file}", file=file))


@programme.command()
def use(file: FileArgument, lang: LangOption = None) -> None:
    """Make a file the programme in use. What was done under another stays as it is."""
    from heelraise.display.advice_text import wording
    from heelraise.programme_files import use_programme

    words = words_of(lang)
    found = use_programme(file, own_places())
    typer.echo(
        words(
            "In use from now on: {name}, edition {edition}.",
            name=wording(found.name, words),
            edition=found.edition,
        )
    )
