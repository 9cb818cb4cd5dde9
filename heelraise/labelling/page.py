"""The page for marking repetitions: served to this computer only, by the standard library.

Its address holds a secret that only this run knows, and requests with another host name are refused, so that
no other page in the browser can read the recording or write labels. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from heelraise.display.label_text import page_texts
from heelraise.labelling.draft import Draft
from heelraise.labelling.signal import Signal
from heelraise.language import Words
from models.errors import StyleError
from models.styles import WORDS, flags_of, style_of
from sensing.errors import RecordingError
from sensing.recording.labels import EDGES, LabelledRep, check_reps, labels_path
from sensing.said import said, said_by

Save = Callable[[tuple[LabelledRep, ...]], object]
"""Keeps repetitions; raises RecordingError with what is wrong and keeps nothing."""

_LARGEST_BYTES = 2_000_000
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class _Server(ThreadingHTTPServer):
    page: LabelPage


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        """Answer a request."""
        what = self._asked()
        if what is not None:
            self._send(*self.server.page.answer(what))

    def do_POST(self) -> None:
        """Take what was sent."""
        what, length = self._asked(), self.headers.get("Content-Length", "")
        if what is None:
            return
        if not length.isdigit() or int(length) > _LARGEST_BYTES:
            self._send(413, "text/plain", b"")
            return
        status, kind, body = self.server.page.take(what, self.rfile.read(int(length)))
        self._send(status, kind, body)
        if what == "done" and status == 200:
            self.server.page.stop()  # this is a thread of its own, so it may wait for the loop to end

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the person."""

    def _asked(self) -> str | None:
        """Return what is asked for; None where it was refused."""
        page = self.server.page
        if page.has_ended:
            # A browser keeps connections open; what comes by one of them now would be saved behind our back.
            self.close_connection = True
            return None
        if self.headers.get("Host") != page.host:
            self._send(403, "text/plain", b"")
            return None
        head, _, what = self.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(head.encode(), page.secret.encode()):
            self._send(404, "text/plain", b"")
            return None
        return what

    def _send(self, status: int, kind: str, body: bytes) -> None:
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _POLICY.format(nonce=self.server.page.nonce),
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class LabelPage:
    """The page of one recording, on a free port of this computer.

    Parameters
    ----------
    draft : Draft
        What to begin with.
    signal : Signal
        What to show.
    words : Words
        Language.
    save : callable
        Keeps what the person sends.
    """

    def __init__(self, draft: Draft, signal: Signal, words: Words, save: Save) -> None:
        self.secret = secrets.token_urlsafe(24)
        self.nonce = secrets.token_urlsafe(16)
        self._path = labels_path(draft.path)
        self._save = save
        self._words = words
        self._data = json.dumps(page_data(draft, signal, words), ensure_ascii=False)
        self.has_ended = False
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.page = self

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Where to look."""
        return f"http://{self.host}/{self.secret}/"

    def run(self) -> None:
        """Serve until the person is done or `stop` is called."""
        self._server.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """End `run`; to be called from another thread. From here on nothing is answered or kept."""
        self.has_ended = True
        self._server.shutdown()

    def close(self) -> None:
        """Give the port back."""
        self._server.server_close()

    def answer(self, what: str) -> tuple[int, str, bytes]:
        """Return status, content type and body of what is asked for."""
        if what == "":
            page = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
            return 200, "text/html; charset=utf-8", page.replace("{nonce}", self.nonce).encode()
        if what == "data":
            return 200, "application/json", self._data.encode()
        return 404, "text/plain", b""

    def take(self, what: str, body: bytes) -> tuple[int, str, bytes]:
        """Save what was sent (``save``, ``done``); 422 with the reason where it is wrong."""
        if what not in {"save", "done"}:
            return 404, "text/plain", b""
        try:
            self._save(self._read(body))
        except RecordingError as error:
            return 422, "application/json", json.dumps({"error": self._words.say(error.reason)}).encode()
        return 200, "application/json", b"{}"

    def _read(self, body: bytes) -> tuple[LabelledRep, ...]:
        try:
            reps = tuple(
                LabelledRep.of([float(one[edge]) for edge in EDGES], str(one["style"]))
                for one in json.loads(body)["reps"]
            )
            for rep in reps:
                flags_of(rep.style)
        except StyleError as error:
            raise RecordingError(self._path, said_by(error)) from None
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise RecordingError(self._path, said("the page sent no repetitions; load it again")) from None
        reps = tuple(sorted(reps, key=lambda rep: rep.start))
        check_reps(self._path, reps)
        return reps


def page_data(draft: Draft, signal: Signal, words: Words) -> dict[str, Any]:
    """Return what the page shows, as plain fields."""
    return {
        "name": draft.recording.name,
        "language": str(words.language),
        "texts": page_texts(words),
        "styles": [word for word in WORDS if word != "ok"],
        "reps": [
            dict(zip(EDGES, rep.edges_s, strict=True)) | {"style": _in_flags(rep.style)}
            for rep in draft.labels.reps
        ],
        "t": [round(value, 3) for value in signal.t_s.tolist()],
        "tilt": [round(value, 2) for value in signal.tilt_deg.tolist()],
        "shake": [round(value, 2) for value in signal.shake_mps2.tolist()],
    }


def _in_flags(style: str) -> str:
    """Return a style in the words that the page offers; one that nobody knows stays as it is."""
    try:
        return style_of(flags_of(style))
    except StyleError:
        return style
