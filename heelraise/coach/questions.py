"""What a person may be asked, and which answers can be meant."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from heelraise.coach.errors import AnswerError
from sensing.said import said

_LONGEST_NAME = 60


class Question(StrEnum):
    """A question. Those with an "about" are asked for each of several things."""

    SCREENING = "screening"
    """About a key of the programme's screening: does it apply?"""
    CLEARED = "cleared"
    """Did a professional say that training is all right?"""
    PAINFUL = "painful"
    """Which heel hurts."""
    FLAT_SHOES = "flat_shoes"
    RUNNING = "running"
    """Does the person want to run?"""
    ACTIVITY = "activity"
    """About an activity in the person's words: does it provoke the pain?"""
    ONE_LEG = "one_leg"
    """About a side: slow controlled repetitions on that leg alone."""
    MORE_POSSIBLE = "more_possible"
    """How many repetitions more would have been possible in the last set."""
    LOAD_KG = "load_kg"
    """The weight that the person decided to carry, kg."""
    STRETCH_FELT = "stretch_felt"
    """Was the stretch felt under the foot?"""
    PAIN_FREE = "pain_free"
    """Has the heel been without pain for the weeks that running asks for?"""
    WALK_SORE = "walk_sore"
    """Was the heel sore on the day of the long walk?"""
    WALK_MORNING_SORE = "walk_morning_sore"
    """Was the heel sore the morning after the long walk?"""


YES, NO = "yes", "no"
NONE_MORE, SOME_MORE, MANY_MORE = "0", "1-2", "3+"

CHOICES: Mapping[Question, tuple[str, ...]] = {
    Question.SCREENING: (YES, NO),
    Question.CLEARED: (YES, NO),
    Question.PAINFUL: ("left", "right", "both"),
    Question.FLAT_SHOES: (YES, NO),
    Question.RUNNING: (YES, NO),
    Question.ACTIVITY: (YES, NO),
    Question.MORE_POSSIBLE: (NONE_MORE, SOME_MORE, MANY_MORE),
    Question.STRETCH_FELT: (YES, NO),
    Question.PAIN_FREE: (YES, NO),
    Question.WALK_SORE: (YES, NO),
    Question.WALK_MORNING_SORE: (YES, NO),
}
"""The answers that can be chosen from; the other questions want a number."""

_MOST = {Question.ONE_LEG: 50.0, Question.LOAD_KG: 100.0}


def checked_answer(question: Question, value: str, about: str = "") -> str:
    """Return an answer as it is kept.

    Raises
    ------
    AnswerError
        If it is none of the choices, or not a number that can be meant.
    """
    text = value.strip().lower()
    if question is Question.ACTIVITY and not (0 < len(about) <= _LONGEST_NAME and about.isprintable()):
        raise AnswerError(
            said("name the activity in one line of at most {most} characters", most=_LONGEST_NAME)
        )
    choices = CHOICES.get(question)
    if choices is not None:
        if text not in choices:
            raise AnswerError(
                said(
                    "'{value}' is no answer to {question}; choose {choices}",
                    value=value,
                    question=question,
                    choices=", ".join(choices),
                )
            )
        return text
    return _number(question, text)


def _number(question: Question, text: str) -> str:
    most = _MOST[question]
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1.0
    whole = question is Question.ONE_LEG
    if not 0 <= number <= most or (whole and number != int(number)):
        kind = said("a whole number") if whole else said("a number")
        raise AnswerError(
            said(
                "'{text}' is no answer to {question}; write {kind} from 0 to {most:g}",
                text=text,
                question=question,
                kind=kind,
                most=most,
            )
        )
    return f"{number:g}"
