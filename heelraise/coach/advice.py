"""One piece of advice: a rule, what it comes from and its numbers. Sentences are made where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from heelraise.coach.programme.model import OURS, Programme, Sourced, Stage
from heelraise.coach.programme.plan import Wording

Value: TypeAlias = "int | float | str | date | Wording | tuple[Wording, ...] | tuple[str, ...]"


class Rule(StrEnum):
    """The rule that a piece of advice comes from."""

    ASK_PROFESSIONAL = "ask_professional"
    FIRST_DAY = "first_day"
    TRAINING_DAY = "training_day"
    REST_DAY = "rest_day"
    DONE_TODAY = "done_today"
    CALF_RESTS = "calf_rests"
    MISSED = "missed"
    PAUSE = "pause"
    STAGE = "stage"
    NEW_STAGE = "new_stage"
    MAINTAIN = "maintain"
    LOAD_FIRST = "load_first"
    LOAD_RIGHT = "load_right"
    LOAD_RAISE = "load_raise"
    LOAD_OWN = "load_own"
    LOAD_EASE = "load_ease"
    TWO_LEGS = "two_legs"
    TWO_LEGS_TODAY = "two_legs_today"
    ONE_LEG = "one_leg"
    FINISH_ON_TWO = "finish_on_two"
    ONE_SIDE = "one_side"
    SIDE_BY_SIDE = "side_by_side"
    BOTH_AT_ONCE = "both_at_once"
    PAIN_HIGH = "pain_high"
    PAIN_SHARP = "pain_sharp"
    PAIN_SOME = "pain_some"
    PAIN_WORSE_AFTER = "pain_worse_after"
    PAIN_WORSE_MORNING = "pain_worse_morning"
    PAIN_SETTLING = "pain_settling"
    PAIN_BACK = "pain_back"
    PAIN_LASTS = "pain_lasts"
    NO_STRETCH = "no_stretch"
    RUN_PAIN = "run_pain"
    RUN_ASK = "run_ask"
    RUN_WALK = "run_walk"
    RUN_MORNING = "run_morning"
    RUN_SORE = "run_sore"
    RUN_ALLOWED = "run_allowed"
    INSOLES = "insoles"
    STAND = "stand"
    SENSOR = "sensor"
    CLOCK = "clock"
    NEW_PROGRAMME = "new_programme"


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Parameters
    ----------
    rule : Rule
        What it says.
    source : Wording
        Whose rule that is.
    values : mapping
        The numbers, days and names in it.
    """

    rule: Rule
    source: Wording
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


def advice(programme: Programme, rule: Rule, key: str, **values: Value) -> Advice:
    """Make a piece of advice from the key of the programme that states it: ``schedule.every_days``."""
    path = key.split(".")
    part: object = programme
    for name in path[:-1]:
        part = getattr(part, name)
    return Advice(rule, _source(programme, part, path[-1]), MappingProxyType(values))


def stage_advice(programme: Programme, rule: Rule, stage: Stage, **values: Value) -> Advice:
    """Make a piece of advice from a stage's dose."""
    return Advice(rule, _source(programme, stage, "reps"), MappingProxyType(values))


def own_advice(programme: Programme, rule: Rule, **values: Value) -> Advice:
    """Make a piece of advice that is this program's own."""
    return Advice(rule, programme.sources[OURS], MappingProxyType(values))


def _source(programme: Programme, part: object, key: str) -> Wording:
    return programme.sources[part.source_of(key) if isinstance(part, Sourced) else OURS]
