"""``heelraise erase``."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from heelraise.cli.diary import agreed
from heelraise.cli.options import LangOption, own_places, words_of


def erase(
    session: Annotated[
        UUID | None,
        typer.Argument(
            metavar="SESSION", help="Id of one session, as `export` names it; everything if not given."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    lang: LangOption = None,
) -> None:
    """Erase what is kept about you on this computer.

    Sessions, raw recordings, pain, answers, notes, the programme, consent and random name go. What a clinic
    was sent stays there.
    """
    from heelraise.erasure import doomed
    from heelraise.erasure import erase as carry_out
    from heelraise.history.store import History
    from heelraise.session_lock import only_session

    words = words_of(lang)
    places = own_places()
    # A session that runs would be kept after all else is gone, without its raw recording.
    with only_session(places.session_lock), History(places.history) as history:
        what = doomed(history, places, session)
        counts = {"sessions": what.sessions, "recordings": len(what.recordings), "entries": what.entries}
        question = words(
            "Erase from {folder}: sessions: {sessions}, raw recordings: {recordings}, "
            "other entries: {entries}. There is no way back. Go on?",
            **counts,
            folder=places.root,
        )
        if not (yes or agreed(question, words)):
            typer.echo(words("Nothing was erased."))
            raise typer.Exit(1)
        carry_out(history, what)
    typer.echo(
        words(
            "Erased: sessions: {sessions}, raw recordings: {recordings}, other entries: {entries}.", **counts
        )
    )
    if what.servers:
        typer.echo(
            words(
                "Sent before, and still there: ask the clinic to erase it too ({servers}). "
                "'heelraise export' names what was sent.",
                servers=", ".join(what.servers),
            )
        )
