import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect

from heelraise.history.document import SessionDocument
from heelraise.history.errors import DatabaseUnusable, ServerSetupError
from heelraise.server.app import create_app
from heelraise.server.settings import ServerSettings, sqlite_url
from heelraise.server.storage import SESSIONS, SessionStorage, Stored
from heelraise.server.tokens import Role, add_token, find_token, read_tokens
from tests.heelraise.factories import NOON, document
from tests.heelraise.server_client import AS_CLINIC, AS_UPLOADER, CLINIC, TestClient, put, settings
from tests.heelraise.test_document import HOSTILE, changed


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One for all tests that leave it as it was."""
    with TestClient(create_app(settings(tmp_path_factory.mktemp("empty") / "server.db"))) as client:
        yield client


def test_the_first_is_created_the_same_again_is_known_and_one_row_stays(server: TestClient) -> None:
    sent = document()
    first, again = put(server, sent), put(server, sent)
    assert (first.status_code, first.json()) == (201, {"id": str(sent.id), "stored": "new"})
    assert (again.status_code, again.json()) == (200, {"id": str(sent.id), "stored": "known"})
    reordered = json.dumps(dict(reversed(json.loads(sent.wire()).items())), indent=2)
    third = server.put(f"/api/v1/sessions/{sent.id}", content=reordered, headers=AS_UPLOADER)
    assert third.status_code == 200
    assert len(server.get("/api/v1/sessions", headers=AS_CLINIC).json()) == 1


def test_another_session_with_the_same_id_is_a_conflict_and_changes_nothing(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    other = put(server, document(sent.id, reps=3))
    assert other.status_code == 409
    assert "another session with this id" in other.json()["detail"]
    assert server.get(f"/api/v1/sessions/{sent.id}", headers=AS_CLINIC).content == sent.wire()


def test_the_id_in_the_address_must_be_the_documents(server: TestClient) -> None:
    address = f"/api/v1/sessions/{document().id}"
    wrong = server.put(address, content=document().wire(), headers=AS_UPLOADER)
    assert (wrong.status_code, wrong.json()["detail"]) == (
        422,
        "the document's id is not the id in the address",
    )
    no_id = server.put("/api/v1/sessions/1", content=b"{}", headers=AS_UPLOADER)
    assert no_id.status_code == 422
    assert isinstance(no_id.json()["detail"], str)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {CLINIC}"},
        {"authorization": "Bearer"},
    ],
)
def test_without_a_known_token_nothing_opens(server: TestClient, headers: dict[str, str]) -> None:
    sent = document()
    put(server, sent)
    answers = [
        put(server, sent, headers),
        server.get(f"/api/v1/sessions/{sent.id}", headers=headers),
        server.get("/api/v1/sessions", headers=headers),
        server.post("/api/v1/links", headers=headers),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}


def test_an_upload_token_reads_nothing(server: TestClient) -> None:
    sent = document()
    put(server, sent)
    answers = [
        server.get(f"/api/v1/sessions/{sent.id}", headers=AS_UPLOADER),
        server.get("/api/v1/sessions", headers=AS_UPLOADER),
        server.post("/api/v1/links", headers=AS_UPLOADER),
    ]
    assert {answer.status_code for answer in answers} == {403}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bodies_are_refused_in_one_line(empty_server: TestClient, body: bytes) -> None:
    answer = empty_server.put(f"/api/v1/sessions/{document().id}", content=body, headers=AS_UPLOADER)
    assert answer.status_code == 422
    assert answer.json()["detail"].isprintable()
    assert empty_server.get("/api/v1/sessions", headers=AS_CLINIC).json() == []


def test_a_long_body_is_refused_announced_or_not(tmp_path: Path) -> None:
    with TestClient(create_app(settings(tmp_path / "server.db", max_body_bytes=1000))) as server:
        sent = document()
        assert put(server, sent).status_code == 413
        pieces = iter([b"x" * 600] * 1000)
        streamed = server.put(f"/api/v1/sessions/{sent.id}", content=pieces, headers=AS_UPLOADER)
        assert streamed.status_code == 413
        lying = {**AS_UPLOADER, "content-length": "-5"}
        assert server.put(f"/api/v1/sessions/{sent.id}", content=b"", headers=lying).status_code == 413


def test_the_longest_document_is_taken(server: TestClient) -> None:
    assert put(server, document(reps=2000)).status_code == 201


def test_the_list_is_newest_first_and_can_be_narrowed(server: TestClient) -> None:
    old = document(started_at=NOON.replace(year=2025))
    new = document()
    else_one = document(started_at=NOON.replace(year=2024), pseudonym="2222-3333-4444")
    for sent in (old, new, else_one):
        put(server, sent)

    def listed(**query: Any) -> list[str]:
        answer = server.get("/api/v1/sessions", params=query, headers=AS_CLINIC)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()]

    assert listed() == [str(new.id), str(old.id), str(else_one.id)]
    assert listed(limit=1) == [str(new.id)]
    assert listed(pseudonym="2222-3333-4444") == [str(else_one.id)]
    assert listed(since="2025-11-22T13:00:00+01:00") == [str(new.id), str(old.id)]
    overview = server.get("/api/v1/sessions", headers=AS_CLINIC).json()[0]
    assert overview["summary"]["reps"] == 12
    assert overview["received_at"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "x"},
        {"since": "yesterday"},
        {"since": "2025-01-01T00:00:00"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"pseudonym": "Anna"},
    ],
)
def test_bad_queries_are_refused(empty_server: TestClient, query: dict[str, Any]) -> None:
    answer = empty_server.get("/api/v1/sessions", params=query, headers=AS_CLINIC)
    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], str)


def test_health_needs_no_token(empty_server: TestClient) -> None:
    assert empty_server.get("/api/v1/health").json() == {"status": "ok"}


def test_a_session_that_is_not_there(empty_server: TestClient) -> None:
    assert empty_server.get(f"/api/v1/sessions/{document().id}", headers=AS_CLINIC).status_code == 404


def test_answers_with_health_data_are_not_cached(empty_server: TestClient) -> None:
    assert empty_server.get("/api/v1/sessions", headers=AS_CLINIC).headers["cache-control"] == "no-store"


def test_the_description_is_whole(empty_server: TestClient) -> None:
    described = empty_server.get("/api/v1/openapi.json").json()
    text = json.dumps(described)
    references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert references <= described["components"]["schemas"].keys()
    assert "SessionDocument" in references
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], f"{method} {path}"
            assert "security" in operation or path.endswith("/health")


def test_many_senders_at_once_make_one_row(tmp_path: Path) -> None:
    with closing(SessionStorage(sqlite_url(tmp_path / "server.db"))) as storage:
        sent = document()
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: storage.store(sent, NOON), range(24)))
        assert results.count(Stored.NEW) == 1
        assert results.count(Stored.KNOWN) == 23


def test_migrating_twice_changes_nothing_and_gives_the_tables_expected(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "server.db")
    with closing(SessionStorage(url)) as storage:
        storage.store(document(), NOON)
    with closing(SessionStorage(url)) as storage:
        assert len(storage.sessions(limit=10)) == 1
    engine = create_engine(url)
    columns = {column["name"] for column in inspect(engine).get_columns("sessions")}
    engine.dispose()
    assert columns == set(SESSIONS.columns.keys())


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "sqlite:////dev/null/x.db"])
def test_a_database_that_cannot_be_used(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as caught:
        SessionStorage(url)
    assert "\n" not in str(caught.value)


def test_a_server_without_tokens_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ServerSetupError, match="no token"):
        ServerSettings(sqlite_url(tmp_path / "server.db"), ())


def test_the_token_file_holds_digests_only(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    secret = add_token(path, Role.UPLOAD, "Anna's laptop")
    other = add_token(path, Role.CLINIC, "")
    path.write_text("# who may\n\n" + path.read_text())
    tokens = read_tokens(path)
    assert [(token.role, token.label) for token in tokens] == [
        (Role.UPLOAD, "Anna's laptop"),
        (Role.CLINIC, ""),
    ]
    assert secret not in path.read_text()
    assert find_token(tokens, secret) == tokens[0]
    assert find_token(tokens, other) == tokens[1]
    assert find_token(tokens, secret + "x") is None


@pytest.mark.parametrize("line", ["my-plain-token", "upload abc", "boss " + "0" * 64])
def test_a_wrong_line_in_the_token_file_is_named_but_not_shown(tmp_path: Path, line: str) -> None:
    path = tmp_path / "tokens"
    path.write_text("# tokens\n" + line)
    with pytest.raises(ServerSetupError, match="line 2") as caught:
        read_tokens(path)
    assert line not in str(caught.value)


def test_a_token_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ServerSetupError, match="cannot be read"):
        read_tokens(tmp_path / "none")
    with pytest.raises(ServerSetupError, match="one line"):
        add_token(tmp_path / "tokens", Role.UPLOAD, "two\nlines")


def test_hostile_examples_are_otherwise_good() -> None:
    """The examples of hostile input fail for what they show, not by accident."""
    assert SessionDocument.model_validate_json(changed("notes", value=["fine"])).notes == ("fine",)
