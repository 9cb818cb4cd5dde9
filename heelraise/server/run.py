"""Running the server: in the foreground for a clinic, in the background for a demonstration.

This module can be imported without the extra ``server``; running anything needs it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self
from uuid import UUID

from heelraise.history.errors import ServerSetupError
from heelraise.server.settings import ServerSettings
from sensing.said import said, system_reason

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

_LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = frozenset({_LOOPBACK, "localhost", "::1"})
_LOOK_EVERY_S = 0.005
_STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Tls:
    """Certificate chain and private key, PEM files."""

    certificate: Path
    key: Path


def serve(
    settings: ServerSettings,
    host: str = _LOOPBACK,
    port: int = 8000,
    *,
    tls: Tls | None = None,
    behind_proxy: bool = False,
    announce: Callable[[str, str], None] | None = None,
) -> None:
    """Run the server until it is interrupted.

    Parameters
    ----------
    settings : ServerSettings
        What it is started with.
    host, port : str, int
        Where it listens; port 0 takes a free one.
    tls : Tls, optional
        Speak HTTPS.
    behind_proxy : bool
        A proxy in front speaks HTTPS; without this or `tls` only this machine is listened to.
    announce : callable, optional
        Told the server's address and a one-time link to its pages, once it can be reached.

    Raises
    ------
    ServerSetupError
        If it cannot start as asked.
    """
    if host not in _LOOPBACK_NAMES and tls is None and not behind_proxy:
        raise ServerSetupError(
            said(
                "listening on {host} without HTTPS would show health data; give a certificate or put a "
                "proxy in front",
                host=host,
            )
        )
    app, server = _prepare(settings, tls)
    with _listen(host, port) as listener:
        if announce is not None:
            address = _address(host, listener, "http" if tls is None else "https")
            announce(address, address + _link(app, None))
        server.run(sockets=[listener])


class BackgroundServer:
    """A server on a free port of this machine, reachable while the ``with`` lasts.

    Parameters
    ----------
    settings : ServerSettings
        What it is started with.
    port : int
        Where it listens; 0 takes a free one.

    Raises
    ------
    ServerSetupError
        On entering, if it cannot start.
    """

    def __init__(self, settings: ServerSettings, port: int = 0) -> None:
        self._settings = settings
        self._port = port

    def __enter__(self) -> Self:
        self._app, self._server = _prepare(self._settings, None)
        self._listener = _listen(_LOOPBACK, self._port)
        self.url = _address(_LOOPBACK, self._listener, "http")
        self._thread = Thread(target=self._run, name="heelraise-server", daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(_LOOK_EVERY_S)
        if not self._server.started:
            self._listener.close()
            raise ServerSetupError(
                said("the server ended while it started; run it in the foreground to see why")
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(_STOP_TIMEOUT_S)
        self._listener.close()

    def page_link(self, session_id: UUID | None = None) -> str:
        """Return a link for a browser to one session, or to the persons; it works once."""
        return self.url + _link(self._app, session_id)

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])


def _prepare(settings: ServerSettings, tls: Tls | None) -> tuple[FastAPI, uvicorn.Server]:
    try:
        import uvicorn

        from heelraise.server.app import create_app
    except ImportError as error:
        raise ServerSetupError(
            said(
                "the server needs {missing}; install it with: pip install 'heelraise[server]'",
                missing=error.name,
            )
        ) from None
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses hold pseudonyms and one-time links
        server_header=False,
        ws="none",
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
    )
    if tls is not None:
        _load(config, tls)
    return app, uvicorn.Server(config)


def _load(config: uvicorn.Config, tls: Tls) -> None:
    """Read certificate and key now, before anybody is told an address."""
    try:
        config.load()
    except OSError as error:  # an SSLError too
        reason = said(
            "certificate {certificate} and key {key} cannot be used: {why}",
            certificate=tls.certificate,
            key=tls.key,
            why=system_reason(error),
        )
        raise ServerSetupError(reason) from None


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        # Python adds to the system's words where it tried.
        bare = OSError(error.errno, str(error.strerror).partition(" (while")[0])
        reason = said(
            "cannot listen on {host} port {port}: {why}; another port: --port",
            host=host,
            port=port,
            why=system_reason(bare),
        )
        raise ServerSetupError(reason) from None


def _address(host: str, listener: socket.socket, scheme: str) -> str:
    port: int = listener.getsockname()[1]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _link(app: FastAPI, session_id: UUID | None) -> str:
    link: str = app.state.services.browsers.link(session_id)
    return link
