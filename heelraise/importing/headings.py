"""How the heading of a column is compared."""

from __future__ import annotations

from typing import Final

_SPELLINGS: Final = (
    ("m/s²", "m/s^2"),
    ("m/s2", "m/s^2"),
    ("°/s", "deg/s"),
    ("º/s", "deg/s"),
    ("\ufffd/s", "deg/s"),
)


def plain(heading: str) -> str:
    """Return a heading as it is compared: lower case, units in one spelling, no blanks around."""
    text = heading.strip().strip('"').strip().lower().lstrip("\ufeff")
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    return text
