"""The coach's words between repetitions as plain lines, for logs and screen readers."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import ExerciseKind
from heelraise.coach.session.state import SessionState
from heelraise.coach.session.turns import Turn
from heelraise.cue_words import shown
from heelraise.display.advice_text import wording
from heelraise.display.say import print_line
from heelraise.display.terms import LEGS
from heelraise.language import Words

_INDENT = " " * 6

_LINES = {
    CueKind.PAUSED: "dim",
    CueKind.GO_ON: "",
    CueKind.SET_DONE: "bold",
    CueKind.A_LITTLE_SLOWER: "yellow",
    CueKind.WELL_DONE: "green",
    CueKind.REST: "",
    CueKind.REST_ENDING: "",
    CueKind.HALF_WAY: "",
    CueKind.HOLD_STILL: "yellow",
    CueKind.SIDE_LEFT: "bold",
    CueKind.SIDE_RIGHT: "bold",
    CueKind.MOVE_SENSOR: "",
    CueKind.NEXT_EXERCISE: "bold",
    CueKind.PAIN_QUESTION: "bold",
    CueKind.STOP: "bold red",
    CueKind.DONE: "bold green",
    CueKind.SENSOR_NOT_OK: "yellow",
}
"""What is written, and how; repetitions, warnings and the link have lines of their own."""

_WITHIN = {CueKind.TOO_FAST_DOWN: "↓ "}
"""What is written while a repetition goes on, indented."""

_TITLED = (CueKind.GET_READY, CueKind.START)


class CueLines:
    """Prints what is told between repetitions; a `heelraise.coaching.Listener`.

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
        self._begun: Turn | None = None

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        """Print the lines of the cues."""
        for cue in cues:
            if cue.kind in _TITLED and state.turn.kind is ExerciseKind.RAISES:
                self.begin(state.turn)
            elif cue.kind in _WITHIN:
                self._line(_INDENT + _WITHIN[cue.kind] + shown(cue, self._words), "bold yellow")
            elif cue.kind in _LINES or cue.kind in _TITLED:
                self._line(shown(cue, self._words), _LINES.get(cue.kind, ""))

    def begin(self, turn: Turn) -> None:
        """Print the title of a set once, also where the person did not wait for the end of the rest."""
        if turn != self._begun:
            self._begun = turn
            self._line(self._title(turn), "bold")

    def _title(self, turn: Turn) -> str:
        """Name the set that comes: its number, the leg, the repetitions."""
        words = self._words
        if turn.of is None:
            said = words("Set {index}", index=turn.number)
        else:
            said = words("Set {index} of {count}", index=turn.number, count=turn.of)
        name = wording(turn.name, words)
        parts = [f"{name[:1].upper()}{name[1:]}: {said}"]
        if turn.side is not None:
            parts.append(words(LEGS[turn.side]))
        if turn.reps is not None:
            parts.append(words.plural("{count} repetition", "{count} repetitions", turn.reps))
        return "\n" + ", ".join(parts)

    def _line(self, said: str, style: str) -> None:
        print_line(self._console, Text(said, style=style))
