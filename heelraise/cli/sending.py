"""``heelraise consent``, ``sync`` and ``export``; and what happens to a session once it is over."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.options import LangOption, own_places, words_of
from heelraise.language import message
from sensing.said import said_by

if TYPE_CHECKING:
    from heelraise.cli.live_session import Kept, Stage
    from heelraise.coach.programme.plan import Side
    from heelraise.history.consent import UploadConsent
    from heelraise.history.document import SessionDocument
    from heelraise.history.errors import UploadError
    from heelraise.history.store import History
    from heelraise.language import Words
    from heelraise.sync import SyncResult

_OFF = message("Nothing was sent: uploading is off ('heelraise consent' switches it on).")


def keep_and_send(stage: Stage, *sessions: Kept, show_first: bool = True) -> tuple[SessionDocument, ...]:
    """Keep what was followed and, where the person switched it on, send it; return a document for each leg.

    Where a session went on after a crash, the part before that is kept as a session of its own.
    A session without repetitions is not kept; its recording is. A server that is down costs nothing: the
    session waits in the outbox.

    Parameters
    ----------
    stage : Stage
        Where it is shown and kept.
    *sessions : Kept
        One, or those of two sensors.
    show_first : bool
        Whether what is sent for the first time ever is shown before.

    Raises
    ------
    HistoryError
        If the sessions cannot be kept; the recordings are there all the same.
    """
    from heelraise.cli.leftovers import settle
    from heelraise.history.store import History
    from heelraise.journal_marks import mark_ended

    counted = [kept for kept in sessions if kept.session.analysis.judged]
    documents: tuple[SessionDocument, ...] = ()
    if counted:
        with History(stage.places.history) as history:
            earlier, name = history.sessions(), history.pseudonym()
            documents = tuple(one for kept in counted for one in documents_of(kept, name))
            history.keep(*documents)
        for document in documents:
            _compare(stage, document, earlier)
    for kept in sessions:
        if kept.folder is not None and kept.state.is_over:
            mark_ended(kept.folder)
    before = settle(stage)
    if documents or before:
        stage.say("\n" + stage.words("Session kept on this computer."))
        with History(stage.places.history) as history:
            _send(stage, history, show_first)
    return documents


def documents_of(kept: Kept, pseudonym: str) -> tuple[SessionDocument, ...]:
    """Return the documents of a session that was followed, one for each leg that did something.

    Raises
    ------
    BadDocument
        If it is beyond what a document may hold.
    """
    from heelraise.session import by_side, document_of

    local = kept.started_at.astimezone()
    return tuple(
        document_of(analysis, replace(kept.meta, side=_leg(side) or kept.meta.side), pseudonym, local)
        for side, analysis in by_side(kept.session.analysis, kept.state)
    )


def _leg(side: Side | None) -> str | None:
    """Return the one leg that worked, if it was one."""
    return None if side is None or side == "both" else str(side)


def _compare(stage: Stage, document: SessionDocument, earlier: Sequence[SessionDocument]) -> None:
    from heelraise.display.comparison_view import show_comparison
    from heelraise.progress.compared import compared

    comparison = compared(document, earlier, starts_hour=_day_starts_hour(stage))
    if comparison is not None:
        show_comparison(stage.console, comparison, stage.words)


def _day_starts_hour(stage: Stage) -> int:
    from heelraise.coach.errors import CoachError
    from heelraise.programme_files import programme_in_use

    try:
        return programme_in_use(stage.places).schedule.day_starts_hour
    except CoachError:
        return 0  # what is wrong with the programme is for `today` to say; the session is over


def _send(stage: Stage, history: History, show_first: bool) -> None:
    from heelraise.history.errors import UploadError

    consent = history.consent()
    if consent is None:
        stage.say(stage.words(_OFF), "dim")
        return
    try:
        result = _sent(history, consent, stage.words, stage.now(), show_first=show_first, due_only=True)
    except UploadError as error:
        _say_it_waits(stage, error)
        return
    if result.sent:
        stage.say(stage.words("Summary uploaded to {server}.", server=consent.server_url), "green")
    if result.first_problem is not None:
        _say_it_waits(stage, result.first_problem)


def _sent(
    history: History,
    consent: UploadConsent,
    words: Words,
    now: datetime,
    *,
    show_first: bool = True,
    due_only: bool = False,
) -> SyncResult:
    """Send what waits; what is sent for the first time ever is shown before."""
    from heelraise.sync import sync as send_waiting
    from heelraise.token_source import read_token

    if show_first and history.outbox.pending() and not history.outbox.sent():
        typer.echo(words("This is all that is sent, shown because it is the first time:"))
        _show_waiting(history)
    token = read_token(consent.token_reference, os.environ)
    return send_waiting(history, token, now, due_only=due_only)


def _say_it_waits(stage: Stage, why: UploadError) -> None:
    said = stage.words(
        "Not uploaded: {why}. It waits in the outbox; 'heelraise sync' sends it.", why=said_by(why)
    )
    stage.say(said, "yellow")


def _show_waiting(history: History) -> None:
    """Print, byte for byte, what would be sent."""
    for pending in history.outbox.pending():
        typer.echo(history.session(pending.session_id).wire().decode())


def sync(
    show: Annotated[bool, typer.Option("--show", help="Only print exactly what would be sent.")] = False,
    lang: LangOption = None,
) -> None:
    """Send the sessions that wait in the outbox, each once."""
    from heelraise.cli.leftovers import settle_beforehand
    from heelraise.history.store import History

    words = words_of(lang)
    settle_beforehand(own_places(), words)
    with History(own_places().history) as history:
        if show:
            _show_waiting(history)
            return
        consent = history.consent()
        if consent is None:
            typer.echo(words(_OFF))
            return
        result = _sent(history, consent, words, datetime.now(UTC))
    typer.echo(words("{sent} sent, {waiting} waiting.", sent=len(result.sent), waiting=result.waiting))
    if result.first_problem is not None:
        raise result.first_problem


def consent(
    server: Annotated[str | None, typer.Option(help="Address of the clinic's server, https://…")] = None,
    token: Annotated[
        str | None,
        typer.Option(metavar="env:NAME|file:PATH", help="Where the token from the clinic is found."),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Withdraw it; what waits is not sent.")] = False,
    lang: LangOption = None,
) -> None:
    """Switch the sending of summaries on or off.

    It is off until you switch it on. Without options it says how it stands.
    """
    from heelraise.history.store import History
    from heelraise.token_source import read_token
    from heelraise.upload import check_address

    if (server is None) != (token is None) or (off and server is not None):
        raise typer.BadParameter("give --server together with --token, or --off alone")
    words = words_of(lang)
    with History(own_places().history) as history:
        if off:
            history.switch_off_upload()
        elif server is not None and token is not None:
            check_address(server)
            read_token(token, os.environ)
            history.switch_on_upload(server, token, datetime.now(UTC))
        agreed = history.consent()
        if agreed is None:
            typer.echo(words("Uploading is off; nothing is sent."))
        else:
            typer.echo(
                words(
                    "Uploading is on: summaries go to {server} under the name {pseudonym}, no raw data.",
                    server=agreed.server_url,
                    pseudonym=history.pseudonym(),
                )
            )


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON file to write.")],
    lang: LangOption = None,
) -> None:
    """Write everything that is kept about you to one file."""
    from heelraise.cli.leftovers import settle_beforehand
    from heelraise.history.export import export_history
    from heelraise.history.store import History

    words = words_of(lang)
    settle_beforehand(own_places(), words)
    with History(own_places().history) as history:
        count = export_history(history, file)
    typer.echo(words.plural("{count} session in {file}", "{count} sessions in {file}", count, file=file))
