"""What this computer has: the one place that asks the system itself."""

from __future__ import annotations

import platform
import shutil
import socket
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile

from sensing.said import said, system_reason

_ADAPTERS = Path("/sys/class/bluetooth")
_SWITCHES = Path("/sys/class/rfkill")
_ANSWER_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Machine:
    """Facts about this computer; None where the system does not tell.

    Parameters
    ----------
    system : str
        Operating system and Python.
    packages : mapping of str to str or None
        Versions of the packages that speak Bluetooth; None for one that is not installed.
    is_linux : bool
        Whether Bluetooth is BlueZ's here.
    adapters : tuple of str or None
        Bluetooth adapters.
    blocked : str or None
        ``switch`` or ``setting`` where Bluetooth is switched off by one.
    bluez : str or None
        Version of BlueZ.
    data_problem : str or None
        Why nothing can be written to the data folder.
    free_bytes : int
        Free space there.
    """

    system: str
    packages: tuple[tuple[str, str | None], ...]
    is_linux: bool
    adapters: tuple[str, ...] | None
    blocked: str | None
    bluez: str | None
    data_problem: str | None
    free_bytes: int


def this_machine(data_folder: Path) -> Machine:
    """Look around.

    Parameters
    ----------
    data_folder : Path
        Where the person's data are kept; it need not exist yet.
    """
    is_linux = platform.system() == "Linux"
    return Machine(
        system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        packages=tuple((name, _version(name)) for name in ("heelraise", "bleak", "bumble")),
        is_linux=is_linux,
        adapters=_adapters() if is_linux else None,
        blocked=_blocked() if is_linux else None,
        bluez=_bluez() if is_linux else None,
        data_problem=problem_in(data_folder),
        free_bytes=shutil.disk_usage(_existing(data_folder)).free,
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _adapters() -> tuple[str, ...]:
    # "hci0:64" beside "hci0" is a connection of it.
    names = [path.name for path in _ADAPTERS.iterdir()] if _ADAPTERS.is_dir() else []
    return tuple(sorted(name for name in names if ":" not in name))


def _blocked() -> str | None:
    found = None
    for switch in _SWITCHES.iterdir() if _SWITCHES.is_dir() else ():
        if _text(switch / "type") != "bluetooth":
            continue
        if _text(switch / "hard") == "1":
            return "switch"
        if _text(switch / "soft") == "1":
            found = "setting"
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _bluez() -> str | None:
    program = shutil.which("bluetoothctl")
    if program is None:
        return None
    try:
        ran = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            timeout=_ANSWER_WITHIN_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = ran.stdout.split()
    return words[-1] if words else None


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def problem_in(folder: Path) -> str | None:
    """Return why nothing can be written to a folder, which need not exist yet; None if it can."""
    existing = _existing(folder)
    if not existing.is_dir():
        return said("Not a directory")
    try:
        with TemporaryFile(dir=existing) as file:
            file.write(b"heelraise")
    except OSError as error:
        return system_reason(error)
    return None


def own_address() -> str | None:
    """Return this computer's address in the network that it is in; None where it is in none.

    Nothing is sent: choosing the way of a datagram socket only asks the routing table.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation, which nobody has
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if found.startswith("127.") else found
