# ruff: noqa: RUF001 - the dashes are meant for people
"""Each flag in one short sentence, Danish and English, with the number behind it."""

from __future__ import annotations

from math import isfinite
from types import MappingProxyType

from models.verdict import Flag, Reason

LANGUAGES = ("da", "en")

_DANISH = {
    Flag.ECCENTRIC_TOO_FAST: "ned på {measured} s – skal være {expected}",
    Flag.CONCENTRIC_TOO_FAST: "op på {measured} s – skal være {expected}",
    Flag.NO_HOLD: "holdt {measured} s på toppen – skal være {expected}",
    Flag.LOW: "{measured} % af din egen højde",
    Flag.INCOMPLETE_LOWERING: "kun sænket {measured} % af vejen",
    Flag.DROPPED: "hælen faldt til sidst{times}",
    Flag.BOUNCED: "hoppede op fra bunden{times}",
    Flag.WOBBLY: "foden vippede {measured}° til siden – plejer {expected}°",
    Flag.GAP: "sensoren var væk et øjeblik",
}

_ENGLISH = {
    Flag.ECCENTRIC_TOO_FAST: "down in {measured} s – should be {expected}",
    Flag.CONCENTRIC_TOO_FAST: "up in {measured} s – should be {expected}",
    Flag.NO_HOLD: "held {measured} s at the top – should be {expected}",
    Flag.LOW: "{measured} % of your own height",
    Flag.INCOMPLETE_LOWERING: "lowered only {measured} % of the way",
    Flag.DROPPED: "the heel dropped at the end{times}",
    Flag.BOUNCED: "bounced up from the bottom{times}",
    Flag.WOBBLY: "the foot tipped {measured}° sideways – usually {expected}°",
    Flag.GAP: "the sensor was gone for a moment",
}

SENTENCES = MappingProxyType({"da": MappingProxyType(_DANISH), "en": MappingProxyType(_ENGLISH)})
"""Sentence of each flag by language. Flags come in as many words as a live line has room for."""

_TIMES = {"da": ": {} gange så hurtigt", "en": ": {} times as fast"}
_WHOLE = frozenset({Flag.LOW, Flag.INCOMPLETE_LOWERING, Flag.WOBBLY})


def sentence(reason: Reason, language: str) -> str:
    """Put a reason into words.

    Parameters
    ----------
    reason : Reason
        A flag and its numbers.
    language : str
        ``da`` or ``en``.

    Raises
    ------
    KeyError
        For another language.
    """
    whole = reason.flag in _WHOLE
    times = ""
    if isfinite(reason.measured) and reason.measured >= 1.5:
        times = _TIMES[language].format(_number(reason.measured, language, whole=False))
    return SENTENCES[language][reason.flag].format(
        measured=_number(reason.measured, language, whole=whole),
        expected=_target(reason.expected, language),
        times=times,
    )


def _number(value: float, language: str, *, whole: bool) -> str:
    if not isfinite(value):
        return "–"
    text = f"{value:.0f}" if whole else f"{value:.1f}"
    return text.replace(".", ",") if language == "da" else text


def _target(value: float, language: str) -> str:
    # A prescribed number has no needless decimals: 3, but 2,5.
    if not isfinite(value):
        return "–"
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "da" else text
