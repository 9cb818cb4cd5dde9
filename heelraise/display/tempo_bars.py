"""Bars of time: how long the heel went up, stayed and came down, next to what is prescribed.

Up, hold and down differ in colour (of a palette that colour-blind people tell apart) and in the sign that
fills them, so that they read without colour as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.text import Text

from heelraise.coach.session.events import DoneRep
from heelraise.display.terms import FLAGS
from heelraise.language import Words, message
from models.verdict import TOO_FAST, Verdict
from sensing.prescription import Prescription
from sensing.types import Phase

PHASES = (Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC)
NAMES: Mapping[Phase, str] = {
    Phase.CONCENTRIC: message("up"),
    Phase.HOLD: message("hold"),
    Phase.ECCENTRIC: message("down"),
}
_SIGNS = {Phase.CONCENTRIC: "/", Phase.HOLD: "=", Phase.ECCENTRIC: "\\"}
COLOURS = {
    Phase.CONCENTRIC: "black on #56b4e9",
    Phase.HOLD: "black on #f0e442",
    Phase.ECCENTRIC: "black on #e69f00",
}
_TOO_FAST = "bold white on #b00020"
_EMPTY = "dim"
_FREE_S = 1.5
"""Length that stands for a phase without a prescribed one, s."""
_VERDICT_COLUMNS = 22
_SHORTEST_BAR = 12
_SHOWN_SHARE = 1.3
"""A repetition's bar has room for so many times the prescribed time; slower is in order, and is cut off."""


@dataclass(frozen=True, slots=True)
class Running:
    """The repetition that is being done.

    Parameters
    ----------
    phase : Phase
        What goes on now.
    times_s : tuple of float
        Time spent so far in going up, holding and going down, s.
    too_fast : bool
        Whether it was said that the heel comes down too fast.
    """

    phase: Phase = Phase.REST
    times_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    too_fast: bool = False


def phase_bar(running: Running, tempo: Prescription, words: Words, columns: int, rows: int) -> list[Text]:
    """Return the bar of the running repetition: a field for each phase that fills while the phase runs.

    Parameters
    ----------
    running : Running
        What is being done.
    tempo : Prescription
        What is asked.
    words : Words
        The language.
    columns, rows : int
        Size of the bar; a line of names stands above it.
    """
    asked_s, times_s = _asked_s(tempo), _spread(running.times_s, tempo)
    names, bar = Text(), Text()
    for number, phase in enumerate(PHASES):
        end = round((columns + 1) * sum(asked_s[: number + 1]) / sum(asked_s))
        wide = end - bar.cell_len - 1
        if wide <= 0:
            continue  # no hold is asked
        named = _name(phase, tempo, words)[:wide].ljust(wide + 1)
        names.append(named, "bold" if running.phase is phase else "dim")
        filled = round(wide * min(1.0, times_s[number] / asked_s[number]))
        bad = running.too_fast and phase is Phase.ECCENTRIC
        bar.append(_SIGNS[phase] * filled, _TOO_FAST if bad else COLOURS[phase])
        bar.append("·" * (wide - filled) + " ", _EMPTY)
    names.truncate(columns)
    bar.truncate(columns)
    return [names, *(bar.copy() for _ in range(rows))]


def phase_now(running: Running, tempo: Prescription | None) -> Phase:
    """Return the phase that goes on, as the bar shows it."""
    if tempo is None or running.phase is not Phase.CONCENTRIC:
        return running.phase
    return Phase.HOLD if _spread(running.times_s, tempo)[1] > 0.0 else Phase.CONCENTRIC


def rep_line(number: int, rep: DoneRep, tempo: Prescription | None, words: Words, columns: int) -> Text:
    """Return one repetition as a bar on the scale of time, with its times and what was thought of it."""
    times_s = (rep.up_s, rep.hold_s, rep.down_s)
    asked_s = sum(times_s) if tempo is None else sum(_asked_s(tempo))
    verdict = _verdict(rep, words)
    times = "  ".join(words.number(time_s) for time_s in times_s)
    room = columns - 6 - len(times) - 3 - _VERDICT_COLUMNS
    line = Text(f"{number:>4}  ", "bold")
    if room >= _SHORTEST_BAR:
        line.append_text(_rep_bar(times_s, asked_s, room))
    line.append(f"  {times} ")
    line.append_text(verdict)
    line.truncate(columns, overflow="ellipsis")
    return line


def _rep_bar(times_s: tuple[float, float, float], asked_s: float, columns: int) -> Text:
    """Return a bar with a mark where it would end if done as prescribed."""
    per_s = columns / (asked_s * _SHOWN_SHARE)
    bar = Text()
    for number, phase in enumerate(PHASES):
        end = min(columns, round(per_s * sum(times_s[: number + 1])))
        bar.append(_SIGNS[phase] * (end - bar.cell_len), COLOURS[phase])
    bar.append(" " * (columns - bar.cell_len))
    target = round(per_s * asked_s)
    if bar.plain[target] == " ":
        bar = Text.assemble(bar[:target], ("│", _EMPTY), bar[target + 1 :])
    return bar


def _verdict(rep: DoneRep, words: Words) -> Text:
    if rep.verdict is Verdict.OK:
        return Text(" ✓", "green")
    # What the person can change in the next repetition stands first.
    flags = sorted(rep.flags, key=lambda flag: flag not in TOO_FAST)
    what = words(FLAGS[flags[0]]) if flags else words("not sure")
    if rep.verdict is Verdict.FAULT:
        return Text(f" ! {what}", "bold red")
    return Text(f" ? {what}", "yellow")


def _name(phase: Phase, tempo: Prescription, words: Words) -> str:
    asked_s = (tempo.concentric_s, tempo.hold_s, tempo.eccentric_s)[PHASES.index(phase)]
    target = words("free") if asked_s is None else f"{words.short_number(asked_s)} s"
    return f"{words(NAMES[phase]).upper()} {target}"


def _spread(times_s: tuple[float, float, float], tempo: Prescription) -> tuple[float, float, float]:
    """Give the hold what goes beyond the prescribed way up, as long as nobody has seen where it began."""
    up_s, hold_s, down_s = times_s
    asked_s = tempo.concentric_s
    if hold_s > 0.0 or asked_s is None or up_s <= asked_s:
        return times_s
    return asked_s, up_s - asked_s, down_s


def _asked_s(tempo: Prescription) -> tuple[float, float, float]:
    free = [_FREE_S if asked_s is None else asked_s for asked_s in (tempo.concentric_s, tempo.eccentric_s)]
    return free[0], tempo.hold_s or 0.0, free[1]
