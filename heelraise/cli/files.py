"""``heelraise import`` and ``export-recording``: recordings of other programs, and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heelraise.cli.options import LangOption, words_of
from heelraise.exporting.forms import Format
from sensing.errors import SettingsError


def _columns(text: str | None) -> str | None:
    if text is None:
        return None
    from heelraise.importing.mapping import dialect_of

    try:
        dialect_of(text)
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from None
    return text


ColumnsOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=HEADING,...",
        callback=_columns,
        help="What the columns of an unknown table mean: time, acc_x, acc_y, acc_z, gyr_x, gyr_y, gyr_z.",
    ),
]
OutOption = Annotated[Path, typer.Option(help="Folder to write to.")]


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files that together are one recording.")
    ],
    columns: ColumnsOption = None,
    out: OutOption = Path(),
    lang: LangOption = None,
) -> None:
    """Make a CSV of ours out of a recording of another program.

    The program is told by the content; what had to be guessed is said.
    """
    from heelraise.exporting.writing import write_new
    from heelraise.importing import import_recording
    from sensing.recording.csv_file import csv_text

    recording = import_recording(files, columns)
    (path,) = write_new(out, {f"{recording.name}.csv": csv_text(recording.data).encode()})
    words = words_of(lang)
    for note in recording.notes:
        typer.echo(words.say(note))
    has_gyr = recording.data.gyr_radps is not None
    typer.echo(
        words(
            "{duration} s at {rate} Hz, {gyr} gyroscope, in {path}",
            duration=words.number(recording.duration_s),
            rate=words.number(recording.sampling_rate_hz),
            gyr=words("with") if has_gyr else words("without"),
            path=path,
        )
    )


def export_recording(
    recording: Annotated[
        Path, typer.Argument(metavar="RECORDING", help="A recording folder, CSV, or file of another program.")
    ],
    form: Annotated[Format, typer.Option("--to", help="What to write.")] = Format.CSV,
    columns: ColumnsOption = None,
    out: OutOption = Path(),
    lang: LangOption = None,
) -> None:
    """Write a recording for other programs."""
    from heelraise.analyze import analysis_of
    from heelraise.exporting import export_recording as write
    from heelraise.opening import open_any

    opened = open_any(recording, columns)
    for path in write(opened, analysis_of(opened), form, out):
        typer.echo(path)
