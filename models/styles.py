"""The words with which a person says how a repetition was done, and the flags that they mean."""

from __future__ import annotations

from models.errors import StyleError
from models.verdict import Flag
from sensing.said import said

OK = "ok"
_ALSO = {OK: (), "correct": (), "fast": (Flag.ECCENTRIC_TOO_FAST,)}
_JOINT = "+"

WORDS = (OK, *(str(flag) for flag in Flag if flag is not Flag.GAP))
"""What may be said of a repetition; a gap is the sensor's doing and is not."""


def flags_of(style: str) -> frozenset[Flag]:
    """Return the flags that a style means: ``ok``, a flag, or several with ``+`` between.

    ``correct`` and ``fast`` (lowered too fast) are understood too.

    Raises
    ------
    StyleError
        If a word is none of these.
    """
    flags: set[Flag] = set()
    for word in style.split(_JOINT):
        if word in _ALSO:
            flags.update(_ALSO[word])
        elif word in WORDS:
            flags.add(Flag(word))
        else:
            raise StyleError(
                said(
                    "style '{word}' is not known; write one of {known}, or several with {joint}",
                    word=word,
                    known=", ".join(WORDS),
                    joint=_JOINT,
                )
            )
    return frozenset(flags)


def style_of(flags: frozenset[Flag]) -> str:
    """Return the style that means these flags."""
    return _JOINT.join(str(flag) for flag in Flag if flag in flags and flag is not Flag.GAP) or OK
