from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from heelraise.history.document import SessionDocument
from heelraise.history.errors import ServerRefused, ServerUnreachable, UploadError, UploadOff, WrongToken
from heelraise.history.store import History
from heelraise.sync import sync
from tests.heelraise.factories import NOON, document

SERVER = "https://clinic.example"


class Clinic:
    """A server that keeps what it gets, once, and says what it is told to say."""

    def __init__(self) -> None:
        self.kept: dict[UUID, SessionDocument] = {}
        self.answers: dict[UUID, UploadError] = {}
        self.answer: UploadError | None = None
        self.asked = 0

    def __call__(self, sent: SessionDocument, server_url: str, token: str) -> bool:
        assert (server_url, token) == (SERVER, "token")
        self.asked += 1
        error = self.answers.get(sent.id, self.answer)
        if error is not None:
            raise error
        known = sent.id in self.kept
        self.kept[sent.id] = sent
        return not known


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "history.db") as opened:
        opened.switch_on_upload(SERVER, "env:TOKEN", NOON)
        yield opened


def kept(history: History, count: int) -> list[SessionDocument]:
    documents = [document() for _ in range(count)]
    for one in documents:
        history.keep(one)
    return documents


def test_what_waits_is_sent_once_and_logged(history: History, clinic: Clinic) -> None:
    documents = kept(history, 3)
    result = sync(history, "token", NOON, sender=clinic)
    assert result.sent == tuple(one.id for one in documents)
    assert (result.problem, result.refused, result.waiting) == (None, (), 0)
    assert list(clinic.kept.values()) == documents
    assert sync(history, "token", NOON, sender=clinic).sent == ()
    assert clinic.asked == 3
    log = history.outbox.sent()
    assert [entry.session_id for entry in log] == [one.id for one in documents]
    assert {(entry.sent_at, entry.server_url, entry.response) for entry in log} == {(NOON, SERVER, "stored")}


def test_a_server_that_is_down_leaves_all_in_the_outbox_until_it_is_up(
    history: History, clinic: Clinic
) -> None:
    documents = kept(history, 3)
    clinic.answer = ServerUnreachable("no server answers")
    result = sync(history, "token", NOON, sender=clinic)
    assert (result.sent, result.waiting, clinic.asked) == ((), 3, 1)
    assert result.problem is clinic.answer
    assert history.outbox.sent() == ()
    assert history.outbox.pending()[0].last_error == "no server answers"
    clinic.answer = None
    assert len(sync(history, "token", NOON, sender=clinic).sent) == 3
    assert list(clinic.kept.values()) == documents


def test_a_crash_after_the_answer_sends_again_and_stays_one_session(
    history: History, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(history, 1)

    def crash(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(history.outbox, "mark_sent", crash)
        with pytest.raises(KeyboardInterrupt):
            sync(history, "token", NOON, sender=clinic)
    assert len(history.outbox.pending()) == 1
    result = sync(history, "token", NOON, sender=clinic)
    assert (len(result.sent), len(clinic.kept), result.waiting) == (1, 1, 0)
    assert history.outbox.sent()[0].response == "there already"


def test_a_wrong_token_stops_and_loses_nothing(history: History, clinic: Clinic) -> None:
    kept(history, 3)
    clinic.answer = WrongToken("not accepted", transmitted=True)
    result = sync(history, "token", NOON, sender=clinic)
    assert isinstance(result.problem, WrongToken)
    assert (clinic.asked, result.waiting) == (1, 3)
    assert len(history.outbox.sent()) == 1  # it did leave this machine
    assert len(history.outbox.pending(NOON)) == 3


@pytest.mark.parametrize("error", [ServerRefused("too long", 413), ServerUnreachable("trouble", status=500)])
def test_one_bad_session_does_not_block_the_others(
    history: History, clinic: Clinic, error: UploadError
) -> None:
    bad, *good = kept(history, 3)
    clinic.answers[bad.id] = error
    result = sync(history, "token", NOON, sender=clinic)
    assert result.sent == tuple(one.id for one in good)
    assert result.waiting == 1
    assert (result.refused or (result.problem,)) == (error,)
    assert sync(history, "token", NOON, due_only=True, sender=clinic).sent == ()
    assert clinic.asked == 3


def test_waiting_grows_up_to_a_day(history: History, clinic: Clinic) -> None:
    kept(history, 1)
    clinic.answer = ServerUnreachable("down")
    waits = []
    for _ in range(14):
        sync(history, "token", NOON, sender=clinic)
        next_at = history.outbox.pending()[0].next_at
        assert next_at is not None
        waits.append(next_at - NOON)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == timedelta(days=1)


def test_nothing_is_sent_without_consent(history: History, clinic: Clinic) -> None:
    kept(history, 1)
    history.switch_off_upload()
    with pytest.raises(UploadOff, match="switch it on"):
        sync(history, "token", NOON, sender=clinic)
    assert clinic.asked == 0


def test_a_session_erased_meanwhile_is_passed_over(history: History, clinic: Clinic) -> None:
    first, second = kept(history, 2)

    def erasing(sent: SessionDocument, server_url: str, token: str) -> bool:
        if sent == first:
            history.erase(second.id)
        return clinic(sent, server_url, token)

    assert sync(history, "token", NOON, sender=erasing).sent == (first.id,)
