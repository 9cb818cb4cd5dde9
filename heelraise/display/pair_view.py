"""The terminal while two sensors are worn: one line a repetition, led by its side."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.say import remarks
from heelraise.display.terms import SIDES
from heelraise.language import Words
from heelraise.pair import Sided, WornSide
from sensing.link import LinkEvent, LinkState
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

    def __call__(self, happened: Sided) -> None:
        """Show one event."""
        event, words = happened.event, self._words
        if isinstance(event, JudgedRep):
            self._rep(happened.side, event)
        elif isinstance(event, PhaseProgress) and event.too_fast:
            self._say(happened.side, "      ↓ " + words("lower it slowly!"), "bold yellow")
        elif isinstance(event, LinkEvent) and event.state is LinkState.LOST:
            said = words("Lost the sensor, looking for it … stay close to the computer")
            self._say(happened.side, said, "bold yellow")
        elif isinstance(event, LinkEvent):
            self._say(happened.side, words("The sensor is back"), "green")

    def _rep(self, side: WornSide, judged: JudgedRep) -> None:
        words, rep = self._words, judged.rep
        times = words(
            "up {up}  hold {hold}  down {down} s",
            up=words.number(rep.concentric_s),
            hold=words.number(rep.hold_s),
            down=words.number(rep.eccentric_s),
        )
        line = self._led(side).append(f"{rep.index:>4}", style="bold").append(f"  {times}")
        for remark in remarks(judged, words):
            line.append(" " * max(2, _REMARK_AT - line.cell_len))
            self._print(line.append_text(remark))
            line = Text()

    def _led(self, side: WornSide) -> Text:
        return Text(f"{self._words(SIDES[side]):<{_SIDE_WIDTH}}", style="cyan")

    def _say(self, side: WornSide, said: str, style: str) -> None:
        self._print(self._led(side).append(said, style=style))

    def _print(self, text: Text) -> None:
        self._console.print(text, highlight=False, soft_wrap=not self._console.is_terminal)
