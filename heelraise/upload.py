"""Sending one session to the clinic's server. The only place that opens an HTTP connection."""

from __future__ import annotations

from typing import Any

import httpx

from heelraise.history.document import SessionDocument
from heelraise.history.errors import ServerRefused, ServerUnreachable, UploadError, WrongToken
from sensing.said import said

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
"""A summary is a few kB: a server that needs longer than this is down."""

_LATER = frozenset({408, 425, 429})
"""Refusals that mean "not now" rather than "never"."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def send(
    document: SessionDocument,
    server_url: str,
    token: str,
    *,
    transport: httpx.BaseTransport | None = None,
) -> bool:
    """Send one session and return whether it was new to the server; twice leaves one session there.

    Parameters
    ----------
    document : SessionDocument
        The session; what is sent is ``document.wire()``, byte for byte.
    server_url : str
        Address of the server: ``https://…``, or plain ``http://`` on this machine only.
    token : str
        Bearer token; it is put into a header and nowhere else.
    transport : httpx.BaseTransport, optional
        Another way to reach the server than the network.

    Raises
    ------
    ServerUnreachable
        No answer, or one that says "later": try again another time.
    WrongToken
        The server does not accept the token.
    ServerRefused
        The server does not take this document.
    UploadError
        The address is unfit for health data.
    """
    server, on_this_machine = check_address(server_url)
    address = server.copy_with(path=server.path.rstrip("/") + f"/api/v1/sessions/{document.id}")
    headers = {"authorization": f"Bearer {_fit_for_header(token)}", "content-type": "application/json"}
    # A proxy from the environment could not reach this machine's own loopback.
    with httpx.Client(timeout=_TIMEOUT, transport=transport, trust_env=not on_this_machine) as client:
        try:
            response = client.put(address, content=document.wire(), headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise ServerUnreachable(_no_connection(server_url, error)) from None
        except httpx.HTTPError as error:
            raise ServerUnreachable(
                said(
                    "{server} broke off ({why}); try again later",
                    server=server_url,
                    why=type(error).__name__,
                ),
                transmitted=True,
            ) from None
    return _is_new(response, document, server_url)


def check_address(server_url: str) -> tuple[httpx.URL, bool]:
    """Return an address that health data may be sent to, and whether it is on this machine.

    Parameters
    ----------
    server_url : str
        Address of the server: ``https://…``, or plain ``http://`` on this machine only.

    Raises
    ------
    UploadError
        If it is none.
    """
    try:
        if server_url.split() != [server_url]:
            raise httpx.InvalidURL("a blank in it")
        url = httpx.URL(server_url.rstrip("/"))
    except (httpx.InvalidURL, TypeError):
        raise UploadError(
            said(
                "'{server}' is no address; write for instance https://clinic.example",
                server=server_url,
            )
        ) from None
    on_this_machine = url.host in _LOOPBACK
    if url.userinfo or url.query or url.fragment:
        raise UploadError(
            said("the server's address must hold no user, password, query or token; give the bare address")
        )
    if not url.host or url.scheme not in {"https", "http"} or (url.scheme == "http" and not on_this_machine):
        raise UploadError(
            said(
                "'{server}' is not safe for health data; use an address that begins with https://",
                server=server_url,
            )
        )
    return url, on_this_machine


def _no_connection(server_url: str, error: httpx.TransportError) -> str:
    if "CERTIFICATE" in str(error):
        return said(
            "the certificate of {server} is not trusted; nothing was sent, ask the clinic", server=server_url
        )
    return said("no server answers at {server}; try again later", server=server_url)


def _fit_for_header(token: str) -> str:
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise WrongToken(
            said("the token is empty or holds characters no token has; copy it again"), transmitted=False
        )
    return token


def _is_new(response: httpx.Response, document: SessionDocument, server_url: str) -> bool:
    status = response.status_code
    if status in {200, 201}:
        # A hotel's login page says 200 to everything: only the server's own receipt counts.
        if _json_field(response, "id") != str(document.id):
            raise ServerUnreachable(
                said(
                    "{server} answers but is no heelraise server; check address and network login",
                    server=server_url,
                ),
                status=status,
            )
        return status == 201
    if status in {401, 403}:
        raise WrongToken(
            said("{server} does not accept the token; ask the clinic for a new one", server=server_url),
            transmitted=True,
        )
    if status >= 500 or status in _LATER:
        raise ServerUnreachable(
            said(
                "{server} is in trouble (status {status}); try again later",
                server=server_url,
                status=status,
            ),
            status=status,
        )
    raise _refusal(response, document, server_url)


def _refusal(response: httpx.Response, document: SessionDocument, server_url: str) -> ServerRefused:
    sentence = said(
        "{server} refused session {session} (status {status}): {reason}",
        server=server_url,
        session=document.id,
        status=response.status_code,
        reason=_json_field(response, "detail") or said("no reason given"),
    )
    return ServerRefused(sentence, response.status_code)


def _json_field(response: httpx.Response, name: str) -> str | None:
    try:
        content: Any = response.json()
    except ValueError:
        return None
    value = content.get(name) if isinstance(content, dict) else None
    if not isinstance(value, str):
        return None
    # It is printed: one line, no control characters of somebody else's choosing.
    return "".join(letter if letter.isprintable() else " " for letter in value[:200])
