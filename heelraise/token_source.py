"""Where the upload token is found. The store keeps only the reference, never the token."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from heelraise.history.errors import WrongToken
from sensing.said import said


def read_token(reference: str, environment: Mapping[str, str]) -> str:
    """Return the token that a reference leads to.

    Parameters
    ----------
    reference : str
        ``env:NAME`` for an environment variable, ``file:PATH`` for a file that holds nothing else.
    environment : mapping
        The environment variables.

    Raises
    ------
    WrongToken
        If there is no token there.
    """
    kind, _, place = reference.partition(":")
    token = ""
    if kind == "env":
        token = environment.get(place, "")
    elif kind == "file":
        try:
            token = Path(place).expanduser().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError, RuntimeError):
            raise WrongToken(
                said("the token file {place} cannot be read; ask the clinic for a token", place=place)
            ) from None
    else:
        # It may be the token itself, typed in the wrong place: it is not repeated.
        raise WrongToken(said("a token is given as env:NAME or file:PATH, never as itself"))
    if not token.strip():
        raise WrongToken(
            said(
                "there is no token in {reference}; ask the clinic for one and put it there",
                reference=reference,
            )
        )
    return token.strip()
