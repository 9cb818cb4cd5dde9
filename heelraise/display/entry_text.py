"""One entry of the diary as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heelraise.coach.asking import Ask
from heelraise.coach.course import Answer, ExerciseDone, PainEntry
from heelraise.display.advice_text import wording
from heelraise.display.question_text import CHOICE_NAMES, asked
from heelraise.display.terms import PAIN_MOMENTS, SIDES

if TYPE_CHECKING:
    from heelraise.coach.programme.model import Programme
    from heelraise.history.notes import Note
    from heelraise.language import Words


def entry_line(entry: PainEntry | Answer | ExerciseDone | Note, programme: Programme, words: Words) -> str:
    """Say what was entered, and for which day."""
    day = words.day(entry.day)
    return f"{day[:1].upper()}{day[1:]}: {_what(entry, programme, words)}"


def amount(reps: tuple[int, ...], seconds: float, words: Words) -> str:
    """Return how much of an exercise was done: the repetitions of each set, or the time."""
    return ", ".join(map(str, reps)) if reps else f"{words.short_number(seconds)} s"


def _what(entry: PainEntry | Answer | ExerciseDone | Note, programme: Programme, words: Words) -> str:
    if isinstance(entry, PainEntry):
        moment = words(PAIN_MOMENTS[entry.moment])
        return words("Pain {score} ({moment})", score=entry.score, moment=moment) + "!" * entry.sharp
    if isinstance(entry, Answer):
        question = asked(Ask(entry.question, entry.day, entry.about), programme, words)
        name = CHOICE_NAMES.get(entry.value)
        return f"{question} {entry.value if name is None else words(name)}"
    if isinstance(entry, ExerciseDone):
        names = {one.key: wording(one.name, words) for one in programme.exercises}
        side = f" ({words(SIDES[entry.side])})" if entry.side in SIDES else ""
        return (
            f"{names.get(entry.exercise, entry.exercise)}{side}: {amount(entry.reps, entry.seconds, words)}"
        )
    return entry.text
