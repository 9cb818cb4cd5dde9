"""heelraise beside what people would otherwise write, on the same recordings in the same run.

    python -m benchmarks.peers [FOLDER] [--people 2]

FOLDER holds recordings with truth (default ../shared/data). Without one only simulated people are used.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from benchmarks import REAL
from benchmarks.peer_methods import METHODS, Found, course_of
from benchmarks.tables import markdown
from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.choices import HELD_BACK
from heelraise.evaluation.outcome import FoundRep, Outcome
from heelraise.evaluation.report import kind_of
from heelraise.evaluation.run import files_in
from heelraise.evaluation.scores import counts_of, phases_of
from heelraise.evaluation.truth import ENDING, Truth, read_truth, truth_of
from heelraise.line import Line, LineEvent, shipped_weights
from models.verdict import FormVerdict, Verdict
from sensing.recording import open_recording
from sensing.simulator import Mount, benchmark, truth_document
from sensing.types import Course, Placement, Rep, Samples, frozen

OWN = "heelraise (live, placement auto)"
CASES = ("continuous", "near-limit", "any-tempo-paused", "below-step", "brisk", "life", "nothing")

_NOWHERE = Course(frozen([]), frozen([]), "deg", frozen([]), frozen([]))
_UNJUDGED = FormVerdict(Verdict.UNSURE, (), float("nan"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """Samples of one recording with its truth."""

    name: str
    batch: str
    truth: Truth
    samples: Samples


def real(folder: Path) -> list[Recorded]:
    """Read the recordings of a folder; the bursts are the same walks as elsewhere and left out."""
    jobs = [job for job in files_in(folder) if job.group != "arrival_bursts"]
    return [
        Recorded(
            job.recording.stem,
            job.group,
            read_truth(job.recording.with_suffix(ENDING)),
            open_recording(job.recording).data,
        )
        for job in jobs
    ]


def made(people: int, cases: Sequence[str] = CASES) -> list[Recorded]:
    """Simulate people whom no tuning has seen."""
    return [
        Recorded(name, "simulated", truth_of(truth_document(one, name)), one.samples)
        for name, one in benchmark(people, first_person=HELD_BACK, mounts=Mount, cases=cases)
    ]


def _by_heelraise(one: Recorded) -> list[JudgedRep]:
    """Run the product, as it runs live."""
    line = Line(Placement.AUTO, one.truth.counted_as, one.truth.prescription, shipped_weights())
    events: list[LineEvent] = [*line.push(one.samples), *line.finish()]
    return [event for event in events if isinstance(event, JudgedRep)]


def _by_peer(method: Callable[..., list[Found]]) -> Callable[[Recorded], list[JudgedRep]]:
    """Run a peer, its preparation of the samples included."""

    def run(one: Recorded) -> list[JudgedRep]:
        found = method(course_of(one.samples))
        return [JudgedRep(_as_rep(rep, number), _UNJUDGED) for number, rep in enumerate(found, start=1)]

    return run


def _as_rep(found: Found, number: int) -> Rep:
    top_s = found.start_s if found.top_s is None else found.top_s
    down_s = found.end_s if found.eccentric_start_s is None else found.eccentric_start_s
    edges_s = (found.start_s, top_s, down_s, found.end_s)
    nothing = (None, None, None, None)
    return Rep(number, 1, *edges_s, Placement.AUTO, *nothing, 1.0, False, found.end_s, None, _NOWHERE)


def _outcome(one: Recorded, found: Sequence[JudgedRep]) -> Outcome:
    duration_s = float(one.samples.t_s[-1] - one.samples.t_s[0])
    return Outcome(one.name, one.batch, one.truth, Placement.AUTO, duration_s, tuple(map(FoundRep.of, found)))


@dataclass(frozen=True, slots=True)
class Result:
    """What one method made of all recordings, and the CPU time that it took, s."""

    method: str
    outcomes: tuple[Outcome, ...]
    took_s: float


def run_all(recordings: Sequence[Recorded]) -> list[Result]:
    """Run every method on every recording."""
    methods: dict[str, Callable[[Recorded], list[JudgedRep]]] = {OWN: _by_heelraise}
    methods |= {name: _by_peer(method) for name, method in METHODS.items()}
    results = []
    for name, method in methods.items():
        before_s = process_time()
        found = [method(one) for one in recordings]
        took_s = process_time() - before_s
        outcomes = tuple(_outcome(one, reps) for one, reps in zip(recordings, found, strict=True))
        results.append(Result(name, outcomes, took_s))
    return results


def tables(results: Sequence[Result]) -> str:
    """Lay out one Markdown table a batch of recordings, and one of the time."""
    kinds = sorted({(one.group, kind_of(one)) for one in results[0].outcomes})
    parts = []
    for batch, kind in kinds:
        rows = []
        for result in results:
            same = [one for one in result.outcomes if (one.group, kind_of(one)) == (batch, kind)]
            rows.append([result.method, *_counts(same), *_phases(result, same)])
        head = ["method", "exact", "true", "missed", "extra", "extra an hour"]
        head += ["up s", "hold s", "down s"] if rows[0][-1] else []
        width = len(head)
        parts.append(f"**{batch}: {kind}**\n\n" + markdown(head, [row[:width] for row in rows]))
    hours = sum(one.duration_s for one in results[0].outcomes) / 3600.0
    rows = [
        [one.method, f"{one.took_s / hours:.2f}", f"{one.took_s / results[0].took_s:.1f}"] for one in results
    ]
    parts.append("**Time**\n\n" + markdown(["method", "CPU s an hour of recording", "times heelraise"], rows))
    return "\n\n".join(parts)


def _counts(outcomes: Sequence[Outcome]) -> list[str]:
    one = counts_of(outcomes)
    rate = f"{one.false_per_hour:.1f}"
    return [f"{one.exact} of {one.recordings}", str(one.true), str(one.missed), str(one.extra), rate]


def _phases(result: Result, outcomes: Sequence[Outcome]) -> list[str]:
    """Mean absolute error and half of the limits of agreement; a dash for methods without phases."""
    if not any(pair.true.phases_s for one in outcomes for pair in one.pairs):
        return ["", "", ""]
    found = phases_of(outcomes)
    gives_phases = result.method in (OWN, "tilt + find_peaks")
    if found is None or not gives_phases:
        return ["-", "-", "-"]
    return [f"{one.mean_absolute_s:.2f} / ±{one.half_width_s:.2f}" for one in found]


def recordings(folder: Path | None, people: int) -> list[Recorded]:
    """Collect what there is: real ones if the folder is here, simulated ones in any case."""
    return [*(real(folder) if folder is not None and folder.is_dir() else ()), *made(people)]


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=REAL)
    parser.add_argument("--people", type=int, default=2)
    given = parser.parse_args(None if arguments is None else list(arguments))
    print(tables(run_all(recordings(given.folder, given.people))))


if __name__ == "__main__":
    main()
