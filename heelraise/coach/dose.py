"""From an exercise of the programme to the exercise as it is to be done now: stage, load, legs and sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from heelraise.coach.advice import Advice, Rule, advice, own_advice, stage_advice
from heelraise.coach.course import CourseLog, ExerciseDone
from heelraise.coach.pain import Outcome
from heelraise.coach.programme.model import Exercise, Legs, Programme, Stage
from heelraise.coach.programme.plan import ExerciseKind, ExercisePlan, Raises, Side
from heelraise.coach.questions import MANY_MORE, NONE_MORE, SOME_MORE, Question
from heelraise.coach.schedule import Schedule, stage_number


@dataclass(frozen=True, slots=True)
class Now:
    """What a dose depends on besides the exercise itself."""

    programme: Programme
    log: CourseLog
    schedule: Schedule
    outcome: Outcome


def dosed(now: Now, exercise: Exercise) -> tuple[ExercisePlan, tuple[Advice, ...]]:
    """Return an exercise as it is to be done, with the advice that says why."""
    if exercise.timer is not None:
        sides, worn_on = _sides(now, exercise, one_leg=True)
        timer = exercise.timer
        return _plan(exercise, sides, worn_on, timer.sets, timer.rest_s, None, timer.seconds), ()
    said: list[Advice] = []
    stage = exercise.stages[stage_number(exercise, now.schedule.weeks_done)]
    one_leg = exercise.legs is Legs.PAINFUL and _on_one_leg(now)
    load_kg, why = _load(now, exercise)
    sides, worn_on = _sides(now, exercise, one_leg=one_leg)
    if exercise.legs is Legs.PAINFUL:
        said += [*_stage_said(now, exercise, stage), *why, *_legs_said(now, one_leg=one_leg, sides=sides)]
    raises = Raises(
        reps=stage.reps,
        at_least=stage.at_least,
        tempo=stage.tempo,
        one_leg=one_leg,
        may_finish_on_two=one_leg and now.programme.one_leg.may_finish_on_two,
        starts_below=exercise.starts_below,
        load_kg=load_kg,
        ask_stretch=exercise.ask_stretch,
    )
    return _plan(exercise, sides, worn_on, stage.sets, stage.rest_s, raises, None), tuple(said)


def painful_sides(log: CourseLog) -> tuple[Side, ...]:
    """Return the sides that hurt; none where the person has not said."""
    said = log.says(Question.PAINFUL)
    if said is None:
        return ()
    return (Side.LEFT, Side.RIGHT) if said == Side.BOTH else (Side(said),)


def sides_to_test(programme: Programme, log: CourseLog, today: date) -> tuple[Side, ...]:
    """Return the sides whose one-leg test is due: never done, or failed long enough ago."""
    rules = programme.one_leg
    wait = timedelta(days=rules.retest_days)

    def due(side: Side) -> bool:
        answer = log.latest(Question.ONE_LEG, side)
        return answer is None or (float(answer.value) < rules.test_reps and answer.day + wait <= today)

    return tuple(side for side in painful_sides(log) if due(side))


def _on_one_leg(now: Now) -> bool:
    sides = painful_sides(now.log)
    done = [float(now.log.says(Question.ONE_LEG, side) or 0) for side in sides]
    passed = bool(sides) and all(reps >= now.programme.one_leg.test_reps for reps in done)
    return passed and now.outcome is Outcome.GO_ON


def _sides(now: Now, exercise: Exercise, *, one_leg: bool) -> tuple[tuple[Side, ...], Side | None]:
    """Return the sides in order, and who wears the sensor where both work at once."""
    painful = painful_sides(now.log)
    if exercise.legs is Legs.EACH:
        return (Side.LEFT, Side.RIGHT), None
    if exercise.legs is Legs.TOGETHER or not one_leg:
        return (Side.BOTH,), painful[0] if painful else None
    return _fair_order(now, exercise, painful), None


def _fair_order(now: Now, exercise: Exercise, sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Whoever was last the last time goes first."""
    last = [one.side for one in now.log.times(exercise.key) if one.side in sides]
    return tuple(sorted(sides, key=lambda side: side is not last[-1])) if last else sides


