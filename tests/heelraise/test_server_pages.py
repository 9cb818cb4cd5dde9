import csv
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from io import StringIO

import pytest

from heelraise.display.terms import FLAGS, PLACES, VERDICTS
from heelraise.history.pseudonym import new_pseudonym
from heelraise.language import Language, words_in
from heelraise.server.list_pages import LISTED
from models.verdict import Flag, Verdict
from sensing.types import Placement
from tests.heelraise.factories import NOON, PSEUDONYM, document
from tests.heelraise.server_client import AS_CLINIC, Clock, TestClient, put


def link(server: TestClient, session_id: object = None) -> str:
    query = {} if session_id is None else {"session_id": str(session_id)}
    answer = server.post("/api/v1/links", params=query, headers=AS_CLINIC)
    assert answer.status_code == 201
    path: str = answer.json()["path"]
    return path


class Reader(HTMLParser):
    """Collects the text of a page, the cells of its rows, and checks that what opens also closes."""

    VOID = ("meta",)

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.next: str | None = None
        self.lang: str | None = None
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag == "html":
            self.lang = given["lang"]
        if tag == "a" and given.get("rel") == "next":
            self.next = given["href"]
        elif tag == "a":
            self.links.append(given["href"] or "")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_a_link_opens_one_session_once_and_the_cookie_goes_on(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    path = link(server, sent.id)
    page = server.get(path)
    assert page.status_code == 200
    assert page.url.path == f"/sessions/{sent.id}"
    assert server.get("/sessions").status_code == 200
    server.cookies.clear()
    assert server.get(path).status_code == 401
    assert server.get(f"/sessions/{sent.id}").status_code == 401


def test_the_cookie_is_no_token_and_out_of_reach_of_scripts(server: TestClient) -> None:
    answer = server.get(link(server), follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    value = answer.cookies["heelraise_visit"]
    assert server.get("/api/v1/sessions", headers={"authorization": f"Bearer {value}"}).status_code == 401


def test_links_and_visits_end(server: TestClient, clock: Clock) -> None:
    old, fresh = link(server), link(server)
    assert server.get(fresh).status_code == 200
    clock.now += timedelta(minutes=11)
    assert server.get(old).status_code == 401
    assert server.get("/sessions").status_code == 200
    clock.now += timedelta(hours=8)
    assert server.get("/sessions").status_code == 401


@pytest.mark.parametrize("path", ["/sessions", "/open/guessed"])
def test_without_a_link_the_page_is_closed(server: TestClient, path: str) -> None:
    server.cookies.set("heelraise_visit", "guessed")
    answer = server.get(path, headers={"accept-language": "da"})
    assert answer.status_code == 401
    assert "Siden er lukket" in answer.text


@pytest.mark.parametrize(("language", "down"), [("da", "3,0"), ("en", "3.0")])
def test_the_page_shows_each_repetition_readably(server: TestClient, language: str, down: str) -> None:
    sent = document()
    put(server, sent)
    answer = server.get(link(server, sent.id), headers={"accept-language": language})
    page = Reader(answer.text)
    assert page.lang == language
    assert len(page.rows) == 1 + 12
    assert page.rows[1][:5] == ["1", "1", down, down.replace("3", "2"), down]
    fast = words_in(Language(language))(FLAGS[Flag.ECCENTRIC_TOO_FAST])
    assert [row[0] for row in page.rows if row[-1] == fast] == ["4", "9"]
    assert answer.text.count('<tr class="fault">') == 2
    assert answer.text.count(f'<td class="off">{page.rows[4][4]}</td>') == 2  # the phase that was too fast


def test_notes_are_read_in_danish_too(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    page = server.get(link(server, sent.id), headers={"accept-language": "da"}).text
    assert "<li>intet gyroskop: kun højden</li>" in page


def test_everything_is_escaped_and_nothing_is_loaded_or_run(server: TestClient) -> None:
    evil = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
    sent = document(sensor=evil[:80])
    put(server, sent)
    answer = server.get(link(server, sent.id))
    assert Reader(answer.text).tags.isdisjoint({"script", "img", "link", "iframe"})
    assert "&lt;script&gt;" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"


def test_the_list_is_empty_at_first_and_then_links_to_each(server: TestClient) -> None:
    for text in (server.get(link(server)).text, server.get("/sessions").text):
        assert "No sessions" in text
    sent = document()
    put(server, sent)
    for page in ("/people", "/sessions"):
        assert f'href="/sessions/{sent.id}"' in server.get(page).text


def test_the_list_of_one_person(server: TestClient) -> None:
    hers, his = document(pseudonym="k7wq-3mfx-9t2c"), document(pseudonym="a3px-6h78-c35m")
    put(server, hers)
    put(server, his)
    server.get(link(server))
    everybody = server.get("/sessions").text
    assert f'<a href="/sessions?pseudonym={hers.pseudonym}">{hers.pseudonym}</a>' in everybody
    hers_alone = server.get(f"/sessions?pseudonym={hers.pseudonym}", headers={"accept-language": "da"}).text
    assert f'href="/sessions/{hers.id}"' in hers_alone
    assert str(his.id) not in hers_alone
    assert "Alle træninger" in hers_alone


def test_the_persons_who_trained_last_come_first(server: TestClient) -> None:
    ago = [0, 2, 27, 29, 400]
    for days in ago:
        put(server, document(pseudonym="k7wq-3mfx-9t2c", started_at=NOON - timedelta(days=days + 3)))
    put(server, document(pseudonym="a3px-6h78-c35m", started_at=NOON - timedelta(days=1), reps=5))
    page = Reader(server.get(link(server)).text)
    assert page.rows[0][2:] == ["Sets", "Too fast", "Sessions in four weeks", "Sessions"]
    assert [row[2:] for row in page.rows[1:]] == [["5", "1 of 5", "1", "1"], ["12", "2 of 12", "2", "5"]]
    assert page.links.index("/sessions?pseudonym=a3px-6h78-c35m") < page.links.index(
        "/sessions?pseudonym=k7wq-3mfx-9t2c"
    )


@pytest.mark.parametrize("path", ["/sessions", f"/sessions?pseudonym={PSEUDONYM}", "/people"])
def test_older_ones_are_a_page_further_on(server: TestClient, path: str) -> None:
    sent = [
        document(
            reps=0,
            started_at=NOON - timedelta(hours=n // 2),  # two at a time
            pseudonym=new_pseudonym() if path == "/people" else PSEUDONYM,
        )
        for n in range(LISTED + 20)
    ]
    for one in sent:
        put(server, one)
    server.get(link(server))
    first = Reader(server.get(path).text)
    second = Reader(server.get(first.next or "").text)
    assert (len(first.rows), len(second.rows), second.next) == (1 + LISTED, 1 + 20, None)
    seen = [one for one in first.links + second.links if one.startswith("/sessions/")]
    assert sorted(seen) == sorted(f"/sessions/{one.id}" for one in sent)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_sessions_of_a_person_for_a_spreadsheet(server: TestClient, language: str) -> None:
    evening = datetime(2026, 11, 22, 23, 50, tzinfo=timezone(timedelta(hours=1)))
    put(server, document(started_at=evening))
    put(server, document(started_at=NOON - timedelta(days=1), reps=0, side=None, prescription="x-0-3"))
    put(server, document(pseudonym="a3px-6h78-c35m"))
    assert server.get("/sessions.csv").status_code == 401
    server.get(link(server))
    page = Reader(server.get(f"/sessions?pseudonym={PSEUDONYM}").text)
    (path,) = (one for one in page.links if ".csv" in one)
    answer = server.get(path, headers={"accept-language": language})
    assert answer.headers["content-disposition"] == f'attachment; filename="heelraise-{PSEUDONYM}.csv"'
    assert answer.headers["cache-control"] == "no-store"
    delimiter = ";" if language == "da" else ","
    first, other = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter)
    say = words_in(Language(language))
    assert (first[say("Started")], first[say("Offset from UTC")]) == ("2026-11-22 23:50", "+01:00")
    assert (first[say("Leg")], first[say("Sets")], first[say("Too fast")]) == (say("left"), "12", "2")
    assert first[say("Down s")] == first[say("Prescribed down s")] == say.number(3.0, 2)
    assert first[say("Range °")] == say.number(42.6)
    assert (other[say("Offset from UTC")], other[say("Leg")], other[say("Down s")]) == ("+00:00", "", "")
    assert other[say("Prescribed up s")] == ""
    everybody = server.get("/sessions.csv").text
    assert everybody.count("\n") == 1 + 3


def test_the_sheet_has_all_pages(server: TestClient) -> None:
    for n in range(LISTED + 3):
        put(server, document(reps=0, started_at=NOON - timedelta(hours=n)))
    server.get(link(server))
    assert server.get("/sessions.csv").text.count("\n") == 1 + LISTED + 3


def test_an_address_changed_by_hand(server: TestClient) -> None:
    server.get(link(server))
    for path in ("/sessions?pseudonym=<script>", "/sessions/1"):
        answer = server.get(path, headers={"accept-language": "da"})
        assert (answer.status_code, Reader(answer.text).lang) == (404, "da")
    assert server.get("/sessions?after=nonsense").status_code == 200
    assert server.get("/people?after=9999-12-31T23:59:59-14:00_x").status_code == 200


def test_the_bare_address_leads_to_the_persons(server: TestClient) -> None:
    assert server.get("/").status_code == 401
    server.get(link(server))
    assert server.get("/").url.path == "/people"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("da", "søn. 22. nov. 2026 23.50 (UTC+01:00)"), ("en", "Sun, 22 Nov 2026 23:50 (UTC+01:00)")],
)
def test_times_are_those_of_the_persons_clock(server: TestClient, language: str, shown: str) -> None:
    evening = document(started_at=datetime(2026, 11, 22, 23, 50, tzinfo=timezone(timedelta(hours=1))))
    put(server, evening)
    put(server, document(started_at=NOON + timedelta(hours=10)))  # it said UTC only
    say = {"accept-language": language}
    assert f"{shown}</h1>" in server.get(link(server, evening.id), headers=say).text
    for path, column in (("/sessions", 0), ("/people", 1)):
        rows = Reader(server.get(path, headers=say).text).rows
        assert rows[1][column] == shown
    assert Reader(server.get("/sessions", headers=say).text).rows[2][0].endswith("00 (UTC)")


def test_a_session_that_is_not_there(server: TestClient) -> None:
    assert server.get(link(server, document().id)).status_code == 404


def test_the_api_describes_no_pages(server: TestClient) -> None:
    assert not any(
        path.startswith(("/open", "/sessions")) for path in server.get("/api/v1/openapi.json").json()["paths"]
    )


def test_everything_on_a_page_has_a_name() -> None:
    assert (set(FLAGS), set(VERDICTS), set(PLACES)) == (set(Flag), set(Verdict), set(Placement))
