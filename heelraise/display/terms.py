"""Names of what the sensing and judging floors know by a word of their own."""

from __future__ import annotations

from heelraise.language import message
from models.verdict import Flag, Verdict
from sensing.types import Placement

PLACES = {
    Placement.FOOT: message("foot"),
    Placement.ANKLE: message("ankle"),
    Placement.SHANK: message("shank"),
    Placement.THIGH: message("thigh"),
    Placement.AUTO: message("place not known"),
}
SIDES = {"left": message("left"), "right": message("right")}
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
