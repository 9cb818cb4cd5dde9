"""Keys during a session. Nobody needs them; where there is no keyboard, nothing happens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TypeAlias

from heelraise.coach.session.events import Event, GoOnAsked, PauseAsked, StopAsked

Make: TypeAlias = Callable[[float], Event]

KEYS: Mapping[str, Make] = {
    "p": PauseAsked,
    " ": GoOnAsked,
    "\n": GoOnAsked,
    "\r": GoOnAsked,
    "q": StopAsked,
}
"""What the person asks for with each key."""

_ESCAPE = "\x1b"


@contextmanager
def keys_heard(do: Callable[[Make], None], fd: int | None = None) -> Iterator[bool]:
    """Listen to the keyboard of the terminal while an event loop runs; give the terminal back as it was.

    Yields whether there is a keyboard. There is none where input is no terminal, for a program in the
    background, and on systems without POSIX terminals.

    Parameters
    ----------
    do : callable
        Told what is asked for, such as `heelraise.coaching.Coaching.do`.
    fd : int, optional
        File descriptor of the terminal; that of standard input if not given.
    """
    keyboard = _keyboard(fd)
    if keyboard is None:
        yield False
        return
    import termios
    import tty

    before = termios.tcgetattr(keyboard)
    loop = asyncio.get_running_loop()
    tty.setcbreak(keyboard)
    loop.add_reader(keyboard, lambda: _read(keyboard, do, loop))
    try:
        yield True
    finally:
        loop.remove_reader(keyboard)
        with suppress(termios.error):  # the terminal was closed meanwhile
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


def _keyboard(fd: int | None) -> int | None:
    try:
        import termios  # noqa: F401
    except ImportError:
        return None
    try:
        keyboard = sys.stdin.fileno() if fd is None else fd
        # A background program that touched the terminal would be stopped by the system.
        return keyboard if os.isatty(keyboard) and os.tcgetpgrp(keyboard) == os.getpgrp() else None
    except (OSError, ValueError, AttributeError):
        return None


def _read(keyboard: int, do: Callable[[Make], None], loop: asyncio.AbstractEventLoop) -> None:
    try:
        typed = os.read(keyboard, 64).decode(errors="replace")
    except OSError:
        typed = ""
    if not typed:
        loop.remove_reader(keyboard)
    if typed.startswith(_ESCAPE):
        return  # an arrow or a function key
    for key in typed.lower():
        if key in KEYS:
            do(KEYS[key])
