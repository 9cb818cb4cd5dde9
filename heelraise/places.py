"""Where things are kept: the system's folder for this person's data, never the project's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

OVERRIDE = "HEELRAISE_DATA"
"""Environment variable that names another folder."""


@dataclass(frozen=True, slots=True)
class Places:
    """Paths under one data folder.

    Parameters
    ----------
    root : Path
        The data folder.
    """

    root: Path

    @property
    def history(self) -> Path:
        """The person's store of sessions."""
        return self.root / "history.db"

    @property
    def programme(self) -> Path:
        """The person's own programme, if a clinic gave one."""
        return self.root / "programme.toml"

    @property
    def recordings(self) -> Path:
        """Folder with a folder for each recording."""
        return self.root / "recordings"

    @property
    def sensors(self) -> Path:
        """Folder with descriptions of the person's own sensors."""
        return self.root / "sensors"

    @property
    def voices(self) -> Path:
        """What a voice of the person's own has said, to be said again at once."""
        return self.root / "voices"

    @property
    def session_lock(self) -> Path:
        """File that a running session holds a lock of."""
        return self.root / "session.lock"

    @property
    def server_database(self) -> Path:
        """Database of a server that runs here."""
        return self.root / "server.db"

    @property
    def server_tokens(self) -> Path:
        """Who may talk to a server that runs here."""
        return self.root / "server-tokens.txt"

    @property
    def demo(self) -> Places:
        """The same for the demo: its made-up sessions stay apart from the person's own."""
        return Places(self.root / "demo")

    def new_recording(self, started_at: datetime, model_key: str) -> Path:
        """Return the path of a new recording folder, named by its start, UTC, and the sensor."""
        name = f"{started_at:%Y-%m-%dT%H%M%S}-{model_key}"
        path, number = self.recordings / name, 1
        while path.exists():
            number += 1
            path = self.recordings / f"{name}-{number}"
        return path


def places_of(environment: Mapping[str, str]) -> Places:
    """Return the places of this user on this machine."""
    override = environment.get(OVERRIDE)
    if override:
        return Places(Path(override).expanduser())
    return Places(user_data_path("heelraise", appauthor=False))
