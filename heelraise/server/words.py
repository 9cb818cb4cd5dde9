"""The words of the server's pages, in Danish and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.verdict import Flag, Verdict


class Language(StrEnum):
    """A language of the pages."""

    ENGLISH = "en"
    DANISH = "da"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `decimal` is its decimal sign."""

    decimal: str
    session: str
    sessions: str
    all_sessions: str
    no_sessions: str
    closed: str
    closed_help: str
    not_found: str
    person: str
    started: str
    duration: str
    prescribed: str
    own_tempo: str
    sensor: str
    repetitions: str
    too_fast: str
    tension: str
    sets: str
    attempts: str
    gaps: str
    notes: str
    number: str
    set_number: str
    up: str
    hold: str
    down: str
    range: str
    verdict: str
    unseen: str
    places: dict[str, str]
    verdicts: dict[Verdict, str]
    flags: dict[Flag, str]


_ENGLISH = Words(
    decimal=".",
    session="Session",
    sessions="Sessions",
    all_sessions="All sessions",
    no_sessions="No sessions have come in yet.",
    closed="This page is closed",
    closed_help="Each link works once. The program that runs the server gives a fresh one.",
    not_found="There is no such session.",
    person="Person",
    started="Started",
    duration="Duration",
    prescribed="Prescribed, up-hold-down",
    own_tempo="own tempo",
    sensor="Sensor",
    repetitions="Repetitions",
    too_fast="Too fast",
    tension="Time under tension",
    sets="Repetitions by set",
    attempts="Attempts not counted",
    gaps="Holes in the signal",
    notes="Notes",
    number="No.",
    set_number="Set",
    up="Up (s)",
    hold="Hold (s)",
    down="Down (s)",
    range="Range",
    verdict="Verdict",
    unseen="One sensor does not see a bent knee, leaning forward, pushing hands, or help from the other leg.",
    places={
        "left": "left",
        "right": "right",
        "foot": "foot",
        "ankle": "ankle",
        "shank": "shank",
        "thigh": "thigh",
        "auto": "place not known",
    },
    verdicts={Verdict.OK: "good", Verdict.FAULT: "fault", Verdict.UNSURE: "not sure"},
    flags={
        Flag.ECCENTRIC_TOO_FAST: "down too fast",
        Flag.CONCENTRIC_TOO_FAST: "up too fast",
        Flag.NO_HOLD: "no hold at the top",
        Flag.LOW: "low",
        Flag.INCOMPLETE_LOWERING: "not lowered all the way",
        Flag.DROPPED: "dropped at the end",
        Flag.BOUNCED: "bounced at the bottom",
        Flag.WOBBLY: "wobbly",
        Flag.GAP: "signal missing",
    },
)

_DANISH = Words(
    decimal=",",
    session="Træning",
    sessions="Træninger",
    all_sessions="Alle træninger",
    no_sessions="Der er ikke kommet nogen træninger endnu.",
    closed="Siden er lukket",
    closed_help="Hvert link virker én gang. Programmet, der kører serveren, giver et nyt.",
    not_found="Den træning findes ikke.",
    person="Person",
    started="Begyndt",
    duration="Varighed",
    prescribed="Foreskrevet, op-hold-ned",
    own_tempo="eget tempo",
    sensor="Sensor",
    repetitions="Gentagelser",
    too_fast="For hurtige",
    tension="Tid under belastning",
    sets="Gentagelser pr. sæt",
    attempts="Forsøg, der ikke tæller",
    gaps="Huller i signalet",
    notes="Noter",
    number="Nr.",
    set_number="Sæt",
    up="Op (s)",
    hold="Hold (s)",
    down="Ned (s)",
    range="Udslag",
    verdict="Vurdering",
    unseen="Én sensor ser ikke bøjet knæ, foroverbøjning, hænder der skubber, eller hjælp fra det andet ben.",
    places={
        "left": "venstre",
        "right": "højre",
        "foot": "fod",
        "ankle": "ankel",
        "shank": "underben",
        "thigh": "lår",
        "auto": "ukendt sted",
    },
    verdicts={Verdict.OK: "god", Verdict.FAULT: "fejl", Verdict.UNSURE: "usikker"},
    flags={
        Flag.ECCENTRIC_TOO_FAST: "for hurtigt ned",
        Flag.CONCENTRIC_TOO_FAST: "for hurtigt op",
        Flag.NO_HOLD: "ikke holdt på toppen",
        Flag.LOW: "lav",
        Flag.INCOMPLETE_LOWERING: "ikke helt ned",
        Flag.DROPPED: "faldt til sidst",
        Flag.BOUNCED: "sprang i bunden",
        Flag.WOBBLY: "usikker balance",
        Flag.GAP: "signal mangler",
    },
)

WORDS = {Language.ENGLISH: _ENGLISH, Language.DANISH: _DANISH}


def language_of(accept_language: str) -> Language:
    """Return the language that a browser's ``Accept-Language`` prefers; English where it names neither."""
    best, best_weight = Language.ENGLISH, 0.0
    for part in accept_language[:500].split(","):
        name, _, options = part.strip().partition(";")
        primary = name.strip().lower().partition("-")[0]
        weight = _weight(options)
        if primary in set(Language) and weight > best_weight:
            best, best_weight = Language(primary), weight
    return best


def _weight(options: str) -> float:
    name, _, value = options.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
