"""Everything that ``sensing`` raises on purpose.

::

    SensingError
    ├── RecordingError (also ValueError)   a file or folder that cannot be read as a recording
    ├── SettingsError (also ValueError)    we were called with a value that makes no sense
    ├── SensorFileError (also ValueError)  a file that should describe a sensor does not
    ├── SensorError
    │   ├── UnknownSensorError             nothing here speaks this sensor's protocol
    │   ├── PacketError (also ValueError)  bytes that are not what the sensor's protocol says
    │   ├── SensorRefusedError             the sensor answered "no" to a command
    │   └── SensorSilentError              the sensor was started but sends nothing
    └── RadioError
        ├── RadioUnavailableError          this machine has no usable Bluetooth; carries what is missing
        ├── SensorNotFoundError            the radio works, the sensor did not show up
        └── LinkLostError                  connected once, gone now, and reconnecting failed

A damaged packet is counted and left out on the live path; a lost one is a `Gap`. Neither stops a session.

What people may read is raised with `sensing.said.said`, to be told in their language. Plain English is what
only a programmer sees: a `PacketError` that is counted (all but phyphox's answers while it connects), and a
`SettingsError` about a wrong call, or about an option: typer shows that in English as all wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from sensing.said import said, system_reason


class SensingError(Exception):
    """Base of the tree. The message is one line that says what happened and what to do."""


class RecordingError(SensingError, ValueError):
    """A recording cannot be read.

    Parameters
    ----------
    path : Path or str
        The file or folder.
    reason : str
        What is wrong and what to do, without the path.
    line : int, optional
        Line in the file, counted from 1.
    """

    def __init__(self, path: Path | str, reason: str, line: int | None = None) -> None:
        self.path = Path(path)
        self.reason = reason
        self.line = line
        where = path if line is None else said("{path}, line {line}", path=path, line=line)
        super().__init__(said("{where}: {reason}", where=where, reason=reason))

    @classmethod
    def unreadable(cls, path: Path, error: OSError) -> Self:
        """Return the error that says why the system would not let a file be read."""
        return cls(path, said("cannot be read ({why})", why=system_reason(error)))

    @classmethod
    def unwritable(cls, path: Path, error: OSError) -> Self:
        """Return the error that says why the system would not let a file be written."""
        return cls(path, said("cannot be written ({why})", why=system_reason(error)))


class SettingsError(SensingError, ValueError):
    """A value given by the caller makes no sense."""


class SensorFileError(SensingError, ValueError):
    """A file that describes a sensor is wrong.

    Parameters
    ----------
    path : str
        The file.
    key : str
        Key in it, with those that lead there; empty where the whole file is meant.
    reason : str
        What is wrong and what to do, without file and key.
    """

    def __init__(self, path: str, key: str, reason: str) -> None:
        self.path = path
        self.key = key
        self.reason = reason
        what = said("{key} {reason}", key=key, reason=reason) if key else reason
        super().__init__(said("{where}: {reason}", where=path, reason=what))


class SensorError(SensingError):
    """The sensor or its data are at fault."""


class UnknownSensorError(SensorError):
    """No codec speaks this sensor's protocol."""


class PacketError(SensorError, ValueError):
    """Bytes that do not follow the sensor's protocol."""


class SensorRefusedError(SensorError):
    """The sensor answered a command with an error status."""


class SensorSilentError(SensorError):
    """The sensor is connected and was started, but sends nothing."""


class RadioError(SensingError):
    """The link is at fault, over Bluetooth or to a phone."""


class RadioUnavailableError(RadioError):
    """No usable Bluetooth on this machine."""


class SensorNotFoundError(RadioError):
    """The radio works but the sensor did not show up."""


class LinkLostError(RadioError):
    """The link broke and could not be made again."""
