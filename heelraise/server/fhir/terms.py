"""What our codes mean, and the CodeSystem that says so to others.

Codes are the words of the session document, so that one description serves both. Published codes are used
only where they mean just this: one that nearly fits is worse than one that is plainly ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.verdict import Flag, Verdict
from sensing.types import Exercise, Placement

Json = dict[str, Any]

SYSTEM = "urn:uuid:a3b8f1f0-ca6b-424d-a889-c92d23742632"
"""Our CodeSystem; the same on every server."""

PERSONS = "urn:uuid:e37ccfec-2e1d-4023-9885-4ba3e4e1f996"
"""The namespace of random names."""

SYSTEM_ID = "heelraise"

_NAMES: Mapping[str, str] = {
    Exercise.HEEL_RAISE: "Session of heel raises",
    Exercise.LIMB: "Session of slow movements of a limb",
    "repetition": "One repetition: up, hold at the top, down",
    "reps": "Repetitions counted",
    "too_fast": "Repetitions that went up or down too fast: in under two thirds of the prescribed time",
    "sets": "Sets: repetitions with less than 20 s between them",
    "time_under_tension_s": "Time under tension, summed over the repetitions",
    "duration_s": "Length of the recording",
    "attempts": "Lifts too small to count",
    "gaps": "Holes in the signal",
    "prescription": "Prescribed seconds up-hold-down; x is free, own the person's own first repetitions",
    "placement": "Where the sensor sat",
    "index": "Number of the repetition in its session",
    "set": "Number of its set",
    "concentric_s": "Time up",
    "hold_s": "Time at the top",
    "eccentric_s": "Time down",
    "rom_deg": "Range of the repetition",
    "rise_cm": "Height of the rise",
    "verdict": "What was thought of the repetition",
    "flag": "A reason for the verdict",
    "p_too_fast": "Probability that it was too fast",
    "confidence": "Certainty that it was a repetition",
    "left": "Left leg",
    "right": "Right leg",
    Placement.FOOT: "Foot",
    Placement.ANKLE: "Ankle",
    Placement.SHANK: "Shank",
    Placement.THIGH: "Thigh",
    Placement.AUTO: "Place not known",
    Verdict.OK: "Good",
    Verdict.FAULT: "Fault",
    Verdict.UNSURE: "Not sure",
    Flag.ECCENTRIC_TOO_FAST: "Down too fast",
    Flag.CONCENTRIC_TOO_FAST: "Up too fast",
    Flag.NO_HOLD: "No hold at the top",
    Flag.LOW: "Low, against the person's own first repetitions",
    Flag.INCOMPLETE_LOWERING: "Not lowered all the way",
    Flag.DROPPED: "Dropped at the end",
    Flag.BOUNCED: "Bounced at the bottom",
    Flag.WOBBLY: "Wobbly",
    Flag.GAP: "Signal missing",
}


def concept(code: str) -> Json:
    """Return one of our codes as a CodeableConcept."""
    return {"coding": [{"system": SYSTEM, "code": str(code), "display": _NAMES[code]}]}


def code_system() -> Json:
    """Return the CodeSystem with all of our codes."""
    return {
        "resourceType": "CodeSystem",
        "id": SYSTEM_ID,
        "url": SYSTEM,
        "name": "Heelraise",
        "title": "Words of the session document of heelraise",
        "status": "active",
        "caseSensitive": True,
        "content": "complete",
        "count": len(_NAMES),
        "concept": [{"code": str(code), "display": name} for code, name in _NAMES.items()],
    }
