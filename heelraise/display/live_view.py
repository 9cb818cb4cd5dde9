"""The terminal during a session: one line a repetition, a warning while the heel still goes down."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.say import number, prescribed, remarks
from heelraise.display.words import Words
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
    """

    def __init__(self, console: Console, words: Words, prescription: Prescription | None) -> None:
        self._console = console
        self._words = words
        self._prescription = prescription
        self._set = 1

    def connected(self, source: Source) -> None:
        """Say which sensor it is and what to do."""
        words = self._words
        said = words.connected.format(name=source.name)
        if source.battery_percent is not None:
            said += f", {words.battery.format(percent=source.battery_percent)}"
        self._line(Text(said))
        self._line(Text(prescribed(self._prescription, words), style="bold"))

    def ready(self, folder: Path) -> None:
        """Say where the recording goes and that the person may begin."""
        said = Text(self._words.recording_to.format(folder=folder), style="dim")
        self._console.print(said, highlight=False, soft_wrap=True)
        self._line(Text(self._words.how_to_end + "\n"))

    def __call__(self, event: LiveEvent) -> None:
        """Show one event."""
        if isinstance(event, JudgedRep):
            self._rep(event)
        elif isinstance(event, PhaseProgress):
            if event.too_fast:
                self._line(self._indented(f"↓ {self._words.warning}", "bold yellow"))
        elif isinstance(event, Attempt):
            self._line(self._indented(self._words.attempt, "dim"))
        elif isinstance(event, LinkEvent):
            lost = event.state is LinkState.LOST
            said = self._words.link_lost if lost else self._words.link_back
            self._line(Text(said, style="bold yellow" if lost else "green"))

    def _rep(self, judged: JudgedRep) -> None:
        self._begin_set(judged.rep)
        line = self._measured(judged.rep)
        for remark in remarks(judged, self._words):
            line.append(" " * max(2, _REMARK_AT - line.cell_len))
            self._line(line.append_text(remark))
            line = Text()  # a further remark stands below the first

    def _begin_set(self, rep: Rep) -> None:
        if rep.set_index == self._set:
            return
        self._set = rep.set_index
        self._line(Text(f"\n{self._words.set_title.format(index=rep.set_index)}", style="bold"))

    def _measured(self, rep: Rep) -> Text:
        words = self._words
        times = words.rep.format(
            up=number(rep.concentric_s, words),
            hold=number(rep.hold_s, words),
            down=number(rep.eccentric_s, words),
        )
        return Text.assemble((f"{rep.index:>{_NUMBER_WIDTH}}", "bold"), "  ", times)

    def _indented(self, said: str, style: str) -> Text:
        return Text.assemble(" " * (_NUMBER_WIDTH + 2), (said, style))

    def _line(self, text: Text) -> None:
        self._console.print(text, highlight=False, soft_wrap=not self._console.is_terminal)
