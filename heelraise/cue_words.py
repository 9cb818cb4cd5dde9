"""What each cue is in words: a short one to be heard, a whole one to be read."""

from __future__ import annotations

from collections.abc import Mapping

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.language import Words, message

SAID: Mapping[CueKind, str] = {
    CueKind.TOO_FAST_DOWN: message("slowly"),
    CueKind.SLOWER_DOWN: message("slower down"),
    CueKind.SLOWER_UP: message("slower up"),
    CueKind.HOLD: message("hold"),
    CueKind.HIGHER: message("higher"),
    CueKind.LOWER: message("lower"),
    CueKind.LAST_THREE: message("three left"),
    CueKind.GET_READY: message("Get ready"),
    CueKind.START: message("Begin"),
    CueKind.PAUSED: message("Paused"),
    CueKind.GO_ON: message("Go on"),
    CueKind.SET_DONE: message("Set done"),
    CueKind.A_LITTLE_SLOWER: message("A little slower in the next set"),
    CueKind.WELL_DONE: message("Well done"),
    CueKind.REST: message("Rest"),
    CueKind.REST_ENDING: message("Soon the next set"),
    CueKind.HALF_WAY: message("Half way"),
    CueKind.HOLD_STILL: message("Hold still"),
    CueKind.SIDE_LEFT: message("Now the left leg"),
    CueKind.SIDE_RIGHT: message("Now the right leg"),
    CueKind.MOVE_SENSOR: message("Move the sensor to this foot"),
    CueKind.NEXT_EXERCISE: message("Next exercise"),
    CueKind.PAIN_QUESTION: message("How much does it hurt, from zero to ten?"),
    CueKind.STOP: message("Stop"),
    CueKind.DONE: message("That was all for today"),
    CueKind.SENSOR_NOT_OK: message("The sensor does not sit well yet"),
    CueKind.SENSOR_LOST: message("The sensor is out of reach"),
    CueKind.SENSOR_BACK: message("The sensor is back"),
}
"""What is heard; short enough in each language for the time that `heelraise.coach.cues.traits` gives it."""

_SHOWN: Mapping[CueKind, str] = {
    CueKind.TOO_FAST_DOWN: message("lower it slowly!"),
    CueKind.SLOWER_DOWN: message("go down more slowly"),
    CueKind.SLOWER_UP: message("go up more slowly"),
    CueKind.HOLD: message("hold it at the top"),
    CueKind.HIGHER: message("come up higher"),
    CueKind.LOWER: message("all the way down"),
}
"""What is read, where there is room for more than can be said."""


def spoken(cue: Cue, words: Words) -> str:
    """Return what is spoken for a cue; nothing for what is a tone only."""
    number = cue.number
    if cue.kind is CueKind.COUNT or cue.kind is CueKind.COUNTDOWN:
        # "én" counts, "et" does not; a speech engine cannot know that.
        return words("one") if number == 1 else "" if number is None else str(number)
    text = SAID.get(cue.kind)
    if text is None:
        return ""
    if cue.kind is CueKind.REST and number:
        return f"{words(text)}, {_duration(round(number, -1) or number, words)}"
    if cue.kind is CueKind.REST_ENDING and number:
        return words.plural("{count} second left", "{count} seconds left", number)
    if cue.kind is CueKind.SET_DONE and number:
        return words("Set {number} done", number=number)
    return words(text)


def shown(cue: Cue, words: Words) -> str:
    """Return what is written for a cue; nothing for what is a tone only."""
    text = _SHOWN.get(cue.kind)
    return words(text) if text is not None else spoken(cue, words)


def _duration(seconds: int, words: Words) -> str:
    if seconds % 60 == 0:
        return words.plural("{count} minute", "{count} minutes", seconds // 60)
    return words.plural("{count} second", "{count} seconds", seconds)