def _load(now: Now, exercise: Exercise) -> tuple[float, tuple[Advice, ...]]:
    """Return the load to suggest, kg. What the person decided for the day wins."""
    rules = now.programme.load
    own = now.log.latest(Question.LOAD_KG, exercise.key)
    before = [one for one in now.log.times(exercise.key) if one.day < now.schedule.day]
    if own is not None and own.day == now.schedule.day:
        kg = float(own.value)
        return kg, (advice(now.programme, Rule.LOAD_OWN, "load.none_more_kg", kg=kg),)
    if not before:
        return 0.0, (advice(now.programme, Rule.LOAD_FIRST, "load.source"),)
    last = before[-1]
    if now.outcome is not Outcome.GO_ON:
        kg = max(0.0, last.load_kg - rules.ease_kg)
        if kg == last.load_kg:
            return kg, ()  # nothing to take off
        return kg, (advice(now.programme, Rule.LOAD_EASE, "load.ease_kg", kg=kg, before=last.load_kg),)
    return _raised(now, exercise, last)


def _raised(now: Now, exercise: Exercise, last: ExerciseDone) -> tuple[float, tuple[Advice, ...]]:
    rules = now.programme.load
    more = more_possible(now.log, exercise, last)
    steps = {NONE_MORE: rules.none_more_kg, SOME_MORE: rules.some_more_kg, MANY_MORE: rules.many_more_kg}
    step = 0.0 if more is None else steps[more]
    kg = max(last.load_kg, min(last.load_kg + step, rules.most_kg))
    if kg == last.load_kg:
        rule = Rule.LOAD_RIGHT if kg else Rule.LOAD_NONE
        return kg, (advice(now.programme, rule, "load.source", kg=kg),)
    return kg, (advice(now.programme, Rule.LOAD_RAISE, "load.source", kg=kg, before=last.load_kg),)


def more_possible(log: CourseLog, exercise: Exercise, last: ExerciseDone) -> str | None:
    """Return the answer to "how many more?" about the last time; None while it is open."""
    answer = log.latest(Question.MORE_POSSIBLE, exercise.key)
    return answer.value if answer is not None and answer.day >= last.day else None


def _stage_said(now: Now, exercise: Exercise, stage: Stage) -> Iterator[Advice]:
    number = exercise.stages.index(stage)
    times = [one for one in now.log.times(exercise.key) if one.day < now.schedule.day]
    new = bool(times) and number > 0 and now.schedule.days_done - _pause(now) < stage.from_week * 7
    rule = Rule.NEW_STAGE if new else Rule.STAGE
    values = {"week": now.schedule.weeks_done + 1, "reps": stage.reps, "from_week": stage.from_week}
    sets = -1 if stage.sets is None else stage.sets
    yield stage_advice(now.programme, rule, stage, sets=sets, at_least=int(stage.at_least), **values)


def _pause(now: Now) -> int:
    """Return the days since the last training that counted."""
    last = now.schedule.last
    return 0 if last is None else (now.schedule.day - last).days - now.schedule.uncounted


def _legs_said(now: Now, *, one_leg: bool, sides: tuple[Side, ...]) -> Iterator[Advice]:
    programme = now.programme
    if not one_leg:
        eased = now.outcome is not Outcome.GO_ON
        rule, key = (Rule.TWO_LEGS_TODAY, "pain.words") if eased else (Rule.TWO_LEGS, "one_leg.test_reps")
        yield advice(programme, rule, key, reps=programme.one_leg.test_reps)
        if len(painful_sides(now.log)) > 1:
            yield advice(programme, Rule.BOTH_AT_ONCE, "one_leg.source")
        return
    yield advice(programme, Rule.ONE_LEG, "one_leg.test_reps", reps=programme.one_leg.test_reps)
    if programme.one_leg.may_finish_on_two:
        yield advice(programme, Rule.FINISH_ON_TWO, "one_leg.may_finish_on_two")
    if len(sides) > 1:
        yield own_advice(programme, Rule.SIDE_BY_SIDE, side=str(sides[0]))
    else:
        yield advice(programme, Rule.ONE_SIDE, "one_leg.source", side=str(sides[0]))


def _plan(
    exercise: Exercise,
    sides: tuple[Side, ...],
    worn_on: Side | None,
    sets: int | None,
    rest_s: float,
    raises: Raises | None,
    timer_s: float | None,
) -> ExercisePlan:
    return ExercisePlan(
        key=exercise.key,
        name=exercise.name,
        guidance=exercise.guidance,
        kind=exercise.kind if raises is None else ExerciseKind.RAISES,
        sides=sides,
        sets=sets,
        rest_s=rest_s,
        raises=raises,
        timer_s=timer_s,
        watch=exercise.watch,
        placement=exercise.placement,
        worn_on=worn_on,
    )
