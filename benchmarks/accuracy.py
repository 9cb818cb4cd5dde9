"""Writes docs/accuracy.md and its pictures: `make accuracy`. Nothing on that page is typed by hand."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import REAL, accuracy_page, peers, strangers, styles
from heelraise.evaluation.choices import HELD_BACK, Told
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.run import evaluate, files_in, simulated
from sensing.simulator import CASES, Mount

ROOT = Path(__file__).parent.parent


def measured(
    people: int,
    folder: Path,
    processes: int,
    mounts: Sequence[Mount],
    cases: Sequence[str],
    unknown: int,
) -> accuracy_page.Measured:
    """Run everything that the page shows."""
    real: dict[Told, list[Outcome]] = {}
    failed: list[str] = []
    skipped: set[str] = set()
    made: dict[Told, list[Outcome]] = {}
    others: dict[Told, list[Outcome]] = {}
    for told in Told:
        jobs = simulated(people, told=told, mounts=mounts, cases=cases)
        print(f"{len(jobs)} simulated recordings, placement {told}", file=sys.stderr)
        made[told], broken = evaluate(jobs, processes)
        others[told], unlike = strangers.measured(unknown, told, processes=processes)
        broken += unlike
        if folder.is_dir():
            real[told], unreadable = evaluate(files_in(folder, told), processes)
            broken += unreadable
        skipped |= {Path(problem.recording).name.removesuffix(".csv") for problem in broken}
        failed += [
            f"placement {told}: {Path(problem.recording).name}: {problem.reason}" for problem in broken
        ]
    print("peers", file=sys.stderr)
    recordings = [
        *(peers.real(folder) if folder.is_dir() else ()),
        *peers.made(min(people, 2), _common(cases)),
    ]
    recordings = [one for one in recordings if one.name not in skipped]
    with_styles = folder / "rehab_styles"
    told_apart = styles.measured(with_styles) if with_styles.is_dir() else None
    return accuracy_page.Measured(
        people, HELD_BACK, made, others, real, peers.run_all(recordings), failed, told_apart
    )


def _common(cases: Sequence[str]) -> list[str]:
    """Fewer cases for the peers: each of them goes through all."""
    return [case for case in cases if case in peers.CASES]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--strangers", type=int, default=40, help="people of another generator")
    parser.add_argument("--folder", type=Path, default=REAL, help="real recordings with truth")
    parser.add_argument("--to", type=Path, default=ROOT / "docs", help="where accuracy.md and accuracy/ go")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--mounts", nargs="*", type=Mount, default=tuple(Mount))
    parser.add_argument("--cases", nargs="*", default=tuple(CASES))
    given = parser.parse_args(arguments)
    page = accuracy_page.write(
        measured(given.people, given.folder, given.processes, given.mounts, given.cases, given.strangers),
        given.to,
    )
    print(f"wrote {page}")


if __name__ == "__main__":
    main()
