"""The terminal during a session: one line a repetition, a warning while the heel still goes down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.say import link_line, prescribed, print_line, rep_lines
from heelraise.language import Words
from heelraise.live import LiveEvent
from sensing.prescription import Prescription
from sensing.sources import LinkEvent, Source
from sensing.types import Attempt, PhaseProgress, Rep

_NUMBER_WIDTH = 4
_REMARK_AT = 38


class LiveView:
    """Prints what happens, as it happens. Plain lines where the output is no terminal.

    Parameters
    ----------
    console : rich.console.Console
        Where to print.
    words : Words
        The language.
    prescription : Prescription or None
        What is prescribed.
    number_of : callable, optional
        Gives the number of a repetition in its set, or None for one that does not count. Where there is such
        a plan, its sets and warnings are for `heelraise.display.cue_lines`; without it repetitions are
        numbered through and every warning is shown.
    """

    def __init__(
        self,
        console: Console,
        words: Words,
        prescription: Prescription | None,
        number_of: Callable[[Rep], int | None] | None = None,
    ) -> None:
        self._console = console
        self._words = words
        self._prescription = prescription
        self._number_of = number_of
        self._set = 1

    def connected(self, source: Source) -> None:
        """Say which sensor it is and what to do."""
        words = self._words
        said = words("Connected to {name}", name=source.name)
        if source.battery_percent is not None:
            said += ", " + words("battery {percent} %", percent=source.battery_percent)
        self._line(Text(said))
        self._line(Text(prescribed(self._prescription, words), style="bold"))

    def ready(self, folder: Path) -> None:
        """Say where the recording goes and that the person may begin."""
        said = Text(self._words("Recording to {folder}", folder=folder), style="dim")
        self._console.print(said, highlight=False, soft_wrap=True)
        self._line(
            Text(self._words("Begin when you are ready. Ctrl-C ends the session; nothing is lost.") + "\n")
        )

    def __call__(self, event: LiveEvent) -> None:
        """Show one event."""
        planned = self._number_of is not None
        if isinstance(event, JudgedRep):
            self._rep(event)
        elif isinstance(event, PhaseProgress):
            if event.too_fast and not planned:
                self._line(self._indented("↓ " + self._words("lower it slowly!"), "bold yellow"))
        elif isinstance(event, Attempt):
            if not planned:
                self._line(self._indented(self._words("a small lift, not counted"), "dim"))
        elif isinstance(event, LinkEvent):
            self._line(link_line(event, self._words))

    def _rep(self, judged: JudgedRep) -> None:
        self._begin_set(judged.rep)
        number = judged.rep.index if self._number_of is None else self._number_of(judged.rep)
        led = Text.assemble((f"{number or '·':>{_NUMBER_WIDTH}}", "bold"))
        for line in rep_lines(led, judged, _REMARK_AT, self._words):
            self._line(line)

    def _begin_set(self, rep: Rep) -> None:
        if rep.set_index == self._set or self._number_of is not None:
            return
        self._set = rep.set_index
        self._line(Text("\n" + self._words("Set {index}", index=rep.set_index), style="bold"))

    def _indented(self, said: str, style: str) -> Text:
        return Text.assemble(" " * (_NUMBER_WIDTH + 2), (said, style))

    def _line(self, text: Text) -> None:
        print_line(self._console, text)
