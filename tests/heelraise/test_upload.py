import logging

import httpx
import pytest

from heelraise.history.errors import ServerRefused, ServerUnreachable, UploadError, WrongToken
from heelraise.upload import send
from tests.heelraise.factories import document

CLINIC = "https://clinic.example"
TOKEN = "s3cret-t0ken"


def answering(status: int, content: object = None, text: str = "") -> httpx.MockTransport:
    return httpx.MockTransport(
        lambda _: httpx.Response(status, json=content) if content else httpx.Response(status, text=text)
    )


def test_what_is_sent_is_the_document_byte_for_byte_and_the_token_only_a_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent, requests = document(), []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(201, json={"id": str(sent.id), "stored": "new"})

    caplog.set_level(logging.DEBUG)
    assert send(sent, CLINIC + "/", TOKEN, transport=httpx.MockTransport(answer))
    (request,) = requests
    assert (request.method, str(request.url)) == ("PUT", f"{CLINIC}/api/v1/sessions/{sent.id}")
    assert request.content == sent.wire()
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, WrongToken),
        (403, WrongToken),
        (409, ServerRefused),
        (413, ServerRefused),
        (422, ServerRefused),
        (301, ServerRefused),
        (404, ServerRefused),
        (429, ServerUnreachable),
        (500, ServerUnreachable),
        (503, ServerUnreachable),
    ],
)
def test_each_answer_has_its_error(status: int, kind: type[UploadError]) -> None:
    reason = "because\n\x1b[31mof this" + "x" * 1000
    with pytest.raises(kind) as caught:
        send(document(), CLINIC, TOKEN, transport=answering(status, {"detail": reason}))
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 400
    assert TOKEN not in message
    assert caught.value.transmitted


@pytest.mark.parametrize("text", ["<html>welcome to the hotel</html>", "[]", '{"id": 3}', ""])
def test_a_login_page_that_says_200_is_no_receipt(text: str) -> None:
    with pytest.raises(ServerUnreachable, match="no heelraise server"):
        send(document(), CLINIC, TOKEN, transport=answering(200, text=text))


@pytest.mark.parametrize(
    ("error", "transmitted"),
    [
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.ReadTimeout("slow"), True),
        (httpx.RemoteProtocolError("cut"), True),
    ],
)
def test_a_broken_line_says_whether_something_may_have_left(
    error: httpx.HTTPError, transmitted: bool
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(ServerUnreachable) as caught:
        send(document(), CLINIC, TOKEN, transport=httpx.MockTransport(fail))
    assert caught.value.transmitted is transmitted
    assert caught.value.status is None


@pytest.mark.parametrize(
    "address",
    [
        "http://clinic.example",
        "ftp://clinic.example",
        "clinic.example",
        "https://",
        "",
        "https://anna:pw@clinic.example",
        "https://clinic.example/?token=abc",
        "http://localhost.evil.example",
        "https://clinic.example:port",
    ],
)
def test_addresses_unfit_for_health_data(address: str) -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("sent")

    with pytest.raises(UploadError) as caught:
        send(document(), address, TOKEN, transport=httpx.MockTransport(never))
    assert not caught.value.transmitted


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "sm\u00f8rrebr\u00f8d"])
def test_tokens_that_cannot_be_one(token: str) -> None:
    with pytest.raises(WrongToken, match="copy it again"):
        send(document(), CLINIC, token, transport=answering(201))
