"""`heelraise start` on a terminal of its own: what is typed in the middle of a set."""

import os
import subprocess
import sys

import pytest

from heelraise.coach.course import PainMoment
from heelraise.history.store import History
from heelraise.places import OVERRIDE, Places
from tests.heelraise.command_line import CommandLine

pty = pytest.importorskip("pty", reason="needs POSIX terminals")

# A terminal can only belong to a session that has none yet, so this runs in a process of its own.
IN_ITS_OWN_TERMINAL = """
import os, pty, sys

pid, master = pty.fork()
if pid == 0:
    from heelraise.cli import main
    main(["start", "heel_raise", "--sensor", "sim:clean-set", "--speed", "20", "--plain", "--no-sound"])
seen, typed = "", [("good", "6!\\n"), ("Logged", "\\n" * 4)]
while True:
    try:
        read = os.read(master, 4096)
    except OSError:
        read = b""
    if not read:
        break
    seen += read.decode(errors="replace")
    while typed and typed[0][0] in seen:
        os.write(master, typed.pop(0)[1].encode())
sys.stdout.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_sharp_pain_typed_in_mid_set_stops_and_is_kept(heelraise: CommandLine, places: Places) -> None:
    answers = ("screening:severe_pain=no", "screening:other_conditions=no", "flat_shoes=no", "running=no")
    known = (*answers, "painful=left", "before=1", "one_leg:left=5")
    assert heelraise("today", *(part for one in known for part in ("--answer", one))).code == 0
    ran = subprocess.run(
        [sys.executable, "-c", IN_ITS_OWN_TERMINAL],
        env=os.environ | {OVERRIDE: str(places.root), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0-10 and Enter: pain" in ran.stdout
    assert ran.stdout.index("Stop, and contact your clinician.") < ran.stdout.index("Logged")
    assert "at the earliest" in ran.stdout
    with History(places.history) as history:
        log = history.course.log()
    (pain,) = (one for one in log.pain if one.moment is PainMoment.DURING)
    assert (pain.score, pain.sharp) == (6, True)
    assert 1 <= sum(log.done[0].reps) <= 6
