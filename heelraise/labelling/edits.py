"""Corrections of marked repetitions, as a person writes them: on the command line or at its prompt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from models.errors import StyleError
from models.styles import flags_of
from sensing.errors import SettingsError
from sensing.recording.labels import EDGES, ORDER, LabelledRep
from sensing.said import said, said_by

Reps = tuple[LabelledRep, ...]
Edit = Callable[[Reps], Reps]
"""Takes repetitions, returns them corrected and in the order of their starts."""


def changing(text: str) -> Edit:
    """Change one: its number, then ``name=value`` once or more, for instance ``3 style=low end=31.2``.

    Raises
    ------
    SettingsError
        If the text is not of that form, or (when it is done) there is no repetition of this number, or its
        edges would not be in order.
    """
    number, change = _changing(text)
    return lambda reps: _in_order(_checked(change(reps), number))


def _changing(text: str) -> tuple[int, Edit]:
    """Return a number and what changes that one in its place: the numbers of the others stay true."""
    first, *parts = text.split() or [""]
    number = _number(first)
    if not parts or not all("=" in part for part in parts):
        raise SettingsError(
            said("'{text}': write a number and what to change, for instance 3 style=low end=31.2", text=text)
        )
    changes: dict[str, object] = {}
    for part in parts:
        name, _, value = part.partition("=")
        if name not in {"style", *EDGES}:
            raise SettingsError(
                said("'{part}': only style, {edges} can be changed", part=part, edges=", ".join(EDGES))
            )
        changes[name] = _style(value) if name == "style" else _time_s(value)

    def edit(reps: Reps) -> Reps:
        place = _place(number, reps)
        changed = replace(reps[place], **changes)  # type: ignore[arg-type]
        return (*reps[:place], changed, *reps[place + 1 :])

    return number, edit


def removing(text: str) -> Edit:
    """Take one out, by its number.

    Raises
    ------
    SettingsError
        If this is no number, or (when it is done) there is no such repetition.
    """
    number = _number(text.strip())

    def edit(reps: Reps) -> Reps:
        place = _place(number, reps)
        return (*reps[:place], *reps[place + 1 :])

    return edit


def adding(text: str) -> Edit:
    """Put one in: start, top, start of lowering and end in s, then the style (``ok`` if it is left out).

    Raises
    ------
    SettingsError
        If the text is not of that form.
    """
    parts = text.split()
    if len(parts) not in {len(EDGES), len(EDGES) + 1}:
        raise SettingsError(
            said(
                "'{text}': write start, top, start of lowering, end and style: 4.1 6.7 8.7 11.8 ok", text=text
            )
        )
    style = _style(parts[len(EDGES)]) if len(parts) > len(EDGES) else "ok"
    rep = LabelledRep.of([_time_s(part) for part in parts[: len(EDGES)]], style)
    return lambda reps: _in_order((*reps, rep))


def all_of(changes: list[str], additions: list[str], removals: list[str]) -> Edit:
    """Join corrections that were all given at once: numbers are those of the table before any of them.

    Raises
    ------
    SettingsError
        If one is not understood.
    """
    change = [_changing(text) for text in changes]
    # From the last to the first, so that what goes does not shift the numbers of what is still to go.
    remove = [
        removing(str(number)) for number in sorted({_number(text.strip()) for text in removals}, reverse=True)
    ]
    add = [adding(text) for text in additions]

    def edit(reps: Reps) -> Reps:
        for _, one in change:
            reps = one(reps)
        reps = _checked(reps, *(number for number, _ in change))
        for other in (*remove, *add):
            reps = other(reps)
        return _in_order(reps)

    return edit


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise SettingsError(said("'{text}' is no number of a repetition", text=text))
    return int(text)


def _time_s(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise SettingsError(said("'{text}' is no time in seconds", text=text))
    return value


def _style(text: str) -> str:
    try:
        flags_of(text)
    except StyleError as error:
        raise SettingsError(said_by(error)) from None
    return text


def _place(number: int, reps: Reps) -> int:
    if not 1 <= number <= len(reps):
        raise SettingsError(
            said("there is no repetition {number}; there are {count}", number=number, count=len(reps))
        )
    return number - 1


def _checked(reps: Reps, *numbers: int) -> Reps:
    """Return the repetitions if those with these numbers have their edges in order."""
    for number in numbers:
        one = reps[number - 1]
        if not one.start < one.top <= one.eccentric_start < one.end:
            raise SettingsError(
                said(
                    "repetition {number} would have its edges not in order ({order})",
                    number=number,
                    order=ORDER,
                )
            )
    return reps


def _in_order(reps: Reps) -> Reps:
    return tuple(sorted(reps, key=lambda rep: rep.start))
