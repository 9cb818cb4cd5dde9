"""``heelraise analyze``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from heelraise.analysis import Analysis
from heelraise.cli.files import ColumnsOption
from heelraise.cli.options import LangOption, TempoOrOwnOption, error_line, prescription_of, words_of
from heelraise.cli.pictures import check_picture
from heelraise.language import Words
from sensing.errors import RecordingError
from sensing.recording import Recording
from sensing.types import Exercise, Placement


def analyze(
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDING...", help="Recording folders, CSV files, or files of other programs."
        ),
    ],
    placement: Annotated[
        Placement | None, typer.Option(help="Where the sensor sat; what the recording says if not given.")
    ] = None,
    prescription: TempoOrOwnOption = "3-2-3",
    exercise: Annotated[
        Exercise | None, typer.Option(help="What to count; what the recording says if not given.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a recording, one a line.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="One table, a row a repetition, for statistics.")
    ] = False,
    columns: ColumnsOption = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the recording too: a .png, .svg or .pdf file.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Find and judge the repetitions in recordings."""
    from heelraise.analyze import analysis_of
    from heelraise.opening import open_any

    words, unreadable = words_of(lang), 0
    if plot is not None:
        _check_plot(plot, recordings)
    show = _shower(words, json, csv)
    for path in recordings:
        try:
            recording = open_any(path, columns)
            found = analysis_of(
                recording,
                placement,
                exercise,
                prescription_of(prescription),
                name=str(path),
                keep_courses=plot is not None,
            )
        except RecordingError as error:
            # One bad file among many must not hide what is in the others.
            typer.echo(error_line(error, words), err=True)
            unreadable += 1
            continue
        show(found)
        if plot is not None:
            _draw(recording, found, words, plot)
    raise typer.Exit(1 if unreadable else 0)


def _check_plot(plot: Path, recordings: list[Path]) -> None:
    check_picture(plot, "--plot")
    if len(recordings) > 1:
        raise typer.BadParameter("--plot draws one recording: give one, or leave --plot out")


def _shower(words: Words, json: bool, csv: bool) -> Callable[[Analysis], None]:
    """Return what puts one analysis on standard output, in the form that was asked for."""
    if json and csv:
        raise typer.BadParameter("--json and --csv: one of them")
    if json:
        return lambda found: typer.echo(found.json_line())
    if csv:
        from heelraise.exporting.rep_table import RepTable

        return RepTable(sys.stdout).add
    from rich.console import Console

    from heelraise.display.session_view import show_recording

    console = Console()
    return lambda found: show_recording(console, found, words)


def _draw(recording: Recording, found: Analysis, words: Words, plot: Path) -> None:
    from heelraise.display.plots.recording import write_recording
    from heelraise.labelling.signal import signal_of

    up = tuple((one.rep.top_s, one.rep.eccentric_start_s) for one in found.judged)
    write_recording(found, signal_of(recording, up), words, plot)
    typer.echo(words("Drawn: {file}", file=plot), err=True)
