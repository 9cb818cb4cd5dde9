"""Each piece of advice as one sentence, with whose rule it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from heelraise.coach.advice import Advice, Rule, Value
from heelraise.coach.course import PainMoment
from heelraise.coach.programme.plan import Wording
from heelraise.coach.running import RUNNING
from heelraise.display.terms import PAIN_MOMENTS, SIDES
from heelraise.language import Language, Words, message

SENTENCES = {
    Rule.ASK_PROFESSIONAL: message(
        "If you have severe pain or other conditions, ask a professional before you begin."
    ),
    Rule.FIRST_DAY: message("The first day; from here on the training is {rhythm}."),
    Rule.TRAINING_DAY: message("A training day: the training is {rhythm}."),
    Rule.REST_DAY: message("A rest day: the training is {rhythm}, next on {next}."),
    Rule.DONE_TODAY: message("Today's training is done; the training is {rhythm}, next on {next}."),
    Rule.CALF_RESTS: message("No calf exercises on rest days either: {names} wait."),
    Rule.MISSED: message("Missed trainings: {count}. Do not make up for them, just go on."),
    Rule.PAUSE: message("Of the pause of {days} days only {at_most} count towards the weeks done."),
    Rule.STAGE: message("Week {week} of training: {dose}."),
    Rule.NEW_STAGE: message("Week {week} of training, and a new stage: {dose} from now on."),
    Rule.MAINTAIN: message("The pain is gone: go on with the training all the same, it prevents a relapse."),
    Rule.LOAD_FIRST: message(
        "Begin without extra load; it is right when the last repetition is only just possible."
    ),
    Rule.LOAD_RIGHT: message(
        "{kg} kg again: the load is right while it is only just possible in good quality. You decide."
    ),
    Rule.LOAD_RAISE: message(
        "More was possible last time: {kg} kg instead of {before} kg, until it is only just possible. "
        "You decide."
    ),
    Rule.LOAD_OWN: message("{kg} kg, as you decided; it is right when it is only just possible."),
    Rule.LOAD_EASE: message("Less load today: {kg} kg instead of {before} kg."),
    Rule.TWO_LEGS: message("On two legs until {reps} slow, controlled repetitions on one leg are possible."),
    Rule.TWO_LEGS_TODAY: message("On two legs today, because of the pain."),
    Rule.ONE_LEG: message("On one leg, since {reps} slow, controlled repetitions are possible."),
    Rule.FINISH_ON_TWO: message("Who must stop early on one leg may do the rest of the set on two."),
    Rule.ONE_SIDE: message("Only the foot that hurts: {side}."),
    Rule.SIDE_BY_SIDE: message(
        "Finish all sets with one leg before the sensor moves to the other; first today: {side}."
    ),
    Rule.BOTH_AT_ONCE: message("Both heels hurt; on two legs both are trained at once."),
    Rule.PAIN_HIGH: message("Pain {score} ({moment}, {day}) is above {limit}, your plan's limit."),
    Rule.PAIN_SHARP: message("Sharp pain ({moment}, {day}): stop at once and ask a professional."),
    Rule.PAIN_SOME: message("Pain {score} ({moment}, {day}) is above {limit}: more than a light pain."),
    Rule.PAIN_WORSE_AFTER: message("More pain after the training than before it: {score} against {against}."),
    Rule.PAIN_WORSE_MORNING: message("The first steps hurt more than usual: {score} against {against}."),
    Rule.PAIN_SETTLING: message(
        "The training waits until {until} at least, and until the pain before it is light."
    ),
    Rule.PAIN_BACK: message("The pain of {day} has settled: begin again gently."),
    Rule.PAIN_LASTS: message(
        "Pain above {limit} in each of the last {weeks} weeks: ask a professional about pain that lasts."
    ),
    Rule.NO_STRETCH: message(
        "You did not feel the stretch last time: lower the heel further below the step, with the towel under "
        "the toes."
    ),
    Rule.RUN_PAIN: message(
        "Wait with {activities} until {until} at least: the heel hurt on {day}, and it takes {weeks} weeks "
        "without pain."
    ),
    Rule.RUN_ASK: message(
        "Wait with {activities}: it takes {weeks} weeks without pain, and that question is still open."
    ),
    Rule.RUN_WALK: message(
        "Before {activities}: walk {km} km briskly; the heel must not be sore that day or the next morning."
    ),
    Rule.RUN_MORNING: message("Wait with {activities}: the morning after the long walk decides."),
    Rule.RUN_SORE: message("Wait with {activities}: the long walk left the heel sore."),
    Rule.RUN_ALLOWED: message(
        "Possible again: {activities}. {weeks} weeks without pain, and the long walk left no soreness."
    ),
    Rule.INSOLES: "{text}",
    Rule.STAND: "{text}",
    Rule.SENSOR: "{text}",
    Rule.CLOCK: message("There are entries of {day}, but by the clock it is {today}: check the clock."),
    Rule.NEW_PROGRAMME: message("The programme was changed since the last training (edition {edition})."),
}


def wording(text: Wording, words: Words) -> str:
    """Return a clinician's words in the person's language."""
    return text.da if words.language is Language.DANISH else text.en


def sentence(advice: Advice, words: Words) -> str:
    """Return a piece of advice as one sentence."""
    holes: dict[str, str] = {}
    for name, value in advice.values.items():
        holes[name] = _SAID[name](value, words) if name in _SAID else _said(value, words)
    if advice.rule in (Rule.STAGE, Rule.NEW_STAGE):
        holes["dose"] = _dose(advice, words)
    if "days" in advice.values:
        holes["rhythm"] = rhythm(advice.values["days"], words)
    # Where an abbreviated month ends the sentence, its point is also the sentence's.
    return words(SENTENCES[advice.rule], **holes).replace("..", ".")


def explained(advice: Advice, words: Words) -> str:
    """Return a piece of advice with whose rule it is."""
    return f"{sentence(advice, words)} [{wording(advice.source, words)}]"


def rhythm(days: Value, words: Words) -> str:
    """Return how often: every day, every other day, every so many days."""
    count = days if isinstance(days, int) else 1
    names = {1: words("every day"), 2: words("every other day")}
    return names.get(count) or words("every {count} days", count=count)


def _dose(advice: Advice, words: Words) -> str:
    sets, reps, at_least = (advice.values[name] for name in ("sets", "reps", "at_least"))
    return dose(None if sets == -1 else sets, reps, bool(at_least), words)


def dose(sets: Value | None, reps: Value, at_least: bool, words: Words) -> str:
    """Return sets and repetitions, such as ``3 x 12``."""
    each = words("at least {reps}", reps=reps) if at_least else str(reps)
    if sets is None:
        return words("as many sets as possible of {reps}", reps=each)
    return f"{sets} \N{MULTIPLICATION SIGN} {each}"


def _said(value: Value, words: Words) -> str:
    if isinstance(value, Wording):
        return wording(value, words)
    if isinstance(value, tuple):
        return ", ".join(wording(one, words) if isinstance(one, Wording) else one for one in value)
    if isinstance(value, date):
        return words.day(value, "MMMEd")
    return words.short_number(value) if isinstance(value, float) else str(value)


def _activities(value: Value, words: Words) -> str:
    names = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(words("running") if name == RUNNING else str(name) for name in names)


_SAID: dict[str, Callable[[Value, Words], str]] = {
    "moment": lambda value, words: words(PAIN_MOMENTS[PainMoment(str(value))]),
    "side": lambda value, words: words(SIDES[str(value)]),
    "activities": _activities,
}
