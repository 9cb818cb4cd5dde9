"""``heelraise evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from heelraise.cli.options import LangOption, words_of
from heelraise.evaluation.choices import HELD_BACK, MOST_PROCESSES, Told
from sensing.errors import RecordingError
from sensing.said import said

if TYPE_CHECKING:
    from heelraise.evaluation.jobs import Job
    from heelraise.evaluation.outcome import Failure, Outcome
    from heelraise.language import Words


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Recordings with NAME.truth.json beside them or with labels, in this folder or below.",
            exists=True,
        ),
    ] = None,
    simulated: Annotated[bool, typer.Option("--simulated", help="Simulated people; needs no files.")] = False,
    people: Annotated[int, typer.Option(min=1, help="How many simulated people.")] = 8,
    seed: Annotated[int, typer.Option(help="Another seed gives other people.")] = 0,
    first_person: Annotated[
        int, typer.Option(min=0, help="Number of the first; from 1000 on no tuning has seen them.")
    ] = HELD_BACK,
    placement: Annotated[
        Told, typer.Option(help="Let the program find the placement, or tell it the true one.")
    ] = Told.AUTO,
    json: Annotated[Path | None, typer.Option("--json", help="Also write everything here as JSON.")] = None,
    processes: Annotated[int, typer.Option(min=1, max=MOST_PROCESSES, help="At once.")] = MOST_PROCESSES,
    lang: LangOption = None,
) -> None:
    """Measure the program against known repetitions.

    Recordings with a truth beside them or marked by a person, or simulated people.
    """
    if simulated == (folder is not None):
        raise typer.BadParameter("name a folder of recordings or give --simulated, one of both")
    if json is not None:
        _check_file(json)
    from heelraise.evaluation.run import files_in
    from heelraise.evaluation.run import simulated as simulated_jobs

    made_from = {"placement": str(placement)}
    jobs: Sequence[Job]
    if folder is not None:
        jobs = files_in(folder, placement)
    else:
        jobs = simulated_jobs(people, seed=seed, first_person=first_person, told=placement)
        made_from |= {"seed": str(seed), "people": f"{first_person} to {first_person + people - 1}"}
        typer.echo(_whom(seed, first_person, people))
    _report(jobs, processes, made_from, json, words_of(lang))


def _check_file(path: Path) -> None:
    """Refuse a file that cannot be written before the minutes of work, not after."""
    from heelraise.machine import problem_in

    why: str | None
    if path.is_dir():
        why = said("Is a directory")
    elif not path.parent.is_dir():
        why = said("No such file or directory")
    else:
        why = problem_in(path.parent)
    if why is not None:
        raise RecordingError(path, said("cannot be written ({why})", why=why))


def _report(
    jobs: Sequence[Job], processes: int, made_from: dict[str, Any], json: Path | None, words: Words
) -> None:
    from rich.console import Console

    from heelraise.display.evaluation_view import show_evaluation
    from heelraise.evaluation.report import as_json

    outcomes, failures = _run(jobs, processes)
    show_evaluation(Console(), outcomes)
    if json is not None:
        try:
            text = as_json(outcomes, failures, made_from) + "\n"
            json.write_text(text, encoding="utf-8", errors="replace")  # names of files may be no text
        except OSError as error:
            raise RecordingError.unwritable(json, error) from None
    for problem in failures:
        typer.echo(f"heelraise: {problem.recording}: {words.say(problem.reason)}", err=True)
    raise typer.Exit(1 if failures else 0)


def _run(jobs: Sequence[Job], processes: int) -> tuple[list[Outcome], list[Failure]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from heelraise.evaluation.run import evaluate as run

    console = Console(stderr=True)
    bar = Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True)
    with bar:
        task = bar.add_task("", total=len(jobs))
        return run(jobs, processes, lambda: bar.advance(task))


def _whom(seed: int, first_person: int, people: int) -> str:
    last = first_person + people - 1
    held_back = "held back from tuning" if first_person >= HELD_BACK else "NOT all held back from tuning"
    return f"simulated people {first_person} to {last}, seed {seed} ({held_back})"
