"""``heelraise start``: today's exercises, one after the other, led by the coach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.diary import ask_load, ask_open, open_diary, say_lines, somebody_is_there
from heelraise.cli.options import (
    LangOption,
    PlainOption,
    SensorsOption,
    SilentOption,
    SpeedOption,
    TrackOption,
    VoiceOption,
)
from heelraise.sound.wishes import SoundWishes

if TYPE_CHECKING:
    from heelraise.cli.live_session import Kept, Sensor, Stage
    from heelraise.cli.workout import Workout
    from heelraise.diary import Diary
    from sensing.recording import RecordingMeta

    NewSensor = Callable[[RecordingMeta], Sensor]


def start(
    exercises: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EXERCISE]…",
            help="Names as `today` shows them, or keys; what is on for today if not given.",
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
    from heelraise.cli.live_session import stage_of
    from heelraise.cli.resume import look_back
    from heelraise.display.plan_view import closing_lines, plan_lines

    stage = stage_of(lang, plain=plain, sound=SoundWishes(not no_sound, sound, voice))
    opened = _opener(sensor, speed, sensors)
    with open_diary() as diary:
        if not resume:
            look_back(stage, "start")
        _ask(diary, stage, first=True)
        todo = [_going_on(stage, diary)] if resume else _planned(diary, exercises or [], metronome, sensor)
        if not todo:
            say_lines(plan_lines(diary.plan(), diary.programme, stage.words))
            return
        _check_sensor(todo, sensor)
        for own_stage, workout in _stages(stage, todo):
            if not _do(own_stage, diary, workout, opened, speed):
                break
        _ask(diary, stage)
        say_lines(closing_lines(diary.plan(), stage.words))


def _ask(diary: Diary, stage: Stage, *, first: bool = False) -> None:
    if somebody_is_there():
        ask_open(diary, stage.words)
        if first:
            ask_load(diary, stage.words)


def _planned(diary: Diary, keys: list[str], paced: bool, sensor: str | None) -> list[Workout]:
    from heelraise.cli.workout import Workout
    from heelraise.keyboard import has_keyboard

    programme, worn, asks = diary.programme, sensor is not None, has_keyboard()
    return [
        Workout.planned(
            plan,
            programme.pain,
            paced=paced,
            watched=worn,
            asks_pain=asks and plan.key == programme.schedule.main,
        )
        for plan in ([diary.exercise(key) for key in keys] or diary.plan().exercises)
    ]


def _going_on(stage: Stage, diary: Diary) -> Workout:
    from heelraise.cli.resume import resumed

    workout = resumed(stage)
    plan = workout.task.plan or diary.exercise(workout.task.turns[0].exercise, regardless=True)
    return replace(workout, task=replace(workout.task, plan=plan), pain=diary.programme.pain)


def _stages(stage: Stage, todo: list[Workout]) -> Iterator[tuple[Stage, Workout]]:
    """Yield each exercise with its stage: of several, each has a sound track of its own."""
    track = stage.sound.track
    for workout in todo:
        if track is None or len(todo) == 1:
            yield stage, workout
        else:
            own = track.with_name(f"{track.stem}-{workout.plan.key}{track.suffix}")
            yield replace(stage, sound=replace(stage.sound, track=own)), workout


def _opener(sensor: str | None, speed: float, sensors: Path | None) -> NewSensor | None:
    if sensor is None:
        return None
    from heelraise.cli.sources import sensor_of

    return lambda meta: sensor_of(sensor, speed, sensors, meta)


def _check_sensor(todo: list[Workout], sensor: str | None) -> None:
    needs = [workout.plan.key for workout in todo if workout.plan.raises is not None]
    if needs and sensor is None:
        keys = ", ".join(needs)
        raise typer.BadParameter(
            f"{keys}: repetitions need --sensor; without one log them with 'heelraise done'"
        )


def _do(stage: Stage, diary: Diary, workout: Workout, opened: NewSensor | None, speed: float) -> bool:
    """Do one exercise and log it; return whether to go on with the next."""
    from heelraise.cli.live_session import run_timed
    from heelraise.cli.logbook import log
    from heelraise.coach.programme.plan import Watch
    from heelraise.coach.session.state import SessionEnd
    from heelraise.display.plan_view import briefing, verdict_lines
    from sensing.sources.hostclock import HostClock

    by_sensor = opened is not None and workout.plan.watch is not Watch.NOTHING
    title, *lines = briefing(workout.plan, diary.programme, stage.words, worn=by_sensor)
    stage.say("\n" + title, "bold")
    for line in lines:
        stage.say(line)
    workout = replace(workout, briefing=tuple(lines))
    if opened is None or not by_sensor:
        state = run_timed(stage, workout, HostClock(speed))
        log(stage, diary, workout.plan, state)
    else:
        state = _with_sensor(stage, diary, workout, opened).state
    if state.end is SessionEnd.PAIN:
        say_lines(verdict_lines(diary.plan().pain, stage.words))
    return state.end is SessionEnd.COMPLETE


def _with_sensor(stage: Stage, diary: Diary, workout: Workout, opened: NewSensor) -> Kept:
    from heelraise.cli.live_session import run_session
    from heelraise.cli.logbook import log_session
    from heelraise.cli.sending import keep_and_send
    from sensing.recording import RecordingMeta

    plan = workout.plan
    worn = plan.worn_on or plan.sides[0]
    meta = RecordingMeta(placement=plan.placement, side=None if worn == "both" else str(worn))
    if plan.raises is not None:
        meta = replace(meta, legs="one" if plan.raises.one_leg else "two", load_kg=plan.raises.load_kg)
    kept = run_session(stage, opened(meta), workout)
    log_session(stage, diary, workout, kept, keep_and_send(stage, kept))
    if kept.session.problem is not None:
        raise kept.session.problem
    return kept
