"""Today's plan and the programme as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from heelraise.coach.pain import Outcome, PainVerdict
from heelraise.coach.programme.model import Exercise, Programme, Sourced, When
from heelraise.coach.programme.plan import ExerciseKind, ExercisePlan, Side
from heelraise.coach.today import TodayKind, TodayPlan
from heelraise.display.advice_text import dose, explained, rhythm, wording
from heelraise.display.question_text import question_text
from heelraise.display.terms import SIDES
from heelraise.language import Words, message

TITLES = {
    TodayKind.ASK_FIRST: message("{day}: ask a professional first"),
    TodayKind.STOP: message("{day}: no training, because of the pain"),
    TodayKind.TRAINING: message("{day}: training"),
    TodayKind.REST: message("{day}: rest"),
    TodayKind.DONE: message("{day}: training done"),
}
TIMES = {
    When.TRAINING: message("on training days"),
    When.EVERY: message("every day"),
    When.AS_NEEDED: message("as needed"),
}


def plan_lines(plan: TodayPlan, programme: Programme, words: Words) -> Iterator[str]:
    """Yield today's plan, line by line."""
    title = words(TITLES[plan.kind], day=words.day(plan.day, "MMMMEEEEd"))
    yield title[:1].upper() + title[1:]
    often = {one.key: one.times_a_day for one in programme.exercises}
    for title, exercises in ((words("To do"), plan.exercises), (words("If you like"), plan.optional)):
        lines = [exercise_line(one, words) + _often(often[one.key], words) for one in exercises]
        yield from _section(title, lines)
    why = [explained(one, words) for one in plan.advice]
    if plan.pain.outcome is not Outcome.GO_ON:
        why.insert(0, wording(plan.pain.words, words))
    yield from _section(words("Why"), why)
    yield from _section(
        words("Still to be answered"), [question_text(ask, programme, words) for ask in plan.asks]
    )
    following = list(_next(plan, words))
    if following:
        yield from ("", *following)


def briefing(plan: ExercisePlan, programme: Programme, words: Words, *, worn: bool) -> Iterator[str]:
    """Yield what is to be known right before an exercise: the dose, how it is done, where the sensor goes."""
    yield exercise_line(plan, words)
    yield wording(plan.guidance, words)
    if plan.raises is None:
        return
    yield wording(programme.reminders.stand.text, words)
    foot = plan.worn_on or plan.sides[0]
    if worn:
        yield wording(programme.reminders.sensor.text, words)
    if worn and foot in SIDES:
        yield words("Put it on the {side} foot.", side=words(SIDES[foot]))


def closing_lines(plan: TodayPlan, words: Words) -> Iterator[str]:
    """Yield where the day stands after an exercise: what the pain means, what is left, what comes next."""
    yield ""
    if plan.pain.outcome is not Outcome.GO_ON:
        yield wording(plan.pain.words, words)
    if plan.exercises:
        names = ", ".join(wording(one.name, words) for one in plan.exercises)
        yield words("Still to do today: {names} ('heelraise start' goes on).", names=names)
    if plan.kind is TodayKind.DONE:
        yield words("Tomorrow morning 'heelraise pain' asks about the first steps.")
    yield from _next(plan, words)


def _next(plan: TodayPlan, words: Words) -> Iterator[str]:
    if plan.next_day > plan.day:
        day = words.day(plan.next_day, "MMMMEEEEd")
        stopped = plan.kind is TodayKind.STOP
        yield (
            words("Train again on {day} at the earliest.", day=day)
            if stopped
            else words("Next training: {day}", day=day)
        )


def exercise_line(plan: ExercisePlan, words: Words) -> str:
    """Return one exercise with its dose, legs and load."""
    parts = [wording(plan.name, words) + ":"]
    if plan.raises is not None:
        parts.append(dose(plan.sets, plan.raises.reps, plan.raises.at_least, words) + ",")
        parts.append(words("tempo {tempo}", tempo=plan.raises.tempo) + ",")
        parts.append(words("one leg") if plan.raises.one_leg else words("two legs"))
        if plan.raises.load_kg:
            parts.append(words("with {kg} kg", kg=words.short_number(plan.raises.load_kg)))
    elif plan.timer_s is not None:
        count = words("as often as possible") if plan.sets is None else f"{plan.sets}"
        parts.append(f"{count} \N{MULTIPLICATION SIGN} {words.short_number(plan.timer_s)} s")
    if Side.BOTH not in plan.sides:
        parts.append("(" + words(", then ").join(words(SIDES[side]) for side in plan.sides) + ")")
    if plan.sets != 1:
        parts.append("\N{EN DASH} " + words("rest {rest} s", rest=words.short_number(plan.rest_s)))
    return " ".join(parts)


def _often(times_a_day: int, words: Words) -> str:
    return "" if times_a_day == 1 else ", " + words("{count} times a day", count=times_a_day)


def verdict_lines(verdict: PainVerdict, words: Words) -> Iterator[str]:
    """Yield what the pain means, in the plan's words, and why."""
    yield wording(verdict.words, words)
    yield from (f"  {explained(one, words)}" for one in verdict.reasons)


def programme_lines(programme: Programme, words: Words) -> Iterator[str]:
    """Yield what a programme prescribes, line by line."""
    yield wording(programme.name, words)
    yield words("Edition {edition}, content {digest}", edition=programme.edition, digest=programme.digest)
    schedule = programme.schedule
    main = wording(programme.main.name, words)
    yield words("{exercise} {rhythm}", exercise=main, rhythm=rhythm(schedule.every_days, words))
    pain = programme.pain
    outcomes = (
        (0, pain.go_on_up_to, pain.words.go_on),
        (pain.go_on_up_to + 1, pain.ease_up_to, pain.words.ease),
        (pain.ease_up_to + 1, 10, pain.words.stop),
    )
    bands = [
        f"{words('Pain')} {low}\N{EN DASH}{high}: {wording(said, words)}"
        for low, high, said in outcomes
        if low <= high
    ]
    yield from _section(words("Pain, 0 to 10"), bands)
    for exercise in programme.exercises:
        title = f"{wording(exercise.name, words)} ({exercise.key}, {words(TIMES[exercise.when])})"
        yield from _section(title, list(_exercise_lines(exercise, programme, words)))


def _exercise_lines(exercise: Exercise, programme: Programme, words: Words) -> Iterator[str]:
    yield wording(exercise.guidance, words)
    for stage in exercise.stages:
        said = dose(stage.sets, stage.reps, stage.at_least, words)
        line = words(
            "from week {week}: {dose}, tempo {tempo}, rest {rest} s",
            week=stage.from_week,
            dose=said,
            tempo=stage.tempo,
            rest=words.short_number(stage.rest_s),
        )
        yield f"{line} {_source(stage, programme, words)}"
    if exercise.kind is not ExerciseKind.RAISES and exercise.timer is not None:
        timer = exercise.timer
        sets = words("as often as possible") if timer.sets is None else timer.sets
        line = f"{sets} \N{MULTIPLICATION SIGN} {words.short_number(timer.seconds)} s"
        yield f"{line} {_source(timer, programme, words)}"


def _source(part: Sourced, programme: Programme, words: Words) -> str:
    named = wording(programme.sources[part.source], words)
    for key, source in part.other_sources.items():
        named += f"; {key}: {wording(programme.sources[source], words)}"
    own = words("; our choice: {keys}", keys=", ".join(part.ours)) if part.ours else ""
    return f"[{named}{own}]"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
