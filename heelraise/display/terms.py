"""Names of what the sensing and judging floors know by a word of their own."""

from __future__ import annotations

from collections.abc import Sequence

from heelraise.coach.course import PainMoment
from heelraise.history.notes import Author
from heelraise.language import Words, message
from models.verdict import Flag, Verdict
from sensing.types import Exercise, Placement

PLACES = {
    Placement.FOOT: message("foot"),
    Placement.ANKLE: message("ankle"),
    Placement.SHANK: message("shank"),
    Placement.THIGH: message("thigh"),
    Placement.AUTO: message("place not known"),
}
SIDES = {"left": message("left"), "right": message("right")}
LEGS = {
    "left": message("left leg"),
    "right": message("right leg"),
    "both": message("both legs"),
    None: message("leg not said"),
}
EXERCISES = {
    Exercise.HEEL_RAISE: message("heel raise"),
    Exercise.LIMB: message("movement of a limb"),
}
PAIN_MOMENTS = {
    PainMoment.BEFORE: message("before"),
    PainMoment.DURING: message("during"),
    PainMoment.AFTER: message("after"),
    PainMoment.MORNING: message("first steps in the morning"),
    PainMoment.USUAL_MORNING: message("usual first steps in the morning"),
    PainMoment.WORST: message("worst in 24 hours"),
}
AUTHORS = {Author.PATIENT: message("Patient"), Author.THERAPIST: message("Therapist")}
VERDICTS = {
    Verdict.OK: message("good"),
    Verdict.FAULT: message("fault"),
    Verdict.UNSURE: message("not sure"),
}
FLAGS = {
    Flag.ECCENTRIC_TOO_FAST: message("down too fast"),
    Flag.CONCENTRIC_TOO_FAST: message("up too fast"),
    Flag.NO_HOLD: message("no hold at the top"),
    Flag.LOW: message("low"),
    Flag.INCOMPLETE_LOWERING: message("not lowered all the way"),
    Flag.DROPPED: message("dropped at the end"),
    Flag.BOUNCED: message("bounced at the bottom"),
    Flag.WOBBLY: message("wobbly"),
    Flag.GAP: message("signal missing"),
}


def judged_as(verdict: Verdict, flags: Sequence[Flag], words: Words) -> str:
    """Say what was thought of a repetition; a fault's name says enough."""
    named = ", ".join(words(FLAGS[flag]) for flag in flags)
    if named and verdict is Verdict.FAULT:
        return named
    return ": ".join(filter(None, (words(VERDICTS[verdict]), named)))
