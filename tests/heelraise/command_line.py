"""Running the command line as a person would see it: in this process, or in one that ends before its time."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

import pytest

from heelraise.cli import main
from heelraise.places import OVERRIDE, Places

_CHILD = """
import signal, sys
from heelraise.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def failed(ran: Ran) -> str:
    """Return the one line that a command which failed has said."""
    assert (ran.code, ran.err.count("\n")) == (1, 1), ran.err
    return ran.err.removeprefix("heelraise: ").removesuffix("\n")


class CommandLine:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, out, err)


def ended_at_rep(number: int, end: signal.Signals, places: Places, *arguments: str) -> int:
    """Run a live command and end it so once it has shown that repetition; return its exit code."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {OVERRIDE: str(places.root), "PYTHONUNBUFFERED": "1"},
    )
    with child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(f"{number:>4}  up"):
                break
        child.send_signal(end)
        child.stdout.read()
    return child.returncode
