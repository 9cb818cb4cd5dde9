"""How a session is presented: on the live screen or as plain lines, aloud or silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from heelraise.cli.workout import Workout
from heelraise.coach.pain import Outcome, band, words_for
from heelraise.coach.programme.model import Pain
from heelraise.coach.session.events import Event, PainAnswered
from heelraise.coach.session.state import SessionState
from heelraise.coaching import Coaching, Listener
from heelraise.display.advice_text import wording
from heelraise.display.cue_lines import CueLines
from heelraise.display.live_view import LiveView
from heelraise.keyboard import Make, keys_heard
from heelraise.live import LiveEvent, Show
from sensing.sources import Source
from sensing.types import Rep

if TYPE_CHECKING:
    from heelraise.cli.live_session import Stage
    from heelraise.display.screen import Screen
    from heelraise.sound.listener import SoundListener


@dataclass(frozen=True, slots=True)
class Faces:
    """Who is told: `view` what the line finds, `listeners` what the coach makes of it, `tell` a line."""

    view: Show
    listeners: tuple[Listener, ...]
    tell: Callable[[str], None]


@contextmanager
def presented(
    stage: Stage,
    workout: Workout,
    source: Source | None,
    folder: Path | None,
    state_now: Callable[[], SessionState],
) -> Iterator[Faces]:
    """Open screen and sound for a session, and close them with it.

    Parameters
    ----------
    stage : Stage
        Where it is shown, and how.
    workout : Workout
        What is to be done.
    source : Source or None
        The sensor, entered; None for exercises without one.
    folder : Path or None
        Where the recording goes.
    state_now : callable
        Gives the session as it stands, for plain lines.

    Raises
    ------
    SoundError
        If a voice or a file was named, and it does not work.
    """
    with ExitStack() as stack:
        screen = _screen(stage, workout, source)
        if screen is None:
            faces = _lines(stage, workout, source, folder, state_now)
        else:
            stack.enter_context(screen)
            faces = Faces(_unseen, (screen,), screen.tell)
        sound = _sound(stage, workout, faces.tell)
        if sound is not None:
            # Closed before the screen: the last words are heard while it still stands.
            faces = replace(faces, listeners=(*faces.listeners, stack.enter_context(sound)))
        yield faces


@contextmanager
def keys_offered(stage: Stage, faces: Faces, coaching: Coaching, pain: Pain | None) -> Iterator[None]:
    """Let the person pause, go on, stop and enter a pain by keys, and say so, where there is a keyboard.

    Parameters
    ----------
    stage : Stage
        Where the session is shown.
    faces : Faces
        Who is told.
    coaching : Coaching
        The session.
    pain : Pain or None
        What a pain means; None where the programme has no say.
    """

    def rate(score: int, sharp: bool) -> Make:
        assert pain is not None
        outcome = band(pain, score, sharp=sharp)
        said = wording(words_for(pain, outcome), stage.words)
        faces.tell(stage.words("Pain {score}: {what}", score=score, what=said))
        return lambda t_s: _pain_event(t_s, score, outcome, sharp)

    with keys_heard(coaching.do, rate=None if pain is None else rate) as there:
        if there:
            keys = stage.words("p: pause, space: go on, q: stop")
            faces.tell(keys if pain is None else keys + ", " + stage.words("0-10 and Enter: pain"))
        yield


def _pain_event(t_s: float, score: int, outcome: Outcome, sharp: bool) -> Event:
    return PainAnswered(t_s, score, stop=outcome is Outcome.STOP, sharp=sharp)


def _screen(stage: Stage, workout: Workout, source: Source | None) -> Screen | None:
    from heelraise.display.scene import SensorNews
    from heelraise.display.screen import Screen, can_show

    if stage.plain or not can_show(stage.console):
        return None
    news = SensorNews() if source is None else SensorNews(source.name, source.battery_percent)
    return Screen(stage.console, stage.words, workout.coach().session, news, workout.briefing)


def _lines(
    stage: Stage,
    workout: Workout,
    source: Source | None,
    folder: Path | None,
    state_now: Callable[[], SessionState],
) -> Faces:
    lines = CueLines(stage.console, stage.words)

    def number_of(rep: Rep) -> int | None:
        state = state_now()
        number = state.number_of(rep.start_s)
        if number == 1 and state.reps:
            lines.begin(state.turn)  # the rest was cut short: nobody announced this set
        return number

    view = LiveView(
        stage.console, stage.words, workout.task.tempo, None if workout.task.is_free else number_of
    )
    if source is not None:
        view.connected(source)
    if folder is not None:
        view.ready(folder)
    return Faces(view, () if workout.task.is_free else (lines,), stage.say)


def _sound(stage: Stage, workout: Workout, tell: Callable[[str], None]) -> SoundListener | None:
    if not stage.sound.aloud and stage.sound.track is None:
        return None
    from heelraise.sound.listener import open_sound
    from heelraise.sound.repertoire import foreseen

    return open_sound(stage.words, stage.sound, stage.places.voices, foreseen(workout.task.turns), tell)


def _unseen(event: LiveEvent) -> None:
    """Take what the line finds and show nothing: the screen shows what the coach makes of it."""
