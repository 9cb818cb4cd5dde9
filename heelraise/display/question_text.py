"""Questions as they are asked, and answers as people type them."""

from __future__ import annotations

from heelraise.coach.asking import Ask
from heelraise.coach.course import MOST_PAIN, PainMoment
from heelraise.coach.errors import AnswerError
from heelraise.coach.programme.model import Programme
from heelraise.coach.questions import CHOICES, Question
from heelraise.display.advice_text import wording
from heelraise.display.terms import SIDES
from heelraise.language import Words, message
from sensing.said import said

QUESTIONS: dict[PainMoment | Question, str] = {
    PainMoment.BEFORE: message("How much does the heel hurt now?"),
    PainMoment.DURING: message("How much did the heel hurt during the training?"),
    PainMoment.AFTER: message("How much did the heel hurt right after the training?"),
    PainMoment.MORNING: message("How much did the first steps hurt on the morning of {day}?"),
    PainMoment.USUAL_MORNING: message("How much do the first steps hurt on your usual mornings?"),
    PainMoment.WORST: message("How bad was the worst pain in the 24 hours after the training?"),
    Question.SCREENING: "{text}",
    Question.CLEARED: message("Has a professional said that you may train?"),
    Question.PAINFUL: message("Which heel hurts?"),
    Question.FLAT_SHOES: message("Do you wear flat shoes, such as dress shoes?"),
    Question.RUNNING: message("Would you like to run again?"),
    Question.ACTIVITY: message("Does anything else bring on the pain, such as very long walks? Name it"),
    Question.ONE_LEG: message("Slow, controlled repetitions on the {side} leg alone: how many can you do?"),
    Question.MORE_POSSIBLE: message("How many more could you have done in the last set?"),
    Question.LOAD_KG: message("How many kilograms do you want to carry?"),
    Question.STRETCH_FELT: message("Did you feel the stretch under the foot?"),
    Question.PAIN_FREE: message("Has the heel been without any pain for the last {weeks} weeks?"),
    Question.WALK_SORE: message("If you have walked {km} km briskly today: was the heel sore?"),
    Question.WALK_MORNING_SORE: message("Was the heel sore the morning after the long walk?"),
}

CHOICE_NAMES = {
    "yes": message("yes"),
    "no": message("no"),
    **SIDES,
    "both": message("both"),
    **{choice: choice for choice in CHOICES[Question.MORE_POSSIBLE]},
}


def question_text(ask: Ask, programme: Programme, words: Words) -> str:
    """Return a question with what may be answered."""
    return f"{asked(ask, programme, words)} [{_choices(ask, words)}]"


def asked(ask: Ask, programme: Programme, words: Words) -> str:
    """Return a question."""
    screening = {one.key: wording(one.text, words) for one in programme.screening}
    return words(
        QUESTIONS[ask.what],
        text=screening.get(ask.about, ""),
        side=words(SIDES[ask.about]) if ask.about in SIDES else "",
        day=words.day(ask.day, "MMMEd"),
        weeks=programme.running.pain_free_weeks,
        km=words.short_number(programme.running.walk_km),
    )


def typed_pain(text: str) -> tuple[int, bool]:
    """Return the score that was typed, and whether it is sharp: an exclamation mark says so.

    Raises
    ------
    AnswerError
        If it is not a whole number from 0 to 10.
    """
    sharp = text.endswith("!")
    number = text.removesuffix("!").strip()
    if not (number.isascii() and number.isdigit() and int(number[:4]) <= MOST_PAIN):
        raise AnswerError(
            said("pain is a whole number from 0 to {most}, not '{text}'", most=MOST_PAIN, text=text)
        )
    return int(number), sharp


def typed_choice(question: Question, text: str, words: Words) -> str:
    """Return the choice that was typed, in the person's language; the start of its name will do."""
    typed = text.strip().casefold()
    choices = CHOICES.get(question, ())
    names = {words(CHOICE_NAMES[choice]).casefold(): choice for choice in choices}
    if typed in names:
        return names[typed]
    meant = {choice for name, choice in names.items() if typed and name.startswith(typed)}
    return meant.pop() if len(meant) == 1 else typed


def _choices(ask: Ask, words: Words) -> str:
    if isinstance(ask.what, PainMoment):
        return words("0-10, with ! if sharp")
    choices = CHOICES.get(ask.what, ())
    if ask.what is Question.ACTIVITY:
        return words("a few words")
    return "/".join(words(CHOICE_NAMES[choice]) for choice in choices) or words("a number")
