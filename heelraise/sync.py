"""Emptying the outbox: every session that waits is sent once, whatever goes wrong in between.

::

    taken (new or known)    out of the outbox, into the log
    no connection           all of it goes on waiting; nothing more is tried now
    "later" for one         that one waits, the others are tried
    refused for one         that one waits with its reason, the others are tried
    wrong token             all of it goes on waiting; nothing more is tried now

A crash between the server's answer and our note of it sends the session again; the server has it already and
says so: still one session there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from heelraise.history.consent import UploadConsent
from heelraise.history.document import SessionDocument
from heelraise.history.errors import (
    ServerRefused,
    ServerUnreachable,
    UnknownSession,
    UploadError,
    UploadOff,
    WrongToken,
)
from heelraise.history.outbox import Pending, Sent
from heelraise.history.store import History
from heelraise.upload import send
from sensing.said import said

Sender: TypeAlias = Callable[[SessionDocument, str, str], bool]

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What became of the outbox.

    Parameters
    ----------
    sent : tuple of UUID
        Sessions the server now has.
    refused : tuple of ServerRefused
        One for each session that the server would not take.
    problem : UploadError or None
        What kept the rest from being sent.
    waiting : int
        Sessions left in the outbox.
    """

    sent: tuple[UUID, ...]
    refused: tuple[ServerRefused, ...]
    problem: UploadError | None
    waiting: int

    @property
    def first_problem(self) -> UploadError | None:
        """The one to name: what kept all the rest, or the first refusal."""
        return self.problem or next(iter(self.refused), None)


def sync(
    history: History, token: str, now: datetime, *, due_only: bool = False, sender: Sender = send
) -> SyncResult:
    """Send what waits, once.

    Parameters
    ----------
    history : History
        The person's store.
    token : str
        The token that the consent refers to.
    now : datetime
        Now, UTC.
    due_only : bool
        Leave out sessions that failed a short while ago (for syncing unasked).
    sender : callable
        Sends one document and returns whether it was new there; raises an `UploadError` if that fails.

    Raises
    ------
    UploadOff
        If the person has not switched uploading on.
    """
    consent = history.consent()
    if consent is None:
        raise UploadOff(said("uploading is off; switch it on first, nothing is sent until then"))
    sent: list[UUID] = []
    refused: list[ServerRefused] = []
    problem: UploadError | None = None
    for pending in history.outbox.pending(now if due_only else None):
        try:
            _send_one(history, pending, consent, token, now, sender)
            sent.append(pending.session_id)
        except UnknownSession:
            continue  # erased while we were at it
        except ServerRefused as error:
            refused.append(error)
        except UploadError as error:
            problem = error
            if not (isinstance(error, ServerUnreachable) and error.status is not None):
                break
    return SyncResult(tuple(sent), tuple(refused), problem, len(history.outbox.pending()))


def _send_one(
    history: History, pending: Pending, consent: UploadConsent, token: str, now: datetime, sender: Sender
) -> None:
    document = history.session(pending.session_id)

    def transmission(response: str) -> Sent:
        digest = hashlib.sha256(document.wire()).hexdigest()
        return Sent(document.id, now, consent.server_url, digest, response)

    try:
        is_new = sender(document, consent.server_url, token)
    except UploadError as error:
        log = transmission(str(error)) if error.transmitted else None
        history.outbox.mark_failed(document.id, str(error), _next_try(error, pending, now), log)
        raise
    history.outbox.mark_sent(transmission("stored" if is_new else "there already"))


def _next_try(error: UploadError, pending: Pending, now: datetime) -> datetime | None:
    if isinstance(error, WrongToken):
        return None  # a person puts it right; the next try may come at once
    if isinstance(error, ServerRefused):
        return now + _LONGEST_WAIT
    doubled: int = 2 ** min(pending.attempts, 20)
    return now + min(_FIRST_WAIT * doubled, _LONGEST_WAIT)
