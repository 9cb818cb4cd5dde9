"""A small HTTP server for an app that sends by itself: it takes posts and hands on their bodies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeAlias

import h11

Handle: TypeAlias = Callable[[bytes], int]
"""Takes the body of a post; returns the status to answer with."""

_ALL_NETWORKS: Final = "0.0.0.0"
_LONGEST_BODY: Final = 4_000_000
_LONGEST_HEAD: Final = 16_384
_PIECE: Final = 65_536
_MOST_CLIENTS: Final = 16
_IDLE_S: Final = 60.0
_READY = b"heelraise listens here for Sensor Logger.\n"


class Listener:
    """Listens on all networks of this computer; the app on the phone knows only one of them.

    Parameters
    ----------
    port : int
        Port to listen on; 0 takes a free one.
    handle : callable
        Called with each body.
    """

    def __init__(self, port: int, handle: Handle) -> None:
        self.port = port
        self._handle = handle
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Begin to listen.

        Raises
        ------
        OSError
            If the port is taken.
        """
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, _ALL_NETWORKS, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and let go of whoever is connected."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
            for client in tuple(self._clients):
                client.close()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._clients) >= _MOST_CLIENTS:
            writer.close()
            return
        self._clients.add(writer)
        try:
            with suppress(OSError, TimeoutError):
                await self._converse(reader, writer)
        finally:
            self._clients.discard(writer)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
        while True:
            try:
                status, text = await self._one(talk, reader, writer)
            except h11.RemoteProtocolError as error:
                status, text = error.error_status_hint, b"no HTTP that is understood here\n"
            if status is None:
                return
            if not _stands(talk, h11.IDLE, h11.SEND_RESPONSE):
                return
            writer.write(_answer(talk, status, text))
            await writer.drain()
            if not _stands(talk, h11.DONE) or talk.their_state is not h11.DONE:
                return
            talk.start_next_cycle()

    async def _one(
        self, talk: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int | None, bytes]:
        """Read one request; return what to answer, None where the client has gone."""
        method, body = b"", bytearray()
        while True:
            event = talk.next_event()
            if event is h11.NEED_DATA:
                if talk.they_are_waiting_for_100_continue:
                    writer.write(talk.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
                async with asyncio.timeout(_IDLE_S):
                    talk.receive_data(await reader.read(_PIECE))
            elif isinstance(event, h11.Request):
                method = event.method
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _LONGEST_BODY:
                    return 413, b"too long\n"
            elif isinstance(event, h11.EndOfMessage):
                return self._answered(method, bytes(body))
            else:
                return None, b""

    def _answered(self, method: bytes, body: bytes) -> tuple[int, bytes]:
        if method in {b"GET", b"HEAD"}:
            return 200, _READY if method == b"GET" else b""
        if method != b"POST":
            return 405, b"only posts\n"
        return self._handle(body), b""


def _stands(talk: h11.Connection, *states: object) -> bool:
    return talk.our_state in states


def _answer(talk: h11.Connection, status: int, text: bytes) -> bytes:
    headers = [("Content-Length", str(len(text))), ("Content-Type", "text/plain")]
    parts = (h11.Response(status_code=status, headers=headers), h11.Data(data=text), h11.EndOfMessage())
    return b"".join(talk.send(part) or b"" for part in parts)
