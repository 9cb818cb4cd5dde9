"""The live screen: draws the session ten times a second, whatever size the terminal has at the moment."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.text import Text

from heelraise.coach.cues.cue import Cue
from heelraise.coach.session.state import SessionState
from heelraise.display.frame import frame
from heelraise.display.scene import Scene, SensorNews, next_scene
from heelraise.language import Words

_PER_SECOND = 10.0


class Screen:
    """Shows a session on the whole terminal; a `heelraise.coaching.Listener` and a context manager.

    It draws in a thread of its own, so that `show` never waits for a slow terminal.

    Parameters
    ----------
    console : rich.console.Console
        The terminal.
    words : Words
        The language.
    state : SessionState
        Where the session stands.
    sensor : SensorNews
        The sensor.
    briefing : tuple of str
        What is to be known before the first lift.
    """

    def __init__(
        self,
        console: Console,
        words: Words,
        state: SessionState,
        sensor: SensorNews,
        briefing: tuple[str, ...] = (),
    ) -> None:
        self._words = words
        self._scene = Scene(state, sensor=sensor, briefing=briefing)
        self._live = Live(self, console=console, screen=True, refresh_per_second=_PER_SECOND)

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        """Take what is new; it is drawn with the next picture."""
        self._scene = next_scene(self._scene, state, cues)

    def tell(self, line: str) -> None:
        """Show a line at the foot of the screen; older ones beside it as far as there is room."""
        self._scene = replace(self._scene, notices=(*self._scene.notices, line))

    def __enter__(self) -> Screen:
        self._live.start(refresh=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = options.height or options.max_height
        yield Text("\n").join(frame(self._scene, self._words, options.max_width, rows))


def can_show(console: Console) -> bool:
    """Say whether a terminal can show the screen: large enough, and with the characters it is drawn in."""
    large_enough = console.width >= 60 and console.height >= 20
    return console.is_terminal and not console.is_dumb_terminal and large_enough and _draws_blocks(console)


def _draws_blocks(console: Console) -> bool:
    try:
        "█▀▄·●✓".encode(console.encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True
