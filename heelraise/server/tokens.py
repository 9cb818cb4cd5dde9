"""Who may talk to the server. Tokens are long and random, so keeping their SHA-256 only is enough.

A token file has one line a token: role, digest, label (to know whose it is). ``#`` begins a comment::

    upload 9f86d081884c7d65…  Anna's laptop
    clinic 60303ae22b998861…  physiotherapy
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from heelraise.history.errors import ServerSetupError
from sensing.said import said, system_reason

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TOKEN_BYTES = 32


class Role(StrEnum):
    """What a token opens: ``upload`` may only send sessions, ``clinic`` may read all of them too."""

    UPLOAD = "upload"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the server knows it.

    Parameters
    ----------
    role : Role
        What it opens.
    sha256 : str
        Its digest, 64 hexadecimal digits in lower case.
    label : str
        Whose it is.
    """

    role: Role
    sha256: str
    label: str = ""


def new_secret() -> str:
    """Return a new random token, to be given to its owner and kept nowhere here."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_of(secret: str, role: Role, label: str = "") -> Token:
    """Return what the server keeps of a token."""
    return Token(role, digest_of(secret), label)


def find_token(tokens: Sequence[Token], secret: str) -> Token | None:
    """Return the token that `secret` is; takes as long whether and wherever it matches."""
    digest = digest_of(secret)
    found = None
    for token in tokens:
        if hmac.compare_digest(token.sha256, digest):
            found = token
    return found


def read_tokens(path: Path) -> tuple[Token, ...]:
    """Read a token file.

    Raises
    ------
    ServerSetupError
        If it cannot be read or a line is wrong; the message does not repeat the line, it may hold a token.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = system_reason(error) if isinstance(error, OSError) else said("not UTF-8 text")
        raise ServerSetupError(said("{path}: cannot be read: {why}", path=path, why=why)) from None
    tokens = []
    for number, line in enumerate(lines, start=1):
        words = line.partition("#")[0].split(maxsplit=2)
        if not words:
            continue
        if len(words) < 2 or words[0] not in set(Role) or not _DIGEST.fullmatch(words[1]):
            raise ServerSetupError(
                said(
                    "{path}, line {number}: not '{roles} SHA-256 label'",
                    path=path,
                    number=number,
                    roles="|".join(Role),
                )
            )
        tokens.append(Token(Role(words[0]), words[1], words[2] if len(words) > 2 else ""))
    return tuple(tokens)


def add_token(path: Path, role: Role, label: str) -> str:
    """Make a token, add it to a token file and return the secret: it is shown this once.

    Raises
    ------
    ServerSetupError
        If the file cannot be written or the label is no single line.
    """
    if not label.isprintable() or "#" in label:
        raise ServerSetupError(said("a token's label is one line without '#'"))
    secret = new_secret()
    token = token_of(secret, role, label)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(f"{token.role} {token.sha256} {token.label}\n")
    except OSError as error:
        raise ServerSetupError(
            said("{path}: cannot be written: {why}", path=path, why=system_reason(error))
        ) from None
    return secret


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a secret, hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
