"""``heelraise label``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.options import LangOption, checked_tempo, words_of
from heelraise.language import Words
from sensing.errors import SensingError, SettingsError
from sensing.prescription import Prescription
from sensing.said import said, said_by

if TYPE_CHECKING:
    from heelraise.labelling.draft import Draft
    from heelraise.labelling.edits import Edit, Reps


def label(
    recording: Annotated[Path, typer.Argument(metavar="RECORDING", help="Recording folder or file.")],
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="'N NAME=VALUE...'", help="Change one: '3 style=low end=31.2'."),
    ] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="N", help="Take one out.")] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="'START TOP DOWN END STYLE'", help="Put one in: '4.1 6.7 8.7 11.8 ok'."),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Save without asking.")] = False,
    page: Annotated[bool, typer.Option("--page", help="Mark them in the browser, on this computer.")] = False,
    person: Annotated[
        str | None, typer.Option(help="Who it was, by a name that tells nobody; training needs it.")
    ] = None,
    prescription: Annotated[
        str | None,
        typer.Option(
            metavar="UP-HOLD-DOWN", callback=checked_tempo, help="What was asked for; 3-2-3 if not said."
        ),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Begin with what the program finds.")] = False,
    lang: LangOption = None,
) -> None:
    """Mark and correct the repetitions of a recording.

    Begins with what a person marked before, else with what the program finds. --set, --remove and --add are
    saved at once; their numbers are those of the table before any of them.
    """
    from heelraise.labelling.draft import draft_of
    from heelraise.labelling.edits import all_of

    words = words_of(lang)
    given = bool(change or remove or add)
    edit = all_of(change or [], add or [], remove or [])
    asked = None if prescription is None else Prescription.parse(prescription)
    draft = draft_of(recording, prescription=asked, person=person, anew=anew)
    reps = edit(draft.labels.reps)
    if page:
        _on_page(replace(draft, labels=replace(draft.labels, reps=reps)), words)
    elif given or accept:
        _keep(draft, reps, words)
    else:
        _show(draft, reps, words)
        _ask(draft, reps, words)


def _show(draft: Draft, reps: Reps, words: Words) -> None:
    from rich.console import Console

    from heelraise.display.label_text import show_draft

    show_draft(Console(), draft, reps, words)


def _keep(draft: Draft, reps: Reps, words: Words) -> None:
    from sensing.recording.labels import save_labels

    path = save_labels(draft.path, replace(draft.labels, reps=reps))
    _show(draft, reps, words)
    typer.echo(words("Saved in {path}.", path=path))


def _ask(draft: Draft, reps: Reps, words: Words) -> None:
    """Take corrections line by line until they are accepted; without a terminal there is nobody to ask."""
    from heelraise.display.label_text import prompt_help

    if not sys.stdin.isatty():
        typer.echo(words("Nothing was saved; --accept saves it as it is."))
        return
    typer.echo(prompt_help(words))
    while (line := _typed()) not in {"quit", "q"}:
        try:
            if line == "accept":
                return _keep(draft, reps, words)
            reps = _edit_of(line)(reps)
        except SensingError as error:
            typer.echo(words.say(said_by(error)), err=True)
            continue
        _show(draft, reps, words)
    typer.echo(words("Nothing was saved."))


def _typed() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return "quit"


def _edit_of(line: str) -> Edit:
    from heelraise.labelling.edits import adding, changing, removing

    verbs = {"set": changing, "remove": removing, "add": adding}
    verb, _, rest = line.partition(" ")
    if verb not in verbs:
        raise SettingsError(said("'{line}': begin with set, remove, add, accept or quit", line=line))
    return verbs[verb](rest)


def _on_page(draft: Draft, words: Words) -> None:
    from heelraise.labelling.page import LabelPage
    from heelraise.labelling.signal import signal_of
    from sensing.recording.labels import LabelledRep, labels_path, save_labels

    def save(reps: tuple[LabelledRep, ...]) -> object:
        return save_labels(draft.path, replace(draft.labels, reps=reps))

    inside = tuple((rep.top, rep.eccentric_start) for rep in draft.labels.reps)
    page = LabelPage(draft, signal_of(draft.recording, inside), words, save)
    typer.echo(words("Open this in the browser of this computer: {url}", url=page.url))
    typer.echo(
        words(
            "It ends with 'Save and close', or with Ctrl-C here. Saved in {path}.",
            path=labels_path(draft.path),
        )
    )
    typer.launch(page.url)
    try:
        page.run()
    finally:
        page.close()
