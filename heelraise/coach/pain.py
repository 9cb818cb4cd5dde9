"""What pain means for the next training: go on, ease, or stop and contact. Stop beats everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from heelraise.coach.advice import Advice, Rule, advice
from heelraise.coach.course import CourseLog, PainEntry, PainMoment
from heelraise.coach.programme.model import Pain, Programme
from heelraise.coach.programme.plan import Wording

_DAYS_A_WEEK = 7


class Outcome(IntEnum):
    """What to do; the larger one wins."""

    GO_ON = 0
    EASE = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class PainVerdict:
    """What the entries come to.

    Parameters
    ----------
    outcome : Outcome
        What to do.
    words : Wording
        The same in the plan's words.
    reasons : tuple of Advice
        Why.
    until : date or None
        After "stop", the earliest day of training again; None otherwise.
    """

    outcome: Outcome
    words: Wording
    reasons: tuple[Advice, ...]
    until: date | None = None


def band(rules: Pain, score: int, *, sharp: bool = False) -> Outcome:
    """Return what one number means."""
    if sharp or score > rules.ease_up_to:
        return Outcome.STOP
    return Outcome.EASE if score > rules.go_on_up_to else Outcome.GO_ON


def words_for(rules: Pain, outcome: Outcome) -> Wording:
    """Return what an outcome is called in the person's plan."""
    said = {Outcome.GO_ON: rules.words.go_on, Outcome.EASE: rules.words.ease, Outcome.STOP: rules.words.stop}
    return said[outcome]


def verdict_of(programme: Programme, log: CourseLog, last: date | None, today: date) -> PainVerdict:
    """Judge the pain since the last training.

    Parameters
    ----------
    programme : Programme
        Its bands and words.
    log : CourseLog
        The entries; those later than `today` are not looked at.
    last : date or None
        Day of the last training; None before the first.
    today : date
        The person's day.
    """
    since = [one for one in log.pain_as_corrected() if _is_since(one, last, today)]
    stops = [one for one in since if band(programme.pain, one.score, sharp=one.sharp) is Outcome.STOP]
    if stops:
        return _after_stop(programme, log, stops, today)
    entries = [one for one in since if _still_holds(one, last, today)]
    reasons = [_high(programme, one) for one in entries if one.score > programme.pain.go_on_up_to]
    reasons += _worse(programme, log, entries, last)
    return _verdict(programme, Outcome.EASE if reasons else Outcome.GO_ON, reasons)


def pain_is_gone(programme: Programme, log: CourseLog, today: date) -> bool:
    """Return whether the pain was asked about and none was felt for as long as the programme wants."""
    since = today - timedelta(days=programme.pain.gone_days)
    felt = [
        one
        for one in log.pain_as_corrected()
        if one.moment is not PainMoment.USUAL_MORNING and one.day <= today
    ]
    recent = [one for one in felt if one.day >= since]
    return any(one.day <= since for one in felt) and bool(recent) and not any(one.score for one in recent)


def lasting_pain(programme: Programme, log: CourseLog, today: date) -> Iterator[Advice]:
    """Yield the advice to ask a professional where more than a light pain came back week after week."""
    weeks = programme.pain.lasts_weeks
    felt = {
        (today - one.day).days // _DAYS_A_WEEK
        for one in log.pain_as_corrected()
        if one.day <= today and band(programme.pain, one.score, sharp=one.sharp) is not Outcome.GO_ON
    }
    if felt.issuperset(range(weeks)):
        limit = programme.pain.go_on_up_to
        yield advice(programme, Rule.PAIN_LASTS, "pain.lasts_weeks", weeks=weeks, limit=limit)


def _is_since(entry: PainEntry, last: date | None, today: date) -> bool:
    """Return whether an entry is of the last training's day or later."""
    usual = entry.moment is PainMoment.USUAL_MORNING
    return not usual and entry.day <= today and (last is None or entry.day >= last)


def _still_holds(entry: PainEntry, last: date | None, today: date) -> bool:
    """Return whether an entry that stops nobody still has a say.

    What was felt before the last training was looked at then; what was felt before one that was left out is
    no longer how it is.
    """
    if entry.moment is PainMoment.BEFORE:
        return entry.day == today != last
    return entry.moment is not PainMoment.MORNING or entry.day != last


def _after_stop(programme: Programme, log: CourseLog, stops: list[PainEntry], today: date) -> PainVerdict:
    newest = max(stops, key=lambda one: one.day)
    until = newest.day + timedelta(days=programme.pain.settle_days)
    before = log.pain_on(today, PainMoment.BEFORE)
    calm = before is not None and band(programme.pain, before.score, sharp=before.sharp) is Outcome.GO_ON
    if today < until or not calm:
        reasons = [_high(programme, newest)]
        if newest.day < today:
            reasons.append(advice(programme, Rule.PAIN_SETTLING, "pain.settle_days", until=max(until, today)))
        return _verdict(programme, Outcome.STOP, reasons, until)
    back = advice(programme, Rule.PAIN_BACK, "pain.settle_days", day=newest.day)
    return _verdict(programme, Outcome.EASE, [back])


def _high(programme: Programme, entry: PainEntry) -> Advice:
    outcome = band(programme.pain, entry.score, sharp=entry.sharp)
    rule = Rule.PAIN_HIGH if outcome is Outcome.STOP else Rule.PAIN_SOME
    key = "pain.ease_up_to" if outcome is Outcome.STOP else "pain.go_on_up_to"
    limit = programme.pain.ease_up_to if outcome is Outcome.STOP else programme.pain.go_on_up_to
    if entry.sharp:
        rule = Rule.PAIN_SHARP
    moment = str(entry.moment)
    return advice(programme, rule, key, day=entry.day, moment=moment, score=entry.score, limit=limit)


def _worse(
    programme: Programme, log: CourseLog, entries: list[PainEntry], last: date | None
) -> Iterator[Advice]:
    before = None if last is None else log.pain_on(last, PainMoment.BEFORE)
    usual = next((one for one in reversed(log.pain) if one.moment is PainMoment.USUAL_MORNING), None)
    compared = {
        PainMoment.AFTER: (before, Rule.PAIN_WORSE_AFTER),
        PainMoment.MORNING: (usual, Rule.PAIN_WORSE_MORNING),
    }
    for entry in entries:
        against, rule = compared.get(entry.moment, (None, Rule.PAIN_SOME))
        if against is not None and entry.score - against.score >= programme.pain.worse_by:
            yield advice(programme, rule, "pain.worse_by", score=entry.score, against=against.score)


def _verdict(
    programme: Programme, outcome: Outcome, reasons: list[Advice], until: date | None = None
) -> PainVerdict:
    return PainVerdict(outcome, words_for(programme.pain, outcome), tuple(reasons), until)
