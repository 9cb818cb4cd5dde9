"""Options that several commands share."""

from __future__ import annotations

import locale
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from heelraise.language import CatalogueMissing, Language, Words, language_of_system, words_in
from heelraise.places import Places, places_of
from heelraise.sensor_text import SensorText
from sensing.errors import SettingsError
from sensing.prescription import Prescription
from sensing.said import said_by
from sensing.types import Exercise, Placement

OWN = "own"


@dataclass(slots=True)
class Asked:
    """What the command line asked for, for `heelraise.cli.program` to know when a command fails.

    Parameters
    ----------
    language : Language or None
        Value of ``--lang``.
    """

    language: Language | None = None


def _lang(context: typer.Context, language: Language | None) -> Language | None:
    if isinstance(context.obj, Asked):
        context.obj.language = language
    return language


def checked_tempo(text: str | None) -> str | None:
    """Return an option's text if it is a tempo, or was not given; a callback of typer."""
    try:
        if text is not None:
            Prescription.parse(text)
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def _tempo_or_own(text: str) -> str | None:
    return OWN if text.strip().lower() == OWN else checked_tempo(text)


def _sensor(text: str) -> str:
    try:
        SensorText.parse(text)
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def _sensors(texts: list[str]) -> list[str]:
    if len(texts) > 2:
        raise typer.BadParameter("one sensor, or two: one for each leg")
    return [_sensor(text) for text in texts]


def _replay_speed(text: str | float) -> float:
    if text == "max":
        return math.inf
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not 0.1 <= speed <= 100.0:
        raise typer.BadParameter("a number from 0.1 to 100, or max")
    return speed


LangOption = Annotated[
    Language | None,
    typer.Option("--lang", callback=_lang, help="Language of the output; that of the system if not given."),
]
PlacementOption = Annotated[Placement, typer.Option(help="Where the sensor sits.")]
ExerciseOption = Annotated[
    Exercise, typer.Option(help="Count heel raises only, or any slow repeated movement of a limb.")
]
TempoOption = Annotated[
    str,
    typer.Option(
        "--prescription", metavar="UP-HOLD-DOWN", callback=checked_tempo, help="Seconds; x leaves one free."
    ),
]
TempoOrOwnOption = Annotated[
    str,
    typer.Option(
        "--prescription",
        metavar="UP-HOLD-DOWN|own",
        callback=_tempo_or_own,
        help="Seconds, x leaves one free; 'own' takes the first three repetitions for it.",
    ),
]
SensorOption = Annotated[
    str,
    typer.Option(
        "--sensor",
        metavar="SOURCE",
        callback=_sensor,
        help="ble:NAME-OR-ADDRESS, replay:FOLDER, virtual:MODEL or sim:SCENARIO.",
    ),
]
WornOption = Annotated[
    list[str],
    typer.Option(
        "--sensor",
        metavar="SOURCE",
        callback=_sensors,
        help="ble:NAME-OR-ADDRESS, phone:APP, replay:FOLDER, virtual:MODEL, sim:SCENARIO; two for two legs.",
    ),
]
SensorsOption = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Folder with descriptions of sensors of your own (docs/sensors.md)."),
]
SpeedOption = Annotated[
    float,
    typer.Option(min=0.1, max=100.0, help="Run a source without a real sensor this many times as fast."),
]
ReplaySpeedOption = Annotated[
    float,
    typer.Option(
        parser=_replay_speed,
        metavar="TIMES|max",
        help="This many times as fast as it was; max does not wait at all.",
    ),
]
SecondsOption = Annotated[
    float | None, typer.Option("--seconds", min=0.0, help="End by itself after this time.")
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Lines instead of the live screen: for screen readers and logs.")
]
TrackOption = Annotated[
    Path | None,
    typer.Option("--sound", metavar="FILE.wav", help="Also write what is heard to this file."),
]
SilentOption = Annotated[bool, typer.Option("--no-sound", help="Play nothing.")]
VoiceOption = Annotated[
    str | None,
    typer.Option(
        metavar="COMMAND",
        help="A program of yours that speaks: reads the text, writes {file} (docs/sound-and-screen.md).",
    ),
]


def prescription_of(text: str) -> Prescription | None:
    """Return the prescription that an option's text stands for; None for ``own``."""
    return None if text == OWN else Prescription.parse(text)


def words_of(language: Language | None) -> Words:
    """Return the words of the language asked for, or of the system's."""
    return words_in(language or language_of_system(os.environ, locale.getlocale()[0]))


def own_places() -> Places:
    """Return where this user's things are kept on this machine."""
    return places_of(os.environ)


def error_line(error: Exception, words: Words | None) -> str:
    """Return the one line that says what went wrong; in plain English without words."""
    text = said_by(error)
    return "heelraise: " + " ".join((text if words is None else words.say(text)).split())


def words_for_errors(language: Language | None) -> Words | None:
    """Return the words to say an error with; None where they are not installed, which must not hide it."""
    try:
        return words_of(language)
    except CatalogueMissing:
        return None
