# ruff: noqa: RUF001 - the dashes are meant for people
"""Each flag in one short sentence with the number behind it, as long as a live line has room for."""

from __future__ import annotations

from math import isfinite

from heelraise.language import Words, message
from models.verdict import Flag, Reason

SENTENCES = {
    Flag.ECCENTRIC_TOO_FAST: message("down in {measured} s – should be {expected}"),
    Flag.CONCENTRIC_TOO_FAST: message("up in {measured} s – should be {expected}"),
    Flag.NO_HOLD: message("held {measured} s at the top – should be {expected}"),
    Flag.LOW: message("{measured} % of your own height"),
    Flag.INCOMPLETE_LOWERING: message("lowered only {measured} % of the way"),
    Flag.DROPPED: message("the heel dropped at the end"),
    Flag.BOUNCED: message("bounced up from the bottom"),
    Flag.WOBBLY: message("the foot tipped {measured}° sideways – usually {expected}°"),
    Flag.GAP: message("the sensor was gone for a moment"),
}

_TIMES = frozenset({Flag.DROPPED, Flag.BOUNCED})
_WHOLE = frozenset({Flag.LOW, Flag.INCOMPLETE_LOWERING, Flag.WOBBLY})
_WORTH_SAYING_TIMES = 1.5


def sentence(reason: Reason, words: Words) -> str:
    """Put a reason into words."""
    said = words(
        SENTENCES[reason.flag],
        measured=_measured(reason.measured, words, decimals=0 if reason.flag in _WHOLE else 1),
        expected=_expected(reason.expected, words),
    )
    if reason.flag in _TIMES and isfinite(reason.measured) and reason.measured >= _WORTH_SAYING_TIMES:
        return words("{what}: {times} times as fast", what=said, times=words.number(reason.measured))
    return said


def _measured(value: float, words: Words, decimals: int) -> str:
    return words.number(value, decimals) if isfinite(value) else "–"


def _expected(value: float, words: Words) -> str:
    # A prescribed number has no needless decimals: 3, but 2,5.
    return words.short_number(round(value, 1)) if isfinite(value) else "–"
