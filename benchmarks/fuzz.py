"""Fuzzes every decoder, guided by coverage: ``python -m benchmarks.fuzz [--seconds 30] [KEY...]``.

Needs atheris (Linux), which is no dependency: `make fuzz` puts it into an environment of its own. Inputs that
reach something new are kept in a workshop folder. With ``--keep`` the smallest set that reaches as much goes
into ``tests/sensing/sensors/corpus``, where each run of the tests replays it.

A process fuzzes one model: libFuzzer ends its process at the first finding, and coverage adds up in one.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.fuzz_target import FILE, names

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "sensing" / "sensors" / "corpus"
_LONGEST_INPUT = 2048


def fuzz(key: str, seconds: int, workshop: Path) -> str:
    """Fuzz one model; return what happened in one line."""
    found = workshop / key
    (workshop / "findings").mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    if key == FILE:
        for known in (ROOT / "sensing" / "sensors" / "known").iterdir():
            (found / known.name).write_bytes(known.read_bytes() + b"\0" + bytes(range(64)))
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.fuzz_one", key),
            *(
                f"-max_total_time={seconds}",
                f"-max_len={_LONGEST_INPUT}",
                "-timeout=10",
                "-print_final_stats=1",
            ),
            f"-artifact_prefix={workshop / 'findings'}/{key}-",
            *(str(found), *([str(CORPUS / key)] if (CORPUS / key).is_dir() else [])),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    runs = [line.split()[-1] for line in ran.stderr.splitlines() if "number_of_executed_units" in line]
    if ran.returncode:
        said = (ran.stdout + ran.stderr).splitlines()
        why = [line for line in said if re.match(r"[\w.]*(Error|Warning|Exception)\b", line)]
        return f"{key}: FINDING after {runs[0] if runs else '?'} runs: {' | '.join(why[:3])}"
    inputs = len(list(found.iterdir()))
    return f"{key}: {runs[0] if runs else '?'} runs in {seconds} s, nothing found, {inputs} inputs kept"


def keep(key: str, workshop: Path) -> None:
    """Write the smallest set of inputs that reaches as much as all of them into the corpus of the tests."""
    into, known = CORPUS / key, workshop / "merged" / key
    known.mkdir(parents=True, exist_ok=True)
    sources = [str(each) for each in (into, workshop / key) if each.is_dir()]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz_one", key, "-merge=1", str(known), *sources],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    into.mkdir(parents=True, exist_ok=True)
    for old in into.iterdir():
        old.unlink()
    for each in known.iterdir():
        (into / each.name[:12]).write_bytes(each.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("keys", nargs="*", default=names(), metavar="KEY")
    parser.add_argument("--seconds", type=int, default=30, help="for each model")
    parser.add_argument(
        "--workshop", type=Path, default=ROOT / "build" / "fuzz", help="where inputs are kept"
    )
    parser.add_argument("--keep", action="store_true", help="renew the corpus of the tests afterwards")
    chosen = parser.parse_args()
    results = []
    for key in chosen.keys:
        results.append(fuzz(key, chosen.seconds, chosen.workshop))
        print(results[-1], flush=True)
        if chosen.keep:
            keep(key, chosen.workshop)
    sys.exit(any("FINDING" in line for line in results))


if __name__ == "__main__":
    main()
