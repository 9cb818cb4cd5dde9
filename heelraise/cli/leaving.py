"""Being left: a window that is closed, or a computer that shuts down, ends a session as Ctrl-C does."""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

INTERRUPTED: Final = 130
"""Exit code of what Ctrl-C has ended."""

_LEAVING: Final = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)
)  # Windows has no SIGHUP
_WINDOW_GONE: Final = getattr(signal, "SIGHUP", None)


def keep_when_left() -> None:
    """Let the system's signals to leave do what Ctrl-C does, from here on until this program ends.

    Where Ctrl-C or one of them is ignored (``nohup``, a job in the background), that stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # signals are the main thread's
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        return
    for number in _LEAVING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)


def _leave(number: int, _frame: object) -> None:
    for one in _LEAVING:
        signal.signal(one, signal.SIG_IGN)  # a closed window says it twice; the session is being kept now
    if number == _WINDOW_GONE:
        # Whatever is written to a window that is gone fails, and would cost what is still to be done.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
    signal.raise_signal(signal.SIGINT)
