"""``heelraise today`` and ``done``: what to do, and what was done without a sensor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.diary import ask_open, enter_option, open_diary, say_lines, somebody_is_there
from heelraise.cli.options import LangOption, words_of

if TYPE_CHECKING:
    from heelraise.coach.programme.plan import ExercisePlan, Side
    from heelraise.diary import Diary

_MOST_SETS = 50
_MOST_REPS = 500


class Legs(StrEnum):
    """How many legs carried the body."""

    ONE = "one"
    TWO = "two"


DayOption = Annotated[
    datetime | None,
    typer.Option("--day", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day; today if not given."),
]


def today(
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="KEY=VALUE",
            help="Answer a question beforehand, such as before=2, painful=left or one_leg:left=3.",
        ),
    ] = None,
    ask: Annotated[
        bool | None,
        typer.Option("--ask/--no-ask", help="Ask what is open; by default if there is a terminal."),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Say what to do today, and why.

    Asks first what has to be known: pain, the morning after, how many more would have been possible.
    """
    from heelraise.display.plan_view import plan_lines

    words = words_of(lang)
    with open_diary() as diary:
        for one in answer or ():
            enter_option(diary, one, words)
        if somebody_is_there() if ask is None else ask:
            ask_open(diary, words)
        plan = diary.plan()
        say_lines(plan_lines(plan, diary.programme, words))
        if plan.exercises:
            hint = words(
                "'heelraise start --sensor …' leads you through it; 'heelraise scan' finds the sensor."
            )
            say_lines(["", hint])


def done(
    exercise: Annotated[
        str,
        typer.Argument(
            metavar="EXERCISE", help="Its name as `today` shows it, or its key, such as heel_raise."
        ),
    ],
    reps: Annotated[
        str | None,
        typer.Option(metavar="N,N,…", help="Repetitions of each set; as prescribed if not given."),
    ] = None,
    load: Annotated[
        float | None, typer.Option(min=0.0, max=100.0, help="Weight carried, kg; as planned if not given.")
    ] = None,
    more: Annotated[
        str | None,
        typer.Option(metavar="0|1-2|3+", help="How many more would have been possible in the last set."),
    ] = None,
    legs: Annotated[Legs | None, typer.Option(help="On one leg or on two; as planned if not given.")] = None,
    day: DayOption = None,
    lang: LangOption = None,
) -> None:
    """Log an exercise that was done without a sensor."""
    from heelraise.coach.questions import Question, checked_answer
    from heelraise.display.advice_text import wording

    words = words_of(lang)
    counts = None if reps is None else _counts(reps)
    on = None if day is None else day.date()
    with open_diary() as diary:
        plan = diary.exercise(exercise, regardless=True)
        if more is not None:
            checked_answer(Question.MORE_POSSIBLE, more)
        sets = plan.sets or 1
        if plan.raises is None:
            seconds = sets * (plan.timer_s or 0.0)
            diary.done(plan, dict.fromkeys(plan.sides, ()), seconds=seconds, day=on)
            amount = f"{seconds:g} s"
        else:
            each = counts or (plan.raises.reps,) * sets
            done_so, sides = _on_legs(plan, legs, diary)
            diary.done(done_so, dict.fromkeys(sides, each), load_kg=load, day=on)
            amount = ", ".join(map(str, each))
        if more is not None:
            diary.answer(Question.MORE_POSSIBLE, more, plan.key, day=on)
        typer.echo(words("Logged: {exercise}: {amount}", exercise=wording(plan.name, words), amount=amount))


def _on_legs(plan: ExercisePlan, legs: Legs | None, diary: Diary) -> tuple[ExercisePlan, tuple[Side, ...]]:
    """Return the exercise as it was done, and the sides that did it."""
    from heelraise.coach.dose import painful_sides
    from heelraise.coach.programme.plan import Side

    if legs is None or plan.raises is None:
        return plan, plan.sides
    one = legs is Legs.ONE
    sides = painful_sides(diary.log()) or plan.sides
    return replace(plan, raises=replace(plan.raises, one_leg=one)), sides if one else (Side.BOTH,)


def _counts(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    try:
        counts = tuple(int(part) for part in parts)
    except ValueError:
        counts = ()
    if not 0 < len(counts) <= _MOST_SETS or not all(0 <= count <= _MOST_REPS for count in counts):
        raise typer.BadParameter(f"'{text}' is no list of repetitions; write for instance --reps 12,12,9")
    return counts
