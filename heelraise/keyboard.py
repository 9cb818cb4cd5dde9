"""Keys during a session. Nobody needs them; where there is no keyboard, nothing happens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TypeAlias

from heelraise.coach.course import MOST_PAIN
from heelraise.coach.session.events import Event, GoOnAsked, PauseAsked, StopAsked

Make: TypeAlias = Callable[[float], Event]
Rate: TypeAlias = Callable[[int, bool], Make]

KEYS: Mapping[str, Make] = {
    "p": PauseAsked,
    " ": GoOnAsked,
    "\n": GoOnAsked,
    "\r": GoOnAsked,
    "q": StopAsked,
}
"""What the person asks for with each key."""

_ESCAPE = "\x1b"
_SHARP = "!"


class Typed:
    """Turns keys into what is asked for: single keys, and a number from 0 to 10 with Enter for the pain.

    Parameters
    ----------
    do : callable
        Told what is asked for.
    rate : callable or None
        Makes an event of a pain and of whether it is sharp; None where nobody wants to know.
    """

    def __init__(self, do: Callable[[Make], None], rate: Rate | None = None) -> None:
        self._do = do
        self._rate = rate
        self._number = ""
        self._sharp = False

    def key(self, key: str) -> None:
        """Take one key. A number that is none on the scale counts as a slip."""
        if self._rate is not None and (key in "0123456789" or (key == _SHARP and self._number)):
            self._sharp = self._sharp or key == _SHARP
            self._number += key.removesuffix(_SHARP)
            return
        number, sharp, self._number, self._sharp = self._number, self._sharp, "", False
        if self._rate is not None and number and KEYS.get(key) is GoOnAsked:
            if int(number[:4]) <= MOST_PAIN:
                self._do(self._rate(int(number), sharp))
        elif key in KEYS:
            self._do(KEYS[key])


def has_keyboard() -> bool:
    """Return whether there is a keyboard to listen to, see `keys_heard`."""
    return _keyboard(None) is not None


@contextmanager
def keys_heard(do: Callable[[Make], None], fd: int | None = None, rate: Rate | None = None) -> Iterator[bool]:
    """Listen to the keyboard of the terminal while an event loop runs; give the terminal back as it was.

    Yields whether there is a keyboard. There is none where input is no terminal, for a program in the
    background, and on systems without POSIX terminals.

    Parameters
    ----------
    do : callable
        Told what is asked for, such as `heelraise.coaching.Coaching.do`.
    fd : int, optional
        File descriptor of the terminal; that of standard input if not given.
    rate : callable, optional
        Makes an event of a pain that was typed, and of whether it is sharp.
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
    typed = Typed(do, rate)
    loop.add_reader(keyboard, lambda: _read(keyboard, typed, loop))
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


def _read(keyboard: int, typed: Typed, loop: asyncio.AbstractEventLoop) -> None:
    try:
        keys = os.read(keyboard, 64).decode(errors="replace")
    except OSError:
        keys = ""
    if not keys:
        loop.remove_reader(keyboard)
    if keys.startswith(_ESCAPE):
        return  # an arrow or a function key
    for key in keys.lower():
        typed.key(key)
