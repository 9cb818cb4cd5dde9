"""Fuzzes every decoder, guided by coverage: ``python -m benchmarks.fuzz [--seconds 30] [KEY...]``.

Needs atheris (Linux), which is no dependency: `make fuzz` puts it into an environment of its own. Inputs that
reach something new are kept in a workshop folder. With ``--keep`` the fewest that reach as much go into
``tests/sensing/sensors/corpus``, where each run of the tests replays them.

A process fuzzes one model: libFuzzer ends its process at the first finding, and coverage adds up in one.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.fuzz_corpus import keep
from benchmarks.fuzz_seeds import known, seeds
from benchmarks.fuzz_target import names

ROOT = Path(__file__).parent.parent
_LONGEST_INPUT = 2048
_FINDING = "FINDING"


def fuzz(key: str, seconds: int, workshop: Path) -> str:
    """Fuzz one model; return what happened in one line."""
    found = workshop / key
    (workshop / "findings").mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, seed in enumerate([*seeds(key), *known(key)]):
        (found / f"seed-{number}").write_bytes(seed)
    options = (
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST_INPUT}",
        "-timeout=10",
        "-print_final_stats=1",
    )
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.fuzz_one", key, *options),
            *(f"-artifact_prefix={workshop / 'findings'}/{key}-", str(found)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return f"{key}: {_outcome(ran)}, {len(list(found.iterdir()))} inputs kept"


def _outcome(ran: subprocess.CompletedProcess[str]) -> str:
    said = (ran.stdout + ran.stderr).splitlines()
    runs = next((line.split()[-1] for line in said if "number_of_executed_units" in line), "?")
    if not ran.returncode:
        return f"{runs} runs, nothing found"
    why = [line for line in said if re.match(r"[\w.]*(Error|Warning|Exception)\b", line)]
    return f"{_FINDING} after {runs} runs: {' | '.join(why[:3])}"


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
            count = keep(key, [each.read_bytes() for each in (chosen.workshop / key).iterdir()])
            print(f"{key}: {count} in the corpus", flush=True)
    sys.exit(any(_FINDING in line for line in results))


if __name__ == "__main__":
    main()
