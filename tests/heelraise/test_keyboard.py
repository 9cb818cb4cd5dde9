import asyncio
import os
import subprocess
import sys

import pytest

from heelraise.coach.session.events import GoOnAsked, PainAnswered
from heelraise.keyboard import Make, Typed, keys_heard

pty = pytest.importorskip("pty", reason="needs POSIX terminals")

# A terminal can only belong to a session that has none yet, so this runs in a process of its own.
IN_ITS_OWN_TERMINAL = """
import asyncio, fcntl, os, pty, sys, termios
os.setsid()
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
from heelraise.keyboard import keys_heard

async def main():
    before, asked = termios.tcgetattr(slave), []
    with keys_heard(lambda make: asked.append(make(1.5)), slave) as there:
        assert there
        for typed in (b"pP \\nq", b"\\x1b[p", b"xyz\\xff"):
            os.write(master, typed)
            await asyncio.sleep(0.02)
    assert termios.tcgetattr(slave) == before
    print(*(type(event).__name__ for event in asked), asked[0].t_s)

asyncio.run(main())
"""


def test_keys_ask_for_a_pause_to_go_on_and_to_stop() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_ITS_OWN_TERMINAL], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["PauseAsked", "PauseAsked", "GoOnAsked", "GoOnAsked", "StopAsked", "1.5"]


async def test_without_a_terminal_there_is_no_keyboard() -> None:
    read, write = os.pipe()
    try:
        with keys_heard(pytest.fail, read) as there:
            assert not there
            os.write(write, b"q")
            await asyncio.sleep(0)
    finally:
        os.close(read)
        os.close(write)


async def test_a_terminal_of_somebody_else_is_left_alone() -> None:
    master, slave = pty.openpty()
    try:
        with keys_heard(pytest.fail, slave) as there:
            assert not there, "we are not in its foreground"
    finally:
        os.close(master)
        os.close(slave)


async def test_closed_input_is_no_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with keys_heard(pytest.fail) as there:
        assert not there


def typed(keys: str) -> list[object]:
    """What is asked for by keys, where the pain may be typed."""

    def rate(score: int, sharp: bool) -> Make:
        return lambda t_s: PainAnswered(t_s, score, sharp=sharp)

    asked: list[object] = []
    keyboard = Typed(lambda make: asked.append(make(1.0)), rate)
    for key in keys:
        keyboard.key(key)
    return asked


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ("6\n", [PainAnswered(1.0, 6)]),
        ("10 ", [PainAnswered(1.0, 10)]),
        ("3!\n", [PainAnswered(1.0, 3, sharp=True)]),
        ("11\n", []),
        ("99999999\n", []),
        ("4x\n", [GoOnAsked(1.0)]),
        ("!\n", [GoOnAsked(1.0)]),
    ],
)
def test_a_number_and_enter_are_a_pain(keys: str, asked: list[object]) -> None:
    assert typed(keys) == asked


def test_digits_mean_nothing_where_no_pain_is_asked_for() -> None:
    asked: list[object] = []
    keyboard = Typed(lambda make: asked.append(make(1.0)))
    for key in "6\n":
        keyboard.key(key)
    assert asked == [GoOnAsked(1.0)]
