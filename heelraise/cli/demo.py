"""``heelraise demo``: the whole line without hardware, from Bluetooth to a server's database."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.leaving import INTERRUPTED
from heelraise.cli.options import LangOption, PlainOption, own_places, words_of
from heelraise.places import Places
from sensing.said import said

if TYPE_CHECKING:
    from uuid import UUID

    from heelraise.cli.live_session import Kept, Stage
    from heelraise.server.run import BackgroundServer
    from heelraise.server.settings import ServerSettings

_SENSOR = "virtual:movesense/one-set-ankle"
_PERSON = 4
"""Keeps the tempo four times, then lowers four of the remaining eight repetitions much too fast."""


def demo(
    speed: Annotated[
        float,
        typer.Option(min=0.1, max=50.0, help="How many times as fast as life; times stay the sensor's."),
    ] = 5.0,
    stay: Annotated[bool, typer.Option("--stay", help="Leave the server running until Ctrl-C.")] = False,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also save what is shown as a picture (SVG).")
    ] = None,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Show everything at work without any hardware.

    Emulated sensor, real Bluetooth stack, live coaching, server. Its made-up data stay apart from yours.
    """
    from rich.console import Console

    from heelraise.cli.live_session import Stage
    from heelraise.display.picture import recording_console
    from heelraise.server.run import BackgroundServer

    console = Console() if picture is None else recording_console()
    stage = Stage(console, words_of(lang), own_places().demo, plain or picture is not None)
    with BackgroundServer(_settings(stage.places)) as server:
        stage.say(
            stage.words(
                "A made-up person with an emulated sensor, {speed} times as fast as life.\n"
                "Made-up data only. They go to a server that this program runs on this "
                "computer:\n{server}",
                server=server.url,
                speed=f"{speed:g}",
            )
        )
        _agree(stage, server.url)
        kept, session_id = _session(stage, speed)
        _read_back(stage, session_id)
        _where_to_look(stage, kept)
        if picture is not None:
            _draw(stage, picture)
        if stay:
            _stay(stage, server, session_id)
    raise typer.Exit(INTERRUPTED if kept.session.interrupted else 0)


def _settings(places: Places) -> ServerSettings:
    from heelraise.server.settings import ServerSettings, sqlite_url
    from heelraise.server.tokens import Role, add_token, read_tokens

    places.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _token_file(places).exists():
        secret = add_token(places.server_tokens, Role.UPLOAD, "demo")
        _token_file(places).touch(mode=0o600)
        _token_file(places).write_text(secret + "\n", encoding="utf-8")
    return ServerSettings(sqlite_url(places.server_database), read_tokens(places.server_tokens))


def _token_file(places: Places) -> Path:
    return places.root / "upload-token.txt"


def _agree(stage: Stage, server_url: str) -> None:
    """Consent to this server in the store of the demo. The person's own store is not touched."""
    from heelraise.history.store import History

    with History(stage.places.history) as history:
        history.switch_on_upload(server_url, f"file:{_token_file(stage.places)}", stage.now())


def _session(stage: Stage, speed: float) -> tuple[Kept, UUID | None]:
    from heelraise.cli.live_session import Sensor, run_session
    from heelraise.cli.sending import keep_and_send
    from heelraise.cli.workout import Workout
    from heelraise.sensor_text import SensorText, open_source
    from sensing.prescription import Prescription
    from sensing.recording import RecordingMeta
    from sensing.sources.hostclock import HostClock
    from sensing.types import Placement

    clock = HostClock(speed)
    source = open_source(SensorText.parse(_SENSOR), clock, _PERSON)
    meta = RecordingMeta(placement=Placement.ANKLE, side="left", legs="one", surface="floor")
    kept = run_session(stage, Sensor(source, clock, meta), Workout.free(Prescription(), meta.side))
    documents = keep_and_send(stage, kept, show_first=False)
    return kept, documents[0].id if documents else None


def _read_back(stage: Stage, session_id: UUID | None) -> None:
    """Say what the server's database holds; it was written by the server, not by us."""
    from heelraise.history.errors import HistoryError
    from heelraise.server.storage import SessionStorage

    storage = SessionStorage(_settings(stage.places).database_url)
    try:
        found = None if session_id is None else storage.session(session_id)
    finally:
        storage.close()
    if found is None:
        raise HistoryError(said("the session did not reach the server; see the lines above"))
    summary = found.document.summary
    stage.say(
        stage.words(
            "The server has it: {reps} repetitions, {too_fast} too fast,\nsession {id}.",
            id=session_id,
            reps=summary.reps,
            too_fast=summary.too_fast,
        ),
        "green",
    )


def _where_to_look(stage: Stage, kept: Kept) -> None:
    program = shlex.quote(_program())
    root = shlex.quote(str(stage.places.root))
    stage.say("\n" + stage.words("See it in a browser, as the clinic does:"), "bold")
    stage.say(f"  {program} serve --folder {root}", whole=True)
    stage.say(stage.words("Find the repetitions in the recording once more:"), "bold")
    stage.say(f"  {program} analyze {shlex.quote(str(kept.folder))}", whole=True)


def _draw(stage: Stage, picture: Path) -> None:
    from heelraise.display.picture import svg_of
    from heelraise.history.wholefile import write_whole

    write_whole(picture, svg_of(stage.console, "heelraise demo").encode())


def _program() -> str:
    """Return how this program was called, as short as it can be said."""
    called = Path(sys.argv[0])
    try:
        return str(called.relative_to(Path.cwd()))
    except ValueError:
        return str(called)


def _stay(stage: Stage, server: BackgroundServer, session_id: UUID | None) -> None:
    from threading import Event

    stage.say(
        stage.words(
            "Look at it in a browser (the link works once); Ctrl-C ends the server: {link}",
            link=server.page_link(session_id),
        ),
        whole=True,
    )
    Event().wait()
