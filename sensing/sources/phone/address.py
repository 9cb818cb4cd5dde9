"""The part of a source's string that says which app on which phone: ``phyphox=http://192.168.1.9:8080``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from sensing.errors import SettingsError

USAGE = "phone:phyphox=http://ADDRESS:PORT, phone:sensorlogger, or phone:sensorserver=ws://ADDRESS:PORT"


class PhoneApp(StrEnum):
    """Apps that are understood."""

    PHYPHOX = "phyphox"
    SENSOR_LOGGER = "sensorlogger"
    SENSOR_SERVER = "sensorserver"


_SCHEMES = {PhoneApp.PHYPHOX: ("http", "https"), PhoneApp.SENSOR_SERVER: ("ws", "wss")}
_DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class PhoneAddress:
    """An app and where it is.

    Parameters
    ----------
    app : PhoneApp
        Which app.
    url : str
        Where it answers; empty for one that sends by itself.
    port : int
        Where this computer listens; 0 for an app that is asked.
    """

    app: PhoneApp
    url: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> PhoneAddress:
        """Read ``APP`` or ``APP=WHERE``; the scheme of an address may be left out.

        Raises
        ------
        SettingsError
            If it is not of that form.
        """
        name, _, where = text.partition("=")
        if name not in set(PhoneApp):
            raise SettingsError(f"phone '{text}' is not understood; write {USAGE}")
        app = PhoneApp(name)
        if app is PhoneApp.SENSOR_LOGGER:
            return cls(app, port=_port(where))
        return cls(app, url=_url(app, where))


def _port(text: str) -> int:
    if not text:
        return _DEFAULT_PORT
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"'{text}' is no port; write phone:sensorlogger or phone:sensorlogger=8000")
    return int(text)


def _url(app: PhoneApp, text: str) -> str:
    schemes = _SCHEMES[app]
    whole = text if "://" in text else f"{schemes[0]}://{text}"
    try:
        parts = urlsplit(whole)
        is_right = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or parts.query or parts.fragment or parts.username:
        raise SettingsError(
            f"'{text}' is no address of {app}; write phone:{app}={schemes[0]}://ADDRESS:PORT, as the app "
            "shows it"
        )
    return f"{parts.scheme}://{parts.netloc}"
