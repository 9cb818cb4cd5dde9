"""Opening the diary for a command, and asking what is open."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from heelraise.cli.options import own_places
from sensing.said import said

if TYPE_CHECKING:
    from heelraise.coach.asking import Ask
    from heelraise.diary import Diary
    from heelraise.language import Words


@contextmanager
def open_diary() -> Iterator[Diary]:
    """Open the person's diary under the programme in use.

    Raises
    ------
    ProgrammeError, HistoryError
        If the programme or the store cannot be used.
    """
    from heelraise import diary
    from heelraise.history.store import History
    from heelraise.programme_files import programme_in_use

    places = own_places()
    programme = programme_in_use(places)
    with History(places.history) as history:
        yield diary.Diary(history.course, programme, diary.local_now)


def somebody_is_there() -> bool:
    """Return whether there is a terminal that questions can be asked on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def say_lines(lines: Iterable[str]) -> None:
    """Print lines, on a terminal folded between words."""
    from heelraise.display.folding import folded

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in lines:
        typer.echo(line if columns is None else folded(line, columns))


def ask_load(diary: Diary, words: Words) -> None:
    """Let the person decide the load of today's training; an empty answer takes what is suggested.

    Before anything was lifted there is nothing to decide: the first time is without load.
    """
    from heelraise.coach.errors import AnswerError
    from heelraise.coach.questions import Question

    plan, key = diary.plan(), diary.programme.schedule.main
    today = next((one for one in plan.exercises if one.key == key), None)
    decided = diary.log().latest(Question.LOAD_KG, key)
    is_decided = decided is not None and decided.day == plan.day
    if today is None or today.raises is None or is_decided or not diary.log().times(key):
        return
    suggested = words.short_number(today.raises.load_kg)
    while True:
        asked = words("How many kilograms do you want to carry? [Enter: {kg}]", kg=suggested)
        try:
            text = typer.prompt(asked, default="", show_default=False).strip()
            if text:
                diary.answer(Question.LOAD_KG, text, key)
        except typer.Abort as ended:
            _leave_open(ended)
        except AnswerError:
            typer.echo(words("Write a number of kilograms, such as 4."))
            continue
        return


def ask_open(diary: Diary, words: Words) -> None:
    """Ask the open questions one by one; an empty answer leaves one open, the end of input all of them."""
    from heelraise.coach.errors import AnswerError
    from heelraise.display.plan_view import verdict_lines
    from heelraise.display.question_text import question_text

    left: set[Ask] = set()
    while ask := next((one for one in diary.plan().asks if one not in left), None):
        try:
            text = _prompt(question_text(ask, diary.programme, words))
        except typer.Abort as ended:
            _leave_open(ended)
            return
        if not text.strip():
            left.add(ask)
            continue
        before = diary.plan().pain.outcome
        try:
            enter(diary, ask, text, words)
        except AnswerError:
            typer.echo(words("That is none of the answers; press Enter to leave the question open."))
        verdict = diary.plan().pain
        if verdict.outcome > before:
            say_lines(verdict_lines(verdict, words))


def _leave_open(ended: typer.Abort) -> None:
    """End the line of a question without an answer: at the end of input go on, at Ctrl-C end the command."""
    typer.echo()
    if isinstance(ended.__context__, KeyboardInterrupt):
        raise KeyboardInterrupt


def _prompt(question: str) -> str:
    """Ask on the terminal, folded between words."""
    from heelraise.display.folding import folded

    text: str = typer.prompt(
        folded(question, shutil.get_terminal_size().columns - 2), default="", show_default=False
    )
    return text


def agreed(question: str, words: Words) -> bool:
    """Ask for yes or no in the person's language; Enter and the end of input are no."""
    yes, no = words("yes"), words("no")
    while True:
        try:
            text = _prompt(f"{question} [{yes}/{no}]").strip().casefold()
        except typer.Abort:
            typer.echo()
            return False
        if not text or no.startswith(text):
            return False
        # An English y is taken in any language: that is what terminals ask for elsewhere.
        if yes.startswith(text) or text in {"y", "yes"}:
            return True


def enter(diary: Diary, ask: Ask, text: str, words: Words) -> None:
    """Enter the answer that was typed to a question.

    Raises
    ------
    AnswerError
        If it cannot be meant.
    """
    from heelraise.coach.course import PainMoment
    from heelraise.coach.questions import YES, Question
    from heelraise.display.question_text import typed_choice, typed_pain

    if isinstance(ask.what, PainMoment):
        score, sharp = typed_pain(text.strip())
        diary.pain(ask.what, score, sharp=sharp, day=ask.day)
    elif ask.what is Question.ACTIVITY and not ask.about:
        for name in filter(None, map(str.strip, text.split(","))):
            diary.answer(ask.what, YES, name)
    else:
        diary.answer(ask.what, typed_choice(ask.what, text, words), ask.about)


def enter_option(diary: Diary, option: str, words: Words) -> None:
    """Enter an answer given as ``KEY=VALUE`` or ``KEY:ABOUT=VALUE``.

    Raises
    ------
    AnswerError
        If the key is none, or the answer cannot be meant.
    """
    from heelraise.coach.asking import Ask
    from heelraise.coach.course import PainMoment
    from heelraise.coach.errors import AnswerError
    from heelraise.coach.questions import Question

    key, equals, value = option.partition("=")
    name, _, about = key.strip().partition(":")
    known: dict[str, PainMoment | Question] = {**{p.value: p for p in PainMoment}}
    known |= {question.value: question for question in Question}
    if not equals or name not in known:
        raise AnswerError(
            said(
                "'{option}' is no answer; write KEY=VALUE, with a KEY of {known}",
                option=option,
                known=", ".join(known),
            )
        )
    what = known[name]
    # The morning after is asked for days later too: then it is that morning's answer.
    asked = [ask for ask in diary.plan().asks if ask.what is what and ask.about == about]
    enter(diary, asked[0] if asked else Ask(what, diary.today, about), value, words)
