"""One picture of the session, made to be read from three metres: any size of terminal from 60 by 20 up."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from rich.text import Text

from heelraise.coach.cues.cue import CueKind
from heelraise.coach.session.events import DoneRep
from heelraise.coach.session.state import SessionState, Stand
from heelraise.coach.session.turns import Turn
from heelraise.cue_words import shown, spoken
from heelraise.display.advice_text import wording
from heelraise.display.folding import folded
from heelraise.display.glyphs import large, medium, width
from heelraise.display.scene import Scene
from heelraise.display.tempo_bars import COLOURS, NAMES, phase_bar, phase_now, rep_line
from heelraise.display.terms import LEGS
from heelraise.language import Words, message

_ALARM = "bold white on #b00020"
_GOOD = "bold white on #00734f"
_HINT = "bold black on #f0e442"
_CALM = "bold black on #56b4e9"
_STYLES: Mapping[CueKind, str] = {
    CueKind.TOO_FAST_DOWN: _ALARM,
    CueKind.STOP: _ALARM,
    CueKind.SENSOR_LOST: _ALARM,
    CueKind.WELL_DONE: _GOOD,
    CueKind.DONE: _GOOD,
    CueKind.SENSOR_BACK: _GOOD,
}

_STATES: Mapping[Stand, str] = {
    Stand.CHECK: message("Wait"),
    Stand.READY: message("Ready?"),
    Stand.PAUSED: message("Pause"),
    Stand.REST: message("Rest"),
    Stand.SIDE: message("Change leg"),
    Stand.CLOSING: message("Finished"),
    Stand.PAIN: message("Pain 0-10?"),
    Stand.DONE: message("Finished"),
    Stand.STOPPED: message("Stopped"),
}
"""What is written large where nothing else was just told."""

_COUNTS = frozenset({Stand.SET, Stand.PAUSED, Stand.CLOSING})
_LONGEST = 40
_LARGE_FROM = (40, 120)
"""From so many rows and columns on, everything large is twice as large."""


def frame(scene: Scene, words: Words, columns: int, rows: int) -> list[Text]:
    """Return the lines of the picture, at most `rows` of at most `columns`.

    Parameters
    ----------
    scene : Scene
        What there is to see.
    words : Words
        The language.
    columns, rows : int
        Size of the terminal.
    """
    twice = rows >= _LARGE_FROM[0] and columns >= _LARGE_FROM[1]
    lines = [_header(scene, words, columns), Text()]
    lines += _figure(scene.state, words, columns, 2 if twice else 1)
    lines.append(Text())
    lines += _told(scene, words, columns, twice)
    lines += _bar(scene, words, columns, 4 if twice else 2)
    left = rows - len(lines) - 2
    lines += [Text(), *(_briefing(scene, columns) or _reps(scene.state, words, columns, left))]
    lines = lines[: rows - 1]
    if scene.notices:
        lines += [Text()] * (rows - 1 - len(lines)) + [_foot(scene.notices, columns)]
    for line in lines:
        line.truncate(columns, overflow="ellipsis")
    return lines


def _header(scene: Scene, words: Words, columns: int) -> Text:
    state = scene.state
    left = " · ".join(_facts(state.turn, words))
    if state.stand in (Stand.REST, Stand.SIDE):
        left = words("Next: {what}", what=left)
    sensor = _sensor(scene, words)
    line = Text(left, "bold")
    line.truncate(columns - len(sensor) - 2, overflow="ellipsis")
    line.append(" " * (columns - len(sensor) - line.cell_len))
    line.append(sensor, "green" if state.linked else _ALARM)
    return line


def _sensor(scene: Scene, words: Words) -> str:
    news = scene.sensor
    if not news.name:
        return ""  # an exercise without one
    if not scene.state.linked:
        return "✗ " + words("no sensor")
    charge = "" if news.battery_percent is None else f" {news.battery_percent} %"
    return "● " + words("sensor") + charge


def _facts(turn: Turn, words: Words) -> list[str]:
    of = "" if turn.of is None else " " + words("of {number}", number=turn.of)
    facts = [words("Set {index}", index=turn.number) + of]
    if turn.side is not None:
        facts.append(words(LEGS[turn.side]))
    facts.append(wording(turn.name, words))
    if turn.tempo is not None:
        facts.append(str(turn.tempo))
    return facts


def _figure(state: SessionState, words: Words, columns: int, scale: int) -> list[Text]:
    """Return the one number that matters now, as large as it gets, and what it is out of beside it."""
    number, beside = _number(state, words)
    rows = large(number, scale)
    aside = medium(beside) if beside else []
    start = width(rows) + 4
    if start + width(aside) > columns:
        aside = []
    top = len(rows) - len(aside)  # on one foot with the figure
    lines = []
    for place, row in enumerate(rows):
        line = Text(" " + row, "bold")
        if place >= top and aside:
            line.append(" " * (start - len(row)))
            line.append(aside[place - top], "dim")
        lines.append(line)
    return lines


def _number(state: SessionState, words: Words) -> tuple[str, str]:
    asked = state.turn.reps
    if state.stand in _COUNTS:
        reps = state.reps if state.stand is not Stand.CLOSING or not state.done else state.done[-1].reps
        return str(len(reps)), "" if asked is None else f"/{asked}"
    if state.left_s is not None:
        minutes, seconds = divmod(ceil(state.left_s), 60)
        return f"{minutes}:{seconds:02d}", ""
    if state.is_over:
        return str(len(state.all_reps)), ""
    return "0", "" if asked is None else f"/{asked}"


def _told(scene: Scene, words: Words, columns: int, twice: bool) -> list[Text]:
    """Return what was told last, or else what the state is, in the largest letters that fit."""
    wordings, style = _wordings(scene, words)
    height = 7 if twice else 4
    for text in wordings:
        sizes = ([large(text)] if twice else []) + [medium(text)]
        for rows in sizes:
            if text and width(rows) + 2 <= columns:
                padded = [" " + row.ljust(width(rows) + 1) for row in rows]
                return [Text(row, style) for row in padded] + [Text()] * (height - len(rows))
    text = next(iter(wordings), "")  # too long for large letters
    return [Text(f" {text} ", style), *[Text()] * (height - 1)]


def _wordings(scene: Scene, words: Words) -> tuple[list[str], str]:
    """Return what to write large, in the words to be preferred first, and its colours."""
    state, cue = scene.state, scene.cue
    if cue is not None:
        both = [shown(cue, words), spoken(cue, words)]
        return [text for text in both if len(text) <= _LONGEST] or both[-1:], _STYLES.get(cue.kind, _HINT)
    if state.stand in _STATES:
        return [words(_STATES[state.stand])], _CALM
    phase = phase_now(scene.running, state.turn.tempo)
    if state.stand is Stand.SET and phase in NAMES:
        return [words(NAMES[phase])], "bold " + COLOURS[phase]
    return [""], ""


def _bar(scene: Scene, words: Words, columns: int, rows: int) -> list[Text]:
    state = scene.state
    if state.stand in _COUNTS | {Stand.READY} and state.turn.tempo is not None and state.until_s is None:
        return phase_bar(scene.running, state.turn.tempo, words, columns, rows)
    if state.until_s is None or state.left_s is None or state.until_s <= state.since_s:
        return [Text()] * (rows + 1)
    filled = round(columns * (1.0 - state.left_s / (state.until_s - state.since_s)))
    bar = Text.assemble(("=" * filled, "black on #56b4e9"), ("·" * (columns - filled), "dim"))
    return [Text(), *(bar.copy() for _ in range(rows))]


def _foot(notices: tuple[str, ...], columns: int) -> Text:
    """Return the newest notice, and before it those before it as far as there is room."""
    shown = notices[-1]
    for notice in reversed(notices[:-1]):
        if len(notice) + 3 + len(shown) > columns:
            break
        shown = f"{notice} · {shown}"
    return Text(shown, "dim")


def _briefing(scene: Scene, columns: int) -> list[Text]:
    """Return what is to be known before the first lift; nothing once there was one."""
    if scene.state.stand not in (Stand.CHECK, Stand.READY) or scene.state.done:
        return []
    return [Text(row) for line in scene.briefing for row in folded(" " + line, columns).splitlines()]


def _reps(state: SessionState, words: Words, columns: int, rows: int) -> list[Text]:
    """Return the newest repetitions of the set, the newest first: the eye finds it at the same place."""
    turn, reps = _set_to_show(state)
    numbered = list(enumerate(reps, start=1))[-max(0, rows) :] if rows > 0 else []
    return [rep_line(number, rep, turn.tempo, words, columns) for number, rep in reversed(numbered)]


def _set_to_show(state: SessionState) -> tuple[Turn, tuple[DoneRep, ...]]:
    if state.reps or not state.done or state.stand is Stand.SET:
        return state.turn, state.reps
    return state.done[-1].turn, state.done[-1].reps
