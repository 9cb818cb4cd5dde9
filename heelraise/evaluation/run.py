"""Going through many recordings, in two processes at most."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from heelraise.evaluation.choices import HELD_BACK, MOST_PROCESSES, Told
from heelraise.evaluation.jobs import FileJob, Job, SimulatedJob
from heelraise.evaluation.outcome import Failure, Outcome
from heelraise.evaluation.truth import ENDING, truth_beside
from models.labelled import labelled_in
from sensing.errors import RecordingError
from sensing.said import said
from sensing.simulator import CASES, Mount

_CHUNK = 8


def files_in(folder: Path, told: Told = Told.AUTO) -> list[FileJob]:
    """List the recordings with truth, or with labels of a person, in a folder and below it.

    Raises
    ------
    RecordingError
        If there is none.
    TrainingError
        If labels stand beside no recording.
    """
    recordings = [
        path.with_name(path.name.removesuffix(ENDING) + ".csv") for path in sorted(folder.rglob(f"*{ENDING}"))
    ]
    recordings += [path for path in labelled_in(folder) if truth_beside(path) is None]
    jobs = [FileJob(path, path.parent.name, told) for path in recordings]
    if not jobs:
        reason = said(
            "no recording with truth here; expected NAME.csv and NAME{ending}, or recordings marked with "
            "'heelraise label'",
            ending=ENDING,
        )
        raise RecordingError(folder, reason)
    return jobs


def simulated(
    people: int,
    *,
    seed: int = 0,
    first_person: int = HELD_BACK,
    told: Told = Told.AUTO,
    mounts: Iterable[Mount] = tuple(Mount),
    cases: Iterable[str] = tuple(CASES),
) -> list[SimulatedJob]:
    """List simulated recordings: people x placements x cases."""
    places, kinds = tuple(mounts), tuple(cases)
    return [
        SimulatedJob(seed, who, mount, case, told)
        for who in range(first_person, first_person + people)
        for mount in places
        for case in kinds
    ]


def evaluate(
    jobs: Sequence[Job],
    processes: int = 1,
    progress: Callable[[], None] | None = None,
) -> tuple[list[Outcome], list[Failure]]:
    """Run jobs.

    Parameters
    ----------
    jobs : sequence of Job
        The recordings.
    processes : int
        In how many processes, `MOST_PROCESSES` at most.
    progress : callable, optional
        Called after each recording.

    Returns
    -------
    tuple of (list of Outcome, list of Failure)
        What came of them in their order, and those that cannot be read or on which the program failed.
    """
    outcomes: list[Outcome] = []
    failures: list[Failure] = []

    def keep(result: Outcome | Failure) -> None:
        if isinstance(result, Failure):
            failures.append(result)
        else:
            outcomes.append(result)
        if progress is not None:
            progress()

    if min(processes, MOST_PROCESSES) < 2 or len(jobs) < 2 * _CHUNK:
        for job in jobs:
            keep(_run(job))
        return outcomes, failures
    # Fresh processes: a fork of one that has threads (numpy's) may hang.
    with ProcessPoolExecutor(MOST_PROCESSES, mp_context=get_context("spawn")) as pool:
        for result in pool.map(_run, jobs, chunksize=_CHUNK):
            keep(result)
    return outcomes, failures


def _run(job: Job) -> Outcome | Failure:
    try:
        return job.run()
    except RecordingError as error:
        return Failure(str(error.path), error.reason)
    except Exception as error:
        # A fault of ours, not of the recording: it must not hide what the others come to, nor be hidden.
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"THE PROGRAM FAILED: {error!r} in {Path(where.filename).name}, line {where.lineno}"
        return Failure(job.name, reason)
