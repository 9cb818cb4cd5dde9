"""The terminal during a session: one line a repetition, a warning while the heel still goes down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.say import prescribed, remarks
from heelraise.language import Words
from heelraise.live import LiveEvent
from sensing.prescription import Prescription
from sensing.sources import LinkEvent, LinkState, Source
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
            lost = event.state is LinkState.LOST
            if lost:
                said = self._words("Lost the sensor, looking for it … stay close to the computer")
            else:
                said = self._words("The sensor is back")
            self._line(Text(said, style="bold yellow" if lost else "green"))

    def _rep(self, judged: JudgedRep) -> None:
        self._begin_set(judged.rep)
        line = self._measured(judged.rep)
        for remark in remarks(judged, self._words):
            line.append(" " * max(2, _REMARK_AT - line.cell_len))
            self._line(line.append_text(remark))
            line = Text()  # a further remark stands below the first

    def _begin_set(self, rep: Rep) -> None:
        if rep.set_index == self._set or self._number_of is not None:
            return
        self._set = rep.set_index
        self._line(Text("\n" + self._words("Set {index}", index=rep.set_index), style="bold"))

    def _measured(self, rep: Rep) -> Text:
        words = self._words
        times = words(
            "up {up}  hold {hold}  down {down} s",
            up=words.number(rep.concentric_s),
            hold=words.number(rep.hold_s),
            down=words.number(rep.eccentric_s),
        )
        number = rep.index if self._number_of is None else self._number_of(rep)
        return Text.assemble((f"{number or '·':>{_NUMBER_WIDTH}}", "bold"), "  ", times)

    def _indented(self, said: str, style: str) -> Text:
        return Text.assemble(" " * (_NUMBER_WIDTH + 2), (said, style))

    def _line(self, text: Text) -> None:
        self._console.print(text, highlight=False, soft_wrap=not self._console.is_terminal)
