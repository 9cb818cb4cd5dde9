"""The terminal while two sensors are worn: one line a repetition, led by its side."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.say import link_line, print_line, rep_lines
from heelraise.display.terms import SIDES
from heelraise.language import Words
from heelraise.live import LiveEvent
from heelraise.pair import WornSide
from sensing.link import LinkEvent
from sensing.types import PhaseProgress

_SIDE_WIDTH = 8
_REMARK_AT = 46


class PairView:
    """Prints what happens on either side, as it happens.

    Parameters
    ----------
    console : rich.console.Console
        Where to print.
    words : Words
        The language.
    """

    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words

    def __call__(self, side: WornSide, event: LiveEvent) -> None:
        """Show one event of one side."""
        if isinstance(event, JudgedRep):
            led = self._led(side).append(f"{event.rep.index:>4}", style="bold")
            for line in rep_lines(led, event, _REMARK_AT, self._words):
                print_line(self._console, line)
        elif isinstance(event, PhaseProgress) and event.too_fast:
            said = "      ↓ " + self._words("lower it slowly!")
            print_line(self._console, self._led(side).append(said, style="bold yellow"))
        elif isinstance(event, LinkEvent):
            print_line(self._console, self._led(side).append_text(link_line(event, self._words)))

    def _led(self, side: WornSide) -> Text:
        return Text.assemble((f"{self._words(SIDES[side]):<{_SIDE_WIDTH}}", "cyan"))
