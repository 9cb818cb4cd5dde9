"""The page for marking, over a real socket."""

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread, active_count
from time import sleep

import pytest

from heelraise.labelling.draft import Draft, draft_of
from heelraise.labelling.page import LabelPage
from heelraise.labelling.signal import signal_of
from heelraise.language import Language, words_in
from sensing.recording.labels import LabelledRep

ROOT = Path(__file__).parent.parent.parent.parent
REP = {"start": 1.0, "top": 2.0, "eccentric_start": 3.0, "end": 4.0, "style": "low"}


class Served:
    """A page that is being served, and what it was given to keep."""

    def __init__(self, draft: Draft) -> None:
        self.kept: list[tuple[LabelledRep, ...]] = []
        signal = signal_of(draft.recording)
        self.page = LabelPage(draft, signal, words_in(Language.ENGLISH), self.kept.append)
        self.thread = Thread(target=self.page.run)
        self.thread.start()

    def ask(self, method: str, what: str, body: object = None, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection(self.page.host, timeout=5)
        text = body if isinstance(body, str) else json.dumps(body)
        connection.request(method, what, text if method == "POST" else None, headers)
        answer = connection.getresponse()
        out = answer.status, answer.read()
        connection.close()
        return out

    @property
    def root(self) -> str:
        return "/" + self.page.url.split("/", 3)[3]


@pytest.fixture(scope="module")
def draft() -> Draft:
    return draft_of(ROOT / "recordings" / "foot")


@pytest.fixture
def served(draft: Draft) -> Iterator[Served]:
    served = Served(draft)
    yield served
    served.page.stop()
    served.thread.join()
    served.page.close()


def test_the_page_and_what_it_shows(served: Served) -> None:
    status, page = served.ask("GET", served.root)
    assert status == 200
    assert b"{nonce}" not in page
    assert b"http://" not in page
    assert b"https://" not in page
    data = json.loads(served.ask("GET", served.root + "data")[1])
    assert len(data["reps"]) == 6
    assert len(data["t"]) == len(data["tilt"]) > 1000
    assert set(data["styles"]) <= set(data["texts"])


def test_what_is_sent_is_kept_in_order(served: Served) -> None:
    later = REP | {"start": 5.0, "top": 6.0, "eccentric_start": 7.0, "end": 8.0, "style": "ok"}
    assert served.ask("POST", served.root + "save", {"reps": [later, REP]})[0] == 200
    assert [rep.start for rep in served.kept[0]] == [1.0, 5.0]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"reps": [REP | {"end": 2.5}]}, "edges not in order"),
        ({"reps": [REP, REP]}, "begins before"),
        ({"reps": [REP | {"style": "nice"}]}, "style 'nice'"),
        ({"reps": [REP | {"end": "soon"}]}, "no repetitions"),
        ({}, "no repetitions"),
        ("{", "no repetitions"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(served: Served, body: object, says: str) -> None:
    status, answer = served.ask("POST", served.root + "save", body)
    assert status == 422
    assert says in json.loads(answer)["error"]
    assert served.kept == []


def test_nobody_else_gets_in(served: Served) -> None:
    assert served.ask("GET", "/")[0] == 404
    assert served.ask("GET", "/guessed/data")[0] == 404
    assert served.ask("GET", served.root + "../../etc/passwd")[0] == 404
    assert served.ask("GET", served.root + "data", Host="evil.example")[0] == 403
    assert served.ask("POST", "/guessed/save", {"reps": [REP]})[0] == 404
    assert served.ask("POST", served.root + "save", "", **{"Content-Length": "999999999"})[0] == 413
    assert served.kept == []


def test_a_connection_from_before_the_end_saves_nothing(draft: Draft) -> None:
    """Browsers open connections ahead of need."""
    served = Served(draft)
    before = active_count()
    with closing(HTTPConnection(served.page.host, timeout=5)) as connection:
        connection.connect()
        while active_count() == before:  # until the server has taken it
            sleep(0.01)
        served.page.stop()
        served.thread.join()
        connection.request("POST", served.root + "save", json.dumps({"reps": [REP]}))
        with pytest.raises(ConnectionError):
            connection.getresponse()
    served.page.close()
    assert served.kept == []


def test_done_saves_and_ends(draft: Draft) -> None:
    served = Served(draft)
    assert served.ask("POST", served.root + "done", {"reps": [REP]})[0] == 200
    served.thread.join(timeout=10)
    assert not served.thread.is_alive()
    assert len(served.kept) == 1
    served.page.close()
