"""``heelraise start``: today's exercises, one after the other, led by the coach."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.diary import ask_open, open_diary, somebody_is_there
from heelraise.cli.options import (
    LangOption,
    PlainOption,
    SensorsOption,
    SilentOption,
    SpeedOption,
    TrackOption,
    VoiceOption,
    words_of,
)
from heelraise.places import places_of

if TYPE_CHECKING:
    from uuid import UUID

    from heelraise.cli.live_session import Kept, Sensor, Stage
    from heelraise.cli.workout import Workout
    from heelraise.coach.programme.plan import ExercisePlan, Side
    from heelraise.coach.session.state import SessionState
    from heelraise.diary import Diary
    from heelraise.history.document import SessionDocument
    from sensing.recording import RecordingMeta

    NewSensor = Callable[[RecordingMeta], Sensor]


def start(
    exercises: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EXERCISE]…", help="Keys in the programme; what is on for today if not given."
        ),
    ] = None,
    sensor: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="As for `coach`; stretches and massage need none."),
    ] = None,
    metronome: Annotated[
        bool, typer.Option("--metronome", help="Give the beat of the prescription.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the exercise that was cut off, in the same set.")
    ] = False,
    speed: SpeedOption = 1.0,
    sensors: SensorsOption = None,
    plain: PlainOption = False,
    no_sound: SilentOption = False,
    sound: TrackOption = None,
    voice: VoiceOption = None,
    lang: LangOption = None,
) -> None:
    """Do what is on for today, exercise after exercise, and log it.

    Asks first what has to be known, such as the pain; what the plan forbids today is not started.
    """
    from heelraise.cli.live_session import Stage
    from heelraise.cli.presentation import Presentation
    from heelraise.cli.sending import new_console
    from heelraise.display.plan_view import plan_lines

    how = Presentation(plain, not no_sound, sound, voice)
    stage = Stage(new_console(), words_of(lang), places_of(os.environ), how)
    opened = _opener(sensor, speed, sensors)
    with open_diary() as diary:
        if somebody_is_there():
            ask_open(diary, stage.words)
        work = [_going_on(stage, diary)] if resume else _planned(diary, exercises or [], metronome, sensor)
        if not work:
            for line in plan_lines(diary.plan(), diary.programme, stage.words):
                typer.echo(line)
            return
        _check_sensor(work, sensor)
        for plan, workout in work:
            if not _do(stage, diary, plan, workout, opened, speed):
                break
        if somebody_is_there():
            ask_open(diary, stage.words)


def _planned(
    diary: Diary, keys: list[str], paced: bool, sensor: str | None
) -> list[tuple[ExercisePlan, Workout]]:
    from heelraise.cli.workout import Workout

    plans = [diary.exercise(key) for key in keys] or diary.plan().exercises
    return [(plan, Workout.planned(plan, paced=paced, watched=sensor is not None)) for plan in plans]


def _going_on(stage: Stage, diary: Diary) -> tuple[ExercisePlan, Workout]:
    from heelraise.cli.resume import resumed

    workout = resumed(stage)
    return diary.exercise(workout.turns[0].exercise, regardless=True), workout


def _opener(sensor: str | None, speed: float, sensors: Path | None) -> NewSensor | None:
    if sensor is None:
        return None
    from heelraise.cli.coach import sensor_of

    return lambda meta: sensor_of(sensor, speed, sensors, meta)


def _check_sensor(work: list[tuple[ExercisePlan, Workout]], sensor: str | None) -> None:
    needs = [plan.key for plan, _ in work if plan.raises is not None]
    if needs and sensor is None:
        keys = ", ".join(needs)
        raise typer.BadParameter(
            f"{keys}: repetitions need --sensor; without one log them with 'heelraise done'"
        )


def _do(
    stage: Stage,
    diary: Diary,
    plan: ExercisePlan,
    workout: Workout,
    opened: NewSensor | None,
    speed: float,
) -> bool:
    """Do one exercise and log it; return whether to go on with the next."""
    from heelraise.cli.live_session import run_timed
    from heelraise.coach.programme.plan import Watch
    from heelraise.coach.session.state import SessionEnd
    from heelraise.display.advice_text import wording
    from sensing.sources.hostclock import HostClock

    stage.say("\n" + wording(plan.name, stage.words), "bold")
    stage.say(wording(plan.guidance, stage.words))
    if opened is None or plan.watch is Watch.NOTHING:
        state = run_timed(stage, workout, HostClock(speed))
        _log(diary, plan, state, {})
    else:
        state = _with_sensor(stage, diary, plan, workout, opened)
    return state.end is SessionEnd.COMPLETE


def _with_sensor(
    stage: Stage, diary: Diary, plan: ExercisePlan, workout: Workout, opened: NewSensor
) -> SessionState:
    from heelraise.cli.live_session import run_session
    from heelraise.cli.resume import rescued
    from heelraise.cli.sending import keep_and_send
    from sensing.recording import RecordingMeta

    worn = plan.worn_on or plan.sides[0]
    meta = RecordingMeta(placement=plan.placement, side=None if worn == "both" else str(worn))
    if plan.raises is not None:
        meta = replace(meta, legs="one" if plan.raises.one_leg else "two", load_kg=plan.raises.load_kg)
    kept = run_session(stage, opened(meta), workout)
    before = None if workout.cut_off is None else rescued(workout.cut_off, workout)
    if before is not None:
        keep_and_send(stage, before)
    _log(diary, plan, kept.state, _sessions(kept, keep_and_send(stage, kept)))
    if kept.session.problem is not None:
        raise kept.session.problem
    return kept.state


def _sessions(kept: Kept, documents: tuple[SessionDocument, ...]) -> dict[Side | None, UUID]:
    from heelraise.sides import by_side

    sides = by_side(kept.session.analysis, kept.state)
    return {side: document.id for (side, _), document in zip(sides, documents, strict=False)}


def _log(diary: Diary, plan: ExercisePlan, state: SessionState, sessions: dict[Side | None, UUID]) -> None:
    """Write down what was done of an exercise, for each leg that did something."""
    from heelraise.coach.programme.plan import Side

    for side in dict.fromkeys(one.turn.side or Side.BOTH for one in state.done):
        sets = [one for one in state.done if (one.turn.side or Side.BOTH) is side]
        counts = tuple(len(one.reps) for one in sets) if plan.raises is not None else ()
        seconds = sum(one.held_s for one in sets)
        if not any(counts) and not seconds:
            continue
        done = plan
        if side is Side.BOTH and plan.raises is not None:
            done = replace(plan, raises=replace(plan.raises, one_leg=False))  # it was finished on two
        diary.done(done, {side: counts}, seconds=seconds, session_id=sessions.get(side))
