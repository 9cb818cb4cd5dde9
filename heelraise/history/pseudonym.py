"""A random name for a person. Its form cannot hold a civil number."""

from __future__ import annotations

import secrets

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""Nothing that is mistaken for something else when read aloud or copied by hand."""

_GROUPS, _GROUP_LENGTH = 3, 4

PSEUDONYM_PATTERN = rf"^[{_LETTERS}]{{{_GROUP_LENGTH}}}(-[{_LETTERS}]{{{_GROUP_LENGTH}}}){{{_GROUPS - 1}}}$"


def new_pseudonym() -> str:
    """Return a new random pseudonym such as ``k7wq-3mfx-9t2c`` (58 random bits)."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
