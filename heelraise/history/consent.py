"""The person's name towards the clinic, and whether and where sessions may be sent. Off until switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from heelraise.history.pseudonym import new_pseudonym
from heelraise.history.tables import SETTINGS

_PSEUDONYM, _AGREED, _SERVER, _TOKEN = "pseudonym", "upload_agreed_at", "server_url", "token_reference"


@dataclass(frozen=True, slots=True)
class UploadConsent:
    """What the person agreed to.

    Parameters
    ----------
    agreed_at : datetime
        When, UTC.
    server_url : str
        The one server that may get the sessions.
    token_reference : str
        Where the token is found, such as ``env:NAME`` or ``file:PATH``; never the token itself.
    """

    agreed_at: datetime
    server_url: str
    token_reference: str


def read_consent(connection: Connection) -> UploadConsent | None:
    """Return the consent; None while uploading is off."""
    found: dict[str, str] = {row.name: row.value for row in connection.execute(select(SETTINGS))}
    if not {_AGREED, _SERVER, _TOKEN} <= found.keys():
        return None
    return UploadConsent(datetime.fromisoformat(found[_AGREED]), found[_SERVER], found[_TOKEN])


def write_consent(connection: Connection, consent: UploadConsent | None) -> None:
    """Replace the consent; None withdraws it."""
    connection.execute(delete(SETTINGS).where(SETTINGS.c.name.in_((_AGREED, _SERVER, _TOKEN))))
    if consent is not None:
        values = {
            _AGREED: consent.agreed_at.isoformat(),
            _SERVER: consent.server_url,
            _TOKEN: consent.token_reference,
        }
        connection.execute(insert(SETTINGS), [{"name": n, "value": v} for n, v in values.items()])


def pseudonym_of(connection: Connection) -> str:
    """Return the person's pseudonym; the first call makes it."""
    known = connection.scalar(select(SETTINGS.c.value).where(SETTINGS.c.name == _PSEUDONYM))
    if known is None:
        known = new_pseudonym()
        connection.execute(insert(SETTINGS).values(name=_PSEUDONYM, value=known))
    return known
